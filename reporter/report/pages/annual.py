"""Annual rates as a chart and as a table of the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reporter.report.charts import trend
from reporter.report.charts.lettering import Lettering
from reporter.report.charts.trend import Series, trend_chart
from reporter.report.contexts.tables import AnnualRates, AnnualRow
from reporter.report.pages.page_inputs import PROSE_DECIMALS, PageInputs
from reporter.report.words.cells import in_time, shown


def annual(page_inputs: PageInputs, lines: Sequence[tuple[str, str, str, str]]) -> AnnualRates | None:
    """A trend chart in both widths and its table; None where no rate is given.

    Args:
        page_inputs: inputs of the edition's pages.
        lines: indicator, area code, label of each line, and address of what that names; the main line first.
    """
    series = [
        Series(label, page_inputs.rates.annual(indicator, area_code), place == 0, address)
        for place, (indicator, area_code, label, address) in enumerate(dict.fromkeys(lines))
    ]
    return over_time([one for one in series if one.main or one.rates], page_inputs.lettering)


def over_time(series: Sequence[Series], lettering: Lettering) -> AnnualRates | None:
    """Chart in both widths and table of annual rates; None where the main line has no year."""
    if not any(one.rates for one in series if one.main):
        return None
    wide, narrow = (
        trend_chart(series, replace(canvas, lettering=lettering)) for canvas in (trend.WIDE, trend.NARROW)
    )
    if wide is None or narrow is None:
        return None
    return AnnualRates(wide, narrow, tuple(one.marked_label for one in series), _by_year(series))


def _by_year(series: Sequence[Series]) -> tuple[AnnualRow, ...]:
    """Table of the chart's rates, by year."""
    by_year = [{in_time(rate): rate for rate in one.rates} for one in series]
    periods = {key: rate.period for rates in by_year for key, rate in rates.items()}
    return tuple(
        AnnualRow(
            period,
            key[-1],
            tuple(shown(rates[key], PROSE_DECIMALS) if key in rates else None for rates in by_year),
        )
        for key, period in sorted(periods.items())
    )
