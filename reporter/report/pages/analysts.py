"""Context of what the quality report tells analysts: reliability, ranks, large areas, marks by method."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reporter.findings.against_rest import AGAINST_REST
from reporter.findings.interval_coverage import COVERAGES
from reporter.findings.known_breaks import BROKEN_TRENDS, TREND_PARTS
from reporter.findings.schema import Schema
from reporter.findings.sensitivity import FALSE_MARKS, MARKS
from reporter.findings.underlying import RELIABILITY, UNDERLYING
from reporter.publication.periods import label_of
from reporter.report.contexts.analysts import AnalystRow, Analysts, FalseMarksInPrint, PartsOfTrend
from reporter.report.pages.page_inputs import PageInputs
from reporter.report.words.numbers import decimal, numbers_of, percent, small, whole

_COVERAGE = ("mean_95", "lowest_95", "mean_998", "lowest_998")
_DECIMALS = {
    "areas": 0,
    "areas_known": 0,
    "expected_rank": 0,
    "rank_lower_95": 0,
    "rank_upper_95": 0,
    "higher": 0,
    "lower": 0,
    "changed": 0,
    **dict.fromkeys(_COVERAGE, 3),
}
"""Decimal places of numbers other than two."""


def analysts(page_inputs: PageInputs) -> Analysts:
    """What the report tells analysts, of the headline indicator in the main period."""
    findings = page_inputs.findings
    levels = [level.area_type for level in reversed(page_inputs.publication.settings.levels)]
    network = page_inputs.publication.settings.network
    type_of = {area.code: area.type for area in page_inputs.areas.areas}
    ordered = page_inputs.by_name(page_inputs.areas.areas)
    place = {area.code: (levels.index(area.type), number) for number, area in enumerate(ordered)}
    reliability = sorted(
        _main(page_inputs, findings.reliability), key=lambda one: levels.index(one.area_type)
    )
    areas = sorted(_main(page_inputs, findings.underlying), key=lambda one: place[one.area_code])
    ranked = [one for one in areas if type_of[one.area_code] == network and one.areas_ranked]
    large = sorted(_main(page_inputs, findings.against_rest), key=lambda one: place[one.area_code])
    by_mix = dict.fromkeys(each.breakdown for each in findings.adjusted_for_mix)
    return Analysts(
        reliability=tuple(
            _row(RELIABILITY, one, one.area_type, ("areas", "areas_known", "lowest", "median", "highest"))
            for one in reliability
        ),
        underlying=tuple(_underlying(page_inputs, one) for one in ranked),
        against_rest=tuple(_row(AGAINST_REST, one, page_inputs.named(one.area_code), _REST) for one in large),
        coverage=tuple(
            _row(COVERAGES, one, one.area_type, ("areas", *_COVERAGE))
            for one in sorted(
                _main(page_inputs, findings.interval_coverage), key=lambda one: levels.index(one.area_type)
            )
        ),
        marks=tuple(
            _row(MARKS, one, one.method, ("higher", "lower", "changed"))
            for one in _main(page_inputs, findings.marks)
        ),
        false_marks=_false_marks(page_inputs),
        mix=tuple(page_inputs.breakdown_titles[breakdown] for breakdown in by_mix),
        trend=_trend(page_inputs),
    )


_REST = ("share", "value", "rest_value", "rate_ratio", "lower_95", "upper_95")
_UNDERLYING = (
    "reliability",
    "probability_above",
    "probability_far_above",
    "expected_rank",
    "rank_lower_95",
    "rank_upper_95",
)


def _main(page_inputs: PageInputs, found: Iterable[Any]) -> list[Any]:
    """The findings of the headline indicator in the main period."""
    wanted = (page_inputs.headline, page_inputs.findings.main_period, page_inputs.findings.main_basis)
    return [one for one in found if (one.indicator, one.period, one.basis) == wanted]


def _row(schema: Schema[Any], found: Any, head: str, columns: Iterable[str]) -> AnalystRow:
    cells = tuple(decimal(getattr(found, column), _DECIMALS.get(column, 2)) for column in columns)
    return AnalystRow(f"{schema.address(found)}/", head, cells)


def _underlying(page_inputs: PageInputs, found: Any) -> AnalystRow:
    """Reliability, probabilities and rank of a network."""
    return _row(UNDERLYING, found, page_inputs.named(found.area_code), _UNDERLYING)


def _false_marks(page_inputs: PageInputs) -> FalseMarksInPrint | None:
    """Expected numbers of networks marked by chance."""
    for found in _main(page_inputs, page_inputs.findings.false_marks):
        number = numbers_of(FALSE_MARKS.address(found))
        columns = ("nominal", "chance", "varying")
        return FalseMarksInPrint(
            areas=number("areas", whole(found.areas)),
            **{
                f"{column}_{level}": number(
                    f"{column}_{level}", small(getattr(found, f"{column}_{level}"), decimals)
                )
                for column in columns
                for level, decimals in (("95", 2), ("998", 3))
            },
        )
    return None


def _trend(page_inputs: PageInputs) -> PartsOfTrend | None:
    """The comparator's trend with known breaks, headline indicator."""
    findings = page_inputs.findings
    of = (page_inputs.headline, page_inputs.comparator.code)
    for found in findings.broken_trends:
        if (found.indicator, found.area_code) == of:
            number = numbers_of(BROKEN_TRENDS.address(found))
            return PartsOfTrend(
                first_year=label_of(found.first_year),
                last_year=label_of(found.last_year),
                average=number("annual_percent_change", percent(found.annual_percent_change, 1)),
                lower=number("lower_95", percent(found.lower_95, 1)),
                upper=number("upper_95", percent(found.upper_95, 1)),
                parts=tuple(
                    AnalystRow(
                        f"{TREND_PARTS.address(part)}/",
                        f"{label_of(part.first_year)} to {label_of(part.last_year)}",
                        tuple(
                            percent(value, 1)
                            for value in (part.annual_percent_change, part.lower_95, part.upper_95)
                        ),
                    )
                    for part in findings.trend_parts
                    if (part.indicator, part.area_code, part.basis) == (*of, found.basis)
                ),
            )
    return None
