"""Inputs of an edition's pages: settings, areas and findings, with look-ups in forms for templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reporter.findings import Findings
from reporter.findings.change import AnyChange
from reporter.findings.funnels import Funnel
from reporter.findings.newest_runs import AnyRun
from reporter.findings.trends import Trend
from reporter.findings.verdicts import Variation
from reporter.findings.vocabulary import EVERYONE
from reporter.publication.areas import Area, Areas
from reporter.publication.loading import Publication
from reporter.publication.paths import AREA_PAGES, NETWORK_PAGES
from reporter.publication.release import ReleaseState
from reporter.publication.settings import Level
from reporter.report.charts import funnel
from reporter.report.charts.funnel import FunnelDrawing
from reporter.report.charts.lettering import Lettering
from reporter.report.charts.ranges import Ranges
from reporter.report.charts.typeface import lettering
from reporter.report.contexts.about_place import KeyFigures, UnbrokenRun
from reporter.report.contexts.area import AreaInPrint
from reporter.report.contexts.imprint import Imprint
from reporter.report.contexts.tables import LevelTable, RateTable, TableRow
from reporter.report.fields import fields_of
from reporter.report.marks.text import area_name, marked
from reporter.report.pages import imprint
from reporter.report.words import catalogue, verdicts
from reporter.report.words.cells import Rate, Rates, shown
from reporter.report.words.in_print import (
    ChangeInPrint,
    MarkedAreas,
    NewestRunInPrint,
    RateRow,
    TrendInPrint,
    VariationInPrint,
)
from reporter.report.words.names import printed_names
from reporter.report.words.rules import RulesInWords, rules_of

PROSE_DECIMALS = 1
"""Decimal places of a rate in sentences, on charts, and in tables of small areas."""
TABLE_DECIMALS = 2
"""Decimal places of a rate in tables of networks and larger areas."""


@dataclass(frozen=True)
class PageInputs:
    """Inputs of all pages; they are behind the gate, so no withheld number is in them.

    Attributes:
        publication: settings and indicators.
        areas: the areas.
        findings: its findings.
        release_state: released or not, and the editions that this one supersedes.
    """

    publication: Publication
    areas: Areas
    findings: Findings
    release_state: ReleaseState

    @cached_property
    def rates(self) -> Rates:
        """The table of rates, by key."""
        rates = self.findings.rates
        polarity = {each.id: each.polarity for each in self.publication.indicators}
        of = rates["indicator"]
        table = rates.assign(said_as=of.map(self.said_as), polarity=of.map(polarity))
        return Rates(table, windows=self.windows)

    @property
    def windows(self) -> bool:
        """Whether the source has counted several steps together."""
        return self.publication.main_block.is_of_windows

    @cached_property
    def areas_by_category(self) -> set[str]:
        """Codes of the areas that have rates by category."""
        return set(self.findings.by_category["area_code"].tolist())

    @cached_property
    def imprint(self) -> Imprint:
        """Context common to all pages."""
        return imprint.imprint(self.publication, self.areas, self.release_state, self._words)

    @cached_property
    def lettering(self) -> Lettering:
        """The fonts of the templates, for measuring labels of charts."""
        return lettering(self.publication.templates)

    @property
    def headline(self) -> str:
        """Id of the headline indicator."""
        return self.publication.headline.id

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids of all indicators, the headline first."""
        return tuple(indicator.id for indicator in self.publication.indicators)

    @cached_property
    def said_as(self) -> dict[str, str]:
        """The kind of each indicator as words have it."""
        return {each.id: each.said_as for each in self.publication.indicators}

    @property
    def network_type(self) -> str:
        """Area type of the networks."""
        return self.publication.settings.network

    @property
    def comparator(self) -> Area:
        """The area that others are compared with."""
        return self.areas[self.publication.settings.comparator]

    @cached_property
    def networks(self) -> tuple[Area, ...]:
        """The networks, by short name."""
        return self.by_name(self.areas.of_type(self.network_type))

    @cached_property
    def lower_levels(self) -> tuple[Level, ...]:
        """Levels below the networks, smallest first."""
        levels = self.publication.settings.levels
        return levels[: [level.area_type for level in levels].index(self.network_type)]

    @cached_property
    def upper_levels(self) -> tuple[Level, ...]:
        """Levels between the networks and the comparator, smallest first."""
        levels = self.publication.settings.levels
        start = [level.area_type for level in levels].index(self.network_type) + 1
        return tuple(level for level in levels[start:] if level.area_type != self.comparator.type)

    @cached_property
    def page_areas(self) -> tuple[Area, ...]:
        """Areas with a page of their own that are neither a network nor the comparator, level by level."""
        return tuple(
            area
            for level in self.publication.settings.levels
            if level.area_pages and level.area_type != self.network_type
            for area in self.by_name(self.areas.of_type(level.area_type))
            if area.code != self.comparator.code
        )

    def folder(self, area_type: str) -> str:
        """The folder of the pages of a level's areas; empty where they have none."""
        if area_type == self.network_type:
            return NETWORK_PAGES
        return AREA_PAGES if area_type in {area.type for area in self.page_areas} else ""

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of all areas as printed, by code."""
        return printed_names(self.areas, self.publication.settings.levels)

    def named(self, code: str) -> str:
        """The printed name of an area, marked as a name."""
        return area_name(code, self.names[code])

    def in_print(self, area: Area) -> AreaInPrint:
        """An area as pages have it."""
        opened, closed = (
            self._words.day(day.day, day.month, day.year) if day else ""
            for day in (area.valid_from, area.valid_to)
        )
        return AreaInPrint(
            area.code, area_name(area.code, area.name), self.named(area.code), area.type, opened, closed
        )

    @cached_property
    def titles(self) -> dict[str, str]:
        """Titles of all indicators, marked as names, by id."""
        return {each.id: each.title for each in self.imprint.indicators}

    @cached_property
    def breakdown_titles(self) -> dict[str, str]:
        """Titles of all breakdowns, marked as names, by id."""
        return {
            each.id: marked(each.title, "name", f"breakdowns/{each.id}")
            for each in self.publication.settings.breakdowns
        }

    def by_name(self, areas: Iterable[Area]) -> tuple[Area, ...]:
        """The areas in the order of their short names."""
        return tuple(sorted(areas, key=lambda area: self.names[area.code]))

    def rate(self, indicator: str, area_code: str, period: str | None = None) -> Rate | None:
        """Rate on the main basis; of the main period unless `period` is given."""
        return self.rates.get(
            indicator, area_code, period or self.findings.main_period, self.findings.main_basis
        )

    def cell(self, indicator: str, area_code: str, period: str | None = None) -> RateRow | None:
        """The same rate as a row for sentences."""
        rate = self.rate(indicator, area_code, period)
        return None if rate is None else shown(rate, PROSE_DECIMALS)

    def change(self, indicator: str, area_code: str) -> ChangeInPrint | None:
        """The latest change of one area; None where the edition has none."""
        found: AnyChange | None = self._changes.get((indicator, area_code))
        return None if found is None else verdicts.change(found, PROSE_DECIMALS, self.said_as[indicator])

    def newest_run(self, indicator: str, area_code: str) -> NewestRunInPrint | None:
        """The newest run of years of one area; None where it is shorter than three."""
        found: AnyRun | None = self._newest_runs.get((indicator, area_code))
        return None if found is None else verdicts.newest_run(found, PROSE_DECIMALS, self.said_as[indicator])

    def unbroken_run(self, indicator: str, area_code: str) -> UnbrokenRun | None:
        """A longer run of one area by the sums over a breakdown; None where there is none."""
        for found in self.findings.newest_runs:
            if (found.indicator, found.area_code) == (indicator, area_code) and found.breakdown != EVERYONE:
                run = verdicts.newest_run(found, PROSE_DECIMALS, self.said_as[indicator])
                return UnbrokenRun(run, self.breakdown_titles[found.breakdown])
        return None

    def variation(self, indicator: str, area_type: str) -> VariationInPrint | None:
        """How much areas of a level vary in the main period; None where none has a verdict."""
        found: Variation | None = self._variation.get((indicator, area_type))
        return None if found is None else verdicts.variation(found, self.said_as[indicator])

    def marked(self, indicator: str) -> tuple[MarkedAreas, ...]:
        """The marked areas of each level in the main period: networks, then larger areas, then smaller."""
        levels = [self.network_type, *(level.area_type for level in (*self.upper_levels, *self.lower_levels))]
        return tuple(
            MarkedAreas(
                **fields_of(found),
                names_higher=self._marked_names(indicator, level, "higher"),
                names_lower=self._marked_names(indicator, level, "lower"),
            )
            for level in levels
            if (found := self.variation(indicator, level)) is not None
        )

    def _marked_names(self, indicator: str, area_type: str, word: str) -> tuple[str, ...]:
        """The names of areas of a level whose verdict has a word, in the order of their names."""
        return tuple(
            self.named(area.code)
            for area in self.by_name(self.areas.of_type(area_type))
            if (rate := self.rate(indicator, area.code)) is not None and word in rate.verdict
        )

    def trend(self, indicator: str, area_code: str) -> TrendInPrint | None:
        """The trend of one area; None where the edition has none."""
        found: Trend | None = self._trends.get((indicator, area_code))
        return None if found is None else verdicts.trend(found, self.said_as[indicator])

    def key_figures(self, indicator: str, area_code: str) -> KeyFigures:
        """Figures for sentences about one area: its rates, their change and trend."""
        return KeyFigures(
            latest=self.cell(indicator, area_code, self.findings.latest_year),
            main=self.cell(indicator, area_code),
            run=self.newest_run(indicator, area_code),
            unbroken=self.unbroken_run(indicator, area_code),
            change=self.change(indicator, area_code),
            trend=self.trend(indicator, area_code),
        )

    def funnel(self, indicator: str) -> Funnel | None:
        """The funnel of the networks."""
        return next((found for found in self.findings.funnels if found.indicator == indicator), None)

    @cached_property
    def headline_funnel(self) -> dict[str, FunnelDrawing]:
        """The headline indicator's funnel on a wide and a narrow canvas, empty where there is none."""
        found = self.funnel(self.headline)
        if found is None:
            return {}
        return {
            size: FunnelDrawing(
                found,
                self.names,
                replace(canvas, lettering=self.lettering),
                said_as=self.said_as[self.headline],
            )
            for size, canvas in (("wide", funnel.WIDE), ("narrow", funnel.NARROW))
        }

    @cached_property
    def network_rows(self) -> tuple[TableRow, ...]:
        """The headline indicator's rates of all networks in the main period."""
        return self.rows(self.headline, [area.code for area in self.networks], TABLE_DECIMALS).rows

    @cached_property
    def rules(self) -> RulesInWords:
        """The rules for small numbers in words."""
        return rules_of(self.publication, self.areas, self.findings.rules, self._words)

    @cached_property
    def _words(self) -> catalogue.Words:
        return catalogue.words(self.publication.templates)

    @cached_property
    def _changes(self) -> dict[tuple[str, str], AnyChange]:
        return {(found.indicator, found.area_code): found for found in self.findings.changes}

    @cached_property
    def _newest_runs(self) -> dict[tuple[str, str], AnyRun]:
        return {
            (found.indicator, found.area_code): found
            for found in self.findings.newest_runs
            if found.breakdown == EVERYONE
        }

    @cached_property
    def _variation(self) -> dict[tuple[str, str], Variation]:
        main = (self.findings.main_period, self.findings.main_basis)
        return {
            (found.indicator, found.area_type): found
            for found in self.findings.variation
            if (found.period, found.basis) == main
        }

    @cached_property
    def _trends(self) -> dict[tuple[str, str], Trend]:
        return {(found.indicator, found.area_code): found for found in self.findings.trends}

    def rows(
        self,
        indicator: str,
        area_codes: Sequence[str],
        decimals: int,
        last: Sequence[str] = (),
        ranges: Ranges | None = None,
    ) -> RateTable:
        """A table of the main period: one row an area, its interval drawn on a scale that the rows share.

        Args:
            indicator: the indicator.
            area_codes: areas in the order of their rows; those without a cell are left out.
            decimals: decimal places of the rates.
            last: areas whose rows follow, set apart, such as the comparator's.
            ranges: the scale of the intervals, where several tables share one.
        """
        rates = {
            code: rate for code in (*area_codes, *last) if (rate := self.rate(indicator, code)) is not None
        }
        target = self.rate(indicator, self.comparator.code)
        if self.said_as[indicator] == "count":
            # Counts of smaller areas vanish on the scale of larger ones, and are not compared with theirs.
            target, ranges = None, ranges or Ranges(rates[code] for code in area_codes if code in rates)
        ranges = ranges or Ranges(rates.values())

        def row(code: str) -> TableRow:
            rate = rates[code]
            return TableRow(**fields_of(shown(rate, decimals)), name=self.named(code), range=ranges.of(rate))

        return RateTable(
            rows=tuple(row(code) for code in area_codes if code in rates),
            last=tuple(row(code) for code in last if code in rates),
            target_line=ranges.line(target.value) if target else None,
            from_zero=ranges.from_zero,
        )

    def level_table(
        self, level: Level, areas: Iterable[Area], decimals: int, last: Sequence[str]
    ) -> LevelTable:
        """The headline indicator's table of some areas of a level, by name, with the folder of their pages.

        Args:
            level: the level.
            areas: the areas, in any order.
            decimals: decimal places of the rates.
            last: areas whose rows follow, set apart.
        """
        table = self.rows(self.headline, [area.code for area in self.by_name(areas)], decimals, last)
        return LevelTable(
            **fields_of(table),
            level=self.imprint.levels[level.area_type],
            folder=self.folder(level.area_type),
        )
