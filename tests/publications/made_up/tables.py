"""The tables of rates of the made-up edition."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from reporter.findings.verdicts import AMONG_FEW, AMONG_MANY
from reporter.findings.vocabulary import CATEGORY_COLUMNS, RATE_COLUMNS, Comparison, Verdict
from reporter.publication.areas import Area
from tests.publications.made_up.places import SORTS, THIRDS, WITHHELD_NETWORK, areas

_CHANCES = {"nation": 60000, "region": 30000, "network": 10000, "district": 3000}
_MARKS = {"D0-0": "[c]", "D1-0": "[x]", "D2-0": "[u]", WITHHELD_NETWORK: "[c]"}
COMPARISONS: tuple[Comparison, ...] = (
    "higher (99.8%)",
    "lower (95%)",
    "similar",
    "higher (95%)",
    "lower (99.8%)",
    "not compared",
)


def verdict_of(area: Area) -> Verdict:
    """Verdicts of all kinds: regions are few, of networks and districts the first are marked."""
    place = int(area.code[1:].replace("-", "") or 0)
    if area.type == "region":
        return AMONG_FEW[place % 3 - 1]
    return AMONG_MANY[{0: 1, 1: -1}.get(place % 5, 0)]


def _row(area: Area, indicator: str, first: int, last: int, basis: str) -> dict[str, Any]:
    place = int(area.code[1:].replace("-", "") or 0)
    chances = _CHANCES[area.type] * (last - first + 1) * (10 + place % 7) // 10
    mark = _MARKS.get(area.code, "")
    marked: dict[str, Any] = {"[c]": pd.NA, "[x]": 2, "[u]": 12}
    count = marked.get(mark, (3 + place % 5) * chances // 1000)
    given = mark in ("", "[u]")
    value = 1000 * count / chances if given else math.nan
    compared = given and area.type != "nation"
    return {
        "indicator": indicator,
        "area_code": area.code,
        "area_name": area.name,
        "area_type": area.type,
        "period": str(last) if first == last else f"{first} to {last}",
        "basis": basis,
        "numerator": count,
        "denominator": chances,
        "value": value,
        "lower_95": 0.8 * value,
        "upper_95": 1.2 * value,
        "lower_998": 0.6 * value,
        "upper_998": 1.4 * value,
        "method": "Byar" if given else "",
        "symbols": mark,
        "comparison": COMPARISONS[place % 5] if compared else "not compared",
        "adjusted_comparison": ("higher (95%)" if place == 0 else "similar")
        if area.type == "network"
        else "",
        "verdict": verdict_of(area) if compared else "",
        "first_year": first,
        "last_year": last,
    }


def rates() -> pd.DataFrame:
    """The table of rates."""
    shown = [
        *((year, year, "occurring", 4) for year in (2020, 2021, 2022)),
        (2020, 2022, "occurring", 4),
        *((year, year, "registered", 3) for year in range(2010, 2015)),
    ]
    types = ("nation", "region", "network", "district")
    rows = [
        _row(area, indicator, first, last, basis)
        for indicator in ("whole", "early")
        for first, last, basis, levels in shown
        for area in areas().areas
        if area.type in types[:levels]
    ]
    table = pd.DataFrame(rows).astype({"numerator": "Int64"})
    table = table.assign(measure="rate", unit="per 1,000 births")
    last = ("adjusted_comparison", "verdict", "first_year", "last_year", "measure", "unit")
    return table[[*RATE_COLUMNS, *last]]


def by_category() -> pd.DataFrame:
    """Both breakdowns for the nation, and the thirds for one network, a count withheld in one of them."""
    parts = [
        ("deprivation", THIRDS, "N", range(2019, 2023)),
        ("deprivation", THIRDS, "W0", (2022,)),
        ("sort", SORTS, "N", (2021, 2022)),
    ]
    verdicts = ("higher", "lower", "reference")
    of_sort = {"good": "reference", "bad": "similar", "rare": "not compared", "none": "not compared"}
    rows = []
    for breakdown, categories, code, years in parts:
        for year in years:
            for place, (category, name) in enumerate(categories.items()):
                row = _row(areas()[code], "whole", year, year, "occurring")
                gone = category == "rare" or (code == "W0" and category == "2")
                compared = of_sort.get(category, verdicts[place % 3])
                row |= {
                    "breakdown": breakdown,
                    "category": category,
                    "category_name": name,
                    "numerator": pd.NA if gone else 30 + place,
                    "value": math.nan if gone else 3.0 + place,
                    "symbols": "[c]" if gone else "",
                    "rate_ratio": math.nan if gone else 1.5 - 0.5 * place,
                    "ratio_lower_95": math.nan if gone else 1.2 - 0.5 * place,
                    "ratio_upper_95": math.nan if gone else 1.8 - 0.5 * place,
                    "adjusted_p_value": math.nan if gone else 0.01,
                    "category_comparison": "not compared" if gone else compared,
                }
                rows.append(row)
    return pd.DataFrame(rows)[list(CATEGORY_COLUMNS)].astype({"numerator": "Int64"})
