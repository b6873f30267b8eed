"""Rule profiles: what each withholds and rounds, that none gives that away, and rules of one's own."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.counts.files import read_publication
from reporter.disclosure.gate import release
from reporter.disclosure.linked import link
from reporter.disclosure.primary import primary
from reporter.disclosure.rounding import feasible, rounded
from reporter.errors import InputError
from reporter.findings.rates import rates
from reporter.publication import profiles
from tests.publications import areas, counts, publication
from tests.publications.texts import changed, write_files

HES = profiles.shipped("hes")
HIERARCHY = areas(3, 4)


def test_what_each_shipped_profile_withholds_by_size() -> None:
    """The thresholds of the rules that the profiles name as their source."""
    withheld = {
        name: np.flatnonzero(primary(np.arange(30), profiles.shipped(name))).tolist()
        for name in profiles.names()
    }
    assert withheld == {
        "cdc": list(range(1, 10)),
        "fingertips-1-to-4": [1, 2, 3, 4],
        "hes": list(range(1, 8)),
        "hes-as-practised": list(range(1, 8)),
        "ons": [],
        "strict": [1, 2],
    }


def test_which_profiles_withhold_denominators_zeros_and_differences() -> None:
    """CDC WONDER suppresses births of 1 to 9 as it does deaths; no source withholds zeros."""
    shipped = {name: profiles.shipped(name) for name in profiles.names()}
    denominators = {
        name: (each.withhold_denominators_from, each.withhold_denominators_to)
        for name, each in shipped.items()
        if each.withholds_denominators
    }
    assert denominators == {"cdc": (1, 9)}
    assert all(each.zero_is_shown and not each.withhold_all_or_none for each in shipped.values())
    assert {name: each.differences for name, each in shipped.items()} == {
        "cdc": "protect",
        "fingertips-1-to-4": "protect",
        "hes": "list",
        "hes-as-practised": "list",
        "ons": "allow",
        "strict": "protect",
    }


@pytest.mark.parametrize(("said", "meant"), [('differences = "allow"\n', "allow"), ("", "protect")])
def test_the_settings_go_before_the_profile_on_differences(tmp_path, said: str, meant: str) -> None:
    file = write_files(
        tmp_path, changed("publication.toml", ('profile = "strict"\n', f'profile = "strict"\n{said}'))
    )
    assert read_publication(file)[3].differences == meant


def test_rounding_to_five_by_hand() -> None:
    assert rounded([0, 2, 8, 12, 13, 17, 18], 5).tolist() == [0, 0, 10, 10, 15, 15, 20]
    assert rounded([1, 2, 3, 5], 2).tolist() == [2, 2, 4, 6]  # halves up
    assert rounded([7], 1).tolist() == [7]


@given(st.integers(0, 60), st.sampled_from(profiles.names()))
def test_a_rounded_count_may_be_any_that_would_be_shown_as_the_same(count: int, name: str) -> None:
    profile = profiles.shipped(name)
    if primary(count, profile):
        return
    same = [
        other
        for other in range(70)
        if rounded(other, profile.round_to) == rounded(count, profile.round_to)
        and not primary(other, profile)
    ]
    low, high = feasible(count, profile)
    assert (int(low), int(high)) == (min(same), max(same))


@settings(max_examples=6)
@given(st.integers(0, 1000), st.sampled_from([n for n in profiles.names() if profiles.shipped(n).withholds]))
def test_what_a_profile_withholds_has_no_number_and_keeps_its_width(seed: int, name: str) -> None:
    profile = profiles.shipped(name)
    made = counts(HIERARCHY, seed, mean=20.0)
    gate_result = release(publication(), HIERARCHY, made, profile)
    cells = gate_result.released.cells
    truth = link(publication(), HIERARCHY, made).values
    small = {cell.id for cell, value in truth.items() if primary(value, profile)}
    assert set(gate_result.record["primary"]) <= small
    assert cells.loc[cells["withheld"], ["numerator", "rate_numerator"]].isna().all(axis=None)
    shown = cells.loc[~cells["withheld"] & (cells["area_code"] != "N"), "numerator"].astype(int)
    assert not primary(shown.to_numpy(), profile).any()
    assert (shown % profile.round_to == 0).all()
    assert all(high is None or high > low for low, high in gate_result.record["intervals"].values())


def test_national_counts_are_exact_under_hes_and_rates_come_from_what_is_shown() -> None:
    made = counts(HIERARCHY, seed=3, mean=20.0)
    released = release(publication(), HIERARCHY, made, HES).released
    truth = link(publication(), HIERARCHY, made).values
    nation = released.cells[released.cells["area_code"] == "N"]
    assert set(nation["numerator"].astype(int)) <= {v for cell, v in truth.items() if cell.area_code == "N"}
    assert (nation["numerator"].astype(int) % 5 != 0).any()
    table = rates(released, publication().indicators, "N")
    given_rates = table[table["value"].notna()]
    expected = 1000 * given_rates["numerator"].astype(float) / given_rates["denominator"]
    assert np.allclose(given_rates["value"].astype(float), expected)


def test_rates_from_exact_counts_give_the_rounded_count_away() -> None:
    """2,000 births: 8 to 12 deaths are all 10, and 4.0, 4.5, 5.0, 5.5 and 6.0 per 1,000."""
    practised = profiles.shipped("hes-as-practised")
    low, high = feasible(12, practised)
    assert (int(low), int(high)) == (8, 12)
    printed = {f"{1000 * deaths / 2000:.1f}" for deaths in range(8, 13)}
    assert len(printed) == 5
    assert practised.leak == profiles.RATES_FROM_EXACT
    assert all(profiles.shipped(name).leak is None for name in profiles.names() if name != practised.name)


def test_acknowledged_rates_from_exact_counts_are_made_from_them() -> None:
    made = counts(HIERARCHY, seed=3, mean=20.0)
    released = release(publication(), HIERARCHY, made, profiles.shipped("hes-as-practised")).released
    truth = {
        (cell.area_code, cell.period.label): value
        for cell, value in link(publication(), HIERARCHY, made).values.items()
        if cell.measure == "events"
    }
    cells = released.cells
    rows = cells[(cells["indicator"] == "events") & (cells["area_code"] == "W1") & ~cells["withheld"]]
    columns = ["period", "numerator", "rate_numerator"]
    found = {period: (shown, of_rate) for period, shown, of_rate in rows[columns].to_numpy().tolist()}
    assert found
    assert found == {period: (int(rounded(truth["W1", period], 5)), truth["W1", period]) for period in found}


Problems = Callable[..., list[str]]


def refused(tmp_path, monkeypatch, *replacements: tuple[str, str]) -> list[str]:
    monkeypatch.chdir(tmp_path)
    file = write_files(tmp_path, changed("publication.toml", *replacements))
    with pytest.raises(InputError) as error:
        read_publication(file.relative_to(tmp_path))
    return [str(problem) for problem in error.value.problems]


def test_a_rule_that_leaks_is_refused_until_it_is_acknowledged(tmp_path, monkeypatch) -> None:
    leaky = ('profile = "strict"', 'profile = "hes-as-practised"')
    assert refused(tmp_path, monkeypatch, leaky) == [
        "publication.toml:49: these rules give away what they protect: rates from exact counts, expected "
        'rates_from = "rounded", or acknowledged_leaks = ["rates from exact counts"]'
    ]
    known = (leaky[0], leaky[1] + '\nacknowledged_leaks = ["rates from exact counts"]')
    file = write_files(tmp_path, changed("publication.toml", known))
    assert read_publication(file)[3].name == "hes-as-practised"


OWN = """[disclosure.rules]
name = "ours"
source = "Our own group."
withhold_to = 5
rule = "Small counts are withheld."

[disclosure.rules.reliability]
no_rate_below = 6
unreliable_below = 20
rule = "No rate on fewer than 6.\"
"""


def test_rules_of_ones_own(tmp_path, monkeypatch) -> None:
    file = write_files(tmp_path, changed("publication.toml", ('profile = "strict"\n', OWN)))
    profile = read_publication(file)[3]
    assert (profile.name, profile.withhold_from, profile.withhold_to) == ("ours", 1, 5)
    wrong = OWN.replace("unreliable_below = 20", "unreliable_below = 2").replace(
        "withhold_to", "withhold_upto"
    )
    found = refused(tmp_path, monkeypatch, ('profile = "strict"\n', wrong))
    assert any("'withhold_upto' in [disclosure.rules] is not a known key" in line for line in found)


def test_rules_for_some_levels_give_the_others_exactly() -> None:
    """Of what is not a district nothing is rounded or withheld by its size; here none gives another away."""
    for rules in (profiles.shipped("strict"), HES):
        profile = rules.model_copy(update={"levels": ("district",), "comparator_is_exact": False})
        made = counts(HIERARCHY, seed=2, mean=6.0)
        gate_result = release(publication(), HIERARCHY, made, profile)
        cells = gate_result.released.cells
        truth = link(publication(), HIERARCHY, made).values
        larger = cells[(cells["area_type"] != "district") & (cells["indicator"] == "events")]
        assert not larger["withheld"].any()
        for area, period, count in larger[["area_code", "period", "numerator"]].to_numpy().tolist():
            (true,) = {v for c, v in truth.items() if c[:2] == ("events", area) and c.period.label == period}
            assert count == true
        assert cells.loc[cells["area_type"] == "district", "withheld"].any()
        assert gate_result.record["intervals"]
        assert all(high is None or high > low for low, high in gate_result.record["intervals"].values())


def test_levels_that_there_are_none_of_are_refused_with_their_line(tmp_path, monkeypatch) -> None:
    rules = OWN.replace("withhold_to", 'levels = ["district", "village"]\nwithhold_to')
    (found,) = refused(tmp_path, monkeypatch, ('profile = "strict"\n', rules))
    line = (tmp_path / "publication.toml").read_text("utf-8").splitlines().index(rules.splitlines()[3]) + 1
    assert found == (
        f"publication.toml:{line}: there is no 'village' under [[levels]], expected one of its area types: "
        "district, network, nation"
    )


def test_profiles_can_be_replaced_but_not_changed() -> None:
    with pytest.raises((dataclasses.FrozenInstanceError, ValueError, TypeError)):
        HES.round_to = 1  # type: ignore[misc]
