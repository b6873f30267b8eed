"""Windows that a source has pooled: what overlaps gives no difference away that the rules withhold."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from reporter.counts.files import read_publication
from reporter.disclosure.gate import GateResult, release
from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.errors import InputError
from reporter.publication.areas import Area, Areas
from reporter.publication.periods import ends_of, label_of, window
from tests.publications import EVENTS, Small, added_up, publication

AREAS = Areas.of(
    [Area("N", "Nation", "nation"), *(Area(code, code, "network", ("N",)) for code in ("A", "B", "C"))]
)


def released(
    tmp_path: Path, counts: dict[tuple[int, int], dict[str, int]], differences: str = "allow"
) -> GateResult:
    """The gate's result on windows of these counts, under rules that withhold 1 to 4."""
    numbers = [window(*ends) for ends in counts]
    rows = [
        (code, window(*ends), "occurring", 10_000 * (ends[1] - ends[0] + 1), count)
        for ends, of_area in counts.items()
        for code, count in of_area.items()
    ]
    show = [
        {
            "levels": ("network", "nation"),
            "basis": "occurring",
            "first_period": label_of(min(numbers, key=ends_of)),
            "last_period": label_of(max(numbers, key=lambda number: ends_of(number)[::-1])),
        }
    ]
    rules = {
        "name": "1 to 4",
        "source": "A test.",
        "withhold_from": 1,
        "withhold_to": 4,
        "minimum_width": 3,
        "differences": differences,
        "reliability": {"no_rate_below": 0, "unreliable_below": 0},
    }
    made = publication(
        types=("network", "nation"),
        years=(2020, 2021),
        indicators=(EVENTS,),
        show=show,
        disclosure={"profile": "own", "rules": rules},
    )
    small = Small(made, AREAS, added_up(AREAS, rows, ("births", "events")))
    return release(*read_publication(small.write(tmp_path)))


def withheld(found: GateResult) -> set[tuple[str, str]]:
    cells = found.released.cells
    gone = cells[cells["withheld"]]
    return set(zip(gone["area_code"], gone["period"], strict=True))


def test_two_windows_and_the_one_of_both(tmp_path: Path) -> None:
    """Network A has 2 events in 2018 to 2019: 11 in 2018 to 2021 less 9 in 2020 to 2021."""
    first = {"A": 2, "B": 30, "C": 40}
    second = {"A": 9, "B": 33, "C": 41}
    both = {code: first[code] + second[code] for code in first}
    found = released(tmp_path, {(2018, 2019): first, (2020, 2021): second, (2018, 2021): both})
    gone = withheld(found)
    assert ("A", "2018 to 2019") in gone
    assert {("A", "2020 to 2021"), ("A", "2018 to 2021")} & gone
    low, high = found.record["intervals"]["events | A | 2018 to 2019 | occurring"]
    assert high is None or high - low >= 3


def test_windows_that_only_overlap_protect_each_other(tmp_path: Path) -> None:
    """2018 to 2020 and 2019 to 2021 give the difference of 2021 and 2018, and neither of the two."""
    counts = {
        (2018, 2020): {"A": 12, "B": 30, "C": 40},
        (2019, 2021): {"A": 14, "B": 33, "C": 41},
    }
    found = released(tmp_path, counts)
    assert withheld(found) == set()


def test_a_window_that_lies_in_a_shown_one_without_more_events(tmp_path: Path) -> None:
    """All 12 events of 2018 to 2020 are in 2018 to 2019, so that 2020 has none: nothing small is said."""
    counts = {
        (2018, 2020): {"A": 12, "B": 30, "C": 40},
        (2018, 2019): {"A": 12, "B": 20, "C": 22},
    }
    found = released(tmp_path, counts)
    assert withheld(found) == set()
    steps = {cell.period.label for cell in found.linked.values if cell.period.is_single_year}
    assert steps == {"2018", "2019", "2020"}
    assert not any(cell.period.is_single_year for cell in found.linked.shown)


@pytest.mark.parametrize("more", [1, 4])
def test_a_small_difference_of_two_windows(tmp_path: Path, more: int) -> None:
    """2018 to 2020 less 2018 to 2019 is 2020: a count of primary size that no table shows."""
    counts = {
        (2018, 2020): {"A": 12 + more, "B": 30, "C": 40},
        (2018, 2019): {"A": 12, "B": 20, "C": 22},
    }
    listed = released(tmp_path / "list", counts, "list")
    assert withheld(listed) == set()
    assert listed.record["differences"] == ["events | A | 2020 | occurring"]
    protected = released(tmp_path / "protect", counts, "protect")
    assert withheld(protected) & {("A", "2018 to 2019"), ("A", "2018 to 2020")}


EVENTS_OF_STEPS = st.lists(
    st.lists(st.sampled_from([0, 0, 1, 1, 2, 3, 7, 12]), min_size=4, max_size=4), min_size=3, max_size=3
)
WINDOWS = st.lists(
    st.sampled_from([(1, 2), (0, 2), (1, 3), (0, 1), (2, 3)]), min_size=0, max_size=2, unique=True
).map(lambda more: sorted({(0, 1), (2, 3), (0, 3), *more}))
"""Two windows and the one of both, with up to two that overlap these."""


@settings(max_examples=40, deadline=None)
@given(EVENTS_OF_STEPS, WINDOWS)
def test_no_windows_together_give_a_withheld_count_away(
    events: list[list[int]], windows: list[tuple[int, int]]
) -> None:
    """A linear programme that knows nothing of the gate: steps of 0 or more that fit all shown.

    The range that it finds of each withheld count is as wide as the rules ask.
    """
    counts = {
        (2018 + first, 2018 + last): {
            code: sum(of_step[first : last + 1]) for code, of_step in zip("ABC", events, strict=True)
        }
        for first, last in windows
    }
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = released(Path(folder), counts)
        except (CannotBeProtected, InputError):
            return
    cells = found.released.cells
    rows, shown = [], []
    for code, first, last, count in zip(
        *(cells[name].tolist() for name in ("area_code", "first_year", "last_year", "numerator")), strict=True
    ):
        inside = np.zeros((3, 4))
        inside[slice(None) if code == "N" else "ABC".index(code), first - 2018 : last - 2017] = 1
        rows.append(inside.reshape(-1))
        shown.append(None if pd.isna(count) else int(count))
    known = [place for place, count in enumerate(shown) if count is not None]
    equal = (np.array([rows[n] for n in known]), [shown[n] for n in known]) if known else (None, None)
    for row in (rows[place] for place, count in enumerate(shown) if count is None):
        low = linprog(row, A_eq=equal[0], b_eq=equal[1], bounds=(0, None))
        high = linprog(-row, A_eq=equal[0], b_eq=equal[1], bounds=(0, None))
        assert low.status == 0
        # Status 3: there is no greatest value.
        assert high.status == 3 or -high.fun - low.fun >= 3 - 1e-6
