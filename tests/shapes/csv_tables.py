"""The CSV files of an edition, read without the product."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from reporter.findings import main_period
from reporter.publication.addresses import parts_of
from reporter.publication.areas import Area
from reporter.publication.loading import Publication
from reporter.publication.periods import period_of
from tests.shapes.said import SaidPage

Row = Mapping[str, str]


def _above(code: str, areas: list[Row]) -> Iterator[str]:
    """Codes of the areas that hold an area."""
    parents = {row["area_code"]: row["parent_code"].split(";") for row in areas}
    for parent in filter(None, map(str.strip, parents.get(code, []))):
        yield parent
        yield from _above(parent, areas)


class Tables:
    """The CSV files of an edition, with what its settings name.

    Args:
        files: the edition.
        publication: its settings.
        areas: its areas, of which only when they existed is looked at.
    """

    def __init__(
        self, files: Mapping[str, bytes], publication: Publication, areas: Iterable[Area] = ()
    ) -> None:
        self._files = files
        self.days = {area.code: (area.valid_from, area.valid_to) for area in areas}
        self.headline = publication.indicators[0].id
        self.comparator = publication.settings.comparator
        self.network = publication.settings.network
        types = [level.area_type for level in publication.settings.levels]
        self.from_networks_up = types[types.index(self.network) :]
        self.targets = {each.id: each.target for each in publication.indicators if each.target is not None}
        self.latest, self.basis = publication.main_block.last, publication.main_block.basis
        period = main_period(publication)[0]
        self.main = period.label, period.basis
        self.not_judged = {self.comparator, *_above(self.comparator, self.rows("areas"))}
        self.measures = {each.id: each.measure for each in publication.indicators}
        self.polarities = {each.id: each.polarity for each in publication.indicators}
        self.alone = {name for name, measure in self.measures.items() if measure == "count"}
        self.not_over_time = {each.id for each in publication.indicators if not each.compares_years}
        self.acknowledged = publication.settings.checks.acknowledged

    def existed(self, code: str, year: int) -> bool:
        """Whether an area existed in some of a calendar year."""
        opened, closed = self.days.get(code, (None, None))
        return (opened is None or opened.year <= year) and (closed is None or closed.year >= year)

    def rows(self, name: str, **wanted: str) -> list[Row]:
        """The rows of a table with some values."""
        if name not in self._read:
            text = self._files.get(f"tables/{name}.csv", b"").decode()
            self._read[name] = list(csv.DictReader(io.StringIO(text, newline="")))
        return [row for row in self._read[name] if all(row[key] == value for key, value in wanted.items())]

    @cached_property
    def _read(self) -> dict[str, list[Row]]:
        return {}

    @cached_property
    def counts(self) -> list[Row]:
        """Every count: rows of rates and of rates by category."""
        return [*self.rows("rates"), *self.rows("rates-by-category")]

    @cached_property
    def annual(self) -> list[Row]:
        """The headline indicator's rates of single years."""
        return [row for row in self.rows("rates", indicator=self.headline) if is_single(row)]

    @cached_property
    def funnel(self) -> Row | None:
        """The networks' funnel of the headline indicator."""
        found = self.rows("funnels", indicator=self.headline, area_type=self.network)
        return found[0] if found else None

    @cached_property
    def main_variation(self) -> list[Row]:
        """The rows of variation in the main period."""
        return [row for row in self.rows("variation") if (row["period"], row["basis"]) == self.main]

    def cell(self, address: str) -> Row | None:
        """The row of a cell of a table of rates."""
        table, *key, _ = parts_of(address)
        names = ("indicator", "area_code", "period", "basis")
        found = self.rows(table, **dict(zip(names, key, strict=True))) if len(key) == len(names) else []
        return found[0] if found else None

    def area_of(self, page: SaidPage) -> str:
        """The area that a page is about."""
        return page.area or self.comparator


def steps_of(row: Row) -> range:
    """The steps of a row's period, as numbers in order."""
    period = period_of(row["period"], row["basis"])
    assert period is not None
    return range(period.first_year, period.last_year + 1)


def is_single(row: Row) -> bool:
    """Whether a row is of a single year or other step."""
    return len(steps_of(row)) == 1
