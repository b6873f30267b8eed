"""The data dictionary: the words of every table and column, from the template `workbook/dictionary.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from pydantic import Field

from reporter.errors import RenderError
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator, Record, Text
from reporter.publication.loading import Publication
from reporter.report.tables.model import Column, Kind, Table, rows_of
from reporter.report.words.catalogue import fill

FILE = "workbook/dictionary.toml"
"""Where the dictionary stands in the templates."""


class ColumnEntry(Record):
    """The words and the form of one column."""

    title: Text
    """Heading for readers."""
    description: Text
    """One or two sentences."""
    kind: Kind
    """What the column holds."""
    decimals: int = Field(default=0, ge=0)
    """Decimal places that the workbook shows."""
    unit: Text | None = None
    """Unit of the numbers."""


class TableEntry(Record):
    """The words and the key of one table."""

    title: Text
    """Title for readers."""
    description: tuple[Text, ...] = Field(min_length=1)
    """Sentences that say what the table holds."""
    key: tuple[Text, ...] = Field(min_length=1)
    """Names of the columns that name a row."""
    columns: dict[str, ColumnEntry] = Field(default_factory=dict)
    """Columns of this table that have words of their own."""


class Dictionary(Record):
    """All entries."""

    format_note: Text
    """What a reader of the CSV files must know of their form."""
    rate_unit: Text
    """Unit of a rate, with {multiplier} and {denominator}."""
    several: dict[str, Text]
    """Words for a table of several indicators whose own words differ."""
    columns: dict[str, ColumnEntry]
    """Columns that mean the same in every table."""
    tables: dict[str, TableEntry]
    """Tables by name."""

    def table(self, name: str, frame: pd.DataFrame, words: Mapping[str, str]) -> Table:
        """A table of a frame's columns in their order, with the dictionary's words."""
        entry = self.tables[name]
        columns = tuple(self.column(name, column, words) for column in frame.columns)
        return Table(
            name=name,
            title=fill(FILE, entry.title, words),
            description=tuple(fill(FILE, sentence, words) for sentence in entry.description),
            columns=columns,
            key=entry.key,
            rows=rows_of(frame, columns),
        )

    def column(self, table: str, name: str, words: Mapping[str, str]) -> Column:
        """One column of a table; an error where it has no entry, so that none is published unexplained."""
        entry = self.tables[table].columns.get(name) or self.columns.get(name)
        if entry is None:
            raise RenderError(f"{FILE}: no entry for column {name} of table {table}")
        return Column(
            name=name,
            title=fill(FILE, entry.title, words),
            description=fill(FILE, entry.description, words),
            kind=entry.kind,
            decimals=entry.decimals,
            unit=entry.unit and fill(FILE, entry.unit, words),
        )


def words(
    dictionary: Dictionary, publication: Publication, areas: Areas, indicators: Iterable[Indicator]
) -> dict[str, str]:
    """What stands for the words in braces, in a table of these indicators."""
    own = [
        {
            "rate_unit": fill(
                FILE,
                dictionary.rate_unit,
                {
                    "multiplier": f"{indicator.multiplier:,}",
                    "denominator": indicator.words.denominator,
                },
            ),
            "events": indicator.words.events,
            "denominator": indicator.words.denominator,
        }
        for indicator in indicators
    ]
    shared = {
        name: own[0][name] if len({each[name] for each in own}) == 1 else general
        for name, general in dictionary.several.items()
    }
    settings = publication.settings
    network = next(level for level in settings.levels if level.area_type == settings.network)
    return shared | {
        "comparator": areas[settings.comparator].name,
        "network": network.singular,
        "networks": network.plural,
    }
