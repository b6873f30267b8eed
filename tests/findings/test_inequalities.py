"""Rates by category, indices of inequality, their trend, and Kitagawa's split, from released cells."""

import numpy as np
import pandas as pd
import pytest

from reporter.counts.table import CATEGORY_KEYS, Counts
from reporter.findings import Findings
from reporter.findings.vocabulary import CATEGORY_COLUMNS
from reporter.publication.breakdowns import Breakdown
from reporter.statistics.decomposition import kitagawa
from reporter.statistics.inequality import slope_index
from reporter.statistics.intervals import crude_rate, rate_ratio
from tests.publications import EVENTS, Small, areas, counts, publication
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


def found(fifths: Years, sorts: Years) -> Findings:
    """Findings of a nation whose events are known by fifth and by sort in the given years."""
    hierarchy = areas(2, 3)
    everyone = {"levels": TYPES, "basis": "occurring", "first_year": 2020, "last_year": 2022}
    blocks = [
        {**everyone, "levels": ("nation",), "breakdowns": (name,), "first_year": 2018}
        for name in ("deprivation", "sort")
    ]
    breakdowns = [each.model_dump() for each in (DEPRIVATION, SORT)]
    plan = publication(indicators=[EVENTS], show=[everyone, *blocks], breakdowns=breakdowns)
    rows = [
        ("N", year, "occurring", breakdown.id, category, births, events)
        for breakdown, years in ((DEPRIVATION, fifths), (SORT, sorts))
        for year, values in years.items()
        for category, events, births in zip(breakdown.categories, *values, strict=True)
    ]
    by_category = pd.DataFrame(rows, columns=[*CATEGORY_KEYS, "births", "events"])
    drawn = counts(hierarchy, seed=4, mean=80.0)
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


def test_the_index_is_that_of_the_rates_turned_so_that_more_among_the_deprived_is_above_0() -> None:
    (index,) = found({2022: FIFTHS}, {}).inequalities
    events, births = (np.array(values, dtype=float) for values in FIFTHS)
    expected = slope_index(births, *crude_rate(events, births), multiplier=-1)
    assert (index.sii, index.rii) == pytest.approx((expected.sii, expected.rii))
    assert index.sii > 0
    assert index.rii > 1
    assert (index.verdict, index.quantiles) == ("higher", 5)


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


def test_the_trend_of_the_index_is_of_five_years_or_more() -> None:
    years = dict.fromkeys(range(2018, 2023), FIFTHS)
    (trend,) = found(years, {}).inequality_trends
    assert (trend.first_year, trend.last_year, trend.points) == (2018, 2022, 5)
    assert trend.annual_percent_change == pytest.approx(0, abs=1e-6)  # every year is the same
    assert trend.direction == "no clear change"
    assert found(dict.fromkeys(range(2019, 2023), FIFTHS), {}).inequality_trends == ()


def test_the_split_of_the_change_from_the_first_to_the_last_year() -> None:
    later = ([30, 66, 30, 20], [7000, 22000, 6000, 1500])
    (split,) = found({}, {2020: SORTS, 2021: SORTS, 2022: later}).decompositions
    expected = kitagawa(*SORTS, *later)
    assert (split.period_from, split.period_to) == ("2020", "2022")
    assert (split.total, split.composition, split.rate) == pytest.approx(tuple(expected))
    assert split.total == pytest.approx(split.composition + split.rate)


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
