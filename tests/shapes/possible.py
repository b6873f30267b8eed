"""What stands on pages in place of withheld counts, against the bounds in the CSV files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reporter.publication.addresses import parts_of
from reporter.verification.table_cells import places
from tests.shapes.csv_tables import Row, Tables
from tests.shapes.said import SaidPage

_PLACE = "period", "basis"
_KEYS: Mapping[str, tuple[str, ...]] = {
    "rates": ("indicator", "area_code", *_PLACE),
    "rates-by-category": ("indicator", "area_code", "breakdown", "category", *_PLACE),
}
LEAST, GREATEST = "numerator_least", "numerator_greatest"


def wrong_bounds(pages: list[SaidPage], tables: Tables, *, asked_for: bool) -> Iterator[str]:
    """Bounds that stand where they are not asked for, that leave one number, or that pages print otherwise.

    Args:
        pages: the pages.
        tables: the CSV files.
        asked_for: whether the settings ask for bounds.
    """
    for row in tables.counts:
        if asked_for != (LEAST in row) or asked_for != (GREATEST in row):
            yield f"the table of rates of {row['area_code']} has columns {[*row]}"
            return
        if asked_for and not row["numerator"] and row[LEAST] and row[LEAST] == row[GREATEST]:
            yield f"a withheld count of {row['area_code']} is {row[LEAST]}"
    for page in pages:
        for place in (place for table in page.page.root.all("table") for place in places(table)):
            table, *key, column = parts_of(place.cells[0])
            found = _row(tables, table, key) if column == "numerator" and table in _KEYS else None
            printed = place.element.text().replace("[r]", "").strip()
            if found and not found["numerator"] and not re.fullmatch(_text(found), printed):
                yield f"{page.path}: {printed} stands in place of a withheld count, not {_text(found)}"


def _row(tables: Tables, table: str, key: list[str]) -> Row | None:
    names = _KEYS[table]
    found = tables.rows(table, **dict(zip(names, key, strict=True))) if len(names) == len(key) else []
    return found[0] if found else None


def _text(row: Row) -> str:
    """What stands in place of a withheld count, as a pattern."""
    least, greatest = (f"{float(row[name]):,g}" if row.get(name) else "" for name in (LEAST, GREATEST))
    if greatest:
        return f"{least} to {greatest}"
    return f"at least {least}" if least else r"\[[a-z]+\]"
