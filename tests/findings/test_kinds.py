"""Kinds of measure: published values and intervals reproduced, and what each kind does not do."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.counts.table import CATEGORY_KEYS
from reporter.findings.kinds import KINDS, Observed
from reporter.publication.standards import standard_population
from reporter.report.words.polarity import judged
from reporter.statistics.count_limits import byar_limits, exact_limits
from reporter.statistics.inequality import regression_index
from reporter.statistics.standardise import direct, standardised, weighted_rate
from tests.publications import Small, publication
from tests.publications.kinds import KINDS as RECORDS
from tests.publications.kinds import of_kind


def _rows(repository: Path, name: str) -> list[dict[str, str]]:
    with (repository / "tests/reference/kinds" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


def test_published_proportions_have_wilson_limits(repository: Path) -> None:
    """Hepatitis B coverage at 2 years, Fingertips: 36 of 36 rows, denominators of 5 to 106."""
    rows = _rows(repository, "wilson.csv")
    count, denominator = (_column(rows, name) for name in ("numerator", "denominator"))
    found = KINDS["proportion"].estimate(Observed.of(count, denominator), 100, 0.95)
    assert len(rows) == 36
    for name, numbers in zip(("value", "lower", "upper"), found, strict=True):
        assert numbers == pytest.approx(_column(rows, name), abs=1e-4)


def test_published_rates_have_byar_limits_and_exact_ones_below_ten(repository: Path) -> None:
    """Admissions for alcohol under 18, Fingertips: counts are printed rounded to 5, limits are of the count.

    So each printed interval is that of a whole number within 2 of the printed count: 90 of 90 rows.
    """
    rows = _rows(repository, "byar-and-exact.csv")
    agree, exact = 0, 0
    for row in rows:
        printed, denominator = float(row["rounded_numerator"]), float(row["denominator"])
        counts = np.arange(max(printed - 2, 0), printed + 3)
        found = KINDS["rate"].estimate(
            Observed.of(counts, np.full(5, denominator)[: counts.size]), 100_000, 0.95
        )
        fits = np.isclose(found.lower, float(row["lower"]), atol=1e-4) & np.isclose(
            found.upper, float(row["upper"]), atol=1e-4
        )
        agree += bool(fits.any())
        exact += bool((fits & (counts < 10)).any())
    assert (agree, len(rows)) == (90, 90)
    assert 0 < exact < 90


def test_published_standardised_rates_have_dobson_limits(repository: Path) -> None:
    """Alcohol mortality, Fingertips, decimal counts: both arms are in Byar's proportions, 80 of 80 rows."""
    rows = [row for row in _rows(repository, "dobson.csv") if float(row["numerator"]) >= 10]
    events, value, lower, upper = (_column(rows, name) for name in ("numerator", "value", "lower", "upper"))
    low, _ = byar_limits(events, 0.95)
    variance = events * ((lower - value) / (low - events)) ** 2
    found = standardised(events, value, variance, multiplier=1)
    assert len(rows) == 80
    assert found.upper == pytest.approx(upper, rel=1e-6)


def test_a_standardised_rate_by_the_european_standard_population(repository: Path) -> None:
    """Deaths of 2020 by age (ONS): 1,223.3 in the North East and 1,148.3 in Wales per 100,000.

    Worked out by other code (Dobson and Byar), which reproduces the test workbook of PHEindicatormethods.
    """
    expected = {
        "E12000001": (1223.3264443949033, 1210.0255174485535, 1236.7364062906893),
        "W92000004": (1148.3205890150987, 1136.8405377916213, 1159.8873920628246),
    }
    for code, numbers in expected.items():
        rows = [row for row in _rows(repository, "deaths-by-age.csv") if row["area_code"] == code]
        weights = standard_population("ESP 2013", Path(), [row["band"] for row in rows])
        assert sum(weights) == 100_000
        bands = _column(rows, "deaths"), _column(rows, "population"), weights
        assert tuple(map(float, direct(*bands, multiplier=100_000))) == pytest.approx(numbers, rel=1e-12)
        events, rate, variance = weighted_rate(*bands)
        observed = Observed(*(np.array([each]) for each in (events, np.nan, rate, variance)))
        found = KINDS["directly standardised rate"].estimate(observed, 100_000, 0.95)
        assert [float(each[0]) for each in found] == pytest.approx(numbers, rel=1e-12)


def test_a_share_and_what_is_left_of_it_are_judged_alike() -> None:
    """Breastfed and not breastfed: values, limits, flags and tests are each other's mirror image."""
    random = np.random.default_rng(20)
    size = random.integers(20, 4000, 500).astype(float)
    count = random.binomial(size.astype(int), random.beta(4, 2, 500)).astype(float)
    target = np.full(500, 66.0)
    kind = KINDS["proportion"]
    share, rest = Observed.of(count, size), Observed.of(size - count, size)
    own, other = kind.estimate(share, 100, 0.95), kind.estimate(rest, 100, 0.95)
    assert own.lower == pytest.approx(100 - other.upper)
    assert own.value == pytest.approx(100 - other.value)
    for confidence in (0.95, 0.998):
        flags = kind.flags(share, target, 100, confidence)
        assert (flags == -kind.flags(rest, 100 - target, 100, confidence)).all()
        assert {-1, 0, 1} <= set(flags.tolist())
    change, mirrored = (
        kind.compare(each.at(np.arange(250)), each.at(np.arange(250, 500)), 100) for each in (share, rest)
    )
    assert change.effect == pytest.approx(-mirrored.effect)
    assert change.lower == pytest.approx(-mirrored.upper)
    assert change.p_value == pytest.approx(mirrored.p_value)


def test_the_trend_of_a_share_and_of_what_is_left_are_inverse() -> None:
    count, size = np.array([40.0, 52, 61, 66, 80]), np.full(5, 100.0)
    year = np.arange(2018.0, 2023)
    kind = KINDS["proportion"]
    own, rest = (kind.slope(Observed.of(each, size), year) for each in (count, size - count))
    assert own.annual_ratio == pytest.approx(1 / rest.annual_ratio)
    assert own.p_value == pytest.approx(rest.p_value)


@given(st.integers(0, 10_000), st.sampled_from(["high is good", "low is good"]))
@settings(max_examples=4, deadline=None)
def test_a_publication_of_a_share_and_one_of_what_is_left_have_mirrored_verdicts(
    seed: int, polarity: Literal["high is good", "low is good"]
) -> None:
    """Whole publications, counts and their rest swapped: verdicts, changes, runs, trends, and good news."""
    opposite = "low is good" if polarity == "high is good" else "high is good"
    share = of_kind(
        "percentage",
        networks=12,
        districts=1,
        years=range(2018, 2023),
        seed=seed,
        share=0.5,
        polarity=polarity,
    )
    left = share.counts.table.assign(events=share.counts.table["births"] - share.counts.table["events"])
    record = share.publication.headline.model_copy(update={"polarity": opposite})
    rest = Small(
        replace(share.publication, indicators=(record,)), share.areas, replace(share.counts, table=left)
    )
    own, other = share.findings(), rest.findings()
    turned = {"higher": "lower", "lower": "higher", "rose": "fell", "fell": "rose"}

    def mirrored(verdict: str) -> str:
        return re.sub("|".join(turned), lambda found: turned[found[0]], verdict)

    for name in ("verdict", "comparison"):
        assert own.rates[name].map(mirrored).tolist() == other.rates[name].tolist()
    judgements = (judged(each, polarity) for each in own.rates["verdict"])
    assert list(judgements) == [judged(each, opposite) for each in other.rates["verdict"]]
    for found in ("changes", "newest_runs", "trends"):
        of_share, of_rest = ([each.direction for each in getattr(result, found)] for result in (own, other))
        assert list(map(mirrored, of_share)) == of_rest
        assert of_share
    assert own.rates["shrunk_value"].notna().any()
    assert (100 - own.rates["shrunk_lower_95"]).to_numpy() == pytest.approx(
        other.rates["shrunk_upper_95"].to_numpy(), rel=1e-4, nan_ok=True
    )
    for one, two in zip(own.detectable, other.detectable, strict=True):
        here = own.rates[(own.rates["area_code"] == "N") & (own.rates["period"] == one.period)]
        target = float(here["value"].to_numpy()[0])
        assert one.above * target == pytest.approx(two.below * (100 - target), rel=1e-6, nan_ok=True)
    assert own.detectable


def test_every_kind_that_compares_years_has_newest_runs_and_targets() -> None:
    target = {"value": 1.0, "year": 2030, "from_year": 2018, "from_value": 2.0, "source": "A plan."}
    for said_as in RECORDS:
        found = of_kind(said_as, years=range(2018, 2023), target=target).findings()
        assert {run.points for run in found.newest_runs} == {5}
        assert [course.first_year for course in found.targets] == [2018]
        assert np.isfinite(found.targets[0].projected_upper_95)


def test_the_slope_of_shares_over_quantiles_is_logistic() -> None:
    """The published example of methods: the index is that of `regression_index(model="binomial")`."""
    counts, sizes = np.array([40.0, 35, 30, 20, 10]), np.full(5, 100.0)
    index = regression_index(counts, sizes, model="binomial", multiplier=100)
    shown = [
        ("N", 2022, "occurring", "imd", f"q{n}", 100, int(count), 0) for n, count in enumerate(counts, 1)
    ]
    imd = {
        "id": "imd",
        "title": "Deprivation",
        "kind": "quantile",
        "categories": {f"q{n}": f"Fifth {n}" for n in range(1, 6)},
    }
    made = of_kind("percentage", years=(2022,), share=0.3)
    made = Small(
        publication(
            indicators=made.publication.indicators, years=(2022,), breakdowns=[imd], broken_down=("nation",)
        ),
        made.areas,
        replace(
            made.counts,
            by_category=pd.DataFrame(shown, columns=[*CATEGORY_KEYS, "births", "events", "early"]),
        ),
    )
    (found,) = made.findings().inequalities
    assert (found.sii, found.rii, found.p_value) == pytest.approx((index.sii, index.rii, index.p_value))
    assert found.verdict == "higher"


def test_observed_over_expected_is_judged_by_its_own_reference() -> None:
    """20 of 10 expected lie above as many as expected, although the comparator has the same ratio of 200."""
    kind = KINDS["indirectly standardised ratio"]
    observed = Observed.of(np.array([20.0, 10.0]), np.array([10.0, 10.0]))
    target = kind.target(np.array([200.0, 200.0]), 100)
    assert target.tolist() == [100.0, 100.0]
    assert kind.flags(observed, target, 100, 0.95).tolist() == [1, 0]


def test_a_count_alone_has_the_limits_of_its_count_and_no_comparison() -> None:
    kind = KINDS["count"]
    observed = Observed.of(np.array([4.0, 40.0]), np.full(2, np.nan))
    found = kind.estimate(observed, 1, 0.95)
    assert found.value.tolist() == [4.0, 40.0]
    assert found.lower[0] == pytest.approx(float(exact_limits(np.array(4.0), 0.95)[0]))
    assert np.isnan(kind.limits(observed, np.full(2, 10.0), 1, 0.95).upper).all()
    assert kind.compare(observed.at(np.array([1])), observed.at(np.array([0])), 1).effect.tolist() == [10.0]


@pytest.mark.parametrize("said_as", RECORDS)
def test_the_table_of_rates_names_kind_unit_and_method(said_as: str) -> None:
    made = of_kind(said_as)
    table = made.findings().rates
    methods = {
        "percentage": {"Wilson"},
        "proportion": {"Wilson"},
        "directly standardised rate": {"Dobson"},
    }.get(said_as, {"Byar", "exact"})
    units = {
        "rate": "per 1,000 person-years",
        "percentage": "%",
        "proportion": "per 1,000 births",
        "count ratio": "per 1,000 births",
        "directly standardised rate": "per 100,000 people, standardised",
        "indirectly standardised ratio": "observed over expected, 100 = as expected",
        "count": "count",
    }
    assert set(table["method"]) - {""} <= methods
    assert set(table["unit"]) == {units[said_as]}
    assert set(table["measure"]) == {made.publication.headline.measure}
    compared = set(table["comparison"]) - {"not compared"}
    assert bool(compared) == (said_as != "count")
