"""A period: one calendar year, or a pool of consecutive years, on one basis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Period(NamedTuple):
    """Consecutive calendar years counted on one basis.

    Attributes:
        first_year: the first year.
        last_year: the last year, the same for a single year.
        basis: how events are counted, such as 'occurring' or 'registered'.
    """

    first_year: int
    last_year: int
    basis: str

    @property
    def years(self) -> tuple[int, ...]:
        """All years of the period."""
        return tuple(range(self.first_year, self.last_year + 1))

    @property
    def is_single_year(self) -> bool:
        """Whether the period is one year."""
        return self.first_year == self.last_year

    @property
    def label(self) -> str:
        """The period as text: '2022', or '2020 to 2022'."""
        return str(self.first_year) if self.is_single_year else f"{self.first_year} to {self.last_year}"


def period_of(label: str, basis: str) -> Period | None:
    """The period with a label such as '2022' or '2020 to 2022'; None for any other label."""
    first, _, last = label.partition(" to ")
    if not (first.isdecimal() and (last or first).isdecimal()):
        return None
    return Period(int(first), int(last or first), basis)


def pools(first_year: int, last_year: int, length: int, basis: str) -> tuple[Period, ...]:
    """Every period of `length` consecutive years within the given years, earliest first."""
    starts = range(first_year, last_year - length + 2)
    return tuple(Period(start, start + length - 1, basis) for start in starts)


def years_in_words(years: Sequence[int]) -> str:
    """Sorted years as runs: '2010 to 2013, 2016'; empty for no years."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
