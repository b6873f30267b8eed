"""Calendars of drawn publications: steps in place of their years, and windows that a source has pooled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from reporter.counts.table import CATEGORY_KEYS, KEYS, Counts
from reporter.machine.rows import row_keys
from reporter.publication.periods import FORMS, ends_of, label_of, window
from tests.publications import added_up
from tests.publications.settings import ends
from tests.shapes.choices import now_and_then, one_of
from tests.shapes.places import Places
from tests.shapes.tallies import Run


class Calendar(NamedTuple):
    """What the periods of a publication are.

    Attributes:
        name: the calendar of its settings.
        origin, per_year: of its steps, as those of their form.
        length: how many steps a source has counted together; 1 for single steps.
        stride: from the start of one window to the next.
    """

    name: str
    origin: int
    per_year: int
    length: int = 1
    stride: int = 1

    @property
    def overlaps(self) -> bool:
        """Whether windows share steps."""
        return self.stride < self.length

    @property
    def is_of_years(self) -> bool:
        """Whether its periods are single calendar years."""
        return (self.origin, self.length) == (FORMS[0].origin, 1)

    def runs(self, years: Sequence[Run]) -> list[Run]:
        """Runs as long, of this calendar's steps."""
        steps = [
            (
                basis,
                self._step(years[0][2]) - years[0][2] + first,
                self._step(years[0][2]) - years[0][2] + last,
            )
            for basis, first, last in years
        ]
        return steps if self.length == 1 else [(steps[0][0], *self._whole(*steps[0][1:]))]

    def _step(self, year: int) -> int:
        return self.origin + self.per_year * year + self.per_year // 2

    def _whole(self, first: int, last: int) -> tuple[int, int]:
        """The first and last step of windows, as many as the years were."""
        return first, first + self.stride * (last - first) + self.length - 1

    def windows(self, first: int, last: int) -> list[int]:
        """The windows from the first to the last step."""
        starts = range(first, last - self.length + 2, self.stride)
        return [window(start, start + self.length - 1) for start in starts]

    def block(self, block: dict[str, Any], run: Run) -> dict[str, Any]:
        """A block of the settings of these steps, or of windows of a run."""
        first, last = block.pop("first_year"), block.pop("last_year")
        if self.length == 1:
            return block | ends(first, last)
        windows = self.windows(run[1], run[2])
        windows = [each for each in windows if ends_of(each)[0] >= first] or windows[-1:]
        block = {key: value for key, value in block.items() if key not in ("pools", "single_years")}
        return block | {"first_period": label_of(windows[0]), "last_period": label_of(windows[-1])}

    def counted(self, counts: Counts, places: Places, run: Run) -> Counts:
        """The counts of the windows of a run, from those of its steps."""
        if self.length == 1:
            return counts
        leaves = [area.code for area in places.areas.leaves]
        columns = list(counts.columns)
        of_step = dict(zip(row_keys(counts.table, KEYS), counts.table[columns].to_numpy(), strict=True))
        rows: list[tuple[str | int, ...]] = [
            (leaf, number, run[0], *np.sum([of_step[leaf, step, run[0]] for step in inside], axis=0).tolist())
            for number in self.windows(run[1], run[2])
            for inside in [range(ends_of(number)[0], ends_of(number)[1] + 1)]
            for leaf in leaves
        ]
        made = replace(added_up(places.areas, rows, columns), by_category=counts.by_category.iloc[:0])
        return made if counts.by_category.empty else replace(made, by_category=self._by_category(counts, run))

    def _by_category(self, counts: Counts, run: Run) -> pd.DataFrame:
        """The counts by category of the windows of a run, none of which share a step."""
        keys = [key for key in CATEGORY_KEYS if key != "year"]
        rows = counts.by_category
        parts = []
        for number in self.windows(run[1], run[2]):
            first, last = ends_of(number)
            inside = rows[rows["year"].between(first, last) & (rows["basis"] == run[0])]
            parts.append(inside.drop(columns="year").groupby(keys, sort=False, as_index=False).sum())
            parts[-1].insert(1, "year", number)
        return pd.concat(parts, ignore_index=True)


def calendar(draw: st.DrawFn) -> Calendar:
    """Calendar years in most publications, and any other calendar in the rest."""
    form = one_of(draw, FORMS[0], *FORMS[1:], odds=6)
    name = one_of(draw, "financial", "academic") if form.is_split else "calendar"
    made = Calendar(name, form.origin, form.per_year)
    if now_and_then(draw, 10):
        length = draw(st.integers(2, 4))
        return made._replace(length=length, stride=one_of(draw, length, 1, max(1, length - 1)))
    return made
