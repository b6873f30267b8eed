"""Published cells, looked up by the address that a page gives for a number.

A page gives the address of a number's cell, `table/key/.../column`, in the attribute `data-cell`: the name of
a published table, the values of its primary key, and a column, as the published CSVW metadata name them.
Numbers derived from cells (a count of areas, one event in so many births) are computed here again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from reporter.publication.addresses import parts_of
from reporter.verification.published import Published, Row

_PERCENT = "_percent"


class PageCell(NamedTuple):
    """A cell that a page names.

    Attributes:
        kind: the first part of its address, such as 'rates' or 'changes'.
        value: its text in the data file; empty where no value is published.
        row: its row, or the row that it is derived from.
        signed: whether its sign is printed; after 'rose' or 'fell' it is not.
        possible: the least and the greatest number that it can be, where the edition says so of a count.
    """

    kind: str
    value: str
    row: Row
    signed: bool = True
    possible: tuple[str, ...] = ()


class NoSuchCellError(LookupError):
    """A page names a cell that no published table has."""


def look_up(published: Published, name: str) -> PageCell:
    """The cell at an address such as 'rates/<indicator>/<area code>/<period>/<basis>/value'.

    Raises:
        NoSuchCellError: no published table has it.
    """
    if name not in published.cells:
        published.cells[name] = _found(published, name)
    found: PageCell | None = published.cells[name]
    if found is None:
        raise NoSuchCellError(name)
    return found


def _found(published: Published, name: str) -> PageCell | None:
    try:
        kind, *key, column = parts_of(name)
        row = published.row(kind, *key)
        if row is None or (column not in row and kind in _WORKED_OUT):
            return _WORKED_OUT[kind](published, key, column)
        possible = tuple(row.get(f"{column}_{bound}", "") for bound in ("least", "greatest"))
        return PageCell(kind, _value(row, column), row, not _is_a_size(row, column), possible)
    except (KeyError, ValueError, ZeroDivisionError):
        return None


def _value(row: Row, column: str) -> str:
    """The text of a cell, or a number derived from its row: a percentage, one event in so many."""
    if column in row:
        return row[column]
    if column == "one_in":
        return str(float(row["denominator"]) / float(row["numerator"])) if row["value"] else ""
    fraction = row[column.removesuffix(_PERCENT)]
    return str(100 * float(fraction)) if fraction else ""


def _is_a_size(row: Row, column: str) -> bool:
    """Whether 'rose' or 'fell' gives the sign: for an estimate, but not for its limits."""
    is_a_limit = not {"lower", "upper"}.isdisjoint(column.split("_"))
    return row.get("direction") in ("rose", "fell") and not is_a_limit


def _funnel(published: Published, key: list[str], column: str) -> PageCell:
    """Number of areas of a funnel."""
    row = published.row("funnels", *key)
    if row is None:
        raise KeyError
    names = published.schema("funnels").key
    points = [point for point in published.rows("funnel-points") if [point[name] for name in names] == key]

    return PageCell("funnels", str({"points": len(points)}[column]), row)


def _withholding(published: Published, key: list[str], column: str) -> PageCell:
    """Sum, or percentage withheld: of all rows, of one, or of an indicator, breakdown and level."""
    names = published.schema("withholding").key
    rows = [
        row
        for row in published.rows("withholding")
        if key in ([], [row[name] for name in names[:3]], [row[name] for name in names])
    ]

    if not rows:
        raise KeyError

    def total(column: str) -> int:
        return sum(int(row[column]) for row in rows)

    if column == "withheld_percent":
        return PageCell("withholding", str(100 * total("withheld") / total("cells")), rows[0])
    return PageCell("withholding", str(total(column)), rows[0] if len(rows) == 1 else {})


def _comparisons(published: Published, key: list[str], verdict: str) -> PageCell:
    """Number of areas of a type, within an area where one is named, that have a verdict; 'areas': all."""
    indicator, area_type, within, period, basis = key
    rows = [
        row
        for code in (published.within(within, area_type) if within else published.of_type(area_type))
        if (row := published.row("rates", indicator, code, period, basis)) is not None
    ]
    found = [row["verdict"] or "not compared" for row in rows]
    number = len(found) if verdict == "areas" else found.count(verdict)
    return PageCell("comparisons", str(number), {"period": period, "verdict": verdict})


def _areas(published: Published, key: list[str], area_type: str) -> PageCell:
    """Number of areas of a type."""
    if key:
        raise KeyError
    number = sum(row["area_type"] == area_type for row in published.rows("areas"))
    return PageCell("areas", str(number), {})


def _revisions(published: Published, key: list[str], revision: str) -> PageCell:
    """Number of cells that differ from an earlier edition: all, or of one indicator, level and kind."""
    edition, corrections, *names = key
    rows = [
        row
        for row in published.rows("revisions")
        if (row["edition"], row["corrections"]) == (edition, corrections)
    ]
    if names or revision != "differing":
        indicator, area_type = names
        wanted = (indicator, area_type, revision.replace("_", " "))
        rows = [row for row in rows if (row["indicator"], row["area_type"], row["revision"]) == wanted]
    return PageCell("revisions", str(len(rows)), {})


def _control_chart(published: Published, key: list[str], column: str) -> PageCell:
    """A number of a network's control chart, computed from its released counts."""
    from reporter.verification.control_charts import control_chart

    indicator, area_code, *period = key
    row, values = control_chart(published, indicator, area_code)
    return PageCell("control_charts", values["/".join((*period, column))], row)


_WORKED_OUT: Mapping[str, Callable[[Published, list[str], str], PageCell]] = {
    "funnels": _funnel,
    "withholding": _withholding,
    "comparisons": _comparisons,
    "areas": _areas,
    "revisions": _revisions,
    "control_charts": _control_chart,
}
"""Functions that derive numbers, by first part of the address, where no row has the column."""
