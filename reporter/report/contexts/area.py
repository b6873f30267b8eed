"""Contexts of the page of an area and of a network's briefing."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.report.charts.drawings import ControlChart, FunnelChart
from reporter.report.contexts.about_place import PlaceContext
from reporter.report.contexts.tables import LevelTable, RateTable, TableRow, YearsTable
from reporter.report.words.in_print import (
    ControlChartInPrint,
    DetectableInPrint,
    FunnelInPrint,
    MarkedAreas,
    RateRow,
    TrendInPrint,
    VariationInPrint,
)
from reporter.report.words.rules import RulesInWords


@dataclass(frozen=True, slots=True)
class AreaInPrint:
    """An area by code, name, short name and type, and the days on which it opened and closed, if it did."""

    code: str
    name: str
    short: str
    type: str
    opened: str
    closed: str


@dataclass(frozen=True, slots=True)
class PageOfArea:
    """The page of a larger area: its short name, and the page's path in the edition."""

    name: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingFunnel(FunnelInPrint):
    """The funnel with a network highlighted, in both widths, and its table; empty if networks are many.

    marked: the networks that are marked.
    """

    is_drawn: bool
    wide: FunnelChart
    narrow: FunnelChart
    marked: MarkedAreas
    table: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnControlChart(ControlChartInPrint):
    """A control chart in both widths."""

    wide: ControlChart
    narrow: ControlChart


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutArea(PlaceContext):
    """Context that the page of an area and a briefing share.

    Attributes:
        part_of: larger areas that have a page, nearest first.
        target: the comparator's rate in the main period.
        variation: how much the areas of its level vary, for each indicator.
        indicator_rows: for each indicator, rates of the area, of larger ones and of the comparator.
    """

    area: AreaInPrint
    part_of: tuple[PageOfArea, ...]
    target: RateRow | None
    variation: tuple[VariationInPrint | None, ...]
    comparator_trend: TrendInPrint | None
    indicator_rows: tuple[RateTable, ...]
    rules: RulesInWords


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaContext(AboutArea):
    """Context of the page of an area, with tables of smaller areas; it has no charts but that over time."""

    lower_levels: tuple[LevelTable, ...]
    funnel: None = None
    control: None = None
    detectable: tuple[()] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingContext(AboutArea):
    """Context of a network's briefing, with tables of smaller areas and their single years."""

    lower_levels: tuple[YearsTable, ...]
    funnel: BriefingFunnel | None
    control: DrawnControlChart | None
    detectable: tuple[DetectableInPrint, ...]
