"""Context of the national publication."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.publication.settings import Level
from reporter.report.charts.drawings import FunnelChart, TileMap
from reporter.report.contexts.about_place import KeyFigures, PlaceContext
from reporter.report.contexts.revised import RevisionsInPrint
from reporter.report.contexts.tables import LevelTable, RateTable
from reporter.report.words.in_print import FunnelInPrint, MarkedAreas, RateRow, WithholdingInPrint
from reporter.report.words.numbers import Number
from reporter.report.words.rules import RulesInWords


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalFunnel(FunnelInPrint):
    """The funnel in both widths."""

    wide: FunnelChart
    narrow: FunnelChart


@dataclass(frozen=True, slots=True)
class PartsOfNetwork:
    """A network with the names of its areas of one level."""

    code: str
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The areas of a level, by network."""

    level: Level
    networks: tuple[PartsOfNetwork, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherIndicator(KeyFigures):
    """Key figures of an indicator other than the headline indicator, and the marked areas of each level."""

    id: str
    marked: tuple[MarkedAreas, ...]


@dataclass(frozen=True, slots=True)
class IndicatorsRow:
    """An area's rates, one for each indicator."""

    name: str
    code: str
    cells: tuple[RateRow | None, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The other indicators, and a table of all indicators for areas above networks."""

    indicators: tuple[OtherIndicator, ...]
    rows: tuple[IndicatorsRow, ...]


@dataclass(frozen=True, slots=True)
class NationalWithholding:
    """Withheld cells: by level for the headline indicator, and in all; `any`: whether there are any."""

    rules: RulesInWords
    rows: tuple[WithholdingInPrint, ...]
    total_cells: Number
    total_withheld: Number
    total_denominators: Number
    denominators: str
    any: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalContext(PlaceContext):
    """Context of the national publication.

    Attributes:
        marked: the headline indicator's marked areas, level by level, networks first.
        networks: rates of the networks in the main period.
        tiles: map of the networks; None where they have no tiles.
        upper_levels: tables of the levels between networks and comparator.
        places: areas below the networks, level by level.
    """

    funnel: NationalFunnel | None
    marked: tuple[MarkedAreas, ...]
    networks: RateTable
    tiles: TileMap | None
    upper_levels: tuple[LevelTable, ...]
    places: tuple[Places, ...]
    parts: Parts
    withholding: NationalWithholding
    revisions: tuple[RevisionsInPrint, ...]
    revision_policy: str | None
