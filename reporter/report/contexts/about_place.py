"""Figures about one area, which the national page and the pages of areas share."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.report.contexts.context import PageContext
from reporter.report.contexts.imprint import Place
from reporter.report.contexts.inequalities import InequalityPart
from reporter.report.contexts.tables import AnnualRates
from reporter.report.words.in_print import ChangeInPrint, NewestRunInPrint, RateRow, TrendInPrint


@dataclass(frozen=True, slots=True)
class UnbrokenRun:
    """A run of years by the sums over a breakdown's categories, and the breakdown in words."""

    run: NewestRunInPrint
    breakdown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """Figures for sentences: rates of the latest year and the main period, newest run, change, trend."""

    latest: RateRow | None
    main: RateRow | None
    run: NewestRunInPrint | None
    unbroken: UnbrokenRun | None
    change: ChangeInPrint | None
    trend: TrendInPrint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceContext(PageContext):
    """Context of a page about an area: its key figures, its annual rates, and its rates by category."""

    latest: RateRow | None
    main: RateRow | None
    run: NewestRunInPrint | None
    unbroken: UnbrokenRun | None
    change: ChangeInPrint | None
    trend: TrendInPrint | None
    annual: AnnualRates | None
    inequalities: tuple[InequalityPart, ...]
    inequalities_of: Place
