"""Test results for templates: verdicts unchanged, numbers rounded, with the addresses of their cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from typing import Any, TypedDict

from reporter.findings.change import CHANGES, SHARE_CHANGES, SIGNIFICANT, AnyChange, Change
from reporter.findings.detectable import DETECTABLE, Detectable
from reporter.findings.funnels import FUNNELS, Funnel
from reporter.findings.newest_runs import NEWEST_RUNS, SHARE_RUNS, AnyRun, NewestRun
from reporter.findings.rare_events import NetworkControlChart
from reporter.findings.targets import TARGETS, TargetCourse
from reporter.findings.trends import TRENDS, Trend
from reporter.findings.verdicts import VARIATION, Variation
from reporter.findings.withholding import WITHHOLDING, Withholding
from reporter.publication.addresses import address
from reporter.publication.periods import ends_of, label_of
from reporter.report.words.cells import sign_of
from reporter.report.words.in_print import (
    ChangeInPrint,
    ControlChartInPrint,
    ControlYear,
    DetectableInPrint,
    FunnelInPrint,
    NewestRunInPrint,
    TargetInPrint,
    TrendInPrint,
    VariationInPrint,
    WithholdingInPrint,
)
from reporter.report.words.numbers import Number, decimal, numbers_of, p_value, percent, whole


def change(found: AnyChange, decimals: int, said_as: str = "rate") -> ChangeInPrint:
    """The change from one year to the next, its rates rounded to `decimals` places."""
    sign = sign_of(said_as)
    number = numbers_of((CHANGES if isinstance(found, Change) else SHARE_CHANGES).address(found))
    return ChangeInPrint(
        said_as=said_as,
        direction=found.direction,
        period_from=found.period_from,
        period_to=found.period_to,
        value_from=number("value_from", decimal(found.value_from, decimals) + sign),
        value_to=number("value_to", decimal(found.value_to, decimals) + sign),
        **_effect(found, number, decimals),
        adjusted=bool(found.adjusted_p_value != found.p_value),
        alone=found.p_value < SIGNIFICANT,
    )


def newest_run(found: AnyRun, decimals: int, said_as: str = "rate") -> NewestRunInPrint:
    """The newest run of years, its rates rounded to `decimals` places."""
    number = numbers_of((NEWEST_RUNS if isinstance(found, NewestRun) else SHARE_RUNS).address(found))
    sign = sign_of(said_as)
    is_told = found.direction in ("rose", "fell")
    annual = abs(found.annual_percent_change) if is_told else found.annual_percent_change
    return NewestRunInPrint(
        said_as=said_as,
        direction=found.direction,
        period_from=label_of(found.first_year),
        period_to=label_of(found.last_year),
        value_from=number("value_from", decimal(found.value_from, decimals) + sign),
        value_to=number("value_to", decimal(found.value_to, decimals) + sign),
        **_effect(found, number, decimals),
        adjusted=bool(found.adjusted_p_value != found.p_value),
        alone=found.p_value < SIGNIFICANT,
        first_year=label_of(ends_of(found.first_year)[0]),
        last_year=label_of(ends_of(found.last_year)[1]),
        basis=found.basis,
        points=number("points", whole(found.points)),
        trend_direction=found.trend_direction,
        annual=number("annual_percent_change", percent(annual, 1)),
    )


class _Effect(TypedDict):
    """How the later of two values compares with the earlier: as a ratio, or as a difference."""

    ratio: Number | None
    difference: Number | None
    lower: Number
    upper: Number


def _effect(found: AnyChange | AnyRun, number: Callable[[str, str], Number], decimals: int) -> _Effect:
    name, places = ("rate_ratio", 2) if isinstance(found, Change | NewestRun) else ("difference", decimals)
    size = getattr(found, name)
    effect = number(name, decimal(size, places)) if math.isfinite(size) else None
    return {
        "ratio": effect if name == "rate_ratio" else None,
        "difference": effect if name == "difference" else None,
        "lower": number("lower_95", decimal(found.lower_95, places)),
        "upper": number("upper_95", decimal(found.upper_95, places)),
    }


def trend(found: Trend, said_as: str = "rate") -> TrendInPrint:
    """The trend over a run of years; `size` is its annual change without the sign."""
    number = numbers_of(TRENDS.address(found))
    return TrendInPrint(
        said_as=said_as,
        direction=found.direction,
        basis=found.basis,
        first_year=label_of(found.first_year),
        last_year=label_of(found.last_year),
        points=found.points,
        annual=number("annual_percent_change", percent(found.annual_percent_change, 1)),
        size=number("annual_percent_change", percent(abs(found.annual_percent_change), 1)),
        lower=number("lower_95", percent(found.lower_95, 1)),
        upper=number("upper_95", percent(found.upper_95, 1)),
        adjusted=bool(found.adjusted_p_value != found.p_value),
        alone=found.p_value < SIGNIFICANT,
        marker=found.marker,
        marker_reason=found.marker_reason,
    )


def target(found: TargetCourse, indicator: int, decimals: int, said_as: str = "rate") -> TargetInPrint:
    """The comparator against the target of the indicator at a place, rates rounded to `decimals` places."""
    number = numbers_of(TARGETS.address(found))

    def rate(column: str) -> Number:
        return number(column, decimal(getattr(found, column), decimals) + sign_of(said_as))

    return TargetInPrint(
        indicator=indicator,
        course=found.course,
        falls=found.to_value < found.from_value,
        from_year=str(found.from_year),
        to_year=str(found.to_year),
        first_year=str(found.first_year),
        last_year=str(found.last_year),
        judged_year=str(found.judged_year),
        from_value=rate("from_value"),
        to_value=rate("to_value"),
        value=rate("value"),
        line_value=rate("line_value"),
        judged_line=rate("judged_line"),
        projected=rate("projected") if math.isfinite(found.projected) else None,
        lower=rate("projected_lower_95"),
        upper=rate("projected_upper_95"),
    )


def variation(found: Variation, said_as: str = "rate") -> VariationInPrint:
    """How much areas of a level vary, and how many are marked."""
    number = numbers_of(VARIATION.address(found))
    return VariationInPrint(
        area_type=found.area_type,
        period=found.period,
        basis=found.basis,
        address=VARIATION.address(found),
        limits=number("limits", f"{found.limits:g}%"),
        can_mark=found.reason not in ("few areas", "withheld"),
        needs_all=found.reason == "withheld",
        said_as=said_as,
        allows=found.allows_for == "chance and variation",
        varies=found.p_value < SIGNIFICANT and found.tau2 > 0,
        **{name: number(name, whole(getattr(found, name))) for name in _COUNTS},
        expected_higher=number("expected_higher", _expected(found.expected_higher)),
        expected_lower=number("expected_lower", _expected(found.expected_lower)),
        **{name: number(name, decimal(getattr(found, name), 3)) for name in _TAU2},
        p_value=number("p_value", p_value(found.p_value)),
    )


_COUNTS = ("areas", "known_within", "higher", "lower")
_TAU2 = ("tau2", "tau2_lower", "tau2_upper")


def funnel(found: Funnel, decimals: int, said_as: str = "rate") -> FunnelInPrint:
    """Numbers of a funnel."""
    number = numbers_of(FUNNELS.address(found))
    return FunnelInPrint(
        area_type=found.area_type,
        period=found.period,
        basis=found.basis,
        target=number("target", decimal(found.target, decimals) + sign_of(said_as)),
        areas=number("points", whole(len(found.points))),
        not_drawn=number("not_drawn", whole(found.not_drawn)),
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
    """Detectable changes of a network in one period."""
    number = numbers_of(DETECTABLE.address(found))

    def distance(name: str) -> Number | None:
        fraction = getattr(found, name)
        return number(f"{name}_percent", percent(100 * fraction, 0)) if math.isfinite(fraction) else None

    return DetectableInPrint(
        period=found.period,
        denominator=number("denominator", whole(found.denominator)),
        above=distance("above"),
        below=distance("below"),
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
