"""Runs of years by the sums over a breakdown's categories, where these go back further than all counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from reporter.findings.coverage import Counted, GroupsKey, has_moved
from reporter.findings.kinds import kind_of
from reporter.findings.models import NOTHING, Models
from reporter.findings.newest_runs import AnyRun, newest_runs
from reporter.findings.runs import of_series
from reporter.machine.rows import where
from reporter.publication.breakdowns import Breakdown
from reporter.publication.loading import Publication

_YEAR = ["indicator", "area_type", "area_code", "basis", "first_year", "last_year", "period"]
_NUMBERS = ["numerator", "denominator"]


def unbroken_runs(
    by_category: pd.DataFrame,
    publication: Publication,
    covered: Mapping[GroupsKey, Counted],
    newest: Sequence[AnyRun],
    area_types: tuple[str, ...],
    models: Models = NOTHING,
) -> tuple[AnyRun, ...]:
    """The longest run of each indicator and area by a breakdown with its newest run and more years before.

    Its years are the sums over all categories. There is none where the coverage of these is known to have
    moved by more than a tenth of the change, or is known of no year.

    Args:
        by_category: rates by category.
        publication: settings and indicators.
        covered: totals and sums over the categories, of `coverage.counted`.
        newest: the newest runs of all counts.
        area_types: the levels whose areas are tested.
        models: cache of fitted models.
    """
    own = {(run.indicator, run.area_code): run for run in newest}
    windows = publication.main_block.is_of_windows
    indicators = tuple(each for each in publication.indicators if kind_of(each).by_group)
    found: dict[tuple[str, str], AnyRun] = {}
    for breakdown in publication.settings.breakdowns:
        sums = _sums(by_category, breakdown, windows=windows)
        for run in newest_runs(sums, indicators, area_types, models, windows=windows) if len(sums) else ():
            key = run.indicator, run.area_code
            shorter = found.get(key, own.get(key))
            if shorter and _goes_further_back(run, shorter) and _is_covered(run, sums, breakdown, covered):
                found[key] = replace(run, breakdown=breakdown.id)
    return tuple(found.values())


def _sums(by_category: pd.DataFrame, breakdown: Breakdown, *, windows: bool) -> pd.DataFrame:
    """The sums over all categories of a breakdown in each year of which none is withheld."""
    here = by_category[where(by_category, breakdown=breakdown.id) & of_series(by_category, windows=windows)]
    here = here[here[_NUMBERS].notna().all(axis=1)]
    groups = here.groupby(_YEAR, sort=False)
    sums = groups[_NUMBERS].sum().reset_index()
    return sums[(groups.size() == len(breakdown.categories)).to_numpy()].reset_index(drop=True)


def _goes_further_back(run: AnyRun, other: AnyRun) -> bool:
    """Whether a run ends as another does, and has more years before."""
    same_end = (run.basis, run.last_year) == (other.basis, other.last_year)
    return same_end and run.points > other.points


def _is_covered(
    run: AnyRun, sums: pd.DataFrame, breakdown: Breakdown, covered: Mapping[GroupsKey, Counted]
) -> bool:
    """Whether the coverage is known and moved by no more than a tenth of the change."""
    keys = [key for key in _keys(run, sums, breakdown) if key in covered]
    change = run.value_to / run.value_from - 1 if run.value_from else np.inf
    return bool(keys) and has_moved(covered, breakdown, keys, change) is False


def _keys(run: AnyRun, sums: pd.DataFrame, breakdown: Breakdown) -> Iterator[GroupsKey]:
    here = where(sums, indicator=run.indicator, area_code=run.area_code, basis=run.basis)
    for period in sums["period"][here].tolist():
        yield run.indicator, run.area_code, breakdown.id, period, run.basis
