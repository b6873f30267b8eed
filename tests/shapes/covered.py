"""Oracle of coverage: the table against the tables of rates, and the changes that are spoken of by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tests.shapes.csv_tables import Row, Tables

_OF = ("indicator", "area_code", "period", "basis")


def not_covered(tables: Tables) -> Iterator[str]:
    """Rows of coverage that do not follow from the counts shown, and splits over coverage that moved."""
    whole = {tuple(row[name] for name in _OF): row for row in tables.rows("rates")}
    parts: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in tables.rows("rates-by-category"):
        parts[*(row[name] for name in _OF), row["breakdown"]].append(row)
    for row in tables.rows("coverage"):
        key = tuple(row[name] for name in _OF)
        for column, of_everyone in (("numerator", "events"), ("denominator", "denominator")):
            cells = [whole[key], *parts[*key, row["breakdown"]]]
            if any("[c]" in cell["symbols"] or not cell[column] for cell in cells):
                yield f"coverage of {key} is given, where a count is withheld"
                continue
            total, *of_groups = (int(cell[column]) for cell in cells)
            outside = int(row[f"{of_everyone}_outside"])
            if (int(row[of_everyone]), outside) != (total, total - sum(of_groups)) or outside < 0:
                yield f"coverage of {key}: {outside} of {row[of_everyone]} {column} lie outside"
    for row in tables.rows("decompositions"):
        if row["reason"] and row["total"]:
            yield f"the split of {row['area_code']} by {row['breakdown']} has a number and a reason"
        elif row["total"]:
            yield from _moved(row, tables)


def _moved(split: Row, tables: Tables) -> Iterator[str]:
    shares = []
    for period in (split["period_from"], split["period_to"]):
        wanted = {name: split[name] for name in ("indicator", "area_code", "breakdown", "basis")}
        shares += [
            (float(row["events_percent"]) / float(row["denominator_percent"]), row)
            for row in tables.rows("coverage", period=period, **wanted)
            if row["events_percent"] and row["denominator_percent"]
        ]
    if len(shares) < 2:
        return  # The breakdown is complete, or what lies outside is too small to be printed.
    (before, first), (after, last) = shares
    rates = [_rate_within(row) for row in (first, last)]
    change = abs(rates[1] / rates[0] - 1) if rates[0] else float("inf")
    if max(before, after) / min(before, after) - 1 > 0.1 * change + 1e-9:
        yield f"{split['area_code']} by {split['breakdown']} is split, where the coverage moved"


def _rate_within(row: Row) -> float:
    events, births = (int(row[name]) - int(row[f"{name}_outside"]) for name in ("events", "denominator"))
    return events / births if births else 0.0
