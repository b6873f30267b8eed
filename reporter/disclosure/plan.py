"""Planning: the share of cells without a rate at each level and length of period, before anything is built.

A publisher of an indicator may ask whether most results would be suppressed because of small numbers. The
answer comes from the counts at hand and, for areas of any size, from the rate. Planning reads unreleased
counts: its output is for the producer, not for publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from reporter.counts.table import CountKey, Counts, in_period
from reporter.disclosure.primary import primary
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE, Category
from reporter.publication.indicator import Indicator, Measure
from reporter.publication.loading import Publication
from reporter.publication.periods import Period, pools, window_number
from reporter.publication.profiles import Profile
from reporter.publication.show import Show
from reporter.publication.units import event_unit, unit_of

SIZES = (500, 1000, 2000, 5000, 10_000, 25_000)
"""Denominators of one year for which areas are projected."""

LENGTHS = (1, 3, 5)
"""Lengths of period, in years, for which areas are projected."""

Rows: TypeAlias = dict[CountKey, Mapping[str, int]]
"""Counts by area, year, basis and category, as `Counts.with_categories` gives them."""


class InformationLoss(NamedTuple):
    """Information loss of one way of publishing an indicator; shares of all its cells, 0 to 1.

    Attributes:
        indicator: the indicator's id.
        area_type: the level.
        breakdown: id of the breakdown whose categories are shown; empty for everyone.
        years: length of the period; 1 is single years.
        cells: number of cells.
        withheld: share under primary suppression.
        no_rate: share without a rate, because the count is withheld or too small.
        no_rate_of: the least and the greatest of these shares among the periods.
        unreliable: share whose rate carries a warning.
        protected: share without a rate after secondary suppression, larger levels being shown; 1 where
            protection is impossible, None where it was not worked out.
    """

    indicator: str
    area_type: str
    breakdown: str
    years: int
    cells: int
    withheld: float
    no_rate: float
    no_rate_of: tuple[float, float]
    unreliable: float
    protected: float | None = None

    @property
    def lost(self) -> float:
        """Share of cells without a rate: `protected` if that was worked out, else `no_rate`."""
        return self.no_rate if self.protected is None else self.protected


class Projection(NamedTuple):
    """Probabilities, 0 to 1, that an area of a given size has its count withheld or has no reliable rate.

    Attributes:
        denominator: denominator of one year.
        years: length of the period.
        expected: expected count.
        withheld: probability of primary suppression.
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
class PublishingPlan:
    """Information loss of every way of publishing, least first, and the shortest acceptable periods.

    Attributes:
        losses: one an indicator, level, breakdown and length of period with counts; sorted by `lost`.
        share: the greatest share of cells without a rate that the producer accepts.
        projections: for areas of other sizes, at the comparator's rate of the headline indicator.
        least_pooling: by indicator, level and breakdown, the length in years of the shortest period within
            the share; None where no period of the data is long enough.
    """

    losses: tuple[InformationLoss, ...]
    share: float
    projections: tuple[Projection, ...]
    least_pooling: dict[tuple[str, str, str], int | None]

    @classmethod
    def of(
        cls, losses: Sequence[InformationLoss], share: float, projections: tuple[Projection, ...]
    ) -> PublishingPlan:
        """A plan with its ways of publishing ranked and the shortest accepted periods found."""
        ranked = tuple(sorted(losses, key=lambda each: (each.lost, each.withheld, each.years)))
        least: dict[tuple[str, str, str], int | None] = {}
        for each in losses:
            way = each.indicator, each.area_type, each.breakdown
            least.setdefault(way, None)
            if each.lost <= share:
                least[way] = min(least[way] or each.years, each.years)
        return cls(ranked, share, projections, least)


def plan(
    publication: Publication, areas: Areas, counts: Counts, profile: Profile, share: float
) -> PublishingPlan:
    """Compare all levels, breakdowns and lengths of period, for the years and basis of the first show block.

    Args:
        publication: settings and indicators.
        areas: the areas.
        counts: complete counts.
        profile: the rules.
        share: the greatest share of cells without a rate that the producer accepts.
    """
    settings = publication.settings
    in_ones, profile = profile, profile.in_units(event_unit(publication.indicators))
    rows = counts.with_categories()
    splits: dict[str, tuple[Category, ...]] = {EVERYONE.breakdown: (EVERYONE,)}
    splits |= {each.id: each.all_categories for each in settings.breakdowns}
    losses = tuple(
        loss
        for indicator in publication.indicators
        for level in settings.levels
        for breakdown, categories in splits.items()
        for loss in _losses(
            publication, areas, rows, profile, indicator, level.area_type, breakdown, categories
        )
    )
    return PublishingPlan.of(losses, share, _projections(publication, rows, in_ones))


def _projections(publication: Publication, table: Rows, profile: Profile) -> tuple[Projection, ...]:
    """Projections at the comparator's headline rate over the years of the first show block."""
    block, indicator = publication.main_block, publication.headline
    numbers = [window_number(each) for each in _of_length(block, 1)]
    rows = [
        table[key]
        for number in numbers
        if (key := (publication.settings.comparator, number, block.basis, EVERYONE)) in table
    ]
    if not indicator.denominator.add:
        return ()
    events = sum(indicator.numerator.of(row) for row in rows) / event_unit(publication.indicators)
    unit = unit_of(indicator.denominator, publication.indicators)
    denominator = sum(indicator.denominator.of(row) for row in rows) / unit
    rate = indicator.multiplier * events / denominator
    return project(rate, indicator.multiplier, SIZES, LENGTHS, profile)


def _losses(
    publication: Publication,
    areas: Areas,
    rows: Rows,
    profile: Profile,
    indicator: Indicator,
    level: str,
    breakdown: str,
    categories: tuple[Category, ...],
) -> Iterator[InformationLoss]:
    """Information loss of each length of period that has counts, from single years on."""
    block, comparator = publication.main_block, publication.settings.comparator
    for length in range(1, 2 if block.is_of_windows else block.last - block.first + 2):
        periods = []
        for pool in _of_length(block, length):
            totals = {
                (area.code, category): total
                for area in areas.of_type(level)
                for category in categories
                if (total := _total(rows, indicator.numerator, area.code, pool, category)) is not None
            }
            exact = [profile.gives_exactly(level, is_comparator=code == comparator) for code, _ in totals]
            count = np.array(list(totals.values()), dtype=np.int64)
            periods.append(_judged(count, profile, np.array(exact, dtype=np.bool_)))
        judged = np.concatenate(periods, axis=1)
        if judged.size:
            withheld, no_rate, unreliable = judged.mean(axis=1).tolist()
            of_periods = [float(period[1].mean()) for period in periods if period.size]
            between = min(of_periods), max(of_periods)
            cells = judged.shape[1]
            yield InformationLoss(
                indicator.id, level, breakdown, length, cells, withheld, no_rate, between, unreliable
            )


def _of_length(block: Show, length: int) -> tuple[Period, ...]:
    """The periods of so many years or other steps; of windows all that the block shows."""
    return block.periods if block.is_of_windows else pools(block.first, block.last, length, block.basis)


def _total(rows: Rows, measure: Measure, code: str, pool: Period, category: Category) -> int | None:
    """Count of a measure over all years of a period; None where a year has no count."""
    years = in_period(rows, code, pool, category)
    known = [row for row in years if row is not None and measure.is_in(row)]
    return sum(map(measure.of, known)) if len(known) == len(years) else None


def _judged(count: NDArray[np.int64], profile: Profile, exact: ArrayLike = False) -> NDArray[np.bool_]:
    """Masks of counts withheld by size, without a rate, and with an unreliable rate; shape (3, counts)."""
    withheld = primary(count, profile) & ~np.asarray(exact)
    no_rate = withheld | (count < profile.reliability.no_rate_below)
    unreliable = ~no_rate & (count < profile.reliability.unreliable_below)
    return np.stack([withheld, no_rate, unreliable])


def project(
    rate: float, multiplier: int, denominators: tuple[int, ...], lengths: tuple[int, ...], profile: Profile
) -> tuple[Projection, ...]:
    """Projections for areas of given sizes and periods of given lengths.

    Counts are Poisson with mean denominator x years x rate / multiplier.

    Args:
        rate: the rate per `multiplier`.
        multiplier: the number of the denominator that the rate is per.
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
    """Projection of one area: probabilities of the counts that the rules withhold or mark, added up."""
    count = np.arange(max(profile.withhold_to + 1, profile.reliability.unreliable_below))
    chance = stats.poisson.pmf(count, expected)
    shares = (float(chance[part].sum()) for part in _judged(count, profile))
    return Projection(denominator, years, expected, *shares)
