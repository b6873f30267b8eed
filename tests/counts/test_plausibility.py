"""Implausible counts stop a build until they are acknowledged by name."""

import dataclasses

import pytest

from reporter.counts.plausibility import implausible
from tests.publications import areas, counts, publication

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
    (first, *_) = [p for p in implausible(publication(), odd) if "D1-2" in p.message]
    assert first.message.startswith("area D1-2, 2021, events: more than can be expected")
    assert 'acknowledged = ["D1-2 2021 events"]' in first.expected


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
