"""Sentences say 'rose', 'fell', 'higher' and 'lower' where a verdict says so, and nowhere else."""

import dataclasses
import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.findings.change import Change
from reporter.findings.trends import Trend
from reporter.findings.vocabulary import Comparison, Direction, GapDirection, Inequal, Verdict
from reporter.report.marks.text import unmarked
from reporter.report.pages import inequalities
from reporter.report.words import verdicts
from tests.publications import made_up

DIRECTIONS: tuple[Direction, ...] = ("rose", "fell", "no clear change", "cannot be tested")
COMPARISONS: tuple[Comparison, ...] = (
    "lower (99.8%)",
    "lower (95%)",
    "similar",
    "higher (95%)",
    "not compared",
)
VERDICTS_OF_AREAS: tuple[Verdict, ...] = (
    "clearly higher",
    "within expected variation",
    "clearly lower",
    "higher than the comparator",
    "close to the comparator",
    "lower than the comparator",
    "",
)
INDICATOR = made_up.publication().headline.model_dump()
LEVEL = {"singular": "network", "plural": "networks"}

Seven = tuple[float, float, float, float, float, float, float]
numbers = st.tuples(*[st.floats(allow_nan=True, allow_infinity=True)] * 7)


def plain(text: object) -> str:
    """A text as readers see it, without marks and tags."""
    return re.sub("<[^>]*>", "", unmarked(str(text)))


def spoken(text: object) -> set[str]:
    """The words of direction in a text."""
    return set(
        re.findall(r"\b(rose|fell|higher|lower|rise|fall|up|down|increased|decreased)\b", str(text).lower())
    )


@given(st.sampled_from(DIRECTIONS), numbers)
def test_change_is_spoken_of_as_its_verdict_says(words: Any, direction: Direction, values: Seven) -> None:
    change = verdicts.change(Change("whole", "N", "2021", "2022", *values, direction), 1)
    for text in (
        words.change_headline(change),
        words.change_statement(change),
        words.change_sentence(change),
    ):
        assert spoken(text) == ({direction} & {"rose", "fell"})


@given(st.sampled_from(DIRECTIONS), st.booleans())
def test_an_interval_of_one_area_stands_beside_no_verdict_on_several(
    words: Any, direction: Direction, several: bool
) -> None:
    """Those of one area and those adjusted for several are two tests."""
    values = (5.0, 6.0, 1.2, 1.01, 1.4, 0.03, 0.2 if several else 0.03)
    change = verdicts.change(Change("whole", "N", "2021", "2022", *values, direction), 1)
    said = plain(words.change_statement(change)) + plain(words.change_sentence(change))
    assert ("95% interval" in said) == (not several and direction != "cannot be tested")
    assert "p =" not in said


@given(st.sampled_from(DIRECTIONS))
def test_a_newest_run_is_spoken_of_as_its_verdict_says(words: Any, direction: Direction) -> None:
    run = verdicts.newest_run(made_up.newest_run(direction), 1)
    expected = {direction} & {"rose", "fell"}
    assert spoken(words.run_headline(run)) == expected
    assert spoken(words.run_statement(run)) == expected
    assert spoken(words.run_sentence(run, INDICATOR)) == expected


@given(st.sampled_from(DIRECTIONS), numbers)
def test_trend_is_spoken_of_as_its_verdict_says(words: Any, direction: Direction, values: Seven) -> None:
    found = Trend("whole", "N", "registered", 2010, 2016, 7, *values, "Increasing", "", direction)
    trend = verdicts.trend(found)
    expected = {direction} & {"rose", "fell"}
    assert spoken(words.trend_headline(trend)) == expected
    assert spoken(words.trend_statement(trend)) == expected
    assert spoken(words.trend_sentence(trend, INDICATOR)) == expected
    assert spoken(words.trend_beside(trend, "Nation")) == expected


@pytest.mark.parametrize("verdict", VERDICTS_OF_AREAS)
@pytest.mark.parametrize("comparison", COMPARISONS)
def test_an_area_is_spoken_of_as_its_verdict_says(words: Any, comparison: str, verdict: str) -> None:
    number = {"text": "3.7", "cell": "rates/whole/N/2022/occurring/value"}
    cell = {"comparison": comparison, "verdict": verdict, "value": number}
    by_chance = {comparison.split(" ")[0]} & {"higher", "lower"}
    expected = by_chance if verdict.startswith("within") else set(verdict.split()) & {"higher", "lower"}
    headline = plain(words.verdict_headline(cell, "Nation", LEVEL))
    assert spoken(headline) == expected
    assert headline.startswith("Clearly") == verdict.startswith("clearly")
    assert ("within" in headline.lower()) == verdict.startswith("within")
    limits = {"text": "95%", "cell": "variation/whole/network/2022/occurring/limits"}
    variation = {"limits": limits, "allows": verdict.startswith(("clearly", "within"))}
    said = plain(words.verdict_statement(cell, {"value": number}, "Nation", INDICATOR, LEVEL, variation))
    assert spoken(said) == set()
    assert ("inside" in said) == verdict.startswith(("within", "close"))


@given(st.lists(st.sampled_from(VERDICTS_OF_AREAS), min_size=1, max_size=9))
def test_a_table_is_summed_up_by_its_verdicts(words: Any, said: list[str]) -> None:
    table = {"rows": [{"verdict": verdict} for verdict in said], "level": LEVEL}
    text = plain(words.below_sentence(table, "Nation", "2022"))
    assert spoken(text) == {word for verdict in said for word in verdict.split()} & {"higher", "lower"}
    counts = [int(number) for number in re.findall(r"(?:: |, | and )(\d+) (?:has|have|is|are)", text)]
    assert sum(counts) == len(said)


def test_a_thousand_areas_are_written_with_a_comma(words: Any) -> None:
    table = {"rows": [{"verdict": "within expected variation"}] * 1234, "level": LEVEL}
    said = "Of 1,234 networks, 2022: 1,234 are within expected variation."
    assert plain(words.below_sentence(table, "Nation", "2022")) == said


def test_a_withheld_count_has_no_rate_and_no_number(words: Any) -> None:
    withheld = made_up_cell(numerator=None, value=None, mark="[c]", least=None, greatest=None)
    text = plain(words.level_sentence(withheld, INDICATOR, "Ash"))
    assert text.startswith("In 2022 the number of chances in Ash was 1,000. ")
    assert text.endswith("The number of events is withheld [c], so no rate can be given.")
    one, six = ({"text": number, "cell": ""} for number in ("1", "6"))
    text = plain(words.level_sentence({**withheld, "least": one, "greatest": six}, INDICATOR, "Ash"))
    assert text.endswith("is withheld (it is 1 to 6), so no rate can be given.")
    text = plain(words.level_sentence({**withheld, "least": one}, INDICATOR, "Ash"))
    assert text.endswith("is withheld (it is at least 1), so no rate can be given.")


@pytest.mark.parametrize("within", [True, False])
def test_one_in_so_many_is_said_of_events_that_nobody_has_twice(words: Any, within: bool) -> None:
    number = {"text": "50", "cell": ""}
    cell = made_up_cell(numerator=number, value=number, mark="") | {"one_in": {"text": "20", "cell": ""}}
    numerator = {**INDICATOR["numerator"], "within_denominator": within}
    text = plain(words.level_sentence(cell, {**INDICATOR, "numerator": numerator}, "Ash"))
    assert ("about 1 in every 20" in text) == within


def test_a_withheld_denominator_has_no_rate_and_no_number(words: Any) -> None:
    """Beside a count that is given, and beside one that is withheld too."""
    alone = made_up_cell(numerator={"text": "1", "cell": ""}, denominator=None, value=None, mark="[c]")
    text = plain(words.level_sentence(alone, INDICATOR, "Ash"))
    assert text.startswith("In 2022 there was 1 event in Ash. The number of chances is withheld [c], ")
    both = plain(words.level_sentence({**alone, "numerator": None}, INDICATOR, "Ash"))
    assert both.startswith("In 2022 the numbers of events and of chances in Ash are withheld [c], so no rate")


def test_a_count_too_small_for_a_rate_is_given_alone(words: Any) -> None:
    few = made_up_cell(numerator={"text": "2", "cell": ""}, value=None, mark="[x]")
    text = plain(words.level_sentence(few, INDICATOR, "Ash"))
    assert text == "In 2022 there were 2 events among 1,000 chances in Ash. On so few, no rate is given [x]."


def made_up_cell(**given: object) -> dict[str, object]:
    """A cell for a sentence."""
    denominator = {"text": "1,000", "cell": ""}
    return {
        "address": "rates/whole/W1/2022/occurring",
        "period": "2022",
        "denominator": denominator,
        "one_in": None,
        "note": "",
        **given,
    }


def test_numbers_of_prose_carry_their_source_on_screen(html: dict[str, str]) -> None:
    assert '<span data-cell="rates/whole/N/2022/occurring/value">' in html["index.html"]
    assert '<span data-cell="changes/whole/N/2021/2022/value_from">' in html["index.html"]


def test_an_infinite_detectable_change_is_not_given(words: Any) -> None:
    found = made_up.findings().detectable
    text = str(words.detectable_sentence([verdicts.detectable(found[0])], INDICATOR, "Ash", "Nation"))
    assert text == "What gap to Nation the figures for Ash could show cannot be worked out."
    text = plain(words.detectable_sentence([verdicts.detectable(found[1])], INDICATOR, "Ash", "Nation"))
    assert "lie 33% above it with 10,000 chances in 2022." in text


INDICES: tuple[Inequal, ...] = ("higher", "lower", "no clear difference", "cannot be tested")


@pytest.mark.parametrize("verdict", INDICES)
def test_an_index_of_inequality_is_spoken_of_as_its_verdict_says(words: Any, verdict: Inequal) -> None:
    index = inequalities.shown_index(made_up.inequality(verdict))
    assert spoken(words.index_sentence(index, INDICATOR)) == ({verdict} & {"higher", "lower"})
    ends = [{"name": f"Group {n}", "value": {"text": f"{n}.0", "cell": ""}} for n in (5, 3)]
    part = {"index": index, "rows": ends, "title": "Deprivation", "period": "2022"}
    assert spoken(words.index_point(part, INDICATOR)) == ({verdict} & {"higher", "lower"})


def test_an_index_without_a_limit_is_spoken_of_by_the_limit_that_there_is(words: Any) -> None:
    end = {"reason": "all events are in one group at an end", "sii": math.nan}
    for verdict, limits, said in (
        (
            "higher",
            {"rii": math.inf, "rii_lower_95": 3.4, "rii_upper_95": math.inf},
            "lower 95% limit is 3.4",
        ),
        ("lower", {"rii": 0.0, "rii_lower_95": 0.0, "rii_upper_95": 0.3}, "upper 95% limit is 0.3"),
        (
            "no clear difference",
            {"rii": math.inf, "rii_lower_95": 0.8},
            "No index of inequality can be given",
        ),
    ):
        found = dataclasses.replace(made_up.inequality(verdict), **end, **limits)  # type: ignore[arg-type]
        text = plain(words.index_sentence(inequalities.shown_index(found), INDICATOR))
        assert said in text
        assert spoken(text.partition("limit")[0]) == ({verdict} & {"higher", "lower"})
        assert not re.search(r"\binf|–|nan", text)


GAPS = ("widened", "narrowed", "up and down", "no clear change", "coverage changed", "cannot be tested")


@pytest.mark.parametrize("direction", GAPS)
def test_a_trend_of_inequality_is_spoken_of_as_its_verdict_says(words: Any, direction: GapDirection) -> None:
    trend = inequalities.shown_trend(made_up.inequality_trend(direction))
    text = plain(words.index_trend_sentence(trend, INDICATOR))
    assert set(re.findall(r"widened|narrowed|up and down", text)) == set(GAPS[:3]) & {direction}
    assert spoken(text) <= {"up", "down"}
    assert not re.search(r"\bp\b", text)


VERDICTS = st.sampled_from(["higher", "lower", "similar", "reference", "not compared"])


@given(st.lists(VERDICTS, min_size=2, max_size=8))
def test_categories_are_spoken_of_as_their_tests_say(words: Any, comparisons: list[str]) -> None:
    rows = [{"name": f"Group {n}", "comparison": verdict} for n, verdict in enumerate(comparisons)]
    part = {"rows": rows, "period": "2022", "reference": "The reference"}
    text = str(words.categories_sentence(part, INDICATOR))
    assert spoken(text) == (set(comparisons) & {"higher", "lower"})
    for verdict, opening in (("higher", "higher in "), ("lower", "lower in "), ("similar", "different in ")):
        said = text.partition(opening)[2].partition(";")[0]
        names = set(re.findall(r"“(Group \d+)”", said))
        assert names == {row["name"] for row in rows if row["comparison"] == verdict}


def test_a_split_and_the_rates_at_both_ends_say_nothing_of_direction(words: Any) -> None:
    """They have no test; the split says how much, the ends are only read out."""
    split = inequalities.shown_split(made_up.decomposition())
    text = str(words.split_sentence(split, {}, INDICATOR))
    assert spoken(text) == set()
    assert "−0.25" in text
    assert "not a test" in text


@pytest.mark.parametrize("reason", ["coverage changed", "coverage is not known"])
def test_a_change_that_is_not_split_says_why(words: Any, reason: str) -> None:
    none = math.nan
    found = dataclasses.replace(
        made_up.decomposition(), reason=reason, total=none, composition=none, rate=none
    )
    text = plain(words.split_sentence(inequalities.shown_split(found), {}, INDICATOR))
    assert text.startswith("The change between 2021 and 2022 is not split by these groups: ")
    assert not re.search(r"\d", text.replace("2021", "").replace("2022", ""))


def test_coverage_says_how_many_lie_in_no_group(words: Any) -> None:
    for outside, said in (
        (5, "In 2022, 5 of 100 events and 0 of 10,000 chances lie in none of these groups."),
        (0, "All 100 events and 10,000 chances of 2022 lie in these groups."),
    ):
        shown = inequalities.shown_coverage(made_up.coverage(outside))
        assert plain(words.coverage_sentence(shown, {"period": "2022"}, INDICATOR)) == said


@pytest.mark.parametrize(("outside", "said"), [(0, "No year does."), (1, "1 of 5 does: 2012.")])
def test_a_control_chart_names_the_years_outside(words: Any, outside: int, said: str) -> None:
    chart = verdicts.control_chart(made_up.control_chart(outside), 1)
    assert plain(words.control_sentence(chart, INDICATOR)).endswith(said)


def test_a_chart_says_how_many_areas_are_not_drawn(words: Any, html: dict[str, str]) -> None:
    for number, said in ((0, ""), (1, "1 network is not drawn"), (3, "3 networks are not drawn")):
        funnel = {"not_drawn": {"text": str(number), "cell": ""}}
        text = plain(words.not_drawn_sentence(funnel, LEVEL))
        assert text.startswith(said)
        assert bool(text) == bool(said)
    # The network whose count is withheld is not drawn, on the national page and on every briefing.
    assert all(
        "not drawn, because no rate is given" in html[page] for page in ("index.html", "networks/W1.html")
    )


def test_the_marker_is_given_as_it_is_or_said_not_to_exist(words: Any) -> None:
    assert "no significant change" in str(words.marker_sentence({"marker": "no significant change"}))
    assert "cannot be calculated" in str(words.marker_sentence({"marker": "cannot be calculated"}))
