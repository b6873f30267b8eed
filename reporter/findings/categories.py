"""Rates by category of a breakdown, each tested against the reference category."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.disclosure.released import ReleasedCells
from reporter.findings.change import SIGNIFICANT
from reporter.findings.kinds import Observed, kind_of
from reporter.findings.possible_counts import POSSIBLE, columns_with_possible
from reporter.findings.rates import with_rates
from reporter.findings.schema import of_frame
from reporter.findings.vocabulary import CATEGORY_COLUMNS, CategoryComparison
from reporter.machine.rows import row_keys
from reporter.publication.breakdowns import Breakdown
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.statistics.multiplicity import benjamini_hochberg

BY_CATEGORY = of_frame(
    "rates-by-category",
    columns_with_possible(CATEGORY_COLUMNS),
    *("indicator", "area_code", "breakdown", "category", "period", "basis"),
    optional=POSSIBLE,
)

_TOGETHER = ("basis", "period", "area_code")
"""Columns that are the same for all categories compared with each other."""


def rates_by_category(released: ReleasedCells, publication: Publication) -> pd.DataFrame:
    """Table of rates by category: one row a released cell of a category, columns `CATEGORY_COLUMNS`.

    Rates, intervals and symbols as in the table of rates. Each category with a rate is compared with the
    breakdown's reference category of the same area and period by the test of the indicator's kind (for rates
    the exact rate ratio), p-values adjusted for the number of categories compared (Benjamini and Hochberg).
    The reference needs a count alone, be it too small for a rate or 0: then there is no ratio, and the test
    holds. Nor is there a ratio where the kind compares by differences.

    Args:
        released: the released cells.
        publication: settings and indicators; the breakdowns name their categories and reference.
    """
    cells = released.by_category
    of: dict[tuple[str, str], dict[tuple[str, ...], list[int]]] = {}
    for place, (indicator_id, breakdown_id, *together) in enumerate(
        row_keys(cells, ("indicator", "breakdown", *_TOGETHER))
    ):
        of.setdefault((indicator_id, breakdown_id), {}).setdefault(tuple(together), []).append(place)
    parts = []
    for indicator in publication.indicators:
        groups = [
            (breakdown, group)
            for breakdown in publication.settings.breakdowns
            for group in of.get((indicator.id, breakdown.id), {}).values()
        ]
        if groups:
            parts.append(_of_indicator(released, indicator, groups))
    if not parts:
        return pd.DataFrame(columns=list(CATEGORY_COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(CATEGORY_COLUMNS)]


def _of_indicator(
    released: ReleasedCells, indicator: Indicator, groups: list[tuple[Breakdown, list[int]]]
) -> pd.DataFrame:
    """Rates of one indicator by category, each compared with the reference category of its group."""
    rows = released.by_category.iloc[[place for _, group in groups for place in group]]
    rates = with_rates(rows, released, indicator)
    kind = kind_of(indicator)
    given = ~np.isnan(rates["value"].to_numpy(dtype=np.float64))
    breakdowns = [breakdown for breakdown, group in groups for _ in group]
    named = list(zip(breakdowns, rates["category"].tolist(), strict=True))
    is_reference = np.array([name == breakdown.compared_with for breakdown, name in named])
    is_unknown = np.array([name == breakdown.unknown for breakdown, name in named])
    observed = kind.observed(rates, indicator)
    ends = np.cumsum([len(group) for _, group in groups])
    parts = [slice(end - len(group), end) for end, (_, group) in zip(ends.tolist(), groups, strict=True)]
    reference = Observed(
        *(
            np.concatenate([_reference(values[part], is_reference[part]) for part in parts])
            for values in observed
        )
    )
    is_tested = given & ~is_reference & ~is_unknown
    tested = Observed(*(np.where(is_tested, each, np.nan) for each in observed))
    test = kind.compare(tested, reference, indicator.multiplier)
    is_ratio = kind.effect == "ratio"
    ratio = [np.where(is_ratio & ~np.isinf(test.effect), each, np.nan) for each in test[:3]]
    p_value = np.concatenate([benjamini_hochberg(test.p_value[part]) for part in parts])
    return rates.assign(
        category_name=[breakdown.categories[name] for breakdown, name in named],
        **dict(zip(("rate_ratio", "ratio_lower_95", "ratio_upper_95"), ratio, strict=True)),
        adjusted_p_value=p_value,
        category_comparison=[
            _verdict(bool(one), float(effect) - is_ratio, float(p))
            for one, effect, p in zip(is_reference, test.effect, p_value, strict=True)
        ],
    )


def _reference(values: NDArray[np.float64], is_reference: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The reference category's value for every row of its group; NaN where it has none."""
    return np.full(values.shape, values[is_reference][0] if is_reference.any() else np.nan)


def _verdict(is_reference: bool, above: float, p_value: float) -> CategoryComparison:
    if is_reference:
        return "reference"
    if np.isnan(above) or np.isnan(p_value):
        return "not compared"
    if p_value >= SIGNIFICANT or above == 0:
        return "similar"
    return "higher" if above > 0 else "lower"
