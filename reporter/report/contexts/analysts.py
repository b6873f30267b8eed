"""Context of what the quality report tells analysts, and no page for readers."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.report.words.numbers import Number


@dataclass(frozen=True, slots=True)
class AnalystRow:
    """A row of a table: `of` starts the addresses of its cells; its name, level or method; its numbers."""

    of: str
    head: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseMarksInPrint:
    """Expected numbers of networks marked though none is unusual, at 95% and at 99.8%."""

    areas: Number
    nominal_95: Number
    chance_95: Number
    varying_95: Number
    nominal_998: Number
    chance_998: Number
    varying_998: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsOfTrend:
    """The average annual change of an area, headline indicator, and the change between known breaks."""

    first_year: str
    last_year: str
    average: Number
    lower: Number
    upper: Number
    parts: tuple[AnalystRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysts:
    """What the report tells analysts, of the headline indicator in the main period.

    Attributes:
        reliability: a row a level, `head` its area type.
        underlying: a row a network, in alphabetical order; empty where networks are not ranked.
        against_rest: a row a large area, level by level from the largest, in alphabetical order.
        coverage: a row a level that has any.
        marks: a row a way to draw limits.
        false_marks: None where no limits allow for variation.
        mix: the breakdowns by which rates are adjusted, in words.
        trend: the comparator's trend with known breaks, if there is one.
    """

    reliability: tuple[AnalystRow, ...]
    underlying: tuple[AnalystRow, ...]
    against_rest: tuple[AnalystRow, ...]
    coverage: tuple[AnalystRow, ...]
    marks: tuple[AnalystRow, ...]
    false_marks: FalseMarksInPrint | None
    mix: tuple[str, ...]
    trend: PartsOfTrend | None
