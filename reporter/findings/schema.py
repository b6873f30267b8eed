"""The schema of a data table: its name, its columns with their types, its primary key, how its rows are made.

Every data file, its metadata, and the addresses of numbers on pages follow from the schemas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    NamedTuple,
    TypeAlias,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

import pandas as pd

from reporter.publication.addresses import address
from reporter.publication.areas import Areas

CalendarYear: TypeAlias = Annotated[int, "year"]
"""A calendar year; findings have the number of any step there, and tables the year of its label."""

PValue: TypeAlias = Annotated[float, "p value"]
"""A p value, 0 to 1."""

ColumnKind = Literal["text", "count", "year", "number", "p value"]
"""What a column holds: text, whole numbers, calendar years, other numbers, or p values."""

_KINDS: Mapping[Any, ColumnKind] = {
    str: "text",
    int: "count",
    CalendarYear: "year",
    float: "number",
    PValue: "p value",
}

F = TypeVar("F")
R = TypeVar("R")


class Datatype(NamedTuple):
    """The datatype of a column: its kind, and the only texts it may hold, where they are listed."""

    kind: ColumnKind
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema(Generic[F]):
    """One data table of an edition.

    Attributes:
        name: name of the table, its files and its words in the dictionary; first part of a cell's address.
        columns: the type of each column, in order: `str`, `int`, `float`, `CalendarYear`, `PValue` or a
            `Literal`.
        key: the columns that together name a row, in the order in which an address gives them.
        rows: function from findings and areas to the rows: a frame with these columns in any order.
        optional: the columns that the rows of some publications do not have.
    """

    name: str
    columns: Mapping[str, Any]
    key: tuple[str, ...]
    rows: Callable[[F, Areas], pd.DataFrame]
    optional: frozenset[str] = frozenset()

    def columns_of(self, frame: pd.DataFrame) -> tuple[str, ...]:
        """The columns that these rows have, in order; ValueError where there are others or too few."""
        found = tuple(name for name in self.columns if name in frame or name not in self.optional)
        if set(frame) != set(found):
            raise ValueError(f"table {self.name}: columns {[*frame]}, expected {[*found]}")
        return found

    def datatype(self, column: str) -> Datatype:
        """The datatype of a column; KeyError where the table does not have it."""
        hint = self.columns[column]
        return Datatype("text", get_args(hint)) if get_origin(hint) is Literal else Datatype(_KINDS[hint])

    def address(self, found: object) -> str:
        """The address of a row, such as 'trends/infant-mortality/E92000001/registered'.

        Args:
            found: a record that has the columns of the key as attributes.
        """
        return address(self.name, *(getattr(found, column) for column in self.key))


def of_frame(
    name: str, columns: Mapping[str, Any], *key: str, optional: Iterable[str] = ()
) -> Schema[pd.DataFrame]:
    """The schema of findings that are a frame with the table's columns already."""
    return Schema(name, columns, key, lambda frame, _: frame, frozenset(optional))


def of_records(name: str, record: type[R], *key: str) -> Schema[Iterable[R]]:
    """The schema of findings that are records: a column a field; after `area_code` its area's name and type.

    Args:
        name: the table's name.
        record: the dataclass; fields that are frames themselves make no column.
        key: the columns that name a row.
    """
    fields = {
        field: hint
        for field, hint in get_type_hints(record, include_extras=True).items()
        if hint is not pd.DataFrame
    }
    columns: dict[str, Any] = {}
    for field, hint in fields.items():
        columns |= {field: hint} | ({"area_name": str, "area_type": str} if field == "area_code" else {})

    def row(found: R, areas: Areas) -> dict[str, Any]:
        cells = {field: getattr(found, field) for field in fields}
        if "area_code" in cells:
            area = areas[cells["area_code"]]
            cells |= {"area_name": area.name, "area_type": area.type}
        return cells

    return Schema(name, columns, key, lambda found, areas: pd.DataFrame(row(each, areas) for each in found))


def of_type(schema: Schema[Iterable[R]], record: type[R]) -> Schema[Iterable[object]]:
    """The schema of findings of several types, each with a table of its own: the records of one of them."""

    def rows(found: Iterable[object], areas: Areas) -> pd.DataFrame:
        return schema.rows([each for each in found if isinstance(each, record)], areas)

    return Schema(schema.name, schema.columns, schema.key, rows)
