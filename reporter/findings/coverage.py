"""Coverage: how many events and denominators of an area and period lie in the categories of a breakdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from reporter.findings.schema import of_records
from reporter.machine.rows import row_keys
from reporter.publication.breakdowns import Breakdown
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile

LARGEST_SHARE = 0.1
"""A change of rates by category is spoken of where the coverage changed by no more than this share of it."""

_KEY = ("indicator", "area_code", "period", "basis")


@dataclass(frozen=True)
class Coverage:
    """Events and denominators of everyone in an area and period, and those in no category of a breakdown.

    events_percent, denominator_percent: the share in a category, in per cent, missing where there is none.
    """

    indicator: str
    area_code: str
    breakdown: str
    period: str
    basis: str
    events: int
    events_outside: int
    events_percent: float
    denominator: int
    denominator_outside: int
    denominator_percent: float


COVERAGE = of_records("coverage", Coverage, "indicator", "area_code", "breakdown", "period", "basis")


class Counted(NamedTuple):
    """Events and denominators of everyone, and the sums over the categories."""

    events: int
    denominator: int
    events_within: int
    denominator_within: int


GroupsKey = tuple[str, str, str, str, str]
"""Indicator, area code, breakdown, period and basis."""


def counted(
    rates: pd.DataFrame, by_category: pd.DataFrame, publication: Publication, rules: Profile
) -> dict[GroupsKey, Counted]:
    """Totals and sums over the categories, where a reader can subtract them: none of them is withheld.

    Rounded counts do not add up, so that there are none under a profile that rounds; nor where the categories
    hold more than everyone, which are counts made in another way.

    Args:
        rates: the table of rates.
        by_category: the table of rates by category.
        publication: settings; the breakdowns name their categories.
        rules: the profile that counts were released by.
    """
    if rules.round_to > 1 or by_category.empty:
        return {}
    numbers = ["numerator", "denominator"]
    known, known_by_category = (table[table[numbers].notna().all(axis=1)] for table in (rates, by_category))
    whole = {(*key,): (int(a), int(b)) for *key, a, b in row_keys(known, (*_KEY, *numbers))}
    many = {breakdown.id: len(breakdown.categories) for breakdown in publication.settings.breakdowns}
    sums: dict[GroupsKey, list[tuple[int, int]]] = {}
    for indicator, area, period, basis, breakdown, a, b in row_keys(
        known_by_category, (*_KEY, "breakdown", *numbers)
    ):
        sums.setdefault((indicator, area, breakdown, period, basis), []).append((int(a), int(b)))
    found = {}
    for key, cells in sums.items():
        indicator, area, breakdown, period, basis = key
        total = whole.get((indicator, area, period, basis))
        if total is not None and len(cells) == many[breakdown]:
            within = np.array(cells, dtype=np.int64).sum(axis=0).tolist()
            if within[0] <= total[0] and within[1] <= total[1]:
                found[key] = Counted(int(total[0]), int(total[1]), *within)
    return found


def coverage(
    of: Mapping[GroupsKey, Counted], rules: Profile, types: Mapping[str, str], comparator: str
) -> tuple[Coverage, ...]:
    """Coverage of each breakdown, area and period, in the order of the table of rates by category.

    A number outside the categories that the rules would withhold is not printed, though subtraction gives it.

    Args:
        of: the totals and sums, of `counted`.
        rules: the profile that counts were released by.
        types: the type of each area by its code.
        comparator: the comparator's code.
    """
    found = []
    for key, (events, denominator, within, denominator_within) in of.items():
        outside = events - within, denominator - denominator_within
        is_spared = rules.gives_exactly(types[key[1]], is_comparator=key[1] == comparator)
        if is_spared or not any(map(_is_small, outside, [rules] * 2, (False, True))):
            found.append(
                Coverage(
                    *key,
                    events=events,
                    events_outside=outside[0],
                    events_percent=_percent(within, events),
                    denominator=denominator,
                    denominator_outside=outside[1],
                    denominator_percent=100 * denominator_within / denominator
                    if denominator
                    else float("nan"),
                )
            )
    return tuple(found)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else float("nan")


def _is_small(number: int, rules: Profile, is_denominator: bool) -> bool:
    """Whether the rules withhold a number of its size, or a zero hides among those that they withhold."""
    if rules.withhold_from <= number <= rules.withhold_to:
        return True
    if is_denominator:
        return rules.withhold_denominators_from <= number <= rules.withhold_denominators_to
    return number == 0 and not rules.zero_is_shown


def has_moved(
    of: Mapping[GroupsKey, Counted], breakdown: Breakdown, keys: list[GroupsKey], change: float
) -> bool | None:
    """Whether the coverage moved by more than a tenth of a change; None where it is not known.

    Coverage is that of events over that of denominators, by which rates by category differ from the rate of
    everyone.

    Args:
        of: the totals and sums, of `counted`.
        breakdown: one whose categories are `complete` covers everyone by definition.
        keys: of each period of the change.
        change: relative change of a rate, or of a ratio of rates, such as 0.16 for a rise by 16%.
    """
    if breakdown.complete:
        return False
    known = [of[key] for key in keys if key in of]
    if len(known) < len(keys) or not all(each.events_within and each.denominator_within for each in known):
        return None
    shares = [each.events_within / each.events * each.denominator / each.denominator_within for each in known]
    return bool(max(shares) / min(shares) - 1 > LARGEST_SHARE * abs(change))
