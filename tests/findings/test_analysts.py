"""Underlying rates, large areas against the rest, and marks by method, from released cells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from reporter.findings import Findings
from reporter.statistics.intervals import coverage_of_rates
from tests.publications import EVENTS, Small, areas, counts, publication

NETWORKS = 12


def small(seed: int = 7, mean: float = 5.0, networks: int = NETWORKS) -> Small:
    hierarchy = areas(networks, 2)
    return Small(publication(indicators=[EVENTS]), hierarchy, counts(hierarchy, seed=seed, mean=mean))


@pytest.fixture(scope="module")
def found() -> Findings:
    return small().findings()


@pytest.fixture(scope="module")
def main(found: Findings) -> pd.DataFrame:
    here = found.rates[(found.rates["period"] == found.main_period)]
    return here.set_index("area_code")


def test_an_area_has_figures_where_its_count_is_known_and_none_elsewhere(found: Findings) -> None:
    rates = found.rates.set_index(["area_code", "period"])
    named = {(one.area_code, one.period) for one in found.underlying}
    assert any(rates.loc[key, "area_type"] == "district" for key in named)
    levels = {(one.area_type, one.period) for one in found.reliability}
    is_withheld = rates["numerator"].isna().tolist()
    shrunk, types = rates["shrunk_value"].tolist(), rates["area_type"].tolist()
    withheld_in = set()
    for key, area_type, withheld, value in zip(rates.index.tolist(), types, is_withheld, shrunk, strict=True):
        has = not withheld and (area_type, key[1]) in levels
        assert (key in named) == has
        assert np.isfinite(value) == has
        withheld_in |= {(area_type, key[1])} if withheld else set()
    assert withheld_in & levels


def test_the_comparator_has_no_level_to_be_drawn_to(found: Findings) -> None:
    assert {one.area_type for one in found.reliability} == {"district", "network"}


def test_probabilities_and_ranks_agree_with_the_rates(found: Findings, main: pd.DataFrame) -> None:
    networks = [one for one in found.underlying if main["area_type"].get(one.area_code) == "network"]
    networks = [one for one in networks if one.period == found.main_period]
    assert len(networks) == NETWORKS
    assert sum(one.expected_rank for one in networks) == pytest.approx(NETWORKS * (NETWORKS + 1) / 2)
    for one in networks:
        assert one.areas_ranked == NETWORKS
        assert 0 <= one.probability_far_above <= one.probability_above <= 1
        assert 1 <= one.rank_lower_95 <= one.expected_rank <= one.rank_upper_95 <= NETWORKS
        assert 0 <= one.reliability < 1
    top = min(networks, key=lambda one: one.expected_rank)
    assert main["shrunk_value"][top.area_code] == main[main["area_type"] == "network"]["shrunk_value"].max()


def test_a_level_of_four_has_no_figures() -> None:
    few = small(mean=12.0, networks=4).findings()
    assert {one.area_type for one in few.reliability} == {"district"}
    assert few.marks == ()
    assert few.false_marks == ()


def test_a_large_area_is_compared_with_all_others(found: Findings, main: pd.DataFrame) -> None:
    all_events, all_births = int(main["numerator"]["N"]), int(main["denominator"]["N"])
    large = main[(main["denominator"] >= 0.05 * all_births) & main["value"].notna()]
    here = {one.area_code: one for one in found.against_rest if one.period == found.main_period}
    assert here.keys() == set(large.index) - {"N"}
    for code, one in here.items():
        events, births = int(main["numerator"][code]), int(main["denominator"][code])
        other = all_events - events, all_births - births
        exact = stats.binomtest(events, events + other[0], births / (births + other[1])).pvalue
        assert one.share == pytest.approx(births / all_births)
        assert one.rest_value == pytest.approx(1000 * other[0] / other[1])
        assert one.rate_ratio == pytest.approx(one.value / one.rest_value)
        assert one.p_value == pytest.approx(exact)
        direction = "higher" if one.rate_ratio > 1 else "lower"
        assert one.verdict == (direction if exact < 0.05 else "no clear difference")


def test_marks_of_the_first_method_are_what_the_others_are_set_against(found: Findings) -> None:
    first, *others = found.marks
    assert (first.method, first.changed) == ("each area by all others", 0)
    assert others[-1].method == "chance alone"
    for one in found.marks:
        assert one.higher + one.lower <= one.areas
        assert one.changed >= abs(one.higher - first.higher)
    plain: list[str] = found.funnels[0].points["comparison"].tolist()
    assert others[-1].higher == sum(each.startswith("higher") for each in plain)
    assert others[-1].lower == sum(each.startswith("lower") for each in plain)


def test_marks_by_chance_are_fewer_than_the_limits_are_named_by_where_areas_do_not_differ(
    found: Findings,
) -> None:
    (one,) = found.false_marks
    assert one.areas == NETWORKS
    assert one.nominal_95 == pytest.approx(NETWORKS * 0.05)
    assert one.nominal_998 == pytest.approx(NETWORKS * 0.002)
    assert one.chance_998 < one.chance_95 < 1.3 * one.nominal_95
    assert one.varying_95 >= one.chance_95 - 1e-12


def test_coverage_is_that_of_areas_of_these_sizes(found: Findings, main: pd.DataFrame) -> None:
    networks = main[main["area_type"] == "network"]
    size, rate = networks["denominator"].to_numpy(dtype=float), float(main["value"]["N"])
    (one,) = (each for each in found.interval_coverage if each.area_type == "network")
    each = coverage_of_rates(size, rate, multiplier=EVENTS.multiplier)
    assert one.areas == NETWORKS
    assert (one.mean_95, one.lowest_95) == pytest.approx((each.mean(), each.min()))
    assert one.lowest_998 > one.mean_95
