"""Editions of a series as the files of publications."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

from reporter.publication.areas import Area, Areas
from reporter.publication.indicator import Indicator
from tests.publications import Small, added_up, indicator, publication
from tests.publications.settings import level
from tests.series.plans import (
    AUTHORITY,
    COMPARATOR,
    COUNTY,
    IN_NO_CATEGORY,
    NATION,
    NETWORK,
    SEX,
    TYPES,
    Block,
    Key,
    Plan,
    Series,
)

COLUMNS = ("births", "deaths", "early")
KNOWN = "known.csv"


def write(series: Series, number: int, folder: Path, finished: list[Path]) -> Path:
    """Write the files of one edition; gives the settings file.

    Args:
        series: the series.
        number: place of the edition in it.
        folder: folder of the edition's files.
        finished: folders of the editions before it.
    """
    plan = series.plans[number]
    places = _areas(plan)
    rows = [
        (code, year, "occurring", *_row(series, plan, code, year, None))
        for year in plan.years
        for code in plan.authorities
    ]
    by_sex = any(block.by_sex for block in plan.blocks)
    categories = [
        (code, year, "occurring", SEX, each, *_row(series, plan, code, year, each))
        for year in plan.years
        for code in plan.authorities
        for each in (series.categories if by_sex else ())
    ]
    counts = added_up(places, rows, COLUMNS, categories=categories)
    settings = publication(
        types=[name for name in TYPES if name in {area.type for area in places.areas}],
        indicators=[_indicator(name, series) for name in series.indicators],
        publication={"id": plan.publication, "edition": plan.name},
        levels=[level(name) for name in TYPES if name in {area.type for area in places.areas}],
        comparator=COMPARATOR,
        show=[_show(block) for block in plan.blocks],
        breakdowns=[_breakdown(series)] if by_sex else [],
        disclosure=_disclosure(series, plan),
        release={"time": f"{2018 + number}-03-14T09:30:00+00:00", "next_release": "Next year."},
        **_revisions(plan, number, finished),
    )
    if plan.known is not None:
        folder.mkdir(parents=True, exist_ok=True)
        _write_known(finished[plan.known], series, folder / KNOWN)
    return Small(settings, places, counts).write(folder)


def _areas(plan: Plan) -> Areas:
    return Areas.of(
        [
            Area(COMPARATOR, "Nation", NATION),
            *(
                Area(code, f"Network {code}", NETWORK, (COMPARATOR,))
                for code in sorted({*plan.network.values()})
            ),
            *(
                Area(code, f"County {code}", COUNTY, (COMPARATOR,))
                for code in sorted({*plan.county.values()})
            ),
            *(
                Area(
                    code,
                    f"Ward {code}",
                    AUTHORITY,
                    (plan.network[code], *([plan.county[code]] if plan.county else ())),
                )
                for code in plan.authorities
            ),
        ]
    )


def _row(series: Series, plan: Plan, code: str, year: int, category: str | None) -> tuple[int, int, int]:
    """Births, deaths and early deaths of an authority in a year, of everyone or of one category."""
    chosen = (*series.categories, IN_NO_CATEGORY) if category is None else (category,)
    births, early, late = (
        sum(plan.truth.get(Key(kind, code, year, each), 0) for each in chosen)
        for kind in ("births", "early", "late")
    )
    return births, early + late, early


def _indicator(name: str, series: Series) -> Indicator:
    add, subtract = {"deaths": (["deaths"], []), "early": (["early"], []), "late": (["deaths"], ["early"])}[
        name
    ]
    beyond = {} if series.within_denominator else {"numerator": {"within_denominator": False}}
    return indicator(name, add, subtract, **beyond)


def _show(block: Block) -> dict[str, Any]:
    return {
        "levels": block.levels,
        "basis": "occurring",
        "first_year": block.first_year,
        "last_year": block.last_year,
        "single_years": block.single_years,
        "pools": block.pools,
        **({"breakdowns": [SEX]} if block.by_sex else {}),
        **({"indicators": block.indicators} if block.indicators else {}),
    }


def _breakdown(series: Series) -> dict[str, Any]:
    return {
        "id": SEX,
        "title": "Sex",
        "kind": "groups",
        "reference": series.categories[-1],
        "complete": series.complete,
        "note": "Made up.",
        "categories": {each: each.capitalize() for each in series.categories},
    }


def _disclosure(series: Series, plan: Plan) -> dict[str, Any]:
    profile = {"rules": series.rules} if series.rules else {"profile": series.profile.name}
    known = {"known": [Path(KNOWN)]} if plan.known is not None else {}
    return {**profile, **known, "known_counts": "show", **({"show": "bounds"} if series.bounds else {})}


def _revisions(plan: Plan, number: int, finished: list[Path]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if plan.previous is not None:
        made["revisions"] = {"previous": finished[plan.previous]}
    if plan.corrects is not None:
        time = f"{2018 + number}-05-02T12:00:00+01:00"
        made["corrections"] = [{"time": time, "what": "A count was wrong.", "why": "A slip."}]
    return made


def _write_known(edition: Path, series: Series, file: Path) -> None:
    """What an edition shows of single years, as a table that others publish; blank where withheld."""
    used = [name for name in ("deaths", "early") if name in series.indicators]
    rows: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    with (edition / "tables/rates.csv").open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            if row["first_year"] == row["last_year"] and row["indicator"] in used:
                rows[row["area_code"], row["period"]][row["indicator"]] = row["numerator"]
    with file.open("w", encoding="utf-8", newline="") as text:
        table = csv.writer(text)
        table.writerow(["area_code", "year", "basis", *used])
        table.writerows(
            [code, year, "occurring", *(counts.get(name, "") for name in used)]
            for (code, year), counts in sorted(rows.items())
        )
