"""What a page says a number comes from, looked up in the published tables.

A page names the cell of a number as `kind/key/.../column`, in the attribute `data-cell`. Where the number is
no cell but follows from some (a count of areas, one event in so many births), it is worked out here again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from reporter.verification.published import EVERYONE, Published, Row

_OUTSIDE = ("lower", "higher")


class Cell(NamedTuple):
    """A cell that a page names.

    Attributes:
        kind: the first part of its name, such as 'rates' or 'changes'.
        value: its text in the data file; empty where no value is published.
        row: the row it stands in, or that it was worked out from.
        signed: whether its sign is printed; a size without sign is said of what 'rose' or 'fell'.
    """

    kind: str
    value: str
    row: Row
    signed: bool = True


class NoSuchCellError(LookupError):
    """A page names a cell that no published table has."""


def look_up(published: Published, name: str) -> Cell:
    """The cell of a name such as 'rates/<indicator>/<area code>/<period>/<basis>/value'.

    Raises:
        NoSuchCellError: no published table has it.
    """
    if name not in published.cells:
        published.cells[name] = _found(published, name)
    found: Cell | None = published.cells[name]
    if found is None:
        raise NoSuchCellError(name)
    return found


def _found(published: Published, name: str) -> Cell | None:
    kind, *key = name.split("/")
    try:
        return _KINDS[kind](published, kind, key)
    except (KeyError, ValueError, ZeroDivisionError, StopIteration):
        return None


def _given(row: Row | None) -> Row:
    if row is None:
        raise KeyError
    return row


def _rate(published: Published, kind: str, key: list[str]) -> Cell:
    *names, column = key
    table = {"rates": "rates", "by_category": "rates-by-category"}[kind]
    row = _given(published.row(table, *names))
    if column == "one_in":
        value = str(int(row["denominator"]) / int(row["numerator"])) if row["value"] else ""
        return Cell(kind, value, row)
    return Cell(kind, row[column], row)


def _of(table: str, renamed: Mapping[str, str] | None = None) -> Callable[[Published, str, list[str]], Cell]:
    """A finding that is a row of a table; `renamed` are its fields that the table calls otherwise."""
    other = renamed or {}

    def found(published: Published, kind: str, key: list[str]) -> Cell:
        *names, field = key
        row = _given(published.row(table, *names))
        size = field == "annual_percent_change" and row["direction"] in ("rose", "fell")
        return Cell(kind, row[other.get(field, field)], row, signed=not size)

    return found


def _detectable(published: Published, kind: str, key: list[str]) -> Cell:
    """Fractions of the table are per cent in print."""
    *names, field = key
    row = _given(published.row("detectable-change", *names))
    if field not in ("one_year", "pooled"):
        return Cell(kind, row[field], row)
    share = row[f"detectable_{field}"]
    return Cell(kind, str(100 * float(share)) if share else "", row)


def _funnel(published: Published, kind: str, key: list[str]) -> Cell:
    indicator, area_type, field = key
    row = _given(published.row("funnels", indicator, area_type))
    if field in row:
        return Cell(kind, row[field], row)
    points = [
        point
        for point in published.rows("funnel-points")
        if (point["indicator"], point["area_type"]) == (indicator, area_type)
    ]

    def outside(column: str) -> str:
        return str(sum(point[column].startswith(_OUTSIDE) for point in points))

    worked_out = {
        "points": lambda: str(len(points)),
        "outside_95": lambda: outside("comparison"),
        "adjusted_outside_95": lambda: outside("adjusted_comparison"),
        "expected_false_flags_95": lambda: str(len(points) * 5 / 100),
    }
    return Cell(kind, worked_out[field](), row)


def _withholding(published: Published, kind: str, key: list[str]) -> Cell:
    """One level and period; or sums over all periods, of some indicator, breakdown and level, or of all."""
    *names, field = key
    rows = published.rows("withholding")
    if len(names) == 4:
        indicator, area_type, period, basis = names
        rows = [_given(published.row("withholding", indicator, EVERYONE, area_type, period, basis))]
    elif len(names) == 3:
        rows = [row for row in rows if [row["indicator"], row["breakdown"], row["area_type"]] == names]
    elif names:
        raise KeyError

    def total(column: str) -> int:
        return sum(int(row[column]) for row in rows)

    if field == "withheld_percent":
        return Cell(kind, str(100 * total("withheld") / total("cells")), rows[0])
    return Cell(kind, str(total(field)), rows[0] if len(rows) == 1 else {})


def _comparisons(published: Published, kind: str, key: list[str]) -> Cell:
    """How many areas of a type within an area compare so with the comparator; 'areas' counts them all."""
    indicator, area_type, within, period, basis, verdict = key
    rows = [
        row
        for code in published.within(within, area_type)
        if (row := published.row("rates", indicator, code, period, basis)) is not None
    ]
    found = [row["comparison"].partition(" (")[0] if row["value"] else "not compared" for row in rows]
    number = len(found) if verdict == "areas" else found.count(verdict)
    return Cell(kind, str(number), {"period": period, "comparison": verdict})


def _areas(published: Published, kind: str, key: list[str]) -> Cell:
    """How many areas of a type there are."""
    (area_type,) = key
    number = sum(row["area_type"] == area_type for row in published.rows("areas"))
    return Cell(kind, str(number), {})


def _revisions(published: Published, kind: str, key: list[str]) -> Cell:
    """How many cells differ from an earlier edition: all, or of one indicator and level in one way."""
    edition, corrections, *names = key
    rows = [
        row
        for row in published.rows("revisions")
        if (row["edition"], row["corrections"]) == (edition, corrections)
    ]
    if names != ["differing"]:
        indicator, area_type, revision = names
        wanted = (indicator, area_type, revision.replace("_", " "))
        rows = [row for row in rows if (row["indicator"], row["area_type"], row["revision"]) == wanted]
    return Cell(kind, str(len(rows)), {})


def _revision(published: Published, kind: str, key: list[str]) -> Cell:
    """A cell of the table of revisions, of everyone."""
    edition, corrections, indicator, area_code, period, basis, column = key
    names = ("edition", "corrections", "indicator", "area_code", "period", "basis", "breakdown")
    wanted = (edition, corrections, indicator, area_code, period, basis, EVERYONE)
    row = next(row for row in published.rows("revisions") if tuple(row[name] for name in names) == wanted)
    return Cell(kind, row[column], row)


def _control_chart(published: Published, kind: str, key: list[str]) -> Cell:
    """A chart of a network's own rates, worked out again from its released counts."""
    from reporter.verification.control_charts import control_chart

    indicator, area_code, *names, field = key
    row, values = control_chart(published, indicator, area_code)
    return Cell(kind, values["/".join((*names, field))], row)


_LIMITS = {"lower": "lower_95", "upper": "upper_95"}
_KINDS: dict[str, Callable[[Published, str, list[str]], Cell]] = {
    "rates": _rate,
    "by_category": _rate,
    "changes": _of("changes", {"ratio": "rate_ratio", **_LIMITS}),
    "trends": _of("trends", _LIMITS),
    "funnels": _funnel,
    "detectable": _detectable,
    "inequalities": _of("inequalities"),
    "inequality_trends": _of("inequality-trends"),
    "decompositions": _of("decompositions"),
    "withholding": _withholding,
    "comparisons": _comparisons,
    "areas": _areas,
    "revisions": _revisions,
    "revision": _revision,
    "control_charts": _control_chart,
}
