"""Counts of a twin data set, made from the values of its linked cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from reporter.counts.table import CATEGORY_KEYS, KEYS, Counts
from reporter.disclosure.cells import measures
from reporter.disclosure.linked import LinkedCells
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE
from reporter.publication.indicator import Measure
from reporter.publication.loading import Publication
from reporter.publication.periods import window_number


def twin_counts(publication: Publication, counts: Counts, areas: Areas, linked: LinkedCells) -> Counts:
    """The counts with those of linked cells replaced by the values of `linked`.

    Files hold the linked cells of one column and a year or window; pools and numerators of several columns
    follow from them. Levels below all linked cells of a basis are left out: their counts can be chosen to fit
    any larger areas. Where a denominator contains a numerator's column (stillbirths among all births), the
    rest of it offsets the change, as far as no other denominator shows that rest; unless denominators are
    among the linked cells.

    Args:
        publication: settings and indicators.
        counts: the true counts.
        areas: the areas.
        linked: the linked cells of these counts, with other values.
    """
    today = {cell: value for cell, value in linked.values.items() if not cell.edition}
    values = {
        (cell.area_code, window_number(cell.period), cell.period.basis, cell.category, cell.measure): value
        for cell, value in today.items()
        if cell.measure in counts.columns
    }
    everyone = {(*key[:3], key[4]): value for key, value in values.items() if key[3] == EVERYONE}
    by_category = {(*key[:3], *key[3], key[4]): value for key, value in values.items()}
    levels = {(cell.period.basis, areas[cell.area_code].type) for cell in today if cell.area_code in areas}
    true, true_by_category = (
        _linked_levels(table, areas, levels) for table in (counts.table, counts.by_category)
    )
    changed = _replaced(true, KEYS, everyone)
    changed_by_category = _replaced(true_by_category, CATEGORY_KEYS, by_category)
    if not linked.denominators:
        changed = _with_same_denominators(publication, true, changed)
        changed_by_category = _with_same_denominators(publication, true_by_category, changed_by_category)
    steps = None if counts.steps is None else twin_counts(publication, counts.steps, areas, linked)
    return replace(counts, table=changed, by_category=changed_by_category, steps=steps)


def _linked_levels(table: pd.DataFrame, areas: Areas, levels: set[tuple[str, str]]) -> pd.DataFrame:
    kept = [
        (basis, areas[area].type) in levels
        for area, basis in zip(table["area_code"], table["basis"], strict=True)
    ]
    return table.loc[kept].reset_index(drop=True)


def _replaced(table: pd.DataFrame, keys: tuple[str, ...], values: Mapping[Any, int]) -> pd.DataFrame:
    """The table with its counts replaced by `values`, which a row's keys and a column index."""
    changed = table.copy()
    names = list(table[list(keys)].itertuples(index=False, name=None))
    for column in table.columns.drop(list(keys)):
        old = table[column].tolist()
        new = [values.get((*name, column), count) for name, count in zip(names, old, strict=True)]
        changed[column] = pd.Series(new, index=table.index, dtype=table[column].dtype)
    return changed


def _with_same_denominators(
    publication: Publication, true: pd.DataFrame, changed: pd.DataFrame
) -> pd.DataFrame:
    """The changed counts with the true denominators, where these have a column that is in no numerator."""
    of_numerators = measures(publication.indicators).keys()
    for denominator in (indicator.denominator for indicator in publication.indicators):
        columns = {*denominator.columns}
        rest = [name for name in denominator.add if name not in of_numerators]
        if rest and columns & of_numerators and columns <= {*changed.columns}:
            change = _total(changed, denominator) - _total(true, denominator)
            changed = changed.assign(**{rest[0]: changed[rest[0]] - change})
    return changed


def _total(table: pd.DataFrame, measure: Measure) -> pd.Series[int]:
    return table[list(measure.add)].sum(axis=1) - table[list(measure.subtract)].sum(axis=1)
