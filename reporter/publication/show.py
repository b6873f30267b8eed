"""What a publication shows: blocks of indicators, levels, and periods."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, PrivateAttr, model_validator

from reporter.publication.indicator import Record
from reporter.publication.periods import Period, ends_of, form_of, period_of, pools
from reporter.records.fields import Slug, Switch, Text, WholeNumber, Year
from reporter.records.record_errors import refusal


class Show(Record):
    """A block of shown cells: indicators at levels, for years and pools of years."""

    indicators: tuple[Slug, ...] = ()
    """Indicators shown; empty means all."""
    levels: tuple[Text, ...] = Field(min_length=1)
    """Area types shown."""
    breakdowns: tuple[Slug, ...] = ()
    """Breakdowns shown, each count by its categories; empty shows the counts of everyone."""
    basis: Text
    """The basis of the counts, such as 'occurring' or 'registered'."""
    first_year: Year | None = None
    """The first year."""
    last_year: Year | None = None
    """The last year."""
    first_period: Text | None = None
    """The first period in place of first_year, as in the column 'period' of the counts."""
    last_period: Text | None = None
    """The last period in place of last_year, as in the column 'period' of the counts."""
    single_years: Switch = True
    """Whether each year is shown on its own."""
    pools: tuple[WholeNumber, ...] = ()
    """Lengths in years of the pools shown; every pool of that length within the years is shown."""
    _windows: tuple[int, ...] = PrivateAttr(())

    @model_validator(mode="after")
    def _periods_in_order(self) -> Show:
        ends = self.ends
        steps = self.last - self.first + 1
        if form_of(self.first) != form_of(self.last):
            raise refusal(f"is '{ends[1].label}'", f"a period of the form of {ends[0].label}", "last_period")
        if ends[1] < ends[0]:
            key = "last_year" if self.last_period is None else "last_period"
            named = f"{key.replace('last', 'first')} ({ends[0].label})"
            raise refusal(f"is {ends[1].label}", f"{named} or later", key)
        if self.is_of_windows and self.pools:
            expected = "no pools: the periods of the source are several steps together already"
            raise refusal(f"is {', '.join(map(str, self.pools))}", expected, "pools")
        if any(not 2 <= length <= steps for length in self.pools):
            given = ", ".join(map(str, self.pools))
            counted = "years" if self.first_period is None else "periods"
            raise refusal(f"is {given}", f"numbers of {counted} from 2 to the {steps} of the block", "pools")
        if not self.single_years and not self.pools:
            raise refusal("shows nothing", "single years, pools, or both")
        return self

    def _end(self, side: str) -> Period:
        """The first or the last period."""
        year, label = getattr(self, f"{side}_year"), getattr(self, f"{side}_period")
        if label is None:
            if year is None:
                purpose = type(self).model_fields[f"{side}_year"].description or ""
                expected = f"it there: {purpose.rstrip('.')}, or {side}_period in its place"
                raise refusal("is missing", expected, f"{side}_year")
            return Period(year, year, self.basis)
        if year is not None:
            raise refusal(f"is '{label}' beside {side}_year", "one of them", f"{side}_period")
        found = period_of(label, self.basis)
        if found is None:
            expected = "a period such as 2022/23, 2022 Q1, 2022-05 or 2019 to 2021, its end after its start"
            raise refusal(f"is '{label}'", expected, f"{side}_period")
        return found

    @property
    def ends(self) -> tuple[Period, Period]:
        """The first and the last period."""
        return self._end("first"), self._end("last")

    @property
    def first(self) -> int:
        """The first step."""
        return self.ends[0].first_year

    @property
    def last(self) -> int:
        """The last step."""
        return self.ends[1].last_year

    @property
    def is_of_windows(self) -> bool:
        """Whether its periods are windows of several steps that the source has counted together."""
        return not all(end.is_single_year for end in self.ends)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods shown: single steps first, then pools by length; of windows those of the counts."""
        if self.is_of_windows:
            of_counts = (Period(*ends_of(window), self.basis) for window in self._windows)
            return tuple(p for p in of_counts if self.first <= p.first_year and p.last_year <= self.last)
        steps = range(self.first, self.last + 1) if self.single_years else ()
        single = tuple(Period(step, step, self.basis) for step in steps)
        return single + tuple(
            pool for length in self.pools for pool in pools(self.first, self.last, length, self.basis)
        )

    def with_windows(self, windows: Iterable[int]) -> Show:
        """The same block, with the windows that the counts have on its basis."""
        block = self.model_copy()
        block._windows = tuple(sorted(windows, key=lambda each: ends_of(each)[::-1]))
        return block

    def since(self, step: int) -> Show | None:
        """The same block from a step on, with the pools that are left; None where nothing is left of it."""
        if (first := max(self.first, step)) > self.last:
            return None
        lengths = tuple(each for each in self.pools if each <= self.last - first + 1)
        ends = {"first_period": Period(first, first, self.basis).label, "first_year": None}
        ends |= {"last_period": self._end("last").label, "last_year": None}
        return self.model_copy(update={**ends, "pools": lengths, "single_years": True})
