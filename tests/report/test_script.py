"""What the script of a page does, in a browser: on the made-up edition, with names that are hostile."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from reporter.records.formulas import guarded
from tests.in_browser import in_browser
from tests.publications import made_up

pytestmark = [pytest.mark.browser]

FORMULA = '=HYPERLINK("x", 1)'
"""Stands for the name of an area that a spreadsheet could run."""


@pytest.fixture(scope="module")
def used(html: dict[str, str], repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was found on each page, the first network's name a formula."""
    folder = tmp_path_factory.mktemp("pages")
    for path, text in html.items():
        (folder / path).parent.mkdir(exist_ok=True)
        named = text.replace(">Ash<", f">{FORMULA.replace(chr(34), '&quot;')}<")
        (folder / path).write_text(named, encoding="utf-8")
    found = in_browser(repository, "use.mjs", folder, ["index.html", "networks/W1.html", "areas/R0.html"])
    return {each["path"]: each for each in found}


def test_nothing_is_asked_for_from_outside(used: dict[str, Any]) -> None:
    assert [each["requests"] for each in used.values()] == [[], [], []]


def test_a_table_is_sorted_by_keyboard_with_symbols_last(used: dict[str, Any]) -> None:
    """By events, of which there are more from network to network; the last one's count is withheld."""
    names = [FORMULA, *made_up.NETWORK_NAMES[1:]]
    table = used["index.html"]["sorted"]
    assert table["once"] == names
    assert table["twice"] == [*reversed(names[:-1]), names[-1]]
    assert table["said"] == ["Sorted by Events, ascending", "Sorted by Events, descending"]


def test_a_table_is_saved_as_it_is_read(used: dict[str, Any]) -> None:
    saved = [list(csv.reader(io.StringIO(text.lstrip("\ufeff")))) for text in used["index.html"]["saved"]]
    # Once under the chart that draws it, and once under the table itself.
    networks, again = [rows for rows in saved if rows[0][0] == "Network" and "Rate" in rows[0]]
    assert networks == again
    names = [guarded(FORMULA), *made_up.NETWORK_NAMES[1:]]
    assert guarded(FORMULA) == f"'{FORMULA}"
    assert {row[0] for row in networks[1:]} == {*names, "Nation"}
    # 3 events in 1,000 of 10,000 chances a year, over three years (`made_up.tables`).
    (first,) = [row for row in networks if row[0] == guarded(FORMULA)]
    assert first[1:4] == ["90", "30,000", "3.00"]
    assert all(text.startswith("\ufeff") for text in used["index.html"]["saved"])


def test_a_header_of_several_rows_stands_in_each_row_of_the_file(used: dict[str, Any]) -> None:
    beside = list(csv.reader(io.StringIO(used["networks/W1.html"]["saved"][0].lstrip("\ufeff"))))
    assert [row[0] for row in beside[1:]] == ["Whole events"] * 3 + ["Early events"] * 3
    assert [row[1] for row in beside[1::3]] == [made_up.NETWORK_NAMES[1]] * 2
    assert [row[1] for row in beside[3::3]] == ["Nation"] * 2
    assert {len(row) for row in beside} == {6}


def test_an_area_is_found_on_the_chart_by_keyboard(used: dict[str, Any]) -> None:
    """The last of those drawn, by name; the network whose rate is not given is not among them."""
    picked = used["index.html"]["picked"]
    assert (picked["name"], picked["link"]) == ("Gorse", "networks/W4.html")
    # 7 events in 1,000 of 14,000 chances a year, over three years (`made_up.tables`).
    assert picked["said"].startswith("Events: 294; Chances: 42,000; Rate: 7.00; ")
    assert picked["marked"] == 2  # in the wide drawing and in the narrow one


def test_a_dot_says_what_its_row_says_until_escape(used: dict[str, Any]) -> None:
    trend, funnel, *_ = used["index.html"]["tips"]
    assert trend["lines"][:3] == ["2010", "Basis: registered", "Events: 180"]
    assert any(line.startswith("Rate: ") for line in funnel["lines"])
    assert [tip["gone"] for each in used.values() for tip in each["tips"]].count(False) == 0


def test_a_dot_beyond_a_break_is_of_its_own_year(used: dict[str, Any]) -> None:
    assert used["areas/R0.html"]["tips"][0]["lines"][0] == "2010"
