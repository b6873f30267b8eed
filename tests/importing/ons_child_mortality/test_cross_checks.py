"""Wrong cells: each is put down to its place, refused, and taken once it is acknowledged."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from reporter.counts.files.areas_file import read_areas
from reporter.counts.files.counts_file import read_counts
from reporter.importing.ons_child_mortality.checks import rate
from tests.importing.ons_child_mortality.made_up import ROWS, SMALLEST, cell, workbook
from tests.importing.ons_child_mortality.test_import import refused, run

# In row 19 of the made-up table; its infant deaths are 2 + 1 + 84 + 16 = 103, as they were in 2021.
WALES_BIRTHS = cell("W92000004", "Live births")
HARTLEPOOL = "E06000001"


def test_welsh_births_that_repeat_the_deaths(tmp_path: Path) -> None:
    """The publisher's workbook of 2021 has Wales with 103 live births, its number of infant deaths."""
    file = workbook(tmp_path / "cim.xlsx", change={WALES_BIRTHS: 103})
    (problem,) = refused(file, "--counts", tmp_path / "counts.csv")
    assert f"{file}, sheet 3, cell D19: " in problem
    assert "live births of Wales: 103, and its parts add up to 28,583" in problem
    assert "more checks that rest on this cell" in problem
    assert '--acknowledge "3!D19"' in problem


def test_an_acknowledged_count_of_a_larger_area_is_left_to_its_parts(tmp_path: Path) -> None:
    file = workbook(tmp_path / "cim.xlsx", change={WALES_BIRTHS: 103})
    arguments = ("--counts", tmp_path / "counts.csv", "--areas", tmp_path / "areas.csv")
    result = run(file, *arguments, "--acknowledge", "3!D19")
    assert result.exit_code == 0, result.output
    assert "W92000004" not in set(pd.read_csv(tmp_path / "counts.csv")["area_code"])
    areas, _ = read_areas(tmp_path / "areas.csv", None)
    counts, problems = read_counts(tmp_path / "counts.csv", areas, [])
    assert problems == []
    assert counts is not None
    # 28,583 = 583 + 28,000, the births of its two authorities.
    assert counts.by_key()["W92000004", 2022, "occurring"]["live_births"] == 28_583
    (workbook_record,) = json.loads((tmp_path / "counts.source.json").read_text())["workbooks"]
    assert workbook_record["acknowledged"][0]["cell"] == "3!D19"
    assert workbook_record["areas_left_out"] == ["W92000004"]
    assert "W92000004 2022 is left out" in result.output


def test_an_acknowledged_rate_leaves_its_counts(tmp_path: Path) -> None:
    file = workbook(tmp_path / "cim.xlsx", change={cell(HARTLEPOOL, "Infant mortality"): 6.2})
    (problem,) = refused(file, "--counts", tmp_path / "counts.csv")
    # 8 deaths of 1,280 births are 6.25, published as 6.3: halves go up.
    assert (
        "cell R13: infant mortality rate of Hartlepool: 6.2, and 8 in 1,280 is 6.3, expected 6.3" in problem
    )
    assert run(file, "--counts", tmp_path / "counts.csv", "--acknowledge", "3!R13").exit_code == 0
    assert len(pd.read_csv(tmp_path / "counts.csv")) == len(ROWS)


def test_a_count_that_is_not_given_is_left_out_once_acknowledged(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", change={cell(HARTLEPOOL, "Infant deaths"): "[c]"})
    (problem,) = refused(file, "--counts", tmp_path / "counts.csv")
    assert "infant deaths of Hartlepool: withheld for confidentiality, expected a count" in problem
    assert run(file, "--counts", tmp_path / "counts.csv", "--acknowledge", "3!I13").exit_code == 0
    codes = set(pd.read_csv(tmp_path / "counts.csv")["area_code"])
    assert codes == {row[0][:9] for row in ROWS[1:]} - {HARTLEPOOL} | {"K04000001_J99000001"}


def test_with_several_workbooks_a_cell_is_named_with_its_year(tmp_path: Path) -> None:
    older = workbook(tmp_path / "a.xlsx", 2021, {WALES_BIRTHS: 103})
    newer = workbook(tmp_path / "b.xlsx", 2022, {WALES_BIRTHS: 104})
    arguments = (older, newer, "--counts", tmp_path / "counts.csv")
    first, second = refused(*arguments)
    assert '--acknowledge "2021:3!D19"' in first
    assert '--acknowledge "2022:3!D19"' in second
    problems = refused(*arguments, "--acknowledge", "2021:3!D19")
    assert len(problems) == 1
    assert "2022:3!D19" in problems[0]
    # Without a year the name is that of two cells.
    assert any(
        "nothing is found wrong there" in line for line in refused(*arguments, "--acknowledge", "3!D19")
    )
    both = ("--acknowledge", "2021:3!D19", "--acknowledge", "2022:3!D19")
    assert run(*arguments, *both).exit_code == 0


def test_a_cell_with_nothing_wrong_cannot_be_acknowledged(tmp_path: Path) -> None:
    (problem,) = refused(
        workbook(tmp_path / "a.xlsx"), "--counts", tmp_path / "c.csv", "--acknowledge", "3!D19"
    )
    assert "nothing is found wrong there" in problem


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        # Infant deaths of Hartlepool are 6 + 2.
        (cell(HARTLEPOOL, "Infant deaths"), 9, "infant deaths of Hartlepool: 9, and their ages add up to 8"),
        # Neonatal deaths of Cumbria are 5 + 3.
        (cell("E10000006", "Neonatal deaths"), 9, "neonatal deaths of Cumbria: 9, and its parts add up to 8"),
        # Births of the least deprived tenth.
        (("21", "C18"), 1, "and its categories add up to"),
        (("17", "F9"), 40, "infant deaths of England, Wales and Elsewhere 2022: 40, and"),
        (("2", "D9"), 3800, "and its categories add up to"),
    ],
)
def test_what_does_not_add_up_is_refused(
    tmp_path: Path, place: tuple[str, str], value: int, says: str
) -> None:
    problems = refused(workbook(tmp_path / "a.xlsx", change={place: value}), "--counts", tmp_path / "c.csv")
    assert len(problems) == 1
    assert f"sheet {place[0]}, cell {place[1]}: " in problems[0]
    assert says in problems[0]


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (cell(HARTLEPOOL, "Infant mortality"), "[x]", "not calculated, on fewer than 3 deaths, on 8 deaths"),
        (cell(HARTLEPOOL, "Infant unreliable"), "", "not marked as unreliable, on 8 deaths"),
    ],
)
def test_a_marker_that_its_count_does_not_bear_out(
    tmp_path: Path, place: tuple[str, str], value: str, says: str
) -> None:
    (problem,) = refused(workbook(tmp_path / "a.xlsx", change={place: value}), "--counts", tmp_path / "c.csv")
    assert says in problem


@pytest.mark.parametrize(
    ("year", "place", "value", "expected"),
    [
        (2022, cell(HARTLEPOOL, "Infant mortality"), ":", "a number, or one of [x], [u], [z], [c]"),
        (
            2020,
            cell(HARTLEPOOL, "Infant mortality", 2020),
            "[x]",
            "a number, or one of -, :, u, (u), z, .., *",
        ),
        (2022, cell(HARTLEPOOL, "Live births"), "many", "a whole number, or one of [x], [u], [z], [c]"),
        (2022, cell(HARTLEPOOL, "Live births"), 1280.5, "a whole number"),
        (2022, cell(HARTLEPOOL, "Live births"), -1, "a whole number"),
        (2022, cell(HARTLEPOOL, "Live births"), True, "a whole number"),
        (2022, cell(HARTLEPOOL, "Area of usual residence (code)"), "X06000001", "a code that begins with"),
        (2022, cell(HARTLEPOOL, "Area of usual residence (code)"), "E12000001", "every area once"),
        (2022, cell(HARTLEPOOL, "Area of usual residence (code)"), "", "what the row is of"),
        (2022, cell(HARTLEPOOL, "Live births"), "", "a count"),
        (2022, cell(HARTLEPOOL, "Infant deaths"), "[c]", "a count"),
        (2022, ("3", "A1"), "Table 3: by area", "a title such as"),
        (2022, ("2", "A1"), "Table 2: by sex, 2021", "tables of one year of data in a workbook"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    tmp_path: Path, year: int, place: tuple[str, str], value: object, expected: str
) -> None:
    file = workbook(tmp_path / "a.xlsx", year, {place: value})
    problems = refused(file, "--counts", tmp_path / "c.csv")
    # An empty area code also takes its row out of a sum.
    assert any(f"sheet {place[0]}, cell {place[1]}: " in line and expected in line for line in problems)


def test_a_breakdown_of_no_known_country_is_refused(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", change={("17", "A2"): "Great Britain"})
    (problem,) = refused(file, "--counts", tmp_path / "c.csv")
    assert "sheet 17, cell A1: neither title nor subtitle say which country" in problem


@pytest.mark.parametrize("nil", ["-", "0", 0])
def test_nil_is_none_at_all(tmp_path: Path, nil: object) -> None:
    """Barrow-in-Furness has no stillbirths; '-' is how earlier workbooks write it."""
    assert SMALLEST["E07000027"][1] == 0
    file = workbook(tmp_path / "a.xlsx", 2020, {cell("E07000027", "Stillbirths", 2020): nil})
    assert run(file, "--counts", tmp_path / "c.csv").exit_code == 0


def test_a_number_may_be_text_with_a_footnote(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", change={cell(HARTLEPOOL, "Live births"): "1,280 [note 15]"})
    assert run(file, "--counts", tmp_path / "c.csv").exit_code == 0
    assert pd.read_csv(tmp_path / "c.csv").set_index("area_code").loc["E06000001", "live_births"] == 1280


@pytest.mark.parametrize(
    ("deaths", "births", "published"),
    [
        # East Cambridgeshire 2011 (Office for National Statistics), 6.25 exactly; England 2020 and 2022.
        (8, 1280, "6.3"),
        (2100, 585_195, "3.6"),
        (2240, 577_046, "3.9"),
        (0, 931, "0"),
    ],
)
def test_rates_are_rounded_half_up(deaths: int, births: int, published: str) -> None:
    assert rate(deaths, births) == Decimal(published)
