"""Quality of counts: completeness, bases, late registrations, plausibility; on made-up and real counts."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from reporter.cli.descriptions import describe_quality
from reporter.counts.files.time_column import CALENDAR_YEARS
from reporter.counts.quality import (
    LAGS,
    BothBases,
    DataQuality,
    LateRegistrations,
    both_bases,
    data_quality,
    late_registrations,
)
from reporter.importing.registers.quality import of_deaths
from reporter.importing.registers.tabulate import Extent
from reporter.pipeline.build import read
from reporter.publication.areas import Area, Areas
from reporter.publication.coverage import BasisYears, Completeness, completeness, gaps, series
from tests import publications

AREAS = Areas.of(
    [Area("N", "Nation", "nation"), *(Area(code, f"District {code}", "district", ("N",)) for code in "ABCDE")]
)
KEYS = [
    *((code, year, "registered") for year in (2010, 2011, 2013) for code in "NABCDE"),
    *((code, 2014, "registered") for code in "NABC"),
    *((code, 2014, "occurring") for code in "NABCDE"),
]


def lines(quality: DataQuality, areas: Areas = AREAS) -> str:
    text = io.StringIO()
    describe_quality(Console(file=text, width=200), quality, areas)
    return text.getvalue()


def test_years_in_which_the_same_areas_have_counts_stand_together() -> None:
    assert list(completeness(AREAS, ["nation", "district"], KEYS, CALENDAR_YEARS)) == [
        Completeness("nation", "registered", (2010, 2011, 2013, 2014), 1, ()),
        Completeness("district", "registered", (2010, 2011, 2013), 5, ()),
        Completeness("district", "registered", (2014,), 5, ("D", "E")),
        Completeness("nation", "occurring", (2014,), 1, ()),
        Completeness("district", "occurring", (2014,), 5, ()),
    ]


def test_each_basis_is_a_series() -> None:
    found = [BasisYears("registered", (2010, 2011, 2013, 2014)), BasisYears("occurring", (2014,))]
    assert list(series(KEYS)) == found


def test_years_between_the_bases_are_gaps() -> None:
    # As in the shipped edition: registered to 2016, occurring from 2020.
    found = list(series([("N", 2015, "registered"), ("N", 2016, "registered"), ("N", 2020, "occurring")]))
    assert gaps(found) == (2017, 2018, 2019)
    assert gaps(list(series(KEYS))) == (2012,)


def test_years_on_both_bases_are_compared() -> None:
    # England 2022: 2,240 occurring (Office for National Statistics, Table 3), 2,295 registered (Nomis).
    events = {(2021, "occurring"): 5, (2022, "occurring"): 2240, (2022, "registered"): 2295}
    compared = list(both_bases(events))
    assert compared == [BothBases(2022, 2240, 2295)]
    assert compared[0].difference == pytest.approx(55 / 2240)
    assert BothBases(2022, 0, 1).difference is None


def record(numbers: tuple[int, ...], extracted: str | None) -> dict[str, object]:
    return {
        "extracted": extracted,
        "quality": [{"what": what, "number": number} for what, number in zip(LAGS, numbers, strict=True)],
    }


@pytest.mark.parametrize(
    ("extracted", "year", "missing"),
    [
        # Of 100 deaths 80, 15, 4 and 1 registered 0, 1, 2 and 3 or more years later; the latest year is 2022.
        ("2023-06-30", 2022, (0.05, 0.20)),
        ("2024-05-31", 2022, (0.01, 0.05)),
        ("2025-05-31", 2022, (0.00, 0.01)),
        ("2030-05-31", 2022, (0.00, 0.01)),
        ("2022-12-31", None, None),
        (None, None, None),
    ],
)
def test_late_registrations_still_to_come(
    extracted: str | None, year: int | None, missing: tuple[float, float] | None
) -> None:
    late = late_registrations(record((80, 15, 4, 1), extracted), [2020, 2021, 2022])
    assert late is not None
    assert late.year == year
    assert late.missing == (None if missing is None else pytest.approx(missing))


def test_lags_are_those_that_the_import_of_registers_writes() -> None:
    deaths = pd.DataFrame(
        [("A", 2020, 2020, 8), ("A", 2020, 2021, 3), ("A", 2020, 2022, 2), ("A", 2020, 2029, 1)],
        columns=["area_code", "died", "registered", "infant_deaths"],
    )
    written = [line._asdict() for line in of_deaths({"rows": 14}, deaths, Extent(("A",), (2020,)))]
    late = late_registrations({"quality": written}, [2020])
    assert late == LateRegistrations((8, 3, 2, 1), None, None)


def test_grouped_counts_hold_the_record_of_the_import() -> None:
    grouped = {"rules": [], "made_from": {"record": record((9, 1, 0, 0), None)}}
    assert late_registrations(grouped, [2022]) == LateRegistrations((9, 1, 0, 0), None, None)
    others: list[dict[str, object]] = [{}, {"source": "a workbook"}, {"made_from": {}}, {"quality": []}]
    assert [late_registrations(other, [2022]) for other in others] == [None] * 4


def test_counts_are_examined_once_an_indicator_area_year_and_basis() -> None:
    publication, areas = publications.publication(), publications.areas(2, 3)
    counts = publications.counts(areas, seed=1)
    quality = data_quality(publication, areas, counts, {})
    # 9 areas, 3 years, 3 indicators.
    assert quality.looked_at == 9 * 3 * 3
    assert [each.years for each in quality.series] == [(2020, 2021, 2022)]
    assert quality.both_bases == ()
    assert quality.late is None


def test_what_the_terminal_says() -> None:
    said = lines(
        DataQuality(
            tuple(completeness(AREAS, ["nation", "district"], KEYS, CALENDAR_YEARS)),
            tuple(series(KEYS)),
            gaps(series(KEYS)),
            (BothBases(2014, 40, 42),),
            late_registrations(record((80, 15, 4, 1), "2023-06-30"), [2022]),
            27,
            1,
        )
    )
    assert "2010 to 2011, 2013 to 2014" in said
    assert "District D (D), District E (E)" in said
    assert "2 bases, and no trend crosses from one to another" in said
    assert "No counts on any basis: 2012." in said
    assert "2014: 42 events registered, 40 occurring (+5.0%)." in said
    assert "80.0% in the year of death" in said
    assert "Of those of 2022, at least 5.0% to 20.0% are still to be registered." in said
    assert "27 counts examined for plausibility; 1 acknowledged" in said


def test_the_shipped_edition(repository: Path) -> None:
    inputs = read(repository / "data/infant-mortality/publication.toml")
    quality = data_quality(inputs.publication, inputs.areas, inputs.counts, {})
    # The City of London is counted with Hackney from 2010 to 2013; see the README of the data.
    incomplete = [each for each in quality.completeness if each.absent]
    assert incomplete == [
        Completeness("authority", "registered", (2010, 2011, 2012, 2013), 308, ("E09000001",))
    ]
    # 358 areas in 10 years, less the City in 4, for three indicators.
    assert quality.looked_at == (358 * 10 - 4) * 3
    said = lines(quality, inputs.areas)
    assert "registered 2010 to 2016; occurring 2020 to 2022" in said
    assert "No counts on any basis: 2017 to 2019." in said
