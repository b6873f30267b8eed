"""Importing made-up workbooks of both layouts, whose figures stand in `made_up.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from reporter.cli import commands
from reporter.counts.files.areas_file import read_areas
from reporter.counts.files.counts_file import read_counts
from reporter.errors import InputError
from reporter.importing.ons_child_mortality.importer import read
from reporter.machine.progress import Silent
from tests.importing.ons_child_mortality.made_up import ENGLAND, GESTATION, ROWS, SMALLEST, cell, workbook

CODE = "Area of usual residence (code)"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["import", "ons-child-mortality", *map(str, arguments)])


def refused(*arguments: str | Path) -> list[str]:
    """The problems of a command that is refused, as lines."""
    result = run(*arguments)
    assert isinstance(result.exception, InputError)
    assert result.exception.exit_code == 2
    return [str(problem) for problem in result.exception.problems]


@pytest.mark.parametrize("year", [2020, 2022])
def test_counts_of_every_area_are_those_of_the_table(tmp_path: Path, year: int) -> None:
    counts = tmp_path / "counts.csv"
    result = run(workbook(tmp_path / "a.xlsx", year), "--counts", counts)
    assert result.exit_code == 0, result.output
    table = pd.read_csv(counts).set_index("area_code")
    deaths = ["infant_deaths", "neonatal_deaths", "stillbirths", "perinatal_deaths"]
    assert list(table.columns) == ["year", "basis", "live_births", *deaths]
    assert set(table["basis"]) == {"occurring"}
    assert set(table["year"]) == {year}
    assert len(table) == len(ROWS)
    for code, figures in (("E92000001", ENGLAND), ("W06000001", SMALLEST["W06000001"])):
        births, still, perinatal, neonatal, post = figures
        expected = [year, "occurring", births, neonatal + post, neonatal, still, perinatal]
        assert list(table.loc[code]) == expected


def test_the_publication_reads_what_is_written(tmp_path: Path) -> None:
    files = [workbook(tmp_path / f"{year}.xlsx", year) for year in (2020, 2022)]
    run(*files, "--counts", tmp_path / "counts.csv", "--areas", tmp_path / "areas.csv")
    areas, problems = read_areas(tmp_path / "areas.csv", None)
    assert problems == []
    assert areas is not None
    counts, problems = read_counts(tmp_path / "counts.csv", areas, [])
    assert problems == []
    assert counts is not None
    assert len(counts.table) == 2 * len(ROWS)
    assert areas["E07000026"].parents == ("E12000001", "E10000006")
    assert areas["E06000001"].parents == ("E12000001",)
    assert {area.type for area in areas.leaves} == {"authority", "residence"}


def test_names_in_capitals_are_written_as_readers_know_them(tmp_path: Path) -> None:
    run(workbook(tmp_path / "a.xlsx", 2020), "--counts", tmp_path / "c.csv", "--areas", tmp_path / "a.csv")
    names = pd.read_csv(tmp_path / "a.csv").set_index("area_code")["area_name"]
    assert names["E12000001"] == "North East"
    assert names["K04000001_J99000001"] == "England, Wales and Elsewhere"


def test_names_that_moved_are_those_of_the_newest_workbook(tmp_path: Path) -> None:
    older = workbook(
        tmp_path / "a.xlsx",
        2020,
        {cell("E07000026", "Area of usual residence (name)", 2020): "Allerdale District4"},
    )
    newer = workbook(
        tmp_path / "b.xlsx",
        2022,
        {cell("E07000026", "Area of usual residence (name)"): "Allerdale [note 14]"},
    )
    for files in ((older, newer), (newer, older)):
        run(*files, "--counts", tmp_path / "c.csv", "--areas", tmp_path / "a.csv")
        names = pd.read_csv(tmp_path / "a.csv").set_index("area_code")["area_name"]
        assert names["E07000026"] == "Allerdale"


def test_boundaries_that_differ_between_years_are_said(tmp_path: Path) -> None:
    older = workbook(tmp_path / "a.xlsx", 2020)
    newer = workbook(tmp_path / "b.xlsx", 2022, {cell("E07000026", CODE): "E07000099"})
    result = run(older, newer, "--counts", tmp_path / "counts.csv", "--areas", tmp_path / "areas.csv")
    assert "E07000026, 2020 only: boundaries differ" in result.output
    assert _record(tmp_path)["areas_not_in_every_year"] == {"E07000026": [2020], "E07000099": [2022]}
    assert {"E07000026", "E07000099"} <= set(pd.read_csv(tmp_path / "areas.csv")["area_code"])


def test_areas_counted_together_take_the_first_code(tmp_path: Path) -> None:
    result = run(workbook(tmp_path / "a.xlsx"), "--counts", tmp_path / "counts.csv")
    codes = set(pd.read_csv(tmp_path / "counts.csv")["area_code"])
    assert "E06000052" in codes
    assert "E06000053" not in codes
    (together,) = _record(tmp_path)["workbooks"][0]["areas_counted_together"]
    assert together["stands_for"] == ["E06000052", "E06000053"]
    assert "E06000052 (Cornwall and Isles of Scilly) stands for E06000052 and E06000053" in result.output


def test_a_table_is_found_wherever_it_stands(tmp_path: Path) -> None:
    """With footnotes in its headings, other columns before it, and under a sheet name of no meaning."""
    file = workbook(
        tmp_path / "a.xlsx", 2022, {("3", "D8"): "Live births [note 5]", ("3", "I8"): "Infant deaths4"}
    )
    run(file, "--counts", tmp_path / "counts.csv")
    assert len(pd.read_csv(tmp_path / "counts.csv")) == len(ROWS)
    assert _record(tmp_path)["workbooks"][0]["tables"][0]["header_row"] == 8


def test_the_year_is_that_of_the_title_not_of_the_file_name(tmp_path: Path) -> None:
    run(workbook(tmp_path / "cim2011deathcohortworkbook.xlsx", 2022), "--counts", tmp_path / "counts.csv")
    assert set(pd.read_csv(tmp_path / "counts.csv")["year"]) == {2022}
    assert _record(tmp_path)["workbooks"][0]["released"] == "2024-02-17"


def test_breakdowns_are_written_with_their_categories(tmp_path: Path) -> None:
    run(
        workbook(tmp_path / "a.xlsx"), "--counts", tmp_path / "counts.csv", "--breakdowns", tmp_path / "b.csv"
    )
    table = pd.read_csv(tmp_path / "b.csv")
    sizes = table.groupby(["area_code", "year", "breakdown"]).size().to_dict()
    assert sizes == {
        ("E92000001", 2021, "deprivation"): 10,
        ("E92000001", 2022, "deprivation"): 10,
        ("E92000001", 2021, "gestation"): len(GESTATION),
        ("E92000001", 2022, "gestation"): len(GESTATION),
        ("E92000001", 2021, "preterm"): 5,
        ("E92000001", 2022, "preterm"): 5,
        ("E92000001", 2022, "sex"): 2,
        ("K04000001_J99000001", 2022, "gestation"): len(GESTATION),
        ("K04000001_J99000001", 2022, "preterm"): 5,
    }
    everywhere = table[table["area_code"] == "K04000001_J99000001"]
    weeks = everywhere[everywhere["breakdown"] == "gestation"].set_index("category")
    births, early, late, post = GESTATION["22 weeks"]
    assert list(weeks.loc["22"])[-3:] == [births, early + late + post, early + late]
    assert list(weeks.index)[:2] == ["under-22", "22"]
    of_groups = everywhere[everywhere["breakdown"] == "preterm"]
    groups = of_groups.set_index("category")["live_births"].to_dict()
    # Sums of the made-up births: 30 + 40; 500; 2,000; 30,000 + 3,000; 20 + 100.
    expected = {"under-28": 70, "28-to-31": 500, "32-to-36": 2000, "37-and-over": 33000, "not-known": 120}
    assert groups == expected


def test_the_record_says_what_adds_up_and_what_does_not(tmp_path: Path) -> None:
    run(workbook(tmp_path / "a.xlsx"), "--counts", tmp_path / "counts.csv")
    breakdowns = _record(tmp_path)["breakdowns"]
    assert breakdowns["sex"]["complete"] is True
    assert breakdowns["gestation"]["complete"] is False
    (unlinked,) = [
        each
        for each in breakdowns["gestation"]["unlinked_deaths"]
        if each["area_code"] == "K04000001_J99000001"
    ]
    assert unlinked["infant_deaths"] == 2 + 1 + 4
    assert unlinked["neonatal_deaths"] == 2 + 1
    assert breakdowns["gestation"]["categories"]["under-22"] == "Under 22 weeks & birthweight <1000g"


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx")
    for folder in ("one", "two"):
        run(file, "--counts", tmp_path / folder / "counts.csv", "--breakdowns", tmp_path / folder / "b.csv")
    for name in ("counts.csv", "counts.source.json", "b.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert str(tmp_path) not in (tmp_path / "one" / "counts.source.json").read_text()


def test_only_an_area_and_what_lies_in_it(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx")
    run(
        *(file, "--counts", tmp_path / "counts.csv", "--areas", tmp_path / "areas.csv"),
        *("--within", "E92000001", "--breakdowns", tmp_path / "b.csv"),
    )
    codes = list(pd.read_csv(tmp_path / "counts.csv")["area_code"])
    assert codes[0] == "E92000001"
    assert "E10000006" in codes
    assert not [code for code in codes if code[0] in "WKJ"]
    assert pd.read_csv(tmp_path / "areas.csv")["parent_code"].isna().sum() == 2
    by_category = pd.read_csv(tmp_path / "b.csv")
    assert set(by_category["breakdown"]) == {"deprivation", "gestation", "preterm", "sex"}
    assert set(by_category["area_code"]) == {"E92000001"}
    assert _record(tmp_path)["breakdowns"]["gestation"]["combined_years"] == []
    assert "no workbook has this area" in refused(file, "--counts", tmp_path / "x.csv", "--within", "E99")[0]


def test_problems_leave_everything_as_it_was(tmp_path: Path) -> None:
    counts = tmp_path / "counts.csv"
    counts.write_text("earlier")
    refused(workbook(tmp_path / "a.xlsx", change={cell("W92000004", "Live births"): 103}), "--counts", counts)
    assert counts.read_text() == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "counts.csv"]


def test_two_workbooks_of_one_year_are_refused(tmp_path: Path) -> None:
    files = [workbook(tmp_path / name) for name in ("a.xlsx", "b.xlsx")]
    (problem,) = refused(*files, "--counts", tmp_path / "counts.csv")
    assert "this workbook is of 2022, as" in problem


def test_what_is_no_workbook_is_refused_with_all_others(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("not a workbook")
    problems = refused(tmp_path / "text.xlsx", tmp_path / "none.xlsx", "--counts", tmp_path / "counts.csv")
    assert len(problems) == 2
    assert "cannot be read" in problems[0]
    assert "cannot be read as a workbook" in problems[1]


def test_a_workbook_without_the_table_of_areas_is_refused(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", change={("3", "A8"): "Something else"})
    (problem,) = refused(file, "--counts", tmp_path / "counts.csv")
    assert "no table of live births and infant deaths by area" in problem


def test_england_of_the_real_workbooks(reference: Path) -> None:
    """The figures that the issue and the publisher's bulletins name, and every check of both workbooks."""
    files = sorted((reference / "ons-workbooks").glob("*.xlsx"))
    extract = read(files, (), None, Silent())
    assert extract.counts[2020, "E92000001"][:4] == (585_195, 2_100, 1_564, 2_231)
    assert extract.counts[2022, "E92000001"][:3] == (577_046, 2_240, 1_685)
    assert [each.checks.failures for each in extract.years] == [[], []]
    assert all(each.checks.rates > 2_500 for each in extract.years)
    # Deprivation of 2022 leaves out 2 deaths and 457 births of England (Table 21 'Total' against Table 3).
    deciles = [extract.categories["E92000001", 2022, "deprivation", str(n)] for n in range(1, 11)]
    columns = ("live_births", "infant_deaths", "neonatal_deaths")
    assert [sum(each[column] for each in deciles) for column in columns] == [576_589, 2_238, 1_683]


def _record(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / "counts.source.json").read_text())
    return record
