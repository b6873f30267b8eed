"""Keeps the areas and periods of which tables have every count, and refuses the others."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.errors import Problem
from reporter.importing.any_table.found import FoundCount, TableImport, TableKey
from reporter.importing.any_table.request import TableRequest
from reporter.publication.periods import period_of


def keep_complete(
    imported: TableImport, found: dict[TableKey, dict[str, FoundCount]], request: TableRequest
) -> Iterator[Problem]:
    """Keep the keys that have every count; a problem for each other that no sign and no option leaves out."""
    asked = [each.name for each in request.counts]
    names = dict.fromkeys(name for counts in found.values() for name in counts)
    fixed = [name for name in asked if name in names]
    imported.columns = tuple(dict.fromkeys([*fixed, *(names if len(fixed) < len(names) else ())]))
    yield from (
        Problem("--map", 0, f"no row has the count {name}", "a filter in brackets that some row fits")
        for name in dict.fromkeys(asked)
        if "{" not in name and name not in names
    )
    place = {code: number for number, code in enumerate(dict.fromkeys(key.area_code for key in found))}
    for key in sorted(found, key=lambda key: (key.basis, _order(key.period), place[key.area_code])):
        counts = found[key]
        lacking = [name for name in imported.columns if name not in counts]
        if any(each.text is None for each in counts.values()):
            imported.missing.append(key)
        elif lacking and request.leave_out_incomplete:
            imported.incomplete.append(key)
        elif lacking:
            first = next(iter(counts.values()))
            message = f"{key.area_code}, {key.period}, has no {', '.join(lacking)}"
            expectation = "a row with every count, or --leave-out-incomplete"
            yield first.table.problem(first.row.line, message, expectation)
        else:
            imported.counts[key] = tuple(counts[name].text or "" for name in imported.columns)
    if found and not imported.counts and not request.leave_out_incomplete and not imported.incomplete:
        yield Problem(
            str(imported.tables[0].file), 0, "every row lacks a count", "rows in which no count is missing"
        )


def _order(label: str) -> tuple[int, int]:
    period = period_of(label, "")
    return (period.first_year, period.last_year) if period else (0, 0)
