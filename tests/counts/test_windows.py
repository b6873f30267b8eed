"""Windows of several steps: whatever the steps were, some whole counts of them add up to every window."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.counts.table import Counts
from reporter.counts.windows import overlap, with_steps
from reporter.publication.areas import Area, Areas
from reporter.publication.breakdowns import EVERYONE
from reporter.publication.periods import ends_of, window
from tests.publications import EVENTS, added_up
from tests.publications.settings import LATE

AREAS = Areas.of(
    [Area("N", "Nation", "nation"), *(Area(code, code, "network", ("N",)) for code in ("A", "B"))]
)
FIRST, STEPS = 2010, 7

windows = st.lists(
    st.tuples(st.integers(0, STEPS - 2), st.integers(1, 4)).map(
        lambda drawn: window(FIRST + drawn[0], FIRST + min(sum(drawn), STEPS - 1))
    ),
    min_size=1,
    max_size=5,
    unique=True,
)


def pooled(numbers: list[int], seed: int, mean: float) -> Counts:
    """Counts of windows, from counts by chance of their steps: births, events, and early ones of these."""
    random = np.random.default_rng(seed)
    of_step = {}
    for code in ("A", "B"):
        for step in range(FIRST, FIRST + STEPS):
            births = int(random.integers(0, 60))
            events = min(births, int(random.poisson(mean)))
            of_step[code, step] = np.array([births, events, random.binomial(events, 0.6)])
    rows = [
        (code, number, "occurring", *np.sum([of_step[code, step] for step in inside], axis=0).tolist())
        for number in numbers
        for inside in [range(ends_of(number)[0], ends_of(number)[1] + 1)]
        for code in ("A", "B")
    ]
    return added_up(AREAS, rows)


@given(windows, st.integers(0, 10**6), st.sampled_from([0.0, 0.3, 2.0, 50.0]))
def test_steps_add_up_to_every_window(numbers: list[int], seed: int, mean: float) -> None:
    counts = pooled(numbers, seed, mean)
    steps = with_steps(counts, AREAS, (EVENTS, LATE), {}).steps
    assert steps is not None
    for measure in (EVENTS.numerator, EVENTS.denominator, LATE.numerator):
        of_window, of_step = counts.of(measure), steps.of(measure)
        assert min(of_step.values()) >= 0
        for (area, number, basis, category), count in of_window.items():
            first, last = ends_of(number)
            assert category == EVERYONE
            assert count == sum(of_step[area, step, basis, category] for step in range(first, last + 1))
    within = steps.table["births"] - steps.table["events"]
    assert within.min() >= 0


def test_single_steps_are_left_alone() -> None:
    counts = added_up(AREAS, [("A", 2020, "occurring", 9, 3, 1), ("B", 2020, "occurring", 9, 3, 1)])
    assert with_steps(counts, AREAS, (EVENTS,), {}) is counts


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([window(1974, 1978), window(1979, 1984)], False),
        ([window(2018, 2020), window(2019, 2021)], True),
        ([window(2010, 2019), window(2012, 2013)], True),
        ([window(2020, 2021)], False),
    ],
)
def test_which_windows_share_a_step(numbers: list[int], expected: bool) -> None:
    assert overlap(numbers) == expected
