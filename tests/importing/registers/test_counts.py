"""What is counted: by hand, from registers small enough to count on one's fingers."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from reporter.counts.files.counts_file import read_counts
from reporter.errors import InputError
from reporter.importing.registers.importer import RegistersImport
from reporter.importing.registers.record import files_of
from reporter.publication.areas import Area, Areas
from reporter.publication.loading import load
from tests.importing.registers.conftest import births, cell, deaths, quality

Import = Callable[..., RegistersImport]


def test_a_death_counts_in_the_year_it_occurred_and_in_the_year_it_was_registered(registers: Import) -> None:
    imported = registers(
        births({"date_of_birth": "2021-12-01"}, {"date_of_birth": "2022-02-01"}, {}),
        deaths(
            {
                "date_of_birth": "2021-12-01",
                "date_of_death": "2021-12-30",
                "date_of_registration": "2022-01-04",
            }
        ),
    )
    assert cell(imported, "A1", 2021, "occurring") == (2, 1, 0)
    assert cell(imported, "A1", 2021, "registered") == (2, 0, 0)
    assert cell(imported, "A1", 2022, "occurring") == (1, 0, 0)
    assert cell(imported, "A1", 2022, "registered") == (1, 1, 0)


def test_areas_and_years_without_a_death_have_0(registers: Import) -> None:
    imported = registers(births({}, {"area_code": "A2"}, {"date_of_birth": "2019-01-01"}), deaths({}))
    assert cell(imported, "A2", 2021, "occurring") == (1, 0, 0)
    assert cell(imported, "A2", 2019, "occurring") == (0, 0, 0)
    assert len(imported.counts) == 2 * 2 * 2


def test_deaths_at_one_year_and_over_are_not_counted(registers: Import) -> None:
    imported = registers(
        births({}), deaths({}, {"date_of_birth": "1950-01-01"}, {"date_of_birth": "2020-06-20"})
    )
    assert cell(imported, "A1", 2021, "occurring") == (1, 1, 1)
    assert quality(imported)["deaths: rows"] == 3


def test_registrations_are_counted_by_how_late_they_are(registers: Import) -> None:
    late = ("2021-06-21", "2021-12-31", "2022-01-01", "2023-05-05", "2024-01-01", "2030-01-01", "")
    imported = registers(births({}), deaths(*({"date_of_registration": day} for day in late)))
    found = quality(imported)
    assert found["deaths under 1: registered in the year of death"] == 2
    assert found["deaths under 1: registered a year later"] == 1
    assert found["deaths under 1: registered two years later"] == 1
    assert found["deaths under 1: registered three or more years later"] == 2
    assert found["deaths: under 1 without a date of registration"] == 1
    assert cell(imported, "A1", 2021, "occurring")[1] == 7
    assert cell(imported, "A1", 2021, "registered")[1] == 2


def test_only_the_years_asked_for(registers: Import) -> None:
    years = births(*({"date_of_birth": f"{year}-05-05"} for year in range(2018, 2023)))
    imported = registers(years, deaths({}), first_year=2020, last_year=2021)
    assert imported.extent.years == (2020, 2021)
    assert quality(imported)["births: in other years"] == 3


def test_rows_without_dates_and_dates_in_the_wrong_order_are_reported(registers: Import) -> None:
    imported = registers(
        births({}, {"date_of_birth": ""}),
        deaths(
            {"date_of_birth": ""},
            {"date_of_death": ""},
            {"date_of_death": "2021-06-14"},
            {"date_of_registration": "2021-06-19"},
        ),
    )
    found = quality(imported)
    assert found["births: without a date of birth"] == 1
    assert found["deaths: without a date of birth, here or at the birth"] == 1
    assert found["deaths: without a date of death"] == 1
    assert found["deaths: that came before the birth"] == 1
    assert found["deaths: under 1 registered before the death"] == 1
    assert cell(imported, "A1", 2021, "occurring") == (1, 1, 1)


def test_areas_without_a_birth_and_rows_without_an_area_are_left_out(registers: Import) -> None:
    imported = registers(births({}, {"area_code": " "}), deaths({}, {"area_code": "X9"}, {"area_code": ""}))
    assert imported.counts["area_code"].unique().tolist() == ["A1"]
    found = quality(imported)
    assert found["births: without an area of residence"] == 1
    assert found["deaths under 1: without an area of residence"] == 1
    assert found["deaths under 1: of residents of other areas"] == 1


def test_only_residents_of_the_areas_listed_and_each_of_those(registers: Import, tmp_path: Path) -> None:
    listed = tmp_path / "areas.csv"
    listed.write_text("area_code,parent_code\nE,\nA1,E\nA3,E\n")
    imported = registers(
        births({}, {}, {"area_code": "W9"}), deaths({}, {"area_code": "W9"}), residents=listed
    )
    assert sorted(imported.counts["area_code"].unique()) == ["A1", "A3"]
    assert cell(imported, "A3", 2021, "occurring") == (0, 0, 0)
    found = quality(imported)
    assert found["births: of residents of other areas"] == 1
    assert found["deaths under 1: of residents of other areas"] == 1


def test_registers_without_a_birth_to_count_are_refused(registers: Import) -> None:
    with pytest.raises(InputError, match="no birth in the areas and years that are counted"):
        registers(births({}), deaths({}), first_year=2022)


def test_a_publication_reads_what_was_written(registers: Import, tmp_path: Path, repository: Path) -> None:
    imported = registers(births({}, {}, {"area_code": "A2"}), deaths({}))
    counts = tmp_path / "counts.csv"
    for file, content in files_of(imported, counts, None, None).items():
        file.write_bytes(content)
    parts = [Area(code, code, "authority", ("E",)) for code in ("A1", "A2")]
    indicators = load(repository / "data/infant-mortality/publication.toml").indicators
    read, problems = read_counts(counts, Areas.of([Area("E", "All", "country"), *parts]), indicators)
    assert problems == []
    assert read is not None
    assert read.by_key()["E", 2021, "occurring"] == {
        "live_births": 3,
        "infant_deaths": 1,
        "neonatal_deaths": 1,
    }


def test_breakdowns_count_each_event_in_one_category(registers: Import) -> None:
    imported = registers(
        births({"sex": "Male"}, {"sex": "Male"}, {"sex": "Female"}, {"sex": ""}),
        deaths({"sex": "Male"}, {"sex": ""}),
        with_breakdowns=True,
    )
    table = imported.breakdowns
    occurring = table[table["basis"] == "occurring"]
    assert occurring.drop(columns="basis").to_numpy().tolist() == [
        ["A1", 2021, "sex", "female", 1, 0, 0],
        ["A1", 2021, "sex", "male", 2, 1, 1],
        ["A1", 2021, "sex", "not-known", 1, 1, 1],
    ]
    everyone = imported.counts.groupby("basis")[["live_births", "infant_deaths"]].sum()
    pd.testing.assert_frame_equal(everyone, table.groupby("basis")[["live_births", "infant_deaths"]].sum())


def test_breakdowns_of_births_alone_are_refused(registers: Import) -> None:
    with pytest.raises(InputError, match="no column of deprivation, sex, gestation, ethnicity"):
        registers(births({"sex": "male"}), deaths({}), with_breakdowns=True)
