"""Areas that open and close within a series: no row asked for, no figure made up, and said where shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from reporter.errors import InputError
from reporter.machine.progress import SILENT
from reporter.pipeline.build import build, read
from reporter.pipeline.check import check
from reporter.publication.abolished import abolished_before
from reporter.publication.areas import Areas
from reporter.publication.periods import Calendar, step_of
from reporter.publication.validity import existed, first_and_last_day
from tests.publications import EVENTS, NOW, Small, areas, counts, publication

FULL = areas(3, 3)
CLOSED, OPENED = dt.date(2020, 12, 31), dt.date(2021, 7, 1)
CHANGED = Areas.of(
    replace(area, valid_to=CLOSED)
    if area.code == "D0-0"
    else replace(area, valid_from=OPENED)
    if area.code in ("D0-1", "W2")
    else area
    for area in FULL.areas
)
"""One district closed at the end of 2020, another and a network opened in the middle of 2021."""


def written(folder: Path, without: tuple[str, ...] = ("D0-0,2021", "D0-0,2022", "D0-1,2020")) -> Path:
    """The publication of these areas, its counts without the rows that begin so; gives the settings."""
    made = counts(FULL, seed=3, mean=20.0)
    file = Small(publication(indicators=[EVENTS]), CHANGED, made).write(folder)
    table = folder / "counts.csv"
    lines = table.read_text("utf-8").splitlines()
    table.write_text("\n".join(line for line in lines if not line.startswith(without)) + "\n", "utf-8")
    return file


def test_no_row_is_asked_for_and_no_figure_made_up(tmp_path: Path) -> None:
    checked = check(written(tmp_path))
    cells = checked.gate_result.released.cells
    shown = {(area, period) for area, period in cells[["area_code", "period"]].to_numpy().tolist()}
    assert ("D0-0", "2020") in shown
    assert not {("D0-0", "2021"), ("D0-0", "2022"), ("D0-0", "2020 to 2022")} & shown
    assert not {("D0-1", "2020"), ("D0-1", "2020 to 2022")} & shown
    assert {("D0-1", "2021"), ("D0-1", "2022")} <= shown
    # The network's districts are there before it is; its own figures begin with it.
    assert not {("W2", "2020"), ("W2", "2020 to 2022")} & shown
    assert {("W2", "2021"), ("W2", "2022"), ("D2-0", "2020")} <= shown
    assert not any(part.absent for part in checked.quality.completeness if part.area_type == "district")


def test_pages_say_so(tmp_path: Path) -> None:
    made = build(written(tmp_path), tmp_path / "output", 1, SILENT, NOW)
    quality = (made.folder / "quality.html").read_text("utf-8")
    assert 'closed on <span data-stated="">31 December 2020</span>' in quality
    briefing = (made.folder / "networks/W2.html").read_text("utf-8")
    assert 'opened on <span data-stated="">1 July 2021</span>' in briefing


def test_a_row_of_an_area_that_was_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="D0-0 has a row for 2021, and existed to 2020-12-31"):
        read(written(tmp_path, without=("D0-0,2022", "D0-1,2020")))


@pytest.mark.parametrize(
    ("day", "message"),
    [("2020-13-01", "valid_to of D0-0 is '2020-13-01'"), ("31/12/2020", "valid_to of D0-0 is '31/12/2020'")],
)
def test_a_day_that_is_none_is_told(tmp_path: Path, day: str, message: str) -> None:
    file = written(tmp_path)
    table = tmp_path / "areas.csv"
    table.write_text(table.read_text("utf-8").replace("2020-12-31", day), "utf-8")
    with pytest.raises(InputError, match=message):
        read(file)


@pytest.mark.parametrize(
    ("calendar", "label", "first", "last"),
    [
        ("calendar", "2022", "2022-01-01", "2022-12-31"),
        ("financial", "2022/23", "2022-04-01", "2023-03-31"),
        ("academic", "2022/23", "2022-09-01", "2023-08-31"),
        ("calendar", "2022 Q2", "2022-04-01", "2022-06-30"),
        ("calendar", "2022-02", "2022-02-01", "2022-02-28"),
    ],
)
def test_a_step_has_a_first_and_a_last_day(calendar: str, label: str, first: str, last: str) -> None:
    """Days by the definition of each year in README."""
    years, number = Calendar.model_validate({"calendar": calendar}), step_of(label)
    assert number is not None
    days = first_and_last_day(number, years)
    assert [day.isoformat() for day in days] == [first, last]
    area = replace(FULL.areas[0], valid_to=days[0])
    assert existed(area, number, years)
    assert not existed(replace(area, valid_to=days[0] - dt.timedelta(days=1)), number, years)


def test_codes_that_were_abolished_are_named() -> None:
    """Allerdale became a part of Cumberland on 1 April 2023 (The Cumbria (Structural Changes) Order 2022)."""
    area = replace(FULL.areas[0], code="E07000026")
    (found,) = abolished_before([area, *FULL.areas], dt.date(2023, 4, 1))
    assert (found.name, found.successor_code) == ("Allerdale", "E06000063")
    assert not abolished_before([area], dt.date(2023, 3, 31))
    assert not abolished_before([replace(area, valid_to=dt.date(2023, 3, 31))], dt.date(2024, 1, 1))
