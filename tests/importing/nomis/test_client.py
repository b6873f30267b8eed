"""How Nomis is asked: pages, faults, the cache and the key."""

import json
from pathlib import Path

import httpx
import pytest

from reporter.errors import InputError, ReporterError
from reporter.importing.nomis.cache import Cache
from reporter.importing.nomis.client import Client, Patience
from reporter.importing.nomis.datasets import BIRTHS
from tests.importing.nomis.conftest import Fault, Import, Nomis, Steps
from tests.importing.nomis.real_rows import FIGURES, columns, page

WHOLE = page("NM_207_1", FIGURES, 0, 100)
HTML = "<!DOCTYPE html><html><body><h1>Nomis is down for maintenance</h1></body></html>"


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").glob("*"))


def test_every_page_is_asked_for(imported: Import, nomis: Nomis) -> None:
    nomis.page_size = 4
    found = imported()
    offsets = [each.get("recordOffset") for each in nomis.asked]
    assert offsets == [None, "4", "8", "12"] * 2
    assert len(found.counts) + len(found.intervals) == len(FIGURES)


def test_an_empty_page_is_an_error_of_the_question_and_is_asked_once(imported: Import, nomis: Nomis) -> None:
    with pytest.raises(InputError, match="it does not know a parameter, or nothing matches"):
        imported(areas=["TYPE999"])
    assert len(nomis.asked) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=429, body="Too many requests", headers={"Retry-After": "3600"}),
        Fault(status=429, body="Too many requests"),
        Fault(status=500, body="Internal error"),
        Fault(status=503, body=HTML),
        Fault(HTML),
        Fault(WHOLE[: len(WHOLE) // 2]),
        Fault(WHOLE[:-4]),  # the last cell has lost its last digit
        Fault(WHOLE, headers={"Content-Length": str(2 * len(WHOLE))}),
        Fault(is_silent=True),
    ],
    ids=["429-after", "429", "500", "503", "html", "truncated", "truncated-cell", "cut-off", "slow"],
)
def test_a_passing_fault_is_asked_again_and_never_kept(
    fault: Fault, imported: Import, nomis: Nomis, tmp_path: Path
) -> None:
    nomis.faults = [fault]
    found = imported(timeout=0.3)
    assert found.counts["E92000001", 2013] == (664517, 2611)
    assert len(nomis.asked) == 3
    assert len(kept(tmp_path)) == 2
    assert all("E92000001" in file.read_text() for file in kept(tmp_path))


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Fault(status=429), "answered with 429"),
        (Fault(status=500), "answered with 500"),
        (Fault(HTML), "answered with no CSV of this data set but '<!DOCTYPE html>"),
        (Fault(WHOLE[: len(WHOLE) // 2]), "breaks off"),
        (Fault(is_silent=True), "does not answer"),
    ],
    ids=["429", "500", "html", "truncated", "slow"],
)
def test_a_fault_that_stays_ends_the_import(
    fault: Fault, message: str, imported: Import, nomis: Nomis, tmp_path: Path
) -> None:
    nomis.faults = [fault] * 3
    with pytest.raises(ReporterError, match=message):
        imported(timeout=0.2)
    assert len(nomis.asked) == 3
    assert kept(tmp_path) == []


def test_what_is_wrong_for_good_is_asked_once(imported: Import, nomis: Nomis) -> None:
    nomis.faults = [Fault(status=403, body="Forbidden")]
    with pytest.raises(ReporterError, match="answered with 403"):
        imported()
    assert len(nomis.asked) == 1


def test_an_answer_about_something_else_is_refused(imported: Import, nomis: Nomis) -> None:
    nomis.faults = [Fault(WHOLE.replace("Live births", "Crude birth rate"))]
    with pytest.raises(ReporterError, match="MEASURE_NAME 'Crude birth rate', asked for 'Live births'"):
        imported()


def test_nobody_there() -> None:
    patience = Patience(timeout=1, attempts=2, wait=0, longest_wait=0)
    with (
        Client("http://127.0.0.1:9", Cache(Path("nowhere")), patience=patience) as client,
        pytest.raises(ReporterError, match="Nomis does not answer"),
    ):
        client.records(BIRTHS, {"geography": "TYPE499"}, Steps())


def test_what_is_kept_is_not_asked_again_unless_told_to(imported: Import, nomis: Nomis) -> None:
    first = imported()
    assert imported() == first
    assert len(nomis.asked) == 2
    imported(refresh=True)
    assert len(nomis.asked) == 4


def test_a_broken_file_of_the_cache_is_asked_for_again(
    imported: Import, nomis: Nomis, tmp_path: Path
) -> None:
    first = imported()
    for file in kept(tmp_path):
        file.write_text("{")
    assert imported() == first
    assert len(nomis.asked) == 4


def test_a_cache_that_cannot_be_written_does_no_harm(imported: Import, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert imported().counts["E06000055", 2013] == (2074, 8)


def test_the_key_is_sent_and_stands_nowhere_else(imported: Import, nomis: Nomis, tmp_path: Path) -> None:
    imported(key="0xSECRET")
    assert {each["uid"] for each in nomis.asked} == {"0xSECRET"}
    assert not any("SECRET" in file.read_text() + file.name for file in kept(tmp_path))
    nomis.faults = [Fault(status=500)] * 3
    with pytest.raises(ReporterError) as error:
        imported(key="0xSECRET", refresh=True)
    assert "SECRET" not in str(error.value)


def test_kept_answers_say_what_was_asked_and_when(imported: Import, nomis: Nomis, tmp_path: Path) -> None:
    imported()
    answer = json.loads(kept(tmp_path)[0].read_text())
    assert httpx.URL(answer["address"]).params["geography"] == "TYPE464,TYPE480,TYPE499"
    assert answer["date"] == "2024-02-06"


def test_the_columns_are_those_of_a_real_answer(reference: Path) -> None:
    real = (reference / "api-samples/nomis_NM_161_1_full_columns_real_rows.csv").read_text("utf-8")
    assert columns("NM_161_1") == real.splitlines()[0].split(",")
