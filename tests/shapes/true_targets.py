"""What is true of targets: a Poisson regression of the newest years against the line to a target."""

from __future__ import annotations

import numpy as np
from scipy import optimize, stats

from tests.shapes.csv_tables import Row, Tables
from tests.shapes.said import SaidPage

POISSON = {"rate", "count ratio", "indirectly standardised ratio", "count"}
"""Kinds of measure whose trend is a Poisson regression: of others no target is told."""


def of_targets(page: SaidPage, tables: Tables) -> list[str]:
    """The claims that the national page must make of the targets of its indicators."""
    found = (
        {_claim(tables, indicator) for indicator in tables.targets} if page.path == "index.html" else set()
    )
    return [claim for claim in found if claim]


def _claim(tables: Tables, indicator: str) -> str:
    target, latest = tables.targets[indicator], tables.latest
    years = {
        int(row["last_year"]): row
        for row in tables.rows("rates", indicator=indicator, area_code=tables.comparator, basis=tables.basis)
        if row["first_year"] == row["last_year"]
    }
    if not {row["measure"] for row in years.values()} <= POISSON:
        return ""
    (record,) = tables.rows("indicators", indicator=indicator)
    given = {year: float(row["value"]) for year, row in years.items() if row["value"]}
    start = target.from_value or given.get(target.from_year)
    if not start or latest not in given or latest < target.from_year:
        return ""
    end = start * (1 - (target.reduction or 0)) if target.value is None else target.value
    first = latest
    while first - 1 in years and years[first - 1]["numerator"] and years[first - 1]["denominator"]:
        first -= 1
    judged = max(latest, min(target.year, 2 * latest - first))
    run = [years[year] for year in range(first, latest + 1)]
    counts = [int(row["numerator"]) for row in run]
    if len(run) < 3 or not any(counts[1:]) or not any(counts[:-1]):
        return "target_cannot_be_told"
    part = min((judged - target.from_year) / (target.year - target.from_year), 1)
    lower, upper = _interval(run, judged, float(record["multiplier"]))
    line = start * (end / start) ** part
    if lower <= line <= upper:
        return "target_cannot_be_told"
    return "target_on_course" if (upper < line) == (end < start) else "target_not_on_course"


def _interval(run: list[Row], year: int, multiplier: float) -> tuple[float, float]:
    """The 95% interval of the fitted rate at a year."""
    count = np.array([float(row["numerator"]) for row in run])
    among = np.array([float(row["denominator"]) for row in run])
    time = np.array([float(row["last_year"]) for row in run])
    middle = (count * time).sum() / count.sum()

    def away(slope: float) -> float:
        weight = among * np.exp(slope * (time - middle))
        return float((weight * (time - middle)).sum() / weight.sum())

    slope = optimize.brentq(away, -20, 20, xtol=1e-14)
    relative = among * np.exp(slope * (time - middle))
    fitted = count.sum() * relative / relative.sum()
    degrees = len(run) - 2
    widened = max(1.0, float(((count - fitted) ** 2 / fitted).sum()) / degrees)
    variance = 1 / count.sum() + (year - middle) ** 2 / float((fitted * (time - middle) ** 2).sum())
    half = stats.t.ppf(0.975, degrees) * np.sqrt(widened * variance)
    at = np.log(multiplier * count.sum() / relative.sum()) + slope * (year - middle)
    return float(np.exp(at - half)), float(np.exp(at + half))
