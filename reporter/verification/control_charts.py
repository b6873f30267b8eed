"""A network's control chart, computed again from the released counts of the table of rates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reporter.statistics.control_chart import exact_u_chart
from reporter.verification.published import Published, Row


def control_chart(published: Published, indicator: str, area_code: str) -> tuple[Row, Mapping[str, str]]:
    """Row with the first and last year of the chart, and its numbers as text, by name.

    The years are the longest run on one basis, the latest of several as long.

    Raises:
        KeyError: the area has no released counts of single years.
    """
    rows = [
        row
        for row in published.rows("rates")
        if (row["indicator"], row["area_code"]) == (indicator, area_code)
        and row["first_year"] == row["last_year"]
        and row["numerator"]
        and row["denominator"]
    ]
    if not rows:
        raise KeyError(area_code)
    run = max(_runs(rows), key=lambda found: (len(found), int(found[-1]["last_year"])))
    counts = np.array([float(row["numerator"]) for row in run], dtype=np.float64)
    sizes = np.array([float(row["denominator"]) for row in run], dtype=np.float64)
    limits = exact_u_chart(counts, sizes)
    rates = counts / sizes
    multiplier = int(published.multiplier(indicator))
    outside = int(((rates > limits.upper) | (rates < limits.lower)).sum())
    values = {
        "centre": str(multiplier * counts.sum() / sizes.sum()),
        "points": str(len(run)),
        "outside": str(outside),
    }
    for place, row in enumerate(run):
        for name, series in (("rate", rates), ("lower", limits.lower), ("upper", limits.upper)):
            values[f"{row['period']}/{name}"] = str(multiplier * float(series[place]))
    ends = {"first_year": run[0]["period"], "last_year": run[-1]["period"]}
    return {**run[-1], **ends}, values


def _runs(rows: list[Row]) -> list[list[Row]]:
    """Runs of consecutive years on one basis, in order."""
    runs: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (row["basis"], int(row["last_year"]))):
        last = runs[-1][-1] if runs else None
        follows = last is not None and int(row["last_year"]) == int(last["last_year"]) + 1
        if last is not None and follows and row["basis"] == last["basis"]:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs
