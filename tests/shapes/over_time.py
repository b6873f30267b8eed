"""Oracles of what pages say of change: over the newest run, in the last year, over an older run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import stats

from reporter.publication.periods import period_of
from tests.shapes.csv_tables import Row, Tables
from tests.shapes.said import SaidPage

SIGNIFICANT = 0.05
EVERYONE = "everyone"
CHANGE = ("rate_rose", "rate_fell", "no_clear_change", "change_untested")
RUN = ("run_rose", "run_fell", "run_no_clear_change", "run_untested")
TREND = ("trend_rose", "trend_fell", "no_clear_trend", "trend_untested")


_CHANGES = {"proportion": "proportion-changes"}
"""The table of changes of kinds that have one of their own."""
_RUNS = {"proportion": "proportion-runs"}
"""The same of newest runs."""


def run(page: SaidPage, tables: Tables) -> list[str]:
    """The verdict on the newest run, from its first to its last year."""
    found = _of_page(_table(_RUNS, tables, "newest-runs"), page, tables)
    if found is None:
        return []
    return [RUN[CHANGE.index(_verdict(tables, _table(_RUNS, tables, "newest-runs"), found))]]


def _table(of_kinds: Mapping[str, str], tables: Tables, usual: str) -> str:
    """The table of the headline indicator's kind."""
    return of_kinds.get(tables.measures[tables.headline], usual)


def change(page: SaidPage, tables: Tables) -> list[str]:
    """The verdict on the last year, where the newest run has another or there is none."""
    table, runs = _table(_CHANGES, tables, "changes"), _table(_RUNS, tables, "newest-runs")
    found = _of_page(table, page, tables)
    if found is None:
        return []
    verdict = _verdict(tables, table, found)
    newest = _of_page(runs, page, tables)
    return [] if newest and _verdict(tables, runs, newest) == verdict else [verdict]


def trend(page: SaidPage, tables: Tables) -> list[str]:
    """The verdict on the longest run, where it is not the newest."""
    found = _of_page("trends", page, tables)
    newest = _of_page(_table(_RUNS, tables, "newest-runs"), page, tables)
    if found is None:
        return []
    if newest and newest["basis"] == found["basis"] and span(newest) == span(found):
        return []
    if any(row["breakdown"] != EVERYONE for row in _of_area(tables, page)):
        return []
    p_value, annual = found["adjusted_p_value"], found["annual_percent_change"]
    if not p_value or not annual:
        return ["trend_untested"]
    if float(p_value) >= SIGNIFICANT:
        return ["no_clear_trend"]
    return ["trend_rose" if float(annual) > 0 else "trend_fell"]


def _ends(found: Row) -> list[str]:
    """The labels of the first and the last period; of calendar years the tables have no other."""
    return [found.get(f"{end}_period") or found[f"{end}_year"] for end in ("first", "last")]


def span(found: Row) -> tuple[int, int]:
    """The first step of the first period and the last step of the last."""
    first, last = (period_of(label, found["basis"]) for label in _ends(found))
    assert first is not None
    assert last is not None
    return first.first_year, last.last_year


def _of_page(table: str, page: SaidPage, tables: Tables) -> Row | None:
    found = tables.rows(table, indicator=tables.headline, area_code=tables.area_of(page))
    found = [row for row in found if row.get("breakdown", EVERYONE) == EVERYONE]
    return found[0] if found and page.path != "quality.html" else None


def _of_area(tables: Tables, page: SaidPage) -> list[Row]:
    """The newest runs of a page's area: of all counts, and longer ones by the sums over a breakdown."""
    table = _table(_RUNS, tables, "newest-runs")
    return tables.rows(table, indicator=tables.headline, area_code=tables.area_of(page))


def _verdict(tables: Tables, table: str, found: Row) -> str:
    p_value = _adjusted(tables, table, found)
    if p_value is None:
        return "change_untested"
    before, after = (float(found[column]) for column in ("value_from", "value_to"))
    if p_value >= SIGNIFICANT or before == after:
        return "no_clear_change"
    return "rate_rose" if after > before else "rate_fell"


def _adjusted(tables: Tables, table: str, found: Row) -> float | None:
    """The p-value of a change, by exact tests of two rates and Benjamini and Hochberg's steps."""
    types = {row["area_code"]: row["area_type"] for row in tables.rows("areas")}
    level = types[found["area_code"]]
    values = {
        row["area_code"]: _p_value(tables, row)
        for row in tables.rows(table, indicator=tables.headline)
        if types[row["area_code"]] == level and row.get("breakdown", EVERYONE) == EVERYONE
    }
    known = sorted(value for value in values.values() if value is not None)
    own = values[found["area_code"]]
    if own is None:
        return None
    return min(len(known) * value / (n + 1) for n, value in enumerate(known) if value >= own)


def _p_value(tables: Tables, found: Row) -> float | None:
    ends = [found[f"period_{end}"] for end in ("from", "to")] if "period_from" in found else _ends(found)
    of_area = tables.rows("rates", indicator=tables.headline, area_code=found["area_code"])
    bases = (
        {found["basis"]}
        if "basis" in found
        else {row["basis"] for row in of_area if row["period"] == ends[1]}
    )
    pairs = []
    for period in ends:
        (row,) = (row for row in of_area if row["period"] == period and row["basis"] in bases)
        pairs.append(row)
    return _of_pair(tables, *pairs)


def _of_pair(tables: Tables, earlier: Row, later: Row) -> float | None:
    measure = tables.measures[tables.headline]
    if tables.headline in tables.not_over_time:
        return None
    if measure == "directly standardised rate":
        logs, errors = zip(*(log_and_error(row) for row in (earlier, later)), strict=True)
        return float(2 * stats.norm.sf(abs(logs[1] - logs[0]) / np.hypot(*errors)))
    (before, among_before), (after, among_after) = (
        (float(row["numerator"]), float(row["denominator"] or 1)) for row in (earlier, later)
    )
    if before % 1 or after % 1:
        return None
    before, after = int(before), int(after)
    if measure == "proportion":
        table = [[before, among_before - before], [after, among_after - after]]
        return float(stats.fisher_exact(table).pvalue)
    if before + after == 0:
        return None
    share = among_after / (among_before + among_after)
    return float(stats.binomtest(after, before + after, share).pvalue)


def log_and_error(row: Row) -> tuple[float, float]:
    """The logarithm of a standardised rate and its standard error, from Dobson's lower limit."""
    events, value, lower = (float(row[name]) for name in ("numerator", "value", "lower_95"))
    of_count = events * (1 - 1 / (9 * events) - stats.norm.ppf(0.975) / (3 * np.sqrt(events))) ** 3
    return float(np.log(value)), float(np.sqrt(events) * (lower - value) / (of_count - events) / value)
