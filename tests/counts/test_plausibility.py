"""Implausible counts stop a build until they are acknowledged by name."""

import dataclasses
import re

import numpy as np
import pytest

from reporter.counts.plausibility import implausible
from reporter.publication.periods import Period, label_of, step_of, window_number
from tests.publications import added_up, areas, counts, publication

HIERARCHY = areas(3, 4)


def with_district(made, code, year, column, value):
    """The counts with one district's count changed, and with it every area it is a part of."""
    table = made.table.copy()
    row = (table["area_code"] == code) & (table["year"] == year)
    added = value - int(table.loc[row, column].iloc[0])
    codes = [code, *(area.code for area in HIERARCHY.ancestors(code))]
    table.loc[table["area_code"].isin(codes) & (table["year"] == year), column] += added
    return dataclasses.replace(made, table=table)


def settings_with(*acknowledged):
    return publication(checks={"acknowledged": acknowledged})


@pytest.fixture
def ordinary():
    return counts(HIERARCHY, seed=1, mean=4.0)


def test_counts_that_vary_by_chance_are_not_questioned(ordinary):
    assert implausible(publication(), ordinary) == []


def test_counts_of_another_age_group_are_questioned(ordinary):
    """About ten times the usual number, as when deaths of children are taken for deaths of infants."""
    odd = with_district(ordinary, "D1-2", 2021, "events", 45)
    (asked,) = [
        p for p in implausible(publication(), odd) if 'acknowledged = ["D1-2 2021 events"]' in p.expected
    ]
    said = re.fullmatch(
        r"area D1-2, 2021, events: 45, more than can be expected, which is ([\d.]+), ([\d.]+) times as many "
        r"\(probability of a count as far off: (below )?[\de.-]+\)",
        asked.message,
    )
    assert said
    assert 45 / float(said[1]) == pytest.approx(float(said[2]), rel=0.02)


def test_an_acknowledged_count_is_questioned_no_more(ordinary):
    odd = with_district(ordinary, "D1-2", 2021, "events", 45)
    names = [p.expected.split('"')[1] for p in implausible(publication(), odd)]
    assert "D1-2 2021 events" in names
    assert implausible(settings_with(*names), odd) == []
    left = implausible(settings_with(*names[1:]), odd)
    assert [p.expected.split('"')[1] for p in left] == names[:1]


def test_a_rate_that_was_always_high_is_not_questioned(ordinary):
    """Higher than the rest in every year is a finding, not a mistake of one year."""
    high = ordinary
    for year in (2020, 2021, 2022):
        high = with_district(high, "D1-2", year, "events", 40)
    assert not [p for p in implausible(publication(), high) if "D1-2" in p.message]


def test_a_jump_of_the_whole_is_questioned(ordinary):
    table = ordinary.table.copy()
    table.loc[table["year"] == 2022, ["events", "early"]] *= 3
    jumped = dataclasses.replace(ordinary, table=table)
    messages = [p.message for p in implausible(publication(), jumped)]
    assert any(m.startswith("area N, 2022, events: the rate changed by +") for m in messages)


def test_periods_are_in_the_order_of_time_and_told_by_their_labels():
    """Windows of two lengths, whose numbers are not in the order of time; and quarters across a year."""
    ends = [Period(year, year + 2 - year % 2, "") for year in range(2000, 2024, 3)]
    windows = [window_number(each) for each in ends]
    first = step_of("2021 Q3")
    assert first is not None
    quarters = list(range(first, first + 6))
    assert sorted(windows) != windows
    for numbers, name in ((windows, "period"), (quarters, "quarter")):
        # Twenty times as many from the fourth period on.
        rows: list[list[str | int]] = [
            [leaf.code, number, "occurring", 10_000, 200 if place >= 3 else 10, 0]
            for place, number in enumerate(numbers)
            for leaf in HIERARCHY.leaves
        ]
        asked = [p.message for p in implausible(publication(), added_up(HIERARCHY, rows))]
        jump = f"area N, {label_of(numbers[3])}, events: the rate changed by +1900% in one {name}: 2,400, "
        assert [message.startswith(jump) for message in asked if "N, " in message].count(True) == 1
        assert not [
            message for message in asked if "area N" in message and label_of(numbers[3]) not in message
        ]


def drawn(seed, *, noise, events, years, districts, unlike=0.0, drift=0.0):
    """Rows of districts: Poisson counts at rates that vary by `noise` from year to year.

    Areas differ by `unlike` (relative), have sizes of one to twenty, and share a change of `drift` a year.
    """
    random = np.random.default_rng(seed)
    place = areas(2, districts)
    size = {leaf.code: np.exp(random.uniform(0, 3)) * events for leaf in place.leaves}
    own = {leaf.code: np.exp(random.normal(0, unlike)) for leaf in place.leaves}
    return place, [
        [
            leaf.code,
            2000 + year,
            "occurring",
            round(size[leaf.code] * 100 * random.uniform(0.98, 1.02)),
            int(
                random.poisson(
                    size[leaf.code] * own[leaf.code] * np.exp(drift * year + random.normal(0, noise))
                )
            ),
            0,
        ]
        for year in range(years)
        for leaf in place.leaves
    ]


def asked_for(place, rows):
    """Names of the counts that `check` asks about."""
    problems = implausible(publication(checks={"listed": 10_000}), added_up(place, rows))
    return {problem.expected.split('"')[1] for problem in problems}


def test_ordinary_variation_is_no_problem():
    """300 publications of 1 to 12 years with noise of 0 to 12%: at most 2% of them get any problem."""
    random = np.random.default_rng(2)
    questioned = 0
    for seed in range(300):
        place, rows = drawn(
            seed,
            noise=random.choice([0.0, 0.03, 0.06, 0.12]),
            events=np.exp(random.uniform(0, 8)),
            years=int(random.integers(1, 13)),
            districts=int(random.integers(1, 9)),
            unlike=random.choice([0.0, 0.1, 0.3]),
            drift=random.choice([-0.04, 0.0, 0.03]),
        )
        questioned += bool(asked_for(place, rows))
    assert questioned <= 6


def test_thousands_that_vary_by_three_percent_are_no_problem():
    """Forty-six were to be acknowledged one by one when only chance was allowed for."""
    place, rows = drawn(7, noise=0.03, events=3000, years=10, districts=21)
    assert asked_for(place, rows) == set()


def test_typing_errors_are_found():
    """Of 300 counts of 20 or more, before and after, typed three times too large or too small, 99% are found.

    In publications of three years and more: of two years that differ, neither is known to be the wrong one.
    """
    random = np.random.default_rng(3)
    typed = missed = 0
    while typed < 300:
        hierarchy, rows = drawn(
            int(random.integers(10**6)),
            noise=random.choice([0.0, 0.03, 0.08]),
            events=75,
            years=int(random.integers(3, 9)),
            districts=int(random.integers(2, 7)),
            unlike=random.choice([0.0, 0.1, 0.4]),
        )
        wrong = rows[random.integers(len(rows))]
        right, wrong[4] = wrong[4], round(wrong[4] * random.choice([3, 4, 10, 1 / 3, 1 / 10]))
        if min(right, wrong[4]) >= 20:
            typed += 1
            missed += f"{wrong[0]} {wrong[1]} events" not in asked_for(hierarchy, rows)
    assert missed <= 3


def test_two_counts_swapped_and_a_row_copied_are_found():
    hierarchy, rows = drawn(3, noise=0.03, events=50, years=6, districts=6, unlike=0.1)
    of_year = sorted((row for row in rows if row[1] == 2003), key=lambda row: row[4])
    small, large = of_year[1], of_year[-1]
    assert large[4] > 3 * small[4]
    small[4], large[4] = large[4], small[4]
    copied = next(row for row in rows if row[0] == of_year[0][0] and row[1] == 2005)
    copied[4] = next(row for row in rows if row[0] == large[0] and row[1] == 2005)[4]
    asked = asked_for(hierarchy, rows)
    assert {f"{row[0]} {row[1]} events" for row in (small, large, copied)} <= asked


def test_the_least_probable_are_listed_and_the_rest_are_counted():
    hierarchy, rows = drawn(5, noise=0.0, events=200, years=6, districts=6)
    for row in rows[::9]:
        row[4] *= 5
    made = added_up(hierarchy, rows)
    every = implausible(publication(checks={"listed": 1000}), made)
    assert len(every) > 3
    *listed, rest = implausible(publication(checks={"listed": 2}), made)
    assert listed == every[:2]
    assert rest.message == f"{len(every) - 2} further counts are implausible, less so than those listed here"
    assert rest.expected == f"listed = {len(every)} under [checks] to see them all"


def test_thresholds_are_the_producers(ordinary):
    odd = with_district(ordinary, "D1-2", 2021, "events", 45)
    assert implausible(publication(checks={"improbable": 1e-30}), odd) == []
    assert implausible(publication(checks={"variation": 1.0}), odd) == []
    jumped = ordinary.table.copy()
    jumped.loc[jumped["year"] == 2022, ["events", "early"]] *= 3
    jumped = dataclasses.replace(ordinary, table=jumped)
    assert implausible(publication(), jumped)
    assert implausible(publication(checks={"jump": 20.0}), jumped) == []
