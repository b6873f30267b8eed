"""Request of the user for a table: columns, rows, signs and periods, read from the options of the command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reporter.errors import InputError, Problem
from reporter.importing.any_table.printed_periods import Reading

AREA, PERIOD, BASIS = "area_code", "period", "basis"
KEYS = (AREA, PERIOD, BASIS)
ANY_PERIOD = "{period}"
"""Stands in the name of a column for the period that it holds: 'Births {period}'."""

BLANK = "blank"
"""Name of an empty cell among the signs."""

Filter: TypeAlias = tuple[str, str]
"""A column and the text that it must have."""

Meaning: TypeAlias = Literal["zero", "missing"] | tuple[int, int]
"""Meaning of a sign: a count of 0, a count that the table does not have, or one within an interval."""

_COUNT = re.compile(r"[a-z{][A-Za-z0-9_{} -]*")
_FILTERED = re.compile(r"(.+?)((?:\[[^\[\]]+=[^\[\]]*\])+)")
_INTERVAL = re.compile(r"([0-9]{1,6})(?:-| to )([0-9]{1,6})")


@dataclass(frozen=True)
class CountColumn:
    """A column of the table that holds a count.

    Attributes:
        name: name of the count; text in braces is a column of the table whose text takes its place.
        column: the column of the table; `ANY_PERIOD` in it stands for any period.
        only: the rows that are taken, by the text of other columns.
    """

    name: str
    column: str
    only: tuple[Filter, ...]

    @property
    def named_by(self) -> tuple[str, ...]:
        """The columns of the table whose texts are part of the count's name."""
        return tuple(re.findall(r"{([^{}]+)}", self.name))


@dataclass(frozen=True)
class TableRequest:
    """Request for the counts of a table.

    Attributes:
        keys: the columns of area code, period and basis, as far as the table has them.
        counts: the columns of counts.
        where: the texts that a column may have, by column; other rows are left out.
        markers: what each sign stands for.
        decimals: how many decimal places each count is rounded to.
        period: the period of every row; None where a column or heading has it.
        basis: the basis of every row.
        reading: what periods such as 2010-11 mean; None where the table itself must tell.
        encoding: the encoding of the file; None to find it.
        delimiter: the delimiter of the file; None to find it.
        leave_out_incomplete: whether areas and periods are left out that lack a count.
    """

    keys: Mapping[str, str]
    counts: tuple[CountColumn, ...]
    where: Mapping[str, tuple[str, ...]]
    markers: Mapping[str, Meaning]
    decimals: Mapping[str, int]
    period: str | None = None
    basis: str = "occurring"
    reading: Reading | None = None
    encoding: str | None = None
    delimiter: str | None = None
    leave_out_incomplete: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the row of headings must have, as far as their names are known."""
        of_counts = [
            name
            for each in self.counts
            for name in (each.column, *each.named_by, *(column for column, _ in each.only))
            if ANY_PERIOD not in name
        ]
        return tuple(dict.fromkeys([*self.keys.values(), *self.where, *of_counts]))


def read_request(
    maps: Iterable[str],
    where: Iterable[str],
    markers: Iterable[str],
    decimals: Iterable[str],
    period: str | None,
    basis: str,
    reading: Reading | None,
    encoding: str | None,
    delimiter: str | None,
    leave_out_incomplete: bool,
) -> TableRequest:
    """The request from the texts of the options.

    Raises:
        InputError: with every text that has another form.
    """
    problems: list[Problem] = []
    keys: dict[str, str] = {}
    counts: list[CountColumn] = []
    for name, column in _pairs("--map", maps, "NAME=COLUMN, such as area_code=Code", problems):
        if name not in KEYS:
            counts += _count(name, column, problems)
        elif keys.setdefault(name, column) != column:
            message = f"{name} is mapped to '{keys[name]}' and to '{column}'"
            problems.append(Problem("--map", 0, message, "one column"))
    rows: dict[str, list[str]] = {}
    for column, text in _pairs("--where", where, "COLUMN=TEXT, such as Sex=Persons", problems):
        rows.setdefault(column, []).append(text)
    problems += _lacking(keys, counts)
    request = TableRequest(
        keys,
        tuple(counts),
        {column: tuple(texts) for column, texts in rows.items()},
        dict(_markers(markers, problems)),
        dict(_decimals(decimals, problems)),
        period,
        basis,
        reading,
        encoding,
        delimiter,
        leave_out_incomplete,
    )
    if problems:
        raise InputError(problems)
    return request


def _pairs(
    option: str, texts: Iterable[str], expected: str, problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, separator, value = text.partition("=")
        if separator and name.strip() and (value.strip() or option == "--where"):
            yield " ".join(name.split()), " ".join(value.split())
        else:
            problems.append(Problem(option, 0, f"'{text}' has another form", expected))


def _count(name: str, column: str, problems: list[Problem]) -> Iterator[CountColumn]:
    if not _COUNT.fullmatch(name):
        expected = "lower-case letters, digits and _, such as live_births; or area_code, period or basis"
        problems.append(Problem("--map", 0, f"'{name}' is no name of a count", expected))
        return
    found = _FILTERED.fullmatch(column)
    if not found:
        yield CountColumn(name, column, ())
        return
    filters = [part.partition("=") for part in found[2][1:-1].split("][")]
    yield CountColumn(name, found[1].strip(), tuple((key.strip(), text.strip()) for key, _, text in filters))


def _lacking(keys: Mapping[str, str], counts: Iterable[CountColumn]) -> Iterator[Problem]:
    if AREA not in keys:
        yield Problem("--map", 0, "no column has the area's code", "--map area_code=COLUMN")
    if not list(counts):
        yield Problem("--map", 0, "no column has a count", "--map COUNT=COLUMN, such as live_births=Births")


def _markers(texts: Iterable[str], problems: list[Problem]) -> Iterator[tuple[str, Meaning]]:
    for text in texts:
        sign, _, meaning = text.rpartition("=")
        found = _INTERVAL.fullmatch(meaning)
        if not sign or not (meaning in ("zero", "missing") or (found and int(found[1]) <= int(found[2]))):
            expected = (
                "SIGN=zero, SIGN=missing, or SIGN=LEAST-GREATEST such as *=1-4; 'blank' is an empty cell"
            )
            problems.append(Problem("--marker", 0, f"'{text}' says no meaning of a sign", expected))
        elif found:
            yield sign.strip(), (int(found[1]), int(found[2]))
        else:
            yield sign.strip(), "zero" if meaning == "zero" else "missing"


def _decimals(texts: Iterable[str], problems: list[Problem]) -> Iterator[tuple[str, int]]:
    for text in texts:
        name, _, places = text.partition("=")
        if name and re.fullmatch("[0-6]", places):
            yield name, int(places)
        else:
            expected = "COUNT=PLACES, such as expected=6"
            problems.append(Problem("--decimals", 0, f"'{text}' has another form", expected))
