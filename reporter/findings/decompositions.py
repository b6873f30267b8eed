"""Kitagawa's split of a change over the categories of a breakdown, where their coverage stayed the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import numpy as np
import pandas as pd

from reporter.findings.coverage import Counted, GroupsKey, has_moved
from reporter.findings.inequalities import OF_GROUPS, Whole, annual, of_kind
from reporter.findings.schema import of_records
from reporter.publication.breakdowns import Breakdown
from reporter.publication.loading import Publication
from reporter.statistics.decomposition import kitagawa

MOVED = "coverage changed"
UNKNOWN = "coverage is not known"
"""Reasons why there is no split."""


@dataclass(frozen=True)
class Decomposition:
    """Why one area's rate over the categories of a breakdown differs between two years (Kitagawa).

    total: later less earlier rate, of events and denominators in the categories; composition: the part that
    comes from other shares of the categories; rate: the part from other rates in the same categories. All
    are missing, with the reason, where the share of events in the categories over that of denominators
    changed by more than a tenth of the relative change of the rate, or is not known.
    """

    indicator: str
    area_code: str
    breakdown: str
    basis: str
    period_from: str
    period_to: str
    total: float
    composition: float
    rate: float
    reason: str


DECOMPOSITIONS = of_records("decompositions", Decomposition, *OF_GROUPS, "basis")


def decompositions(
    by_category: pd.DataFrame, publication: Publication, covered: Mapping[GroupsKey, Counted]
) -> tuple[Decomposition, ...]:
    """Kitagawa's split of the change from the first to the last single year, for breakdowns into groups.

    Args:
        by_category: rates by category.
        publication: settings and indicators.
        covered: totals and sums over the categories, of `coverage.counted`.
    """
    found = []
    windows = publication.main_block.is_of_windows
    for indicator, breakdown in of_kind("groups", publication, ("poisson", "binomial")):
        for years in annual(by_category, indicator.id, breakdown, windows=windows):
            for _, on_one_basis in groupby(years, key=attrgetter("basis")):
                first, *later = on_one_basis
                if later:
                    found.append(_split(first, later[-1], breakdown, indicator.multiplier, covered))
    return tuple(found)


def _split(
    first: Whole,
    last: Whole,
    breakdown: Breakdown,
    multiplier: int,
    covered: Mapping[GroupsKey, Counted],
) -> Decomposition:
    split = kitagawa(first.events, first.denominator, last.events, last.denominator, multiplier=multiplier)
    rates = [each.events.sum() / max(each.denominator.sum(), 1) for each in (first, last)]
    change = rates[1] / rates[0] - 1 if rates[0] else np.inf
    keys = [(each.indicator, each.area_code, breakdown.id, each.period, each.basis) for each in (first, last)]
    moved = has_moved(covered, breakdown, keys, change)
    reason = "" if moved is False else MOVED if moved else UNKNOWN
    total, composition, rate = split if not reason else (np.nan,) * 3
    return Decomposition(
        indicator=last.indicator,
        area_code=last.area_code,
        breakdown=breakdown.id,
        basis=last.basis,
        period_from=first.period,
        period_to=last.period,
        total=total,
        composition=composition,
        rate=rate,
        reason=reason,
    )
