"""Rates by category of a breakdown, each tested against the reference category."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from reporter.breakdowns import Breakdown
from reporter.disclosure.released import ReleasedCells
from reporter.findings.change import SIGNIFICANT
from reporter.findings.rates import with_rates
from reporter.findings.vocabulary import CATEGORY_COLUMNS, CategoryComparison
from reporter.indicator import Indicator
from reporter.publication import Publication
from reporter.statistics.intervals import rate_ratio
from reporter.statistics.multiplicity import benjamini_hochberg


def rates_by_category(released: ReleasedCells, publication: Publication) -> pd.DataFrame:
    """One row a released cell of a category: `CATEGORY_COLUMNS`.

    Rates, intervals and symbols as in the table of rates. Each category is compared with the breakdown's
    reference category of the same area and period: exact rate ratio (conditional binomial), p-values adjusted
    for the number of categories compared (Benjamini and Hochberg). Neither is given where a rate is not.

    Args:
        released: the released cells.
        publication: settings and indicators; the breakdowns name their categories and reference.
    """
    cells = released.by_category
    parts = [
        _compared(with_rates(rows, released, indicator), breakdown)
        for indicator in publication.indicators
        for breakdown in publication.settings.breakdowns
        for rows in _groups(cells, indicator, breakdown)
    ]
    if not parts:
        return pd.DataFrame(columns=list(CATEGORY_COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(CATEGORY_COLUMNS)]


def _groups(cells: pd.DataFrame, indicator: Indicator, breakdown: Breakdown) -> Iterator[pd.DataFrame]:
    """The cells of each area and period, categories in the breakdown's order, periods in their own."""
    rows = cells[(cells["indicator"] == indicator.id) & (cells["breakdown"] == breakdown.id)]
    for _, group in rows.groupby(["basis", "period", "area_code"], sort=False):
        yield group


def _compared(rates: pd.DataFrame, breakdown: Breakdown) -> pd.DataFrame:
    """The categories of one area and period beside the reference category."""
    given = rates["value"].notna().to_numpy()
    is_reference = (rates["category"] == breakdown.compared_with).to_numpy()
    count, denominator = (
        np.where(given, rates[column].to_numpy(dtype=np.float64, na_value=np.nan), np.nan)
        for column in ("numerator", "denominator")
    )
    reference = [
        float(values[is_reference][0]) if is_reference.any() else np.nan for values in (count, denominator)
    ]
    not_tested = is_reference | (rates["category"] == breakdown.unknown).to_numpy()
    test = rate_ratio(
        np.where(not_tested, np.nan, count), denominator, *(np.full(count.shape, one) for one in reference)
    )
    p_value = benjamini_hochberg(test.p_value)
    return rates.assign(
        category_name=[breakdown.categories[name] for name in rates["category"]],
        rate_ratio=test.ratio,
        ratio_lower_95=test.lower,
        ratio_upper_95=test.upper,
        adjusted_p_value=p_value,
        category_comparison=[
            _verdict(bool(one), float(ratio), float(p))
            for one, ratio, p in zip(is_reference, test.ratio, p_value, strict=True)
        ],
    )


def _verdict(is_reference: bool, ratio: float, p_value: float) -> CategoryComparison:
    if is_reference:
        return "reference"
    if np.isnan(ratio) or np.isnan(p_value):
        return "not compared"
    if p_value >= SIGNIFICANT or ratio == 1:
        return "similar"
    return "higher" if ratio > 1 else "lower"
