"""Rules of small numbers in words: each sentence is said of the profiles of which it is so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.publication import profiles
from reporter.publication.profiles import Profile, Reliability
from reporter.report.words.catalogue import words
from reporter.report.words.rules import RulesInWords, noun_of_all, rules_in_words
from reporter.report.words.texts import RuleTexts

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
TEXTS = words([TEMPLATES]).rules

PROFILES = st.builds(
    Profile,
    name=st.just("drawn"),
    source=st.just("drawn"),
    withhold_from=st.integers(0, 3),
    withhold_to=st.integers(0, 9),
    withhold_denominators_to=st.integers(0, 3),
    withhold_all_or_none=st.booleans(),
    differences=st.sampled_from(["protect", "list", "allow"]),
    round_to=st.sampled_from([1, 5]),
    levels=st.sampled_from([(), ("district",)]),
    comparator_is_exact=st.booleans(),
    rates_from=st.sampled_from(["rounded", "exact"]),
    reliability=st.tuples(st.integers(0, 20), st.integers(0, 5)).map(
        lambda each: Reliability(no_rate_below=each[0], unreliable_below=sum(each))
    ),
)


Where = Literal["in_place", "in_columns"]
WHERE: tuple[Where, ...] = ("in_place", "in_columns")


def said(
    profile: Profile, *, bounds: Where | None = None, at_source: Mapping[str, tuple[int, int]] | None = None
) -> RulesInWords:
    levels = {"district": "districts"}
    return rules_in_words(
        profile, TEXTS, "births", "babies", "Nation", levels, bounds=bounds, at_source=at_source or {}
    )


@given(PROFILES, st.dictionaries(st.sampled_from(["*", "c"]), st.sampled_from([(0, 4), (1, 7)]), min_size=1))
def test_what_a_source_withholds_is_said_and_nothing_against_it(
    profile: Profile, signs: dict[str, tuple[int, int]]
) -> None:
    rule = said(profile, at_source=signs).withheld_rule
    for sign, (least, greatest) in signs.items():
        assert f"“{sign}” stands for {least} to {greatest}" in rule
    assert "All counts are shown." not in rule
    if any(least == 0 for least, _ in signs.values()):
        assert "Zeros are shown." not in rule


@given(PROFILES)
def test_each_sentence_is_said_where_it_is_so(profile: Profile) -> None:
    withheld, reliability = said(profile).withheld_rule, said(profile).reliability_rule
    low, high = profile.withhold_from, profile.withhold_to
    lowest, unreliable = profile.reliability.no_rate_below, profile.reliability.unreliable_below
    any_denominator, all_or_none = profile.withhold_denominators_to, profile.withhold_all_or_none
    hides = high >= low or any_denominator > 0 or all_or_none
    conditions = {
        "All counts are shown.": not hides and profile.round_to == 1,
        f"Counts of {low} to {high} are withheld": high - low > 1,
        f"Counts of {low} or {high} are withheld": high - low == 1,
        f"Counts of {low} are withheld": high == low,
        f"Numbers of babies from 1 to {any_denominator} are withheld.": any_denominator > 1,
        "A number of babies of 1 is withheld.": any_denominator == 1,
        "where all or none of those counted had the event": all_or_none,
        "Small differences between counts are protected too.": hides and profile.differences == "protect",
        "further counts are withheld as well": hides and profile.round_to == 1,
        "All other counts are rounded to the nearest 5.": hides and profile.round_to == 5,
        "All counts are rounded to the nearest 5.": not hides and profile.round_to == 5,
        "from the rounded counts": profile.round_to == 5 and profile.rates_from == "rounded",
        "reckons back": profile.round_to == 5 and profile.rates_from == "exact",
        "This goes for districts": bool(profile.levels),
        "Counts of Nation are shown as they are.": profile.comparator_is_exact,
        "Where one of these would": profile.withholds
        and (bool(profile.levels) or profile.comparator_is_exact),
        "Zeros are shown.": high >= low > 0 and not all_or_none,
    }
    assert {text: text in withheld for text in conditions} == conditions
    uncertain = {
        f"No rate is given on fewer than {lowest} births": lowest > 1,
        "No rate is given where there were no births": lowest == 1,
        f"A rate on {lowest} to {unreliable - 1} births": lowest > 1 and unreliable - lowest > 1,
        f"A rate on {lowest} births": lowest > 1 and unreliable - lowest == 1,
        f"A rate on fewer than {unreliable} births": lowest <= 1 and unreliable > lowest,
    }
    assert {text: text in reliability for text in uncertain} == uncertain


@pytest.mark.parametrize("name", profiles.names())
def test_every_shipped_profile_has_words(name: str) -> None:
    rules = said(profiles.shipped(name))
    assert rules.withheld_rule.endswith(".")
    assert rules.reliability_rule.endswith(".")
    assert "{" not in rules.withheld_rule + rules.reliability_rule


def test_a_profile_of_ones_own_may_have_its_own_wording() -> None:
    reliability = Reliability(no_rate_below=3, unreliable_below=20, rule="Mine too.")
    profile = Profile(name="own", source="us", withhold_to=2, rule="Mine.", reliability=reliability)
    assert (said(profile).withheld_rule, said(profile).reliability_rule) == ("Mine.", "Mine too.")


@given(PROFILES)
def test_bounds_are_spoken_of_where_counts_are_withheld_and_they_are_asked_for(profile: Profile) -> None:
    plain, asked, beside = (said(profile, bounds=each) for each in (None, *WHERE))
    assert (plain.bounds, asked.bounds, beside.bounds) == (False, profile.withholds, False)
    without_symbol = plain.withheld_rule.replace(" All carry the same symbol.", "").replace(
        " All withheld counts carry the same symbol.", ""
    )
    expected = f"{without_symbol} {TEXTS.bounds_in_place}" if profile.withholds else plain.withheld_rule
    assert asked.withheld_rule == expected
    more = f" {TEXTS.bounds_in_columns}" if profile.withholds else ""
    assert beside.withheld_rule == plain.withheld_rule + more


def test_no_sentence_is_written_for_nothing() -> None:
    """Every text of the templates is said of some profile."""
    drawn = [
        Profile(
            name="x",
            source="x",
            withhold_from=low,
            withhold_to=high,
            withhold_denominators_to=high,
            withhold_all_or_none=exact,
            differences="protect",
            round_to=base,
            levels=("district",),
            comparator_is_exact=True,
            rates_from="exact" if exact else "rounded",
            reliability=Reliability(no_rate_below=lowest, unreliable_below=lowest + more),
        )
        for low, high in ((1, 0), (1, 1), (1, 2), (1, 3))
        for base, exact in ((1, False), (5, False), (5, True))
        for lowest in (0, 1, 2)
        for more in (0, 1, 2)
    ]
    rules = [said(each, bounds=bounds) for each in drawn for bounds in (None, *WHERE)]
    rules += [said(drawn[0], at_source={"*": (1, 7)})]
    everything = " ".join(f"{rule.withheld_rule} {rule.reliability_rule}" for rule in rules)
    for field in RuleTexts.model_fields:
        if field not in ("events", "those_counted"):
            start = getattr(TEXTS, field).partition("{")[0]
            assert start in everything, field


def test_what_is_counted_has_the_words_that_all_nouns_end_with() -> None:
    assert noun_of_all(["infant deaths", "neonatal deaths", "post-neonatal deaths"], "events") == "deaths"
    assert noun_of_all(["women who smoked"], "events") == "women who smoked"
    assert noun_of_all(["admissions", "deaths"], "events") == "events"
