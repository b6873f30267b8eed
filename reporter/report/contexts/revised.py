"""Revisions of figures of an earlier edition."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.report.contexts.imprint import Day
from reporter.report.words.numbers import Number


@dataclass(frozen=True, slots=True)
class RevisedLevel:
    """Numbers of differing cells of an indicator and level, by kind of difference."""

    indicator: str
    area_type: str
    cells_of: str
    compared: str
    revised: str
    newly_withheld: str
    newly_released: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisedCell:
    """The comparator's numbers in both editions; None where one is not given or now withheld."""

    period: str
    basis: str
    cells_of: str
    numerator_before: str | None
    numerator_after: str | None
    denominator_before: str | None
    denominator_after: str | None
    value_before: str | None
    value_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionsInPrint:
    """Differences from one earlier edition.

    Attributes:
        title, edition, time, corrections: the earlier edition; no time where its manifest states none.
        compared, differing: number of the cells in both editions, and of those that differ.
        any: whether any differs.
        rows: differing cells by indicator and level.
        comparator_rows: those of the comparator.
    """

    title: str
    edition: str
    time: Day | None
    corrections: int
    is_this_edition: bool
    compared: str
    differing: Number
    any: bool
    rows: tuple[RevisedLevel, ...]
    comparator_rows: tuple[RevisedCell, ...]
