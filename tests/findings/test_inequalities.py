"""Rates by category, indices of inequality, their trend, and Kitagawa's split, from released cells."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from reporter.counts.table import CATEGORY_KEYS, Counts
from reporter.findings import Findings
from reporter.findings.coverage import has_moved
from reporter.findings.inequality_trends import inequality_trends
from reporter.findings.newest_runs import NewestRun
from reporter.findings.vocabulary import CATEGORY_COLUMNS
from reporter.publication.breakdowns import Breakdown
from reporter.publication.periods import label_of, step_of
from reporter.statistics.decomposition import kitagawa
from reporter.statistics.inequality import regression_index, slope_index
from reporter.statistics.inequality_trend import index_trend
from reporter.statistics.intervals import crude_rate, rate_ratio
from tests.publications import EVENTS, Small, added_up, areas, counts, publication
from tests.publications.settings import TYPES

DEPRIVATION = Breakdown(
    id="deprivation",
    title="Deprivation",
    kind="quantile",
    categories={str(n): f"Fifth {n}" for n in range(1, 6)},
)
SORT = Breakdown(
    id="sort",
    title="Sort",
    kind="groups",
    reference="b",
    unknown="none",
    categories={"a": "A", "b": "B", "c": "C", "none": "Not stated"},
)
FIFTHS = ([90, 72, 60, 47, 33], [12000, 11500, 11000, 10500, 10000])
SORTS = ([60, 60, 30, 30], [9000, 20000, 5000, 2000])


Years = dict[int, tuple[list[int], list[int]]]
"""Events and denominators by category, of each year."""


def found(
    fifths: Years, sorts: Years, totals: dict[int, tuple[int, int]] | None = None, **settings: Any
) -> Findings:
    """Findings of a nation whose events are known by fifth and by sort in the given years.

    With `totals`, these are the events and denominators of everyone, in single years alone.
    """
    hierarchy = areas(2, 3)
    everyone = {"levels": TYPES, "basis": "occurring", "first_year": 2020, "last_year": 2022}
    blocks = [
        {**everyone, "levels": ("nation",), "breakdowns": (name,), "first_year": 2018}
        for name in ("deprivation", "sort")
    ]
    breakdowns = [each.model_dump() for each in (DEPRIVATION, SORT)]
    if totals:
        everyone |= {"levels": ("nation",), "first_year": min(totals), "last_year": max(totals)}
    plan = publication(indicators=[EVENTS], show=[everyone, *blocks], breakdowns=breakdowns, **settings)
    rows = [
        ("N", year, "occurring", breakdown.id, category, births, events)
        for breakdown, years in ((DEPRIVATION, fifths), (SORT, sorts))
        for year, values in years.items()
        for category, events, births in zip(breakdown.categories, *values, strict=True)
    ]
    by_category = pd.DataFrame(rows, columns=[*CATEGORY_KEYS, "births", "events"])
    drawn = counts(hierarchy, seed=4, mean=80.0)
    if totals:
        parts: list[list[str | int]] = [
            [leaf.code, year, "occurring", *(total // 6 + (n < total % 6) for total in (births, events)), 0]
            for year, (events, births) in totals.items()
            for n, leaf in enumerate(hierarchy.leaves)
        ]
        drawn = added_up(hierarchy, parts)
    made = Counts(drawn.table, drawn.columns, by_category)
    return Small(plan, hierarchy, made).findings()


def test_every_released_category_has_a_row_with_its_rate() -> None:
    table = found({2022: FIFTHS}, {2022: SORTS}).by_category
    assert list(table.columns) == list(CATEGORY_COLUMNS)
    assert table["category_name"].tolist() == [*DEPRIVATION.categories.values(), *SORT.categories.values()]
    assert table["value"].iloc[0] == pytest.approx(1000 * 90 / 12000)


def test_categories_are_compared_with_the_reference_by_the_exact_test() -> None:
    table = found({}, {2022: SORTS}).by_category.set_index("category")
    assert table["category_comparison"].to_dict() == {
        "a": "higher", "b": "reference", "c": "higher", "none": "not compared",
    }  # fmt: skip
    test = rate_ratio(60.0, 9000.0, 60.0, 20000.0)
    assert table.loc["a", "rate_ratio"] == pytest.approx(float(test.ratio))
    assert table.loc["a", "ratio_lower_95"] == pytest.approx(float(test.lower))
    # Two are compared: by Benjamini and Hochberg the greater p stays as it is, the smaller at most doubles.
    p_values = [float(rate_ratio(x, n, 60.0, 20000.0).p_value) for x, n in ((60.0, 9000.0), (30.0, 5000.0))]
    adjusted = table.loc[["a", "c"], "adjusted_p_value"].astype(float).tolist()
    assert max(adjusted) == pytest.approx(max(p_values))
    assert min(adjusted) == pytest.approx(min(2 * min(p_values), max(p_values)))


def test_a_reference_without_events_is_compared_and_has_no_ratio() -> None:
    """15 of 9,000 against 0 of 20,000: all in the first has the probability (9/29)^15, about 2.4e-8."""
    table = found({}, {2022: ([15, 0, 16, 10], SORTS[1])}).by_category.set_index("category")
    assert table["numerator"].astype(float).to_dict()["b"] == 0
    assert table["category_comparison"].to_dict() == {
        "a": "higher", "b": "reference", "c": "higher", "none": "not compared",
    }  # fmt: skip
    assert table.loc["a", ["rate_ratio", "ratio_lower_95", "ratio_upper_95"]].isna().all()
    adjusted = table["adjusted_p_value"].to_dict()["a"]
    assert adjusted == pytest.approx((9 / 29) ** 15, rel=1e-9)


def test_the_index_is_that_of_the_regression_beside_the_published_method() -> None:
    (index,) = found({2022: FIFTHS}, {}).inequalities
    events, births = (np.array(values, dtype=float) for values in FIFTHS)
    expected = regression_index(events, births)
    assert (index.sii, index.rii, index.p_value) == pytest.approx(
        (expected.sii, expected.rii, expected.p_value)
    )
    published = slope_index(births, *crude_rate(events, births), multiplier=-1)
    assert (index.weighted_sii, index.weighted_rii) == pytest.approx((published.sii, published.rii))
    # Most deprived first: above 0 and 1 where they have more, by both methods alike.
    assert min(index.sii, published.sii) > 0
    assert index.rii == pytest.approx(published.rii, rel=0.05)
    assert (index.verdict, index.quantiles, index.reason) == ("higher", 5, "")


def test_a_group_without_events_is_a_group_like_others() -> None:
    """20, 15, 10, 5, 0 of 3,000 each: RII 17.0 (5.5 to 58.9), p 2.6e-7, by R's glm and by SciPy."""
    (index,) = found({2022: ([20, 15, 10, 5, 0], [3000] * 5)}, {}).inequalities
    assert (index.rii, index.rii_lower_95, index.rii_upper_95) == pytest.approx((17.0, 5.5, 58.9), abs=0.06)
    assert index.p_value == pytest.approx(2.6e-7, rel=0.03)
    assert index.verdict == "higher"


def test_no_events_have_no_index() -> None:
    (index,) = found({2022: ([0] * 5, [3000] * 5)}, {}).inequalities
    assert np.isnan([index.sii, index.rii, index.p_value]).all()
    assert (index.verdict, index.reason) == ("cannot be tested", "no events")


def test_all_events_in_one_group_at_an_end_have_a_verdict_and_one_limit() -> None:
    (index,) = found({2022: ([14, 0, 0, 0, 0], [3000] * 5)}, {}).inequalities
    assert np.isinf([index.rii, index.rii_upper_95]).all()
    assert index.rii_lower_95 > 1
    assert np.isnan(index.sii)
    assert (index.verdict, index.reason) == ("higher", "all events are in one group at an end")


def test_no_clear_difference_where_the_limits_hold_1() -> None:
    level = ([50, 51, 49, 50, 52], [10000] * 5)
    (index,) = found({2022: level}, {}).inequalities
    assert index.rii_lower_95 < 1 < index.rii_upper_95
    assert index.verdict == "no clear difference"


def test_no_index_where_a_quantile_is_withheld() -> None:
    """2 events are withheld under the profile 'strict': a line without them would lean."""
    few = ([90, 72, 60, 47, 2], FIFTHS[1])
    findings = found({2022: few}, {})
    assert findings.by_category["numerator"].isna().any()
    assert findings.inequalities == ()


def test_the_trend_of_both_indices_is_of_five_years_or_more() -> None:
    years = dict.fromkeys(range(2018, 2023), FIFTHS)
    (trend,) = found(years, {}).inequality_trends
    assert (trend.first_year, trend.last_year, trend.points) == (2018, 2022, 5)
    assert trend.rii_annual_percent_change == pytest.approx(0, abs=1e-6)  # every year is the same
    assert trend.sii_annual_change == pytest.approx(0, abs=1e-6)
    assert trend.direction == "no clear change"
    assert found(dict.fromkeys(range(2019, 2023), FIFTHS), {}).inequality_trends == ()


def leaning(*leans: float, level: float = 200.0) -> Years:
    """Years in which events rise from the least to the most deprived fifth by so much more each year."""
    ranks = (0.4, 0.2, 0.0, -0.2, -0.4)
    return {
        2018 + place: ([round(level * np.exp(lean * rank)) for rank in ranks], [20000] * 5)
        for place, lean in enumerate(leans)
    }


def test_the_gap_widened_or_narrowed_where_both_indices_agree_whichever_year_is_left_out() -> None:
    (trend,) = found(leaning(0.2, 0.6, 1.0, 1.4, 1.8), {}).inequality_trends
    year = np.arange(2018.0, 2023)
    events, births = (
        np.array(each, dtype=float) for each in zip(*leaning(0.2, 0.6, 1.0, 1.4, 1.8).values(), strict=True)
    )
    expected = index_trend(events, births, year)
    assert trend.rii_annual_percent_change == pytest.approx(100 * (expected.rii_annual_ratio - 1))
    assert (trend.sii_annual_change, trend.sii_p_value) == pytest.approx(
        (expected.sii_annual_change, expected.sii_p_value)
    )
    assert trend.direction == "widened"
    (trend,) = found(leaning(1.8, 1.4, 1.0, 0.6, 0.2), {}).inequality_trends
    assert trend.direction == "narrowed"


def test_a_trend_of_quarters_is_told_by_the_year() -> None:
    years = leaning(0.2, 0.6, 1.0, 1.4, 1.8)
    step = dict(zip(years, range(step_of("2021 Q3") or 0, (step_of("2022 Q3") or 0) + 1), strict=True))
    table = found(years, {}).by_category
    steps = table["first_year"].map(step)
    plan = publication(indicators=[EVENTS], breakdowns=[DEPRIVATION.model_dump()])
    in_quarters = table.assign(first_year=steps, last_year=steps, period=steps.map(label_of))
    (trend,) = inequality_trends(in_quarters, plan, {})
    assert [label_of(each) for each in (trend.first_year, trend.last_year)] == ["2021 Q3", "2022 Q3"]
    events, births = (np.array(each, dtype=float) for each in zip(*years.values(), strict=True))
    expected = index_trend(events, births, np.arange(5) / 4)
    assert trend.rii_annual_percent_change == pytest.approx(100 * (expected.rii_annual_ratio - 1))
    assert trend.sii_annual_change == pytest.approx(expected.sii_annual_change)
    assert trend.direction == "widened"


def test_a_gap_among_the_better_off_widens_as_the_index_falls() -> None:
    (trend,) = found(leaning(-0.2, -0.6, -1.0, -1.4, -1.8), {}).inequality_trends
    assert trend.rii_annual_percent_change < 0
    assert trend.direction == "widened"
    (trend,) = found(leaning(-0.8, -0.4, 0.0, 0.4, 0.8), {}).inequality_trends
    assert trend.direction == "no clear change"  # it changed sides


def test_one_year_makes_no_trend() -> None:
    """Level but for the last year, in which the gap is three times as wide: without it nothing is left."""
    (trend,) = found(leaning(0.5, 0.52, 0.48, 0.5, 1.5), {}).inequality_trends
    assert trend.direction == "up and down"


def test_indices_that_move_apart_make_no_trend() -> None:
    """Rates fall to a fifth while their ratio rises: the difference narrows."""
    falling = {
        year: ([round(count * share) for count in events], births)
        for share, (year, (events, births)) in zip(
            (1, 0.7, 0.5, 0.3, 0.2), leaning(0.9, 1.05, 1.2, 1.35, 1.5, level=2000).items(), strict=True
        )
    }
    (trend,) = found(falling, {}).inequality_trends
    assert trend.rii_annual_percent_change > 0 > trend.sii_annual_change
    assert max(trend.rii_p_value, trend.sii_p_value) < 0.05
    assert trend.direction == "no clear change"


LATER = ([30, 66, 30, 20], [7000, 22000, 6000, 1500])


def totals(first: int, last: int) -> dict[int, tuple[int, int]]:
    """Everyone in 2020 to 2022: the sorts' events, and in the first and last year so many more."""
    events, births = (sum(each) for each in SORTS)
    return {
        2020: (events + first, births),
        2021: (events, births),
        2022: (sum(LATER[0]) + last, sum(LATER[1])),
    }


def test_the_split_of_the_change_from_the_first_to_the_last_year() -> None:
    findings = found({}, {2020: SORTS, 2021: SORTS, 2022: LATER}, totals(0, 0))
    (split,) = findings.decompositions
    expected = kitagawa(*SORTS, *LATER)
    assert (split.period_from, split.period_to, split.reason) == ("2020", "2022", "")
    assert (split.total, split.composition, split.rate) == pytest.approx(tuple(expected))
    assert split.total == pytest.approx(split.composition + split.rate)


def test_no_split_where_the_coverage_moved_by_more_than_a_tenth_of_the_change() -> None:
    """The rate falls by 20%, from 180 of 36,000 to 146 of 36,500; 180 of 180 + n are covered at first."""
    change = 1 - (146 / 36500) / (180 / 36000)
    assert change == pytest.approx(0.2)
    for outside, reason in ((3, ""), (4, "coverage changed"), (30, "coverage changed")):
        assert (outside / 180 > 0.1 * change) == bool(reason)
        years = {2020: SORTS, 2021: SORTS, 2022: LATER}
        (split,) = found({}, years, totals(outside, 0)).decompositions
        assert split.reason == reason
        assert np.isnan(split.total) == bool(reason)
    # As many in both years move nothing much: 20 of 200 against 16 of 162.
    (split,) = found({}, years, totals(20, 16)).decompositions
    assert split.reason == ""


def test_no_split_where_the_coverage_is_not_known_unless_the_breakdown_is_complete() -> None:
    (split,) = found({}, {2020: SORTS, 2022: LATER}).decompositions  # they hold more than everyone
    assert split.reason == "coverage is not known"
    assert np.isnan([split.total, split.composition, split.rate]).all()
    keys = [("events", "N", "sort", str(year), "occurring") for year in (2020, 2022)]
    assert has_moved({}, SORT, keys, 0.2) is None
    assert has_moved({}, SORT.model_copy(update={"complete": True}), keys, 0.2) is False


def test_coverage_is_what_is_left_when_the_categories_are_taken_from_everyone() -> None:
    of_year = found({}, {2020: SORTS, 2021: SORTS, 2022: LATER}, totals(20, 0)).coverage
    numbers = [(each.period, each.events, each.events_outside, each.denominator_outside) for each in of_year]
    assert numbers == [("2020", 200, 20, 0), ("2021", 180, 0, 0), ("2022", 146, 0, 0)]
    assert of_year[0].events_percent == pytest.approx(90)
    assert of_year[0].denominator_percent == 100


def test_no_coverage_gives_a_number_that_the_rules_withhold() -> None:
    """Under 'strict' 1 to 4 events are withheld: two outside are not printed, nor any where a sort is."""
    years = {2020: SORTS, 2021: SORTS, 2022: LATER}
    assert [each.period for each in found({}, years, totals(2, 0)).coverage] == ["2021", "2022"]
    few = ([176, 1, 2, 1], SORTS[1])
    findings = found({}, {2020: few, 2021: SORTS, 2022: LATER}, totals(0, 0))
    assert findings.by_category["numerator"].isna().any()
    assert [each.period for each in findings.coverage] == ["2021", "2022"]


def test_rounded_counts_have_no_coverage() -> None:
    findings = found({}, {2020: SORTS, 2022: LATER}, totals(20, 0), profile="hes")
    assert findings.rules.round_to > 1
    assert findings.coverage == ()


def test_no_trend_of_the_gap_where_the_coverage_moved() -> None:
    years = leaning(0.2, 0.6, 1.0, 1.4, 1.8)
    everyone = {year: (sum(events), sum(births)) for year, (events, births) in years.items()}
    (trend,) = found(years, {}, everyone).inequality_trends
    assert trend.direction == "widened"
    everyone[2018] = (3 * everyone[2018][0], everyone[2018][1])
    (trend,) = found(years, {}, everyone).inequality_trends
    assert trend.direction == "coverage changed"


def test_counts_by_category_are_counted_among_the_cells() -> None:
    records = [each for each in found({2022: FIFTHS}, {}).withholding if each.breakdown == "deprivation"]
    assert [(each.area_type, each.period, each.cells, each.withheld) for each in records] == [
        ("nation", "2022", 5, 0)
    ]


def test_an_edition_without_breakdowns_has_none_of_this() -> None:
    hierarchy = areas(2, 3)
    plan = publication()
    made = Small(plan, hierarchy, counts(hierarchy, 1)).findings()
    assert made.by_category.empty
    assert (made.inequalities, made.inequality_trends, made.decompositions) == ((), (), ())


def _fifths(events: int) -> tuple[list[int], list[int]]:
    """Events of a year divided evenly over fifths of 10,000 births."""
    return [events // 5 + (n < events % 5) for n in range(5)], [10000] * 5


GROWING = {2018: 230, 2019: 240, 2020: 250, 2021: 260, 2022: 270}


def test_a_run_by_the_sums_over_categories_goes_back_further() -> None:
    totals = {year: (events, 50_000) for year, events in GROWING.items() if year >= 2020}
    newest = found({year: _fifths(events) for year, events in GROWING.items()}, {}, totals).newest_runs
    own, sums = (run for run in newest if run.area_code == "N")
    assert (own.breakdown, own.first_year, own.points) == ("everyone", 2020, 3)
    assert (sums.breakdown, sums.first_year, sums.last_year, sums.points) == ("deprivation", 2018, 2022, 5)
    test = rate_ratio(270.0, 50_000.0, 230.0, 50_000.0)
    assert isinstance(sums, NewestRun)
    assert (sums.rate_ratio, sums.p_value) == pytest.approx((float(test.ratio), float(test.p_value)))


@pytest.mark.parametrize("outside", [10, 60])
def test_there_is_none_where_its_coverage_moved(outside: int) -> None:
    """From all events to all but some: by 10 of 280 or 60 of 330, more than a tenth of a change of 17%."""
    totals = {2020: (250, 50_000), 2021: (260, 50_000), 2022: (270 + outside, 50_000)}
    newest = found({year: _fifths(events) for year, events in GROWING.items()}, {}, totals).newest_runs
    assert [run.breakdown for run in newest if run.area_code == "N"] == ["everyone"]


def test_there_is_none_where_its_coverage_is_not_known() -> None:
    newest = found({year: _fifths(events) for year, events in GROWING.items()}, {}).newest_runs
    assert {run.breakdown for run in newest} <= {"everyone"}
