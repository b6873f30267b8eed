"""recipients.csv: every problem at once, with its line, and no address in any of them."""

from pathlib import Path

import pytest

from reporter.delivery.recipient import Recipient
from reporter.delivery.recipients_file import read_recipients
from reporter.errors import InputError

NETWORKS = {"W1": "North Network", "W2": "South Network"}


def read(folder: Path, text: str) -> tuple[Recipient, ...]:
    (folder / "recipients.csv").write_text(text, "utf-8")
    return read_recipients(folder / "recipients.csv", NETWORKS)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder, text)
    return [str(problem).replace(str(folder / "recipients.csv"), "r") for problem in caught.value.problems]


def test_recipients_in_order_with_the_network_as_their_organisation(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "role,area_code,name,email,organisation\n"
        'Lead,W2, Zoë  "Z" ,zoe@Example.ORG,\n'
        "Analyst,W1,B,b@example.org,A council\n",
    )
    assert found == (
        Recipient("W2", 'Zoë "Z"', "zoe@example.org", "Lead", "South Network"),
        Recipient("W1", "B", "b@example.org", "Analyst", "A council"),
    )


def test_one_address_may_receive_for_two_networks(tmp_path: Path) -> None:
    found = read(tmp_path, "area_code,name,email,role\nW1,A,a@example.org,Lead\nW2,A,a@example.org,Lead\n")
    assert [recipient.area_code for recipient in found] == ["W1", "W2"]


def test_every_problem_at_once_with_its_line_and_without_an_address(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        "area_code,name,email,role,organization\n"
        "W9,A,a@example.org,Lead,\n"
        "W1,,b@example.org,Lead,\n"
        "W1,C,c@example..org,Lead,\n"
        "W1,D,d@localhost,Lead,\n"
        "W1,E,E@EXAMPLE.ORG,Lead,\n"
        "W1,E,e@example.org,Lead,\n"
        "g@example.org,G,W1,Lead,\n"
        "W1,H\u202egro,h@example.org,Lead,\n"
        "W1,I\x07,i@example.org,Lead,\n"
        f"W1,{'j' * 201},j@example.org,Lead,\n"
        "W1,K,k@example.org;l@example.org,Lead,\n"
        "W1,M,m@example.org,\n",
    )
    lines = [int(line.split(":")[1]) for line in found]
    assert lines == [1, 2, 3, 4, 5, 7, 8, 8, 9, 10, 11, 12, 13]
    assert "column 'organization' is not known; did you mean 'organisation'?" in found[0]
    assert "'W9' has no briefing in this edition" in found[1]
    assert "name is empty" in found[2]
    assert "email is no address" in found[3]
    assert "should have a period" in found[4]
    assert "stands on line 6 already" in found[5]
    assert any("U+202E" in line for line in found)
    assert any("U+0007" in line for line in found)
    assert not any("@example" in line or "@EXAMPLE" in line for line in found)


def test_a_missing_column(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "area_code,name,mail,role\nW1,A,a@example.org,Lead\n")
    assert found.startswith("r:1: the column 'email' is missing")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"area_code;name;email;role\nW1;A;a@b.org;L\n"])
def test_files_that_are_no_table(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "recipients.csv").write_bytes(content)
    with pytest.raises(InputError, match=r"recipients\.csv:1"):
        read_recipients(tmp_path / "recipients.csv", NETWORKS)


def test_a_line_break_in_a_name_cannot_start_a_header(tmp_path: Path) -> None:
    (found,) = read(tmp_path, 'area_code,name,email,role\nW1,"A\r\nBcc: x@example.org",a@example.org,Lead\n')
    assert found.name == "A Bcc: x@example.org"
