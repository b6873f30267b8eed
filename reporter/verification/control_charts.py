"""A network's control chart, computed again from the released counts of the table of rates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reporter.publication.periods import Period, period_of
from reporter.statistics.control_chart import exact_u_chart
from reporter.verification.published import Published, Row


def control_chart(published: Published, indicator: str, area_code: str) -> tuple[Row, Mapping[str, str]]:
    """Row with the first and last year of the chart, and its numbers as text, by name.

    The years are the longest run on one basis, the latest of several as long; of windows that the source has
    counted together, those without a step in common.

    Raises:
        KeyError: the area has no released counts.
    """
    rows = [
        (row, period)
        for row in published.rows("rates")
        if (row["indicator"], row["area_code"]) == (indicator, area_code)
        and row["numerator"]
        and row["denominator"]
        and (period := period_of(row["period"], row["basis"])) is not None
    ]
    # Where there is no single year, the source has counted several together.
    run = _longest_run([each for each in rows if each[1].is_single_year] or rows)
    if not run:
        raise KeyError(area_code)
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


def _longest_run(rows: list[tuple[Row, Period]]) -> list[Row]:
    """The longest run of rows on one basis, each beginning where one ends; the latest of several."""
    ending: dict[tuple[str, int], list[Row]] = {}
    latest: dict[tuple[int, int], list[Row]] = {}
    for row, period in sorted(rows, key=lambda each: (each[1].basis, each[1].first_year, each[1].last_year)):
        run = [*ending.get((period.basis, period.first_year - 1), ()), row]
        if len(run) > len(ending.get((period.basis, period.last_year), ())):
            ending[period.basis, period.last_year] = run
            latest.setdefault((len(run), period.last_year), run)
    return latest[max(latest)] if latest else []
