"""The import from any table: each row's area, period and counts, or why it is refused or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from reporter.errors import InputError, Problem
from reporter.importing.any_table.cells import NoCountError, count_of
from reporter.importing.any_table.complete import keep_complete
from reporter.importing.any_table.delimited import (
    DelimitedTable,
    Row,
    missing_columns,
    read_delimited,
    refusal,
)
from reporter.importing.any_table.found import FoundCount, TableImport, TableKey
from reporter.importing.any_table.printed_periods import (
    Reading,
    expected,
    labels,
    on_one_line,
    period_in,
    readings_of,
)
from reporter.importing.any_table.request import ANY_PERIOD, AREA, BASIS, PERIOD, CountColumn, TableRequest
from reporter.machine.progress import Progress

_TOTAL = re.compile(r"(column |grand |sub-?)?totals?|all areas", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")


class _Placed(NamedTuple):
    """A count column in a table: its place, the period in its heading, and the places of its filters."""

    asked: CountColumn
    place: int
    period: str | None
    only: tuple[tuple[int, str], ...]
    named_by: tuple[tuple[str, int], ...]


def import_tables(files: Sequence[Path], request: TableRequest, progress: Progress) -> TableImport:
    """The counts of one or several tables, which may each have some of the counts.

    Raises:
        InputError: with every problem of all files.
    """
    imported = TableImport()
    found: dict[TableKey, dict[str, FoundCount]] = {}
    problems: list[Problem] = []
    progress.stage("Reading tables", len(files))
    held: set[CountColumn] = set()
    for file in files:
        try:
            table = read_delimited(file, request)
            own = _own_part(table, request, len(files) > 1)
            held |= set(own.counts)
            imported.tables.append(table)
            problems += _TableReader(table, own, imported, found).read()
        except InputError as error:
            problems += error.problems
        progress.step()
    if not problems:
        for asked in (each for each in request.counts if each not in held):
            message = f"no file has the columns of {asked.name}"
            problems.append(Problem("--map", 0, message, "columns that stand in one file"))
    if not found and not problems:
        problems.append(Problem(str(files[0]), 0, "no row is taken", "rows that fit --where and --map"))
    if not problems:
        problems += keep_complete(imported, found, request)
    if problems:
        raise InputError(problems)
    return imported


def _own_part(table: DelimitedTable, request: TableRequest, is_one_of_several: bool) -> TableRequest:
    """The request with the counts that a table has; of a single table, all.

    Raises:
        InputError: the table lacks a column.
    """
    counts = [each for each in request.counts if not missing_columns(table, replace(request, counts=(each,)))]
    own = replace(request, counts=tuple(counts)) if is_one_of_several and counts else request
    if missing := missing_columns(table, own):
        raise InputError(refusal(table, missing, own))
    return own


class _TableReader:
    """Reads the rows of one table into the counts found so far."""

    def __init__(
        self,
        table: DelimitedTable,
        request: TableRequest,
        imported: TableImport,
        found: dict[TableKey, dict[str, FoundCount]],
    ) -> None:
        self._table, self._request, self._imported, self._found = table, request, imported, found
        self._keys = {key: self._place(column) for key, column in request.keys.items()}
        self._where = [(self._place(column), texts) for column, texts in request.where.items()]
        self._placed: list[_Placed] = []
        self._problems: list[Problem] = []

    def read(self) -> list[Problem]:
        """Add the counts of all rows; every problem of the table."""
        self._placed = [each for asked in self._request.counts for each in self._columns_of(asked)]
        if self._problems:
            return self._problems
        rows = [row for row in self._table.rows if self._is_taken(row)]
        printed = [period for row in rows for period in self._periods(row)]
        readings = {self._request.reading} if self._request.reading else readings_of(printed)
        reading = next(iter(readings)) if len(readings) == 1 else None
        for row in rows:
            self._read_row(row, reading)
        return self._problems

    def _place(self, column: str) -> int:
        place = self._table.place(column)
        assert place is not None  # `_own_part` has seen to it.
        return place

    def _columns_of(self, asked: CountColumn) -> Iterator[_Placed]:
        only = tuple((self._place(column), text) for column, text in asked.only)
        named_by = tuple((column, self._place(column)) for column in asked.named_by)
        if ANY_PERIOD in asked.column:
            places = self._table.places_by_period(asked.column)
            if not places:
                message = f"no heading is '{asked.column}' with a period in it"
                self._refuse(self._table.header, message, f"headings such as {', '.join(expected())}")
            yield from (_Placed(asked, place, period, only, named_by) for place, period in places)
            return
        place = self._place(asked.column)
        period = None
        if PERIOD not in self._keys and self._request.period is None:
            period = period_in(on_one_line(self._table.header.cells[place]))
            if period is None:
                message = f"neither a column nor the heading '{asked.column}' has the period"
                self._refuse(self._table.header, message, "--map period=COLUMN, or --period such as 2022")
        yield _Placed(asked, place, period, only, named_by)

    def _refuse(self, row: Row, message: str, expectation: str) -> None:
        self._problems.append(self._table.problem(row.line, message, expectation))

    def _is_taken(self, row: Row) -> bool:
        """Whether a row is one of an area: no note, no total and not left out by --where."""
        filled = [cell for cell in row.cells if cell]
        place = str(self._table.file), row.line
        width = len(self._table.header.cells)
        cells = (*row.cells, *[""] * (width - len(row.cells)))
        area = cells[self._keys[AREA]]
        nothing = not area and not any(cells[each.place] for each in self._placed)
        alone = len(filled) == 1 and not _CODE.fullmatch(filled[0])
        if nothing or alone or row.cells == self._table.header.cells:
            self._imported.notes.append(place)
            return False
        labels_of_row = [cell for cell in cells[: self._first_count] if cell]
        if (not area or _TOTAL.fullmatch(area)) and any(map(_TOTAL.fullmatch, labels_of_row)):
            self._imported.totals.append(place)
            return False
        if len(row.cells) != width:
            message = f"this row has {len(row.cells)} cell{'s' if len(row.cells) != 1 else ''}"
            expectation = f"{width}, as in the headings on line {self._table.header.line}"
            self._refuse(row, message, f"{expectation}; a number with commas stands in quotes")
            return False
        if any(row.cells[column] not in texts for column, texts in self._where):
            self._imported.filtered += 1
            return False
        if not area:
            column = self._request.keys[AREA]
            self._refuse(row, f"'{column}' is empty", "the code of an area, or a total that says so")
        return bool(area)

    @property
    def _first_count(self) -> int:
        return max(min(each.place for each in self._placed), self._keys[AREA] + 1)

    def _periods(self, row: Row) -> list[str]:
        """The printed periods of a row: its own, or those of its columns."""
        if PERIOD in self._keys:
            return [row.cells[self._keys[PERIOD]]]
        return [each.period or self._request.period or "" for each in self._placed]

    def _read_row(self, row: Row, reading: Reading | None) -> None:
        own = row.cells[self._keys[PERIOD]] if PERIOD in self._keys else None
        told: set[str] = set()
        for each in self._placed:
            if any(row.cells[place] != text for place, text in each.only):
                continue
            printed = own if own is not None else each.period or self._request.period or ""
            label = self._label(row, printed, reading, told)
            basis = row.cells[self._keys[BASIS]].lower() if BASIS in self._keys else self._request.basis
            name = self._name(row, each)
            if label is None or name is None:
                continue
            key = TableKey(row.cells[self._keys[AREA]], label, basis)
            try:
                text = count_of(row.cells[each.place], name, self._request)
            except NoCountError as error:
                self._refuse(row, *error.args)
                continue
            self._add(key, name, FoundCount(text, self._table, row))

    def _name(self, row: Row, each: _Placed) -> str | None:
        name = each.asked.name
        for column, place in each.named_by:
            words = re.sub(r"[^a-z0-9]+", "_", row.cells[place].lower()).strip("_")
            name = name.replace(f"{{{column}}}", words)
        if re.fullmatch("[a-z][a-z0-9_]*", name):
            return name
        self._refuse(
            row,
            f"'{each.asked.name}' gives the name '{name}'",
            "a name that begins with a letter, such as {indicator}_births",
        )
        return None

    def _label(self, row: Row, printed: str, reading: Reading | None, told: set[str]) -> str | None:
        """The label of a printed period; None, and a problem once a row, where it has none or several."""
        found = labels(printed)
        if None in found:
            return found[None]
        if reading in found:
            return found[reading]
        if len(found) == 1:
            return next(iter(found.values()))
        if printed in told:
            return None
        told.add(printed)
        if found:
            ways = ", ".join(f"--periods {each} ({label})" for each, label in found.items())
            self._refuse(row, f"the period '{printed}' can mean several things", f"one of {ways}")
        else:
            shown = f"'{printed}'" if printed else "empty"
            self._refuse(row, f"the period is {shown}", f"one such as {', '.join(expected())}")
        return None

    def _add(self, key: TableKey, name: str, new: FoundCount) -> None:
        first = self._found.setdefault(key, {}).setdefault(name, new)
        if first is new:
            return
        if first.text == new.text:
            self._imported.repeated += 1
            return
        where = f"line {first.row.line}" + ("" if first.table is new.table else f" of {first.table.file}")
        message = f"{name} of {key.area_code}, {key.period}, is {_said(new)} and {_said(first)} on {where}"
        self._refuse(new.row, message, f"one row; {_apart(first, new, self._placed, self._keys)}")


def _said(found: FoundCount) -> str:
    return found.text if found.text is not None else "missing"


def _apart(first: FoundCount, new: FoundCount, placed: Sequence[_Placed], keys: dict[str, int]) -> str:
    """How two rows of one table can be told apart, for the user to name one of them."""
    used = {each.place for each in placed} | set(keys.values())
    if first.table is new.table:
        cells = zip(new.table.header.cells, first.row.cells, new.row.cells, strict=True)
        apart = [each for place, each in enumerate(cells) if each[1] != each[2] and place not in used]
        by_words = (each for each in apart if not re.fullmatch(r"[\d., ]*", each[1] + each[2]))
        if found := next(iter((*by_words, *apart)), None):
            name, one, other = found
            return f'--where "{name}={one}" or "{name}={other}" tells which'
    return "the same figures, or one of the two left out"
