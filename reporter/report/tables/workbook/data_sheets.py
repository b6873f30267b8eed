"""The worksheets of data: one for each table, and one for each part of the table of rates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.report.tables.dictionary import Dictionary
from reporter.report.tables.model import CellValue, Column, Table
from reporter.report.tables.workbook.model import (
    MOST_ROWS,
    SMALLEST_P_VALUE,
    Line,
    Link,
    Sheet,
    Shown,
    table_name,
)
from reporter.report.tables.workbook.rate_sheets import rate_parts
from reporter.report.tables.workbook.words import FILE, SheetWords
from reporter.report.words import symbols
from reporter.report.words.catalogue import Words, fill
from reporter.report.words.symbols import Symbol


def data_sheets(
    publication: Publication,
    areas: Areas,
    tables: Iterable[Table],
    dictionary: Dictionary,
    texts: SheetWords,
    shared: Words,
) -> Iterator[Sheet]:
    """The worksheets of data, numbered from 1; each row of a table stands on exactly one."""
    number = 0
    for table in tables:
        if table.name == "rates":
            parts = [
                (part.table, part.title, part.description)
                for part in rate_parts(publication, areas, table, dictionary, texts.rates, shared)
            ]
        else:
            parts = [(table, table.title, table.description)]
        for part, title, description in parts:
            for piece in _pieces(part):
                number += 1
                name = fill(FILE, texts.tables.sheet, {"number": number})
                yield _sheet(name, piece, title, description, texts, shared)


def _sheet(
    name: str,
    table: Table,
    title: str,
    description: tuple[str, ...],
    texts: SheetWords,
    shared: Words,
) -> Sheet:
    rows = tuple(_shown(row, table.columns, texts.tables.no_symbol) for row in table.rows)
    used = symbols.used((*_stand_ins(rows), *_own_symbols(table)))
    shorthand = [
        fill(FILE, texts.tables.shorthand, {"mark": symbol.mark, **shared.symbol(symbol).model_dump()})
        for symbol in used
    ]
    lines = (Line(title, "title"), *map(Line, (*description, *shorthand)))
    back = Line(Link(texts.tables.back, f"#{texts.contents.sheet}"))
    named = table_name(f"{name}_{table.name}")
    return Sheet(name, (*lines, back), named, table.columns, rows, used, shared.below(SMALLEST_P_VALUE))


def _pieces(table: Table) -> Iterator[Table]:
    """The table, or pieces of a table that has more rows than a worksheet."""
    for first in range(0, max(len(table.rows), 1), MOST_ROWS):
        yield replace(table, rows=table.rows[first : first + MOST_ROWS])


def _own_symbols(table: Table) -> set[str]:
    """The texts of a table's column of symbols."""
    places = [place for place, column in enumerate(table.columns) if column.name == "symbols"]
    return {str(row[place]) for row in table.rows for place in places if row[place] is not None}


def _stand_ins(rows: Iterable[tuple[Shown, ...]]) -> set[str]:
    return {cell.mark for row in rows for cell in row if isinstance(cell, Symbol)}


def _shown(row: tuple[CellValue, ...], columns: tuple[Column, ...], no_symbol: str) -> tuple[Shown, ...]:
    """A row without blanks: symbols replace missing values, chosen by the row's own symbols."""
    own = next((cell for cell, column in zip(row, columns, strict=True) if column.name == "symbols"), None)
    number = symbols.in_place_of_number(own if isinstance(own, str) else None)

    def stand_in(column: Column) -> Shown:
        if column.name == "symbols":
            return no_symbol
        return number if column.is_numeric else Symbol.NOT_APPLICABLE

    return tuple(
        stand_in(column) if cell is None else cell for cell, column in zip(row, columns, strict=True)
    )
