"""Rates adjusted for the mix of categories, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reporter.findings.mix import AdjustedForMix, adjusted_for_mix
from reporter.statistics.intervals import crude_rate

MIX = {"N": ((60, 40), (6000, 14_000)), **{f"W{n}": ((5, 5), (1000, 1000 + 200 * n)) for n in range(6)}}
"""Events and denominators by category; the comparator's rates are 10 and 20/7 per 1,000."""


def adjusted(**changes: object) -> dict[str, AdjustedForMix]:
    """What is found; `withheld` names an area whose count is from 1 to 9, `parts` other numbers by area."""
    mix = MIX | changes.get("parts", {})  # type: ignore[operator]
    events = {code: sum(events) for code, (events, _) in MIX.items()}
    births = {code: sum(births) for code, (_, births) in MIX.items()}
    rates = pd.DataFrame(
        {
            "indicator": "events",
            "area_code": code,
            "area_type": "nation" if code == "N" else "network",
            "period": "2022",
            "basis": "occurring",
            "numerator": pd.NA if code == changes.get("withheld") else events[code],
            "denominator": births[code],
            "value": np.nan if code == changes.get("withheld") else 1000 * events[code] / births[code],
        }
        for code in mix
    ).astype({"numerator": "Int64"})
    by_category = pd.DataFrame(
        {
            "breakdown": "sort",
            "category": category,
            "indicator": "events",
            "area_code": code,
            "period": "2022",
            "basis": "occurring",
            "numerator": counts[0][place],
            "denominator": counts[1][place],
        }
        for code, counts in mix.items()
        for place, category in enumerate(("a", "b"))
    )
    cells = pd.DataFrame({"indicator": "events", "least": [1] * len(mix), "greatest": [9] * len(mix)})
    return {one.area_code: one for one in adjusted_for_mix(rates, cells, by_category, "N")}


def test_expected_events_are_the_comparators_rates_times_the_areas_denominators() -> None:
    found = adjusted()
    assert found.keys() == MIX.keys() - {"N"}
    for n in range(6):
        one, births = found[f"W{n}"], (1000, 1000 + 200 * n)
        expected = 0.01 * births[0] + 40 / 14_000 * births[1]
        assert one.expected == pytest.approx(expected)
        assert one.ratio == pytest.approx(10 / expected)
        assert one.ratio_lower_95 == pytest.approx(float(crude_rate(10, expected, multiplier=1).lower))
        assert one.adjusted_value == pytest.approx(10 / expected * 5)
        assert one.value == pytest.approx(10_000 / sum(births))
    # All six ratios lie on the comparator's side of chance: drawn together, between the extremes.
    shrunk = [one.shrunk_adjusted_value for one in found.values()]
    ratios = [one.adjusted_value for one in found.values()]
    assert min(ratios) < min(shrunk) <= max(shrunk) < max(ratios)


def test_a_withheld_count_by_category_changes_nothing() -> None:
    assert adjusted(parts={"W1": ((np.nan, np.nan), MIX["W1"][1])})["W1"] == adjusted()["W1"]


def test_an_area_whose_own_count_is_withheld_has_no_row_and_a_part_in_the_others() -> None:
    found = adjusted(withheld="W5")
    assert found.keys() == {f"W{n}" for n in range(5)}
    assert found["W0"].ratio == adjusted()["W0"].ratio
    assert np.isfinite(found["W0"].shrunk_adjusted_value)


@pytest.mark.parametrize(
    "parts",
    [
        {"W1": ((5, 5), (1000, np.nan))},  # a denominator is withheld
        {"W1": ((5, 5), (500, 500))},  # of under half of the births the category is known
    ],
)
def test_an_area_whose_mix_is_not_known_has_no_row(parts: dict[str, object]) -> None:
    assert adjusted(parts=parts).keys() == MIX.keys() - {"N", "W1"}


@pytest.mark.parametrize("events", [(60, np.nan), (30, 30)])
def test_nothing_where_the_comparators_rates_by_category_are_not_known(events: tuple[float, float]) -> None:
    assert adjusted(parts={"N": (events, MIX["N"][1])}) == {}
