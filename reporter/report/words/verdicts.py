"""Test results for templates: verdicts unchanged, numbers rounded, with the addresses of their cells."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

from reporter.findings.change import CHANGES, Change
from reporter.findings.detectable import DETECTABLE, Detectable
from reporter.findings.funnels import FUNNELS, Funnel
from reporter.findings.rare_events import NetworkControlChart
from reporter.findings.trends import TRENDS, Trend
from reporter.findings.withholding import WITHHOLDING, Withholding
from reporter.publication.addresses import address
from reporter.publication.periods import label_of
from reporter.report.words.in_print import (
    ChangeInPrint,
    ControlChartInPrint,
    ControlYear,
    DetectableInPrint,
    FunnelInPrint,
    TrendInPrint,
    WithholdingInPrint,
)
from reporter.report.words.numbers import decimal, numbers_of, p_value, percent, whole


def change(found: Change, decimals: int) -> ChangeInPrint:
    """The change from one year to the next, its rates rounded to `decimals` places."""
    number = numbers_of(CHANGES.address(found))
    return ChangeInPrint(
        direction=found.direction,
        period_from=found.period_from,
        period_to=found.period_to,
        value_from=number("value_from", decimal(found.value_from, decimals)),
        value_to=number("value_to", decimal(found.value_to, decimals)),
        ratio=number("rate_ratio", decimal(found.rate_ratio, 2)) if math.isfinite(found.rate_ratio) else None,
        lower=number("lower_95", decimal(found.lower_95, 2)),
        upper=number("upper_95", decimal(found.upper_95, 2)),
        p_value=number("adjusted_p_value", p_value(found.adjusted_p_value)),
        adjusted=bool(found.adjusted_p_value != found.p_value),
    )


def trend(found: Trend) -> TrendInPrint:
    """The trend over a run of years; `size` is its annual change without the sign."""
    number = numbers_of(TRENDS.address(found))
    return TrendInPrint(
        direction=found.direction,
        basis=found.basis,
        first_year=label_of(found.first_year),
        last_year=label_of(found.last_year),
        points=found.points,
        annual=number("annual_percent_change", percent(found.annual_percent_change, 1)),
        size=number("annual_percent_change", percent(abs(found.annual_percent_change), 1)),
        lower=number("lower_95", percent(found.lower_95, 1)),
        upper=number("upper_95", percent(found.upper_95, 1)),
        p_value=number("p_value", p_value(found.p_value)),
        adjusted_p_value=number("adjusted_p_value", p_value(found.adjusted_p_value)),
        exact_p_value=number("exact_p_value", p_value(found.exact_p_value)),
        dispersion=number("dispersion", decimal(found.dispersion, 1)),
        adjusted=bool(found.adjusted_p_value != found.p_value),
        marker=found.marker,
        marker_reason=found.marker_reason,
    )


def funnel(found: Funnel, decimals: int) -> FunnelInPrint:
    """Numbers of a funnel; `is_adjusted` says whether it allows for variance between areas."""
    number = numbers_of(FUNNELS.address(found))
    inside = ("similar", "not compared")
    outside, adjusted_outside = (
        sum(flag not in inside for flag in found.points[name].tolist())
        for name in ("comparison", "adjusted_comparison")
    )
    return FunnelInPrint(
        area_type=found.area_type,
        period=found.period,
        basis=found.basis,
        target=number("target", decimal(found.target, decimals)),
        areas=number("points", whole(len(found.points))),
        not_drawn=number("not_drawn", whole(found.not_drawn)),
        phi=number("phi", decimal(found.phi, 1)),
        calibrated_phi=number("calibrated_phi", decimal(found.calibrated_phi, 1)),
        dispersion_level=found.dispersion_level,
        is_adjusted=bool(found.tau2 > 0),
        can_adjust=math.isfinite(found.tau2),
        outside=number("outside", whole(found.outside)),
        outside_95=number("outside_95", whole(outside)),
        adjusted_outside=number("adjusted_outside", whole(found.adjusted_outside)),
        adjusted_outside_95=number("adjusted_outside_95", whole(adjusted_outside)),
        expected_false_flags=number("expected_false_flags", _expected(found.expected_false_flags)),
        expected_false_flags_95=number("expected_false_flags_95", _expected(len(found.points) * 0.05)),
    )


def _expected(number: float) -> str:
    """An expected number of areas: whole from 1, one decimal place below, two where that would be 0.0."""
    return decimal(number, 0 if number >= 1 else 1 if number >= 0.05 else 2)


def control_chart(found: NetworkControlChart, decimals: int) -> ControlChartInPrint:
    """A control chart: its mean, the years outside the limits, a row per year."""
    number = numbers_of(address("control_charts", found.indicator, found.area_code))
    points = found.points.to_dict("records")

    def year(row: dict[Hashable, Any]) -> ControlYear:
        rate, lower, upper = (
            number(address(row["period"], column), decimal(row[column], decimals))
            for column in ("rate", "lower", "upper")
        )
        return ControlYear(row["period"], bool(row["flag"] != 0), rate, lower, upper)

    return ControlChartInPrint(
        first_year=label_of(found.first_year),
        last_year=label_of(found.last_year),
        basis=found.basis,
        centre=number("centre", decimal(found.centre, decimals)),
        outside=number("outside", whole(found.outside)),
        years=number("points", whole(len(points))),
        names=tuple(str(row["period"]) for row in points if row["flag"] != 0),
        rows=tuple(map(year, points)),
    )


def detectable(found: Detectable) -> DetectableInPrint:
    """Detectable changes of a network, in per cent."""
    number = numbers_of(DETECTABLE.address(found))
    return DetectableInPrint(
        denominator=number("denominator", whole(found.denominator)),
        pool_years=number("pool_years", whole(found.pool_years)),
        one_year=number("detectable_one_year_percent", percent(100 * found.detectable_one_year, 0)),
        pooled=number("detectable_pooled_percent", percent(100 * found.detectable_pooled, 0)),
        can_be_given=math.isfinite(found.detectable_one_year) and math.isfinite(found.detectable_pooled),
    )


def withholding(found: Withholding) -> WithholdingInPrint:
    """Cells of a level and period that are withheld, have no denominator or no rate, or are marked."""
    number = numbers_of(WITHHOLDING.address(found))
    fields = ("cells", "withheld", "denominators_withheld", "rate_withheld", "unreliable")
    return WithholdingInPrint(
        area_type=found.area_type,
        period=found.period,
        **{field: number(field, whole(getattr(found, field))) for field in fields},
        withheld_percent=number("withheld_percent", percent(100 * found.withheld / found.cells, 0)),
    )
