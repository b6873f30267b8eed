"""Plausibility of the counts before a build: does each fit its area's other years and the other areas?

In 2012 a national producer published deaths under 16 as infant deaths for one borough: 8 per 1,000. A count
as odd as that stops a build until the producer has checked it and acknowledged it by name in the settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reporter.counts.table import KEYS, Counts, measured
from reporter.errors import Problem
from reporter.machine.rows import row_keys
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.periods import ends_of, is_window, label_of
from reporter.publication.settings import Checks
from reporter.publication.units import event_unit, unit_of
from reporter.records.csv_file import read_csv
from reporter.statistics.arrays import Floats
from reporter.statistics.elementary import log
from reporter.statistics.plausibility import plausibility, plausibility_in_series, usual_variation

LEAST = 1e-9
"""A smaller probability is not printed; it says no more."""


class Odd(NamedTuple):
    """An implausible count: its name in the settings, the probability of one as far off, and what is said."""

    probability: float
    name: str
    message: str


class Series(NamedTuple):
    """Counts and denominators of an indicator on one basis, the years in order; NaN where there is none.

    Attributes:
        areas: codes of all areas but the comparator.
        years: years, or other steps or windows, with counts.
        events, denominator: of each area and year, shape (areas, years).
        whole_events, whole_denominator: of the comparator, shape (years,).
    """

    areas: list[str]
    years: list[int]
    events: Floats
    denominator: Floats
    whole_events: Floats
    whole_denominator: Floats


def implausible(publication: Publication, counts: Counts) -> list[Problem]:
    """Problems of the implausible counts that are not acknowledged, the least probable `listed` of them.

    The count of an area is expected from the nearest of its other years and, as far as these are few or hold
    few events, from the rest of the comparator: once as if the usual rate held, and once as if the rate had
    changed as it did in the rest. It is questioned where it is improbable, on the same side, whichever holds.
    The comparator is questioned where its rate jumps from one year to the next. Probabilities allow for
    variation between years and between areas as large as is usual in these counts, and at least `variation`
    (for the comparator, `variation`); limits allow for the number of counts.

    Args:
        publication: settings; `checks` holds the thresholds, and names the counts that the producer has
            checked.
        counts: complete counts.
    """
    file = str(publication.path(publication.settings.data.counts))
    checks = publication.settings.checks
    found: dict[str, Odd] = {}
    # A count alone has nothing to be too high for; crude rates of areas with other ages are not alike.
    crude = (each for each in publication.indicators if each.denominator.add and not each.standardisation)
    for indicator in crude:
        for series in _series(counts, indicator, publication.indicators, publication.settings.comparator):
            for odd in (*_odd_areas(series, indicator, checks), *_jumps(series, publication, indicator)):
                if odd.name not in found or odd.probability < found[odd.name].probability:
                    found[odd.name] = odd
    told = sorted(odd for name, odd in found.items() if name not in checks.acknowledged)
    lines = _lines(Path(file)) if told else {}
    expected = 'a count that was checked and acknowledged = ["{}"] under [checks]'
    problems = [
        Problem(file, lines.get(odd.name.rpartition(" ")[0], 0), odd.message, expected.format(odd.name))
        for odd in told[: checks.listed]
    ]
    if rest := len(told) - len(problems):
        message = f"{rest} further counts are implausible, less so than those listed here"
        problems.append(Problem(file, 0, message, f"listed = {len(told)} under [checks] to see them all"))
    return problems


def _lines(file: Path) -> dict[str, int]:
    """The line of each area and year that has one in the counts file, by code and year."""
    table, _ = read_csv(file, {"area_code": ""})
    if table is None:
        return {}
    time = "period" if "period" in table.cells else "year"
    keys = (f"{area} {label}" for area, label in row_keys(table.cells, ("area_code", time)))
    return dict(zip(keys, table.lines.tolist(), strict=True))


def _series(
    counts: Counts, indicator: Indicator, indicators: Sequence[Indicator], comparator: str
) -> Iterator[Series]:
    """The counts of an indicator on each basis."""
    table = counts.table[list(KEYS)].copy()
    units = {"count": event_unit(indicators), "denominator": unit_of(indicator.denominator, indicators)}
    for name, measure in (("count", indicator.numerator), ("denominator", indicator.denominator)):
        known = counts.are_known(measure)
        table[name] = np.where(known, measured(counts.table, measure) / units[name], np.nan)
    for _, rows in table.groupby("basis", sort=True):
        names = ["count", "denominator"]
        wide = rows.pivot_table(index="area_code", columns="year", values=names, sort=False, dropna=False)
        # In the order of time, windows by their end.
        years = sorted(wide["count"].columns.tolist(), key=lambda number: ends_of(number)[::-1])
        part = wide.drop(index=comparator, errors="ignore")
        whole = wide.reindex([comparator])
        yield Series(
            part.index.tolist(),
            years,
            *(part[name][years].to_numpy(np.float64) for name in ("count", "denominator")),
            *(whole[name][years].to_numpy(np.float64)[0] for name in ("count", "denominator")),
        )


def _odd_areas(series: Series, indicator: Indicator, checks: Checks) -> Iterator[Odd]:
    """The odd counts of areas; the oddest of each area first, which then is no part of its usual rate."""
    between_years, between_areas = _variation(series, checks.variation)
    count = series.events.copy()
    limit = checks.improbable / max(int(np.isfinite(count).sum()), 1)
    while True:
        test = plausibility_in_series(
            count,
            series.denominator,
            series.whole_events - series.events,
            series.whole_denominator - series.denominator,
            between_years=between_years,
            between_areas=between_areas,
        )
        p_value = np.where(np.isfinite(count) & np.isfinite(test.p_value), test.p_value, 1.0)
        oddest = p_value.argmin(axis=1) if p_value.size else np.zeros(0, dtype=np.int64)
        found = [(area, year) for area, year in enumerate(oddest.tolist()) if p_value[area, year] < limit]
        if not found:
            return
        for area, year in found:
            place = f"{series.areas[area]}, {label_of(series.years[year])}, {indicator.id}"
            what = _said(count[area, year], test.expected[area, year], p_value[area, year])
            name = place.replace(", ", " ")
            yield Odd(float(p_value[area, year]), name, f"area {place}: {what}")
            count[area, year] = np.nan


def _said(count: float, expected: float, probability: float) -> str:
    """A count, what is expected, their ratio and the probability in words."""
    usual = f"{expected:,.0f}" if expected >= 10 else f"{expected:.1f}"
    side = "more" if count > expected else "fewer"
    ratio = f", {count / expected:.2f} times as many" if expected > 0 else ""
    far = f"{probability:.1g}" if probability >= LEAST else f"below {LEAST}"
    return (
        f"{count:,.0f}, {side} than can be expected, which is {usual}{ratio} "
        f"(probability of a count as far off: {far})"
    )


def _variation(series: Series, least: float) -> tuple[float, float]:
    """Usual variation of an area's rate between years, and of rates between areas; at least `least`."""
    # Half an event is added, so that a count of 0 has a logarithm.
    n = np.where(series.denominator > 0, series.denominator, np.nan)
    rest = series.whole_events - series.events
    rest_n = np.where(series.whole_denominator > series.denominator, series.whole_denominator, np.nan) - n
    rate, chance = log((series.events + 0.5) / n), 1 / (series.events + 0.5)
    steps = (rate[:, 1:] - rate[:, :-1]).ravel(), (chance[:, 1:] + chance[:, :-1]).ravel()
    far = rate - log((rest + 0.5) / rest_n), chance + 1 / (rest + 0.5)
    between_years = usual_variation(*steps) / 2**0.5
    between_areas = usual_variation(*(each.ravel() for each in far))
    return float(np.fmax(between_years, least)), float(np.fmax(between_areas, least))


def _jumps(series: Series, publication: Publication, indicator: Indicator) -> Iterator[Odd]:
    code, checks = publication.settings.comparator, publication.settings.checks
    count, denominator = series.whole_events, series.whole_denominator
    spread = 2**0.5 * checks.variation
    test = plausibility(count[1:], denominator[1:], count[:-1], denominator[:-1], variation=spread)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = count[1:] / test.expected
    # Events after a year without any are no jump: a first case has to come.
    far = (test.expected > 0) & ((ratio > checks.jump) | (ratio < 1 / checks.jump))
    for step in np.flatnonzero(far & (test.p_adjusted < checks.improbable)).tolist():
        number = series.years[step + 1]
        name = "period" if is_window(number) else publication.settings.periods.step_name(number)
        place = f"{code}, {label_of(number)}, {indicator.id}"
        what = _said(count[step + 1], test.expected[step], test.p_value[step])
        message = f"area {place}: the rate changed by {ratio[step] - 1:+.0%} in one {name}: {what}"
        yield Odd(float(test.p_value[step]), place.replace(", ", " "), message)
