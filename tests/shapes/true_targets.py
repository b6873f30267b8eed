"""What is true of targets: a regression of the newest years against the line to a target."""

from __future__ import annotations

import numpy as np
from scipy import optimize, stats

from tests.shapes.csv_tables import Row, Tables
from tests.shapes.over_time import log_and_error
from tests.shapes.said import SaidPage


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
    measure = tables.measures[indicator]
    (record,) = tables.rows("indicators", indicator=indicator)
    given = {year: float(row["value"]) for year, row in years.items() if row["value"]}
    start = target.from_value or given.get(target.from_year)
    if not start or latest not in given or latest < target.from_year:
        return ""
    end = start * (1 - (target.reduction or 0)) if target.value is None else target.value
    first = latest
    while _is_known(years.get(first - 1), measure):
        first -= 1
    judged = max(latest, min(target.year, 2 * latest - first))
    run = [years[year] for year in range(first, latest + 1)]
    counts = [float(row["numerator"]) for row in run]
    if len(run) < 3 or not any(counts[1:]) or not any(counts[:-1]):
        return "target_cannot_be_told"
    part = min((judged - target.from_year) / (target.year - target.from_year), 1)
    if measure == "proportion" and _is_parted(run):
        return "target_cannot_be_told"
    if measure == "directly standardised rate" and not all(float(row["value"] or 0) for row in run):
        return "target_cannot_be_told"
    interval = {"proportion": _of_shares, "directly standardised rate": _of_values}.get(measure, _interval)
    lower, upper = interval(run, judged, float(record["multiplier"]))
    line = start * (end / start) ** part
    if lower <= line <= upper:
        return "target_cannot_be_told"
    return "target_on_course" if (upper < line) == (end < start) else "target_not_on_course"


def _interval(run: list[Row], year: int, multiplier: float) -> tuple[float, float]:
    """The 95% interval of the fitted rate at a year."""
    count = np.array([float(row["numerator"]) for row in run])
    among = np.array([float(row["denominator"] or 1) for row in run])
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


def _is_known(row: Row | None, measure: str) -> bool:
    """Whether a year is known: its count, its denominator if it has one, its bands if it has any."""
    if row is None or not row["numerator"] or not (row["denominator"] or measure == "count"):
        return False
    return measure != "directly standardised rate" or "[c]" not in row["symbols"]


def _is_parted(run: list[Row]) -> bool:
    """Whether a year parts all events from all others, so that no line of logits has an end."""
    events = [int(row["last_year"]) for row in run if int(row["numerator"])]
    others = [int(row["last_year"]) for row in run if int(row["numerator"]) < int(row["denominator"])]
    return not others or max(events) <= min(others) or max(others) <= min(events)


def _of_shares(run: list[Row], year: int, multiplier: float) -> tuple[float, float]:
    """The same of a share, by Newton's method for the logistic regression."""
    events, among, time = (
        np.array([float(row[name]) for row in run]) for name in ("numerator", "denominator", "last_year")
    )
    design = np.stack([np.ones(time.size), time - year], axis=1)
    line = np.array([np.log(events.sum() / (among - events).sum()) if events.sum() < among.sum() else 0.0, 0])
    for _ in range(60):
        share = 1 / (1 + np.exp(-design @ line))
        weight = among * share * (1 - share)
        information = design.T @ (weight[:, None] * design)
        line = line + np.linalg.solve(information, design.T @ (events - among * share))
    degrees = len(run) - 2
    widened = max(1.0, float(((events - among * share) ** 2 / weight).sum()) / degrees)
    half = stats.t.ppf(0.975, degrees) * np.sqrt(widened * np.linalg.inv(information)[0, 0])
    lower, upper = (multiplier / (1 + np.exp(-at)) for at in (line[0] - half, line[0] + half))
    return float(lower), float(upper)


def _of_values(run: list[Row], year: int, _: float) -> tuple[float, float]:
    """The same of standardised rates, by least squares of their logarithms."""
    logs, errors = np.array([log_and_error(row) for row in run]).T
    time = np.array([float(row["last_year"]) for row in run]) - year
    line, covariance = np.polyfit(time, logs, 1, w=1 / errors, cov="unscaled")
    degrees = len(run) - 2
    widened = max(1.0, float((((logs - np.polyval(line, time)) / errors) ** 2).sum()) / degrees)
    half = stats.t.ppf(0.975, degrees) * np.sqrt(widened * covariance[1, 1])
    return float(np.exp(line[1] - half)), float(np.exp(line[1] + half))
