"""The data dictionary: the words of every table and column, from the template `workbook/dictionary.toml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from pandas.api.types import is_float_dtype
from pydantic import Field

from reporter.errors import RenderError
from reporter.findings.schema import ColumnKind, Schema
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator, Record, Text
from reporter.publication.loading import Publication
from reporter.report.tables.model import Column, Table, rows_of
from reporter.report.words.catalogue import StepWords, fill

FILE = "workbook/dictionary.toml"
"""Path of the dictionary in the templates."""

DECIMALS: Mapping[ColumnKind, int] = {"number": 1, "p value": 4}
"""Decimal places by the kind of a column, where its entry states none."""


class ColumnEntry(Record):
    """The words of one column, and how it is shown."""

    title: Text
    """Heading for readers."""
    description: Text
    """One or two sentences."""
    decimals: int | None = Field(default=None, ge=0, le=4)
    """Decimal places that the workbook shows; `DECIMALS` unless stated."""
    unit: Text | None = None
    """Unit of the numbers."""


class TableEntry(Record):
    """The words of one table."""

    title: Text
    """Title for readers."""
    description: tuple[Text, ...] = Field(min_length=1)
    """Sentences that say what the table holds."""
    columns: dict[str, ColumnEntry] = Field(default_factory=dict)
    """Columns of this table that have words of their own."""


class Dictionary(Record):
    """All entries."""

    format_note: Text
    """What a reader of the CSV files must know of their form."""
    rate_unit: Text
    """Unit of a rate, with {multiplier} and {denominator}."""
    units: dict[str, Text]
    """Units of other kinds of measure by kind, `percent` that of a proportion of every 100."""
    methods: dict[str, dict[str, Text]]
    """Words for how values are modelled, by kind; kinds without words of their own take those of rates."""
    several: dict[str, Text]
    """Words for a table of several indicators whose own words differ."""
    columns: dict[str, ColumnEntry]
    """Columns that mean the same in every table."""
    tables: dict[str, TableEntry]
    """Tables by name."""

    def table(self, schema: Schema[Any], frame: pd.DataFrame, words: Mapping[str, str]) -> Table:
        """The table of a schema, its rows those of a frame, with the dictionary's words.

        Raises:
            RenderError: it has no entry for the table or a column, so that none is published unexplained.
            ValueError: the frame has a column that the schema does not name, or lacks one.
        """
        names = schema.columns_of(frame)
        entry = self.tables.get(schema.name)
        if entry is None:
            raise RenderError(f"{FILE}: no entry for table {schema.name}")
        columns = tuple(_with_decimals(self.column(schema, column, words), frame[column]) for column in names)
        times = Counter(column.title.casefold() for column in columns)
        if twice := [column.name for column in columns if times[column.title.casefold()] > 1]:
            said = f"{FILE}: {' and '.join(twice)} of table {schema.name} have one title"
            raise RenderError(f"{said}, and the columns of a worksheet need different ones")
        return Table(
            name=schema.name,
            title=fill(FILE, entry.title, words),
            description=tuple(fill(FILE, sentence, words) for sentence in entry.description),
            columns=columns,
            key=schema.key,
            rows=rows_of(frame, columns),
        )

    def column(self, schema: Schema[Any], name: str, words: Mapping[str, str]) -> Column:
        """One column of a table."""
        entry, datatype = self._entry(schema, name), schema.datatype(name)
        return Column(
            name=name,
            title=fill(FILE, entry.title, words),
            description=fill(FILE, entry.description, words),
            kind=datatype.kind,
            values=datatype.values,
            decimals=self.decimals(schema, name),
            unit=entry.unit and fill(FILE, entry.unit, words),
        )

    def decimals(self, schema: Schema[Any], name: str) -> int:
        """Decimal places that a reader is shown of a column."""
        stated = self._entry(schema, name).decimals
        return DECIMALS.get(schema.datatype(name).kind, 0) if stated is None else stated

    def _entry(self, schema: Schema[Any], name: str) -> ColumnEntry:
        table = self.tables.get(schema.name)
        entry = (table and table.columns.get(name)) or self.columns.get(name)
        if entry is None:
            raise RenderError(f"{FILE}: no entry for column {name} of table {schema.name}")
        return entry


def _with_decimals(column: Column, cells: pd.Series[Any]) -> Column:
    """A column of counts as one of numbers, where some of them are decimal: person-years, expected events."""
    if column.kind != "count" or not is_float_dtype(cells.dtype):
        return column
    known = cells.dropna()
    is_whole = bool((known == known.round()).all())
    return column if is_whole else replace(column, kind="number", decimals=DECIMALS["number"])


def words(
    dictionary: Dictionary,
    publication: Publication,
    areas: Areas,
    indicators: Iterable[Indicator],
    step: StepWords,
) -> dict[str, str]:
    """Values of the words in braces, for a table of these indicators."""
    own = [
        {
            "rate_unit": fill(
                FILE,
                dictionary.units.get(
                    "percent" if indicator.is_percent else indicator.measure, dictionary.rate_unit
                ),
                {
                    "multiplier": f"{indicator.multiplier:,}",
                    "denominator": indicator.words.denominator,
                },
            ),
            "events": indicator.words.events,
            "denominator": indicator.words.denominator,
            **dictionary.methods.get(indicator.measure, dictionary.methods["rate"]),
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
        "periods_explained": step.explained,
        "step_name": step.name,
        "as_number": step.as_number,
        "one_step": step.one,
        "step": step.singular,
        "steps": step.plural,
        "Steps": step.plural[:1].upper() + step.plural[1:],
        "adjective": step.adjective,
    }
