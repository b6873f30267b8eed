"""The table of rates: values, intervals, symbols and comparisons."""

import numpy as np
import pytest

from reporter.findings import find
from reporter.findings.rates import comparison, rates, symbols
from reporter.findings.vocabulary import RATE_COLUMNS
from reporter.publication import profiles
from tests.publications import EVENTS, Small, added_up, areas, counts, publication

STRICT = profiles.shipped("strict")


@pytest.fixture(scope="module")
def released():
    hierarchy = areas(6, 3)
    return Small(publication(), hierarchy, counts(hierarchy, seed=4, mean=6.0)).gate_result().released


@pytest.fixture(scope="module")
def table(released):
    return rates(released, publication().indicators, "N")


def test_the_vocabulary_comes_first_and_every_released_cell_has_a_row(table, released):
    assert list(table.columns[: len(RATE_COLUMNS)]) == list(RATE_COLUMNS)
    assert len(table) == len(released.cells)


def test_rates_are_events_over_denominator_times_a_thousand(table):
    given = table[table["value"].notna()]
    expected = given["numerator"].astype(float) / given["denominator"] * 1000
    assert np.allclose(given["value"].astype(float), expected, rtol=1e-12)
    assert ((given["lower_998"] < given["lower_95"]) & (given["lower_95"] < given["value"])).all()
    assert ((given["upper_998"] > given["upper_95"]) & (given["upper_95"] > given["value"])).all()


def test_a_withheld_count_has_its_mark_and_no_number_at_all(table):
    withheld = table[table["numerator"].isna()]
    assert len(withheld) > 0
    assert (withheld["symbols"] == "[c]").all()
    assert withheld[["value", "lower_95", "upper_95", "lower_998", "upper_998"]].isna().all().all()
    assert (withheld["method"] == "").all()
    assert (withheld["comparison"] == "not compared").all()


def test_symbols_follow_the_count():
    # profile 'strict': no rate below 3, warning from 3 to 19
    assert symbols(np.array([np.nan, 0, 2, 3, 19, 20]), "[c]", STRICT.reliability, 3) == [
        "[c]", "[x]", "[x]", "[u]", "[u]", "",
    ]  # fmt: skip


def test_the_method_is_exact_below_ten_events(table):
    given = table[table["value"].notna()]
    assert set(given.loc[given["numerator"] < 10, "method"]) == {"exact"}
    assert set(given.loc[given["numerator"] >= 10, "method"]) == {"Byar"}


def test_the_comparator_is_not_compared_with_itself(table):
    assert set(table.loc[table["area_code"] == "N", "comparison"]) == {"not compared"}


def test_verdicts_follow_the_flags():
    flags = (np.array([-1, -1, 0, 1, 1, 1]), np.array([-1, 0, 0, 0, 1, 1]))
    compared = np.array([True, True, True, True, True, False])
    assert comparison(*flags, compared) == [
        "lower (99.8%)", "lower (95%)", "similar", "higher (95%)", "higher (99.8%)", "not compared",
    ]  # fmt: skip


def test_findings_see_released_cells_only(released):
    """Two data sets that release the same cells give the same findings: nothing else goes in."""
    first, second = (find(released, publication()) for _ in range(2))
    assert first.rates.equals(second.rates)
    assert first.changes == second.changes


def test_no_limit_is_above_one_event_for_each_of_those_counted():
    """490 of 500: Byar's upper limit is 107.1 of 100, by its formula (see the quality report)."""
    hierarchy = areas(1, 1)
    high = added_up(hierarchy, [(hierarchy.leaves[0].code, 2022, "occurring", 500, 490, 0)])
    records = [EVENTS.model_copy(update={"multiplier": 100})]
    released = Small(publication(indicators=records), hierarchy, high).gate_result().released
    found = rates(released, tuple(records), "N")
    assert found["upper_95"].tolist() == found["upper_998"].tolist() == [100.0] * len(found)
    assert (found["value"] == 98.0).all()
