"""The words of the workbook's own worksheets, read from `workbook/sheets.toml` of the templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import model_validator

from reporter.publication.indicator import Record, Text
from reporter.records.record_errors import matching, refusal
from reporter.report.tables.workbook.model import table_name
from reporter.report.words.catalogue import braces, fill

FILE = "workbook/sheets.toml"
"""Path of the words in the templates."""


SheetName = Annotated[
    str,
    matching(r"(?!History$)[^][:*?/\\'\x00-\x1f]{1,31}", "at most 31 characters, none of [ ] : * ? / \\ '"),
]
NumberedSheetName = Annotated[
    str,
    matching(
        r"(?=.*\{number\})[^][:*?/\\'\x00-\x1f]{8,36}",
        "at most 36 characters with {number}, none of [ ] : * ? / \\ '",
    ),
]


class Section(Record):
    """A part of the cover."""

    heading: Text | None = None
    """Its heading; the first part has none."""
    lines: tuple[Text, ...]
    """Its lines."""
    email: Text | None = None
    """A line that links to the producer's email address."""
    website: Text | None = None
    """A line that links to the producer's website."""


class Cover(Record):
    """The cover."""

    sheet: SheetName
    """Name of the worksheet."""
    pre_release: Text
    """The line on top before the release time."""
    correction: Text
    """The line on top for each correction."""
    sections: tuple[Section, ...]
    """Its parts."""


class TableSheet(Record):
    """A worksheet with one table of words."""

    sheet: SheetName
    """Name of the worksheet."""
    title: Text
    """Its title."""
    lines: tuple[Text, ...]
    """Lines above the table."""
    columns: tuple[Text, ...]
    """Headings of the table."""


class Entry(Record):
    """One note."""

    subject: Text
    """What it is about."""
    note: Text
    """Its text."""


class Notes(TableSheet):
    """The notes."""

    entries: tuple[Entry, ...]
    """The notes of every publication."""
    own: Text
    """Subject of the publication's own notes on its data."""


class DataSheets(Record):
    """Words common to the worksheets of data."""

    sheet: NumberedSheetName
    """Name of a worksheet."""
    shorthand: Text
    """The line that explains one symbol."""
    back: Text
    """The link to the contents."""
    no_symbol: Text
    """What stands in a column of symbols where a row has none, so that no cell is blank."""


class RateSheets(Record):
    """Words of worksheets of rates, one an indicator, group of levels and kind of period."""

    title: Text
    """Title."""
    lines: tuple[Text, ...]
    """Lines under the title."""
    single_years: Text
    """Several single years, in a title."""
    pools: Text
    """Several pools of years, in a title."""


class SheetWords(Record):
    """All words of `sheets.toml`."""

    cover: Cover
    contents: TableSheet
    notes: Notes
    symbols: TableSheet
    tables: DataSheets
    rates: RateSheets

    @model_validator(mode="after")
    def _sheets_can_be_told_apart(self) -> SheetWords:
        taken = {table_name(self.cover.sheet)}
        for key, each, many in (
            ("contents", self.contents, 2),
            ("notes", self.notes, 2),
            ("symbols", self.symbols, 3),
        ):
            if table_name(each.sheet) in taken:
                raise refusal(f"is a second '{each.sheet}'", "a 'sheet' of its own name", key)
            taken.add(table_name(each.sheet))
            if not len(each.columns) == len({column.casefold() for column in each.columns}) == many:
                raise refusal("has other columns", f"{many} different headings as 'columns'", key)
        return self


def filled(line: str, values: Mapping[str, str | None]) -> str | None:
    """A line with its words in braces filled in; None where one has no value in the publication."""
    if any(values.get(name, "") is None for name in braces(line)):
        return None
    return fill(FILE, line, values)
