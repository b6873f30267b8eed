"""Neonatal deaths by gestational age of one country: tables that have a set of columns for every year."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reporter.importing.ons_child_mortality.breaks import breaks
from reporter.importing.ons_child_mortality.importer import read
from reporter.machine.progress import Silent
from tests.importing.ons_child_mortality.made_up import EARLIER_GESTATION, GESTATION, workbook
from tests.importing.ons_child_mortality.test_import import refused, run

ENGLAND, WALES = "E92000001", "W92000004"

# Of the made-up Table 23: 'Inconsistent with birthweight' is the 7th row below the total, in row 15 with
# the header in row 8; its births and deaths of the newest year are in columns B and C.
INCONSISTENT = {("23", "B16"): 90, ("23", "C16"): 60, ("23", "D16"): 666.7, ("23", "E16"): ""}


@pytest.mark.parametrize("year", [2020, 2022])
def test_england_has_neonatal_deaths_of_every_year_and_no_infant_deaths(tmp_path: Path, year: int) -> None:
    table, _ = _imported(tmp_path, workbook(tmp_path / "a.xlsx", year))
    england = table[(table["area_code"] == ENGLAND) & (table["breakdown"] == "gestation")]
    for in_year, figures in ((year, GESTATION), (year - 1, EARLIER_GESTATION)):
        rows = england[england["year"] == in_year]
        assert list(rows["live_births"]) == [births for births, *_ in figures.values()]
        assert list(rows["neonatal_deaths"]) == [early + late for _, early, late, _ in figures.values()]
        assert rows["infant_deaths"].isna().all()
    assert f"{ENGLAND},{year},occurring,gestation,22,40,,23\n" in (tmp_path / "b.csv").read_text()


def test_groups_of_preterm_birth_leave_the_same_cell_empty(tmp_path: Path) -> None:
    table, _ = _imported(tmp_path, workbook(tmp_path / "a.xlsx"))
    rows = table[(table["area_code"] == ENGLAND) & (table["breakdown"] == "preterm")]
    under_28 = rows[(rows["category"] == "under-28") & (rows["year"] == 2022)]
    # Under 22 and 22 weeks: 30 + 40 births, 25 + 2 and 20 + 3 neonatal deaths.
    assert under_28[["live_births", "neonatal_deaths"]].to_numpy().tolist() == [[70, 50]]
    assert rows["infant_deaths"].isna().all()


def test_several_years_counted_together_stand_in_the_record_alone(tmp_path: Path) -> None:
    table, record = _imported(tmp_path, workbook(tmp_path / "a.xlsx"))
    assert WALES not in set(table["area_code"])
    (combined,) = record["combined_years"]
    assert (combined["area_code"], combined["first_year"], combined["last_year"]) == (WALES, 2018, 2022)
    births, early, late, _ = GESTATION["22 weeks"]
    assert combined["categories"]["22"] == {"live_births": births, "neonatal_deaths": early + late}
    assert combined["categories"]["unlinked-deaths"] == {"neonatal_deaths": 3}


@pytest.mark.parametrize(
    ("sheet", "place", "value", "says"),
    [
        # 22 weeks: 23 deaths of 40 births are 575.
        ("23", "D11", 574.9, "England 2022, gestation '22 weeks': 574.9, and 23 in 40 is 575"),
        # 27 + 23 + 14 + 10 + 15 + 6 + 2 + 5, and 3 unlinked.
        ("23", "G9", 99, "neonatal deaths of England 2021: 99, and its categories add up to 105"),
        ("27", "B9", 1, "live births of Wales 2018 to 2022: 1, and its categories add up to 35,690"),
    ],
)
def test_what_does_not_hold_is_refused(
    tmp_path: Path, sheet: str, place: str, value: float, says: str
) -> None:
    file = workbook(tmp_path / "a.xlsx", change={(sheet, place): value})
    problems = refused(file, "--counts", tmp_path / "c.csv")
    assert any(f"sheet {sheet}, cell {place}: " in line and says in line for line in problems)


def test_two_tables_of_one_country_are_refused(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", change={("17", "A2"): "England"})
    problems = refused(file, "--counts", tmp_path / "c.csv")
    assert any("gestation '22 weeks' of E92000001 2022 stands in cell" in line for line in problems)


def test_where_workbooks_differ_the_newer_counts_and_both_are_recorded(tmp_path: Path) -> None:
    older, newer = workbook(tmp_path / "a.xlsx", 2021), workbook(tmp_path / "b.xlsx", 2022)
    table, record = _imported(tmp_path, newer, older)
    england = table[(table["area_code"] == ENGLAND) & (table["breakdown"] == "gestation")]
    of_2021 = england[(england["year"] == 2021) & (england["category"] == "40")]
    # The workbook of 2021 has 30,000 births and 12 + 5 deaths, that of 2022 has 29,000 and 11 + 4.
    assert of_2021[["live_births", "neonatal_deaths"]].to_numpy().tolist() == [[29000, 15]]
    assert record["revised"] == [
        {
            "area_code": ENGLAND,
            "year": 2021,
            "category": "40",
            "before": {"live_births": 30000, "neonatal_deaths": 17},
            "taken": {"live_births": 29000, "neonatal_deaths": 15},
            "from_workbook_of": 2022,
        }
    ]


def test_a_year_with_more_births_of_unlikely_gestation_is_a_break(tmp_path: Path) -> None:
    # The total of the newest year, in B9 to D9, takes in what is added: 70 births, 58 deaths.
    births = sum(row[0] for row in GESTATION.values()) + 70
    deaths = sum(row[1] + row[2] for row in GESTATION.values()) + 3 + 58
    total = {("23", "B9"): births, ("23", "C9"): deaths, ("23", "D9"): round(1000 * deaths / births, 1)}
    file = workbook(tmp_path / "a.xlsx", change={**INCONSISTENT, **total})
    result = run(file, "--counts", tmp_path / "counts.csv", "--within", ENGLAND)
    assert result.exit_code == 0, result.exception
    assert "'inconsistent' went from 20 births (2 neonatal deaths) to 90 births (60 neonatal deaths)" in (
        result.output
    )
    record = json.loads((tmp_path / "counts.source.json").read_text())["breakdowns"]["gestation"]
    assert [each["years"] for each in record["breaks"]] == [[2021, 2022]]


def test_years_made_alike_are_no_break(tmp_path: Path) -> None:
    _, record = _imported(tmp_path, workbook(tmp_path / "a.xlsx"))
    assert record["breaks"] == []


def test_england_of_the_real_workbooks(reference: Path) -> None:
    """Tables 22 and 23 of the workbook of 2022 (Office for National Statistics)."""
    files = sorted((reference / "ons-workbooks").glob("*.xlsx"))
    extract = read(files, (), None, Silent())
    england = {
        (year, category): counts
        for (area, year, breakdown, category), counts in extract.categories.items()
        if (area, breakdown) == (ENGLAND, "gestation")
    }
    assert sorted({year for year, _ in england}) == list(range(2010, 2023))
    assert england[2022, "inconsistent"] == {"live_births": 154, "neonatal_deaths": 142}
    assert england[2021, "inconsistent"] == {"live_births": 17, "neonatal_deaths": 4}
    # Table 22 has, of 2022, 801 births and 627 deaths under 24 weeks, and 179 deaths of no known week.
    early = [england[2022, weeks] for weeks in ("under-22", "22", "23")]
    assert [sum(each[name] for each in early) for name in ("live_births", "neonatal_deaths")] == [801, 627]
    unknown = [england[2022, name]["neonatal_deaths"] for name in ("inconsistent", "not-stated")]
    assert sum(unknown) == 179
    # The total of Table 23, with unlinked deaths, is England's of Table 3: 1,685.
    linked = sum(counts["neonatal_deaths"] for (year, _), counts in england.items() if year == 2022)
    assert linked + extract.unlinked[ENGLAND, 2022, "gestation"]["neonatal_deaths"] == 1_685
    found = [each for each in breaks(extract.categories) if each.area == ENGLAND]
    assert [each.years for each in found] == [(2021, 2022)]
    assert {(row.area, row.first_year, row.year) for row in extract.combined} == {
        (WALES, 2011, 2015),
        (WALES, 2013, 2017),
        (WALES, 2016, 2020),
        (WALES, 2018, 2022),
    }
    # Of the years of both workbooks, two counts of 2020 differ: 39 and 37 not stated, 169 and 171 unlinked.
    assert {(each.key[1], each.key[3]) for each in extract.revised} == {
        (2020, "not-stated"),
        (2020, "unlinked-deaths"),
    }


def _imported(folder: Path, *files: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The breakdowns that workbooks give, and the part of the source record on gestation."""
    result = run(*files, "--counts", folder / "counts.csv", "--breakdowns", folder / "b.csv")
    assert result.exit_code == 0, result.exception
    record = json.loads((folder / "counts.source.json").read_text())
    return pd.read_csv(folder / "b.csv"), record["breakdowns"]["gestation"]
