"""Which counts of Nomis are counts: its rounding below regions, and ONS's own counts to prove it by."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.importing.nomis.rounding import Interval, infant_deaths


# The rule as found from 155 authorities a year: 1 and 2 are shown as 0, 3 and 4 as 5, all others as they are.
@pytest.mark.parametrize(
    ("code", "shown", "expected"),
    [
        ("E06000017", 0, Interval(0, 2)),
        ("E06000017", 5, Interval(3, 5)),
        ("E06000017", 6, Interval(6, 6)),
        ("E10000003", 0, Interval(0, 2)),
        ("W06000001", 5, Interval(3, 5)),
        ("E12000001", 0, Interval(0, 0)),
        ("E12000001", 5, Interval(5, 5)),
        ("E12000001", 3, Interval(3, 3)),
        ("E92000001", 5, Interval(5, 5)),
        ("W92000004", 5, Interval(5, 5)),
        ("K04000001", 5, Interval(5, 5)),
    ],
)
def test_what_a_shown_count_stands_for(code: str, shown: int, expected: Interval) -> None:
    assert infant_deaths(code, shown) == expected
    assert expected.is_exact == (expected.low == expected.high)


@pytest.mark.parametrize("shown", [1, 2, 3, 4])
def test_a_count_that_the_rounding_leaves_none_of_is_no_count(shown: int) -> None:
    with pytest.raises(ValueError, match="where Nomis is known to round 1 to 4 away"):
        infant_deaths("E06000017", shown)


def rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as text:
        yield from csv.DictReader(text)


def test_the_counts_that_ons_publishes_lie_in_the_intervals(reference: Path) -> None:
    published = {
        (row["area_code"], row["year"]): int(row["infant_deaths"])
        for row in rows(reference / "ons/england_wales_areas_2010_2022.csv")
        if row["infant_deaths"].isdigit() and row["basis"] == "registered"
    }
    compared = inexact = 0
    for row in rows(reference / "ons/nomis_utla_region_england_2013_2022.csv"):
        key = row["area_code"], row["year"]
        if key in published and row["area_code"] not in ("E09000001", "E09000012", "E06000052", "E06000053"):
            low, high = infant_deaths(row["area_code"], int(row["infant_deaths"]))
            assert low <= published[key] <= high, key
            compared += 1
            inexact += low != high
    assert compared > 600
    assert inexact > 50
