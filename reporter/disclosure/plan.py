"""Planning what to publish: how much each level and pool of years would have to withhold.

An indicator's publisher may ask whether most results would have to be suppressed because of small numbers.
This answers with figures, from the counts at hand and, for areas of any size, from the rate. It reads counts
that are not released: what it says is for the producer, not for publication.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from reporter.areas import Areas
from reporter.counts import Counts
from reporter.disclosure.primary import primary
from reporter.indicator import Indicator
from reporter.periods import pools
from reporter.profiles import Profile
from reporter.publication import Publication

SIZES = (500, 1000, 2000, 5000, 10_000, 25_000)
"""Denominators of one year that a plan projects."""

LENGTHS = (1, 3, 5)
"""Lengths of period in years that a plan projects."""

Rows: TypeAlias = dict[tuple[str, int, str], dict[str, int]]
"""Counts by area, year and basis, as `Counts.by_key` gives them."""


class Burden(NamedTuple):
    """What one way of publishing an indicator costs its readers; shares of all cells, 0 to 1.

    Attributes:
        indicator: the indicator's id.
        area_type: the level.
        years: length of the period; 1 is single years.
        cells: cells there would be.
        withheld: share of counts withheld by their size alone, before any secondary suppression.
        no_rate: share without a rate, because the count is withheld or too small.
        unreliable: share whose rate carries a warning.
    """

    indicator: str
    area_type: str
    years: int
    cells: int
    withheld: float
    no_rate: float
    unreliable: float


class Projection(NamedTuple):
    """What to expect of areas of one size at a rate; probabilities, 0 to 1.

    Attributes:
        denominator: denominator of one year.
        years: length of the period.
        expected: expected count.
        withheld: probability that the count is withheld by its size.
        no_rate: probability that there is no rate.
        unreliable: probability that the rate carries a warning.
    """

    denominator: int
    years: int
    expected: float
    withheld: float
    no_rate: float
    unreliable: float


@dataclass(frozen=True)
class Plan:
    """The burdens of every way of publishing, least first, and the least pooling that keeps it under a share.

    Attributes:
        burdens: one an indicator, level and length of period; sorted by the share without a rate.
        share: the greatest share of cells without a rate that the producer accepts.
        projections: what areas of other sizes have to expect at the comparator's rate, headline indicator.
        least_pooling: for each indicator and level the shortest period within the share; None where no period
            of the data is long enough.
    """

    burdens: tuple[Burden, ...]
    share: float
    projections: tuple[Projection, ...]
    least_pooling: dict[tuple[str, str], int | None]


def plan(publication: Publication, areas: Areas, counts: Counts, profile: Profile, share: float) -> Plan:
    """Compare all levels and lengths of period, for the years and basis of the publication's first block.

    Args:
        publication: settings and indicators.
        areas: the areas.
        counts: complete counts.
        profile: the rules.
        share: the greatest share of cells without a rate that the producer accepts.
    """
    levels = tuple(level.area_type for level in publication.settings.levels)
    rows = counts.by_key()
    burdens = tuple(
        burden
        for indicator in publication.indicators
        for level in levels
        for burden in _burdens(publication, areas, rows, profile, indicator, level)
    )
    least = {
        (indicator.id, level): min(
            (
                b.years
                for b in burdens
                if (b.indicator, b.area_type) == (indicator.id, level) and b.no_rate <= share
            ),
            default=None,
        )
        for indicator in publication.indicators
        for level in levels
    }
    ranked = sorted(burdens, key=lambda burden: (burden.no_rate, burden.withheld, burden.years))
    return Plan(tuple(ranked), share, _projections(publication, rows, profile), least)


def _projections(publication: Publication, table: Rows, profile: Profile) -> tuple[Projection, ...]:
    """At the comparator's rate of the headline indicator over the years of the first block."""
    block, indicator = publication.settings.show[0], publication.headline
    years = range(block.first_year, block.last_year + 1)
    rows = [
        table[key] for year in years if (key := (publication.settings.comparator, year, block.basis)) in table
    ]
    events = sum(indicator.numerator.of(row) for row in rows)
    denominator = sum(indicator.denominator.of(row) for row in rows)
    rate = indicator.multiplier * events / denominator
    return project(rate, indicator.multiplier, SIZES, LENGTHS, profile)


def _burdens(
    publication: Publication, areas: Areas, rows: Rows, profile: Profile, indicator: Indicator, level: str
) -> Iterator[Burden]:
    block = publication.settings.show[0]
    for length in range(1, block.last_year - block.first_year + 2):
        totals = []
        for area in areas.of_type(level):
            for pool in pools(block.first_year, block.last_year, length, block.basis):
                years = [rows.get((area.code, year, pool.basis)) for year in pool.years]
                if None not in years:
                    totals.append(sum(indicator.numerator.of(row) for row in years if row is not None))
        if totals:
            yield _burden(indicator.id, level, length, np.array(totals), profile)


def _burden(indicator: str, level: str, years: int, count: NDArray[np.int64], profile: Profile) -> Burden:
    shares = (float(part.mean()) for part in _judged(count, profile))
    return Burden(indicator, level, years, count.size, *shares)


def _judged(count: NDArray[np.int64], profile: Profile) -> tuple[NDArray[np.bool_], ...]:
    """Which counts are withheld by their size, have no rate, have an unreliable rate."""
    withheld = primary(count, profile)
    no_rate = withheld | (count < profile.reliability.no_rate_below)
    unreliable = ~no_rate & (count < profile.reliability.unreliable_below)
    return withheld, no_rate, unreliable


def project(
    rate: float, multiplier: int, denominators: tuple[int, ...], lengths: tuple[int, ...], profile: Profile
) -> tuple[Projection, ...]:
    """What areas of other sizes have to expect.

    Counts are Poisson with mean denominator x years x rate / multiplier.

    Args:
        rate: the rate per `multiplier`.
        multiplier: what the rate is per.
        denominators: denominators of one year.
        lengths: lengths of period in years.
        profile: the rules.
    """
    return tuple(
        _projection(denominator, length, denominator * length * rate / multiplier, profile)
        for denominator in denominators
        for length in lengths
    )


def _projection(denominator: int, years: int, expected: float, profile: Profile) -> Projection:
    """Every count that could occur is judged by the rules, weighted by its probability."""
    count = np.arange(max(profile.withhold_to + 1, profile.reliability.unreliable_below))
    chance = stats.poisson.pmf(count, expected)
    shares = (float(chance[part].sum()) for part in _judged(count, profile))
    return Projection(denominator, years, expected, *shares)
