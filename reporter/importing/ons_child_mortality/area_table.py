"""The table of areas: the area of each row, the areas it is part of, and its counts.

The table names no parents. They follow from the order of its rows and from the kind of area of each code:
authorities are below their region or country, districts below their county.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reporter.errors import Problem
from reporter.importing.ons_child_mortality.tables import CODE, NAME, TableRow, WorkbookTable
from reporter.publication.areas import Area

ENGLAND, WALES, ENGLAND_AND_WALES = "E92000001", "W92000004", "K04000001"
OUTSIDE = "J99000001"
EVERYWHERE = "K04000001_J99000001"
"""Code, made up by this package, of England and Wales with births and deaths there of non-residents."""

_KINDS: Mapping[str, str] = {
    "K04": "residence",
    "J99": "residence",
    "E92": "country",
    "W92": "country",
    "E12": "region",
    "E10": "county",
    "E11": "county",
    "E13": "county",
    "E06": "authority",
    "E07": "district",
    "E08": "district",
    "E09": "district",
    "W06": "authority",
}
"""Kind of area by the first three characters of its code, as in the register of geographic codes.

Inner and Outer London (E13) hold boroughs (E09) as metropolitan counties (E11) hold districts (E08).
"""

_GSS = re.compile(r"[EWKJ]\d{8}")
_SMALL_WORDS = {"and", "of", "upon", "on", "with"}


@dataclass(frozen=True)
class AreaRow:
    """A row of the table of areas.

    Attributes:
        code: code of the area in the tidy files.
        stands_for: the codes that the source counts together in this row; the area's own code alone
            otherwise.
        kind: 'residence', 'country', 'region', 'county', 'district', 'authority', or 'total'.
        name: its name.
        parent: code of the area directly above it in the table; empty for the largest.
        row: the figures.
    """

    code: str
    stands_for: tuple[str, ...]
    kind: str
    name: str
    parent: str
    row: TableRow


def area_rows(table: WorkbookTable) -> tuple[list[AreaRow], list[Problem]]:
    """The areas of a table, in its order, and problems with their codes."""
    codes_of_rows = [tuple(part.strip() for part in row.keys[CODE].split(",")) for row in table.rows]
    alone = {codes[0] for codes in codes_of_rows if len(codes) == 1}
    above = {"country": "", "region": "", "county": ""}
    rows: list[AreaRow] = []
    problems: list[Problem] = []
    for row, codes in zip(table.rows, codes_of_rows, strict=True):
        kinds = {_KINDS.get(code[:3], "") if _GSS.fullmatch(code) else "" for code in codes}
        kind = "total" if len(codes) > 1 and set(codes) <= alone else kinds.pop() if len(kinds) == 1 else ""
        cell = next(iter(row.counts.values())).cell
        place = table.sheet.cell(cell.row, 0)
        if not kind:
            expected = f"a code that begins with {', '.join(_KINDS)}"
            problems.append(place.problem(f"the area code is '{row.keys[CODE]}'", expected))
            continue
        # Areas counted together take the first of their codes, because lookups and maps have it.
        code = "_".join(codes) if kind == "total" else codes[0]
        if any(code == known.code for known in rows):
            problems.append(place.problem(f"{code} stands in the table already", "every area once"))
        if kind in above:
            lower = list(above)[list(above).index(kind) :]
            above.update(dict.fromkeys(lower, ""))
        rows.append(AreaRow(code, codes, kind, _name(row.keys[NAME]), _parent(code, kind, above, rows), row))
        if kind in above:
            above[kind] = code
    return _under_total(rows), problems


def _parent(code: str, kind: str, above: Mapping[str, str], rows: list[AreaRow]) -> str:
    if kind == "country":
        return ENGLAND_AND_WALES if any(row.code == ENGLAND_AND_WALES for row in rows) else ""
    if kind == "district" and above["county"]:
        return above["county"]
    if kind == "region":
        return above["country"]
    return above["region"] or above["country"] if kind in ("county", "authority", "district") else ""


def _under_total(rows: list[AreaRow]) -> list[AreaRow]:
    """The rows, with a total of several codes as the parent of the areas that it names."""
    totals = {code: row.code for row in rows if row.kind == "total" for code in row.stands_for}
    return [
        AreaRow(row.code, row.stands_for, row.kind, row.name, totals.get(row.code, row.parent), row.row)
        if row.kind == "residence"
        else row
        for row in rows
    ]


def _name(name: str) -> str:
    """A name in mixed case; some workbooks have countries and regions in capitals."""
    if not name.isupper():
        return name
    return " ".join(
        word.lower() if word.lower() in _SMALL_WORDS else word.capitalize() for word in name.split()
    )


def tidy_areas(rows: list[AreaRow]) -> list[Area]:
    """The areas with their parents for the areas file.

    In that file an area is the sum of its parts of any one type. A county does not fit beside the authorities
    of its region that are in no county. So each smallest area is part of its region, and of its county if it
    has one, and a county is part of nothing.
    """
    by_code = {row.code: row for row in rows}
    parents = {row.parent for row in rows}
    areas = []
    for row in rows:
        above = by_code.get(row.parent)
        of: tuple[str, ...] = (row.parent,) if row.parent else ()
        if row.kind == "county":
            of = ()
        elif above is not None and above.kind == "county":
            of = (above.parent, above.code) if above.parent else (above.code,)
        smallest = row.kind in ("district", "authority") and row.code not in parents
        areas.append(Area(row.code, row.name, "authority" if smallest else row.kind, of))
    return areas
