"""Rates of one area by category: tables, indices of inequality, a chart of both ends over time."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from reporter.findings.coverage import COVERAGE, Coverage
from reporter.findings.decompositions import DECOMPOSITIONS, Decomposition
from reporter.findings.inequalities import (
    INEQUALITIES,
    Inequality,
)
from reporter.findings.inequality_trends import INEQUALITY_TRENDS, InequalityTrend
from reporter.findings.runs import of_series
from reporter.publication.breakdowns import Breakdown
from reporter.publication.periods import label_of
from reporter.report.charts.ranges import Ranges
from reporter.report.charts.trend import Series
from reporter.report.contexts.inequalities import (
    CategoryRow,
    CoverageInPrint,
    IndexInPrint,
    IndexTrendInPrint,
    InequalityPart,
    RatioInPrint,
    SplitInPrint,
)
from reporter.report.contexts.tables import AnnualRates
from reporter.report.fields import fields_of
from reporter.report.marks.text import category_name, own_words
from reporter.report.pages.annual import over_time
from reporter.report.pages.page_inputs import PROSE_DECIMALS, PageInputs
from reporter.report.words.cells import Rate, rate_of, shown
from reporter.report.words.numbers import decimal, numbers_of, percent, whole

FEWEST_YEARS = 3
"""Fewest years for a chart of both ends of a breakdown over time."""


def inequalities(page_inputs: PageInputs, area_code: str) -> tuple[InequalityPart, ...]:
    """One part for each indicator and breakdown that the edition shows of an area.

    Args:
        page_inputs: inputs of the edition's pages.
        area_code: the area.
    """
    if area_code not in page_inputs.areas_by_category:
        return ()
    table = page_inputs.findings.by_category
    table = table[table["area_code"] == area_code]
    return tuple(
        _part(page_inputs, breakdown, rows)
        for breakdown in page_inputs.publication.settings.breakdowns
        for indicator in page_inputs.indicators
        if len(rows := table[(table["indicator"] == indicator) & (table["breakdown"] == breakdown.id)])
    )


def _part(page_inputs: PageInputs, breakdown: Breakdown, rows: pd.DataFrame) -> InequalityPart:
    indicator, area_code = str(rows["indicator"].iloc[0]), str(rows["area_code"].iloc[0])
    rows = rows.assign(said_as=page_inputs.said_as[indicator])
    latest = _main_rows(rows)
    key = (indicator, area_code, breakdown.id)
    period = (str(latest["period"].iloc[0]), str(latest["basis"].iloc[0]))
    return InequalityPart(
        id=f"{breakdown.id}-{indicator}",
        breakdown=breakdown.id,
        title=page_inputs.breakdown_titles[breakdown.id],
        kind=breakdown.kind,
        note=None if breakdown.note is None else own_words(breakdown.note),
        indicator=page_inputs.indicators.index(indicator),
        period=period[0],
        basis=period[1],
        reference=category_name(
            breakdown.id, breakdown.compared_with, breakdown.categories[breakdown.compared_with]
        ),
        rows=_rows(latest),
        index=next(
            (
                shown_index(found)
                for found in page_inputs.findings.inequalities
                if (*_key(found), found.period, found.basis) == (*key, *period)
            ),
            None,
        ),
        trend=next(
            (shown_trend(one) for one in page_inputs.findings.inequality_trends if _key(one) == key), None
        ),
        coverage=next(
            (
                shown_coverage(found)
                for found in page_inputs.findings.coverage
                if (*_key(found), found.period, found.basis) == (*key, *period)
            ),
            None,
        ),
        split=next(
            (shown_split(one) for one in page_inputs.findings.decompositions if _key(one) == key), None
        ),
        annual=_ends_over_time(page_inputs, breakdown, rows) if breakdown.kind == "quantile" else None,
    )


def _key(found: Inequality | InequalityTrend | Decomposition | Coverage) -> tuple[str, str, str]:
    return found.indicator, found.area_code, found.breakdown


def _main_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the latest of the longest periods."""
    length = rows["last_year"] - rows["first_year"]
    longest = rows.loc[length == length.max()]
    latest: pd.DataFrame = longest.loc[longest["last_year"] == longest["last_year"].max()]
    return latest


def _rows(rows: pd.DataFrame) -> tuple[CategoryRow, ...]:
    """One row a category: its rate, its interval on a scale of all rows, its ratio to the reference."""
    records = rows.to_dict("records")
    rates = [rate_of(row) for row in records]
    ranges = Ranges(rates)

    def ratio(rate: Rate, row: dict[Any, Any]) -> RatioInPrint | None:
        if rate.comparison in ("reference", "not compared") or not math.isfinite(row["rate_ratio"]):
            return None
        value, lower, upper = (
            rate.number(column, decimal(row[column], 1 if row["rate_ratio"] >= 10 else 2))
            for column in ("rate_ratio", "ratio_lower_95", "ratio_upper_95")
        )
        return RatioInPrint(value, lower, upper)

    return tuple(
        CategoryRow(
            **fields_of(shown(rate, PROSE_DECIMALS)),
            name=category_name(rate.breakdown, rate.category, str(row["category_name"])),
            category=str(row["category"]),
            range=ranges.of(rate),
            ratio=ratio(rate, row),
        )
        for rate, row in zip(rates, records, strict=True)
    )


def shown_index(found: Inequality) -> IndexInPrint:
    """Slope and relative index of inequality, with their verdict."""
    number = numbers_of(INEQUALITIES.address(found))
    fields = ("sii", "sii_lower_95", "sii_upper_95", "rii", "rii_lower_95", "rii_upper_95")
    return IndexInPrint(
        verdict=found.verdict,
        reason=found.reason,
        can_be_given=math.isfinite(found.sii),
        **{field: number(field, decimal(getattr(found, field), 1)) for field in fields},
    )


def shown_trend(found: InequalityTrend) -> IndexTrendInPrint:
    """The trend of both indices."""
    number = numbers_of(INEQUALITY_TRENDS.address(found))
    return IndexTrendInPrint(
        direction=found.direction,
        first_year=label_of(found.first_year),
        last_year=label_of(found.last_year),
        rii=number("rii_annual_percent_change", percent(found.rii_annual_percent_change, 1)),
        rii_lower=number("rii_lower_95", percent(found.rii_lower_95, 1)),
        rii_upper=number("rii_upper_95", percent(found.rii_upper_95, 1)),
        sii=number("sii_annual_change", decimal(found.sii_annual_change, 2)),
        sii_lower=number("sii_lower_95", decimal(found.sii_lower_95, 2)),
        sii_upper=number("sii_upper_95", decimal(found.sii_upper_95, 2)),
    )


def shown_coverage(found: Coverage) -> CoverageInPrint:
    """Events and denominators of a period, and those in no category."""
    number = numbers_of(COVERAGE.address(found))
    fields = ("events", "events_outside", "denominator", "denominator_outside")
    return CoverageInPrint(
        is_complete=found.events_outside == found.denominator_outside == 0,
        **{field: number(field, whole(getattr(found, field))) for field in fields},
    )


def shown_split(found: Decomposition) -> SplitInPrint:
    """Kitagawa's decomposition; `can_be_given`: whether it exists."""
    number = numbers_of(DECOMPOSITIONS.address(found))
    fields = ("total", "composition", "rate")
    return SplitInPrint(
        period_from=found.period_from,
        period_to=found.period_to,
        can_be_given=math.isfinite(found.total),
        reason=found.reason,
        **{field: number(field, decimal(getattr(found, field), 2)) for field in fields},
    )


def _ends_over_time(page_inputs: PageInputs, breakdown: Breakdown, rows: pd.DataFrame) -> AnnualRates | None:
    """Chart in both widths and table of both ends of the breakdown over the single years."""
    single = rows[of_series(rows, windows=page_inputs.windows)]
    ends = [list(breakdown.categories)[place] for place in (0, -1)]
    series = [
        Series(
            breakdown.categories[end],
            [rate_of(row) for row in single[single["category"] == end].to_dict("records")],
            main=place == 0,
            name=f"categories/{breakdown.id}/{end}",
        )
        for place, end in enumerate(ends)
    ]
    return over_time(series, page_inputs.lettering) if single["last_year"].nunique() >= FEWEST_YEARS else None
