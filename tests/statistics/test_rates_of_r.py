"""Rates, proportions, exact tests and standardised rates against R: base R and PHEindicatormethods."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from reporter.statistics.intervals import (
    Estimate,
    crude_rate,
    exact_rate,
    poisson_p_value,
    proportion,
    rate_ratio,
)
from reporter.statistics.standardise import direct, indirect_ratio
from tests.statistics.r_results import LEVELS, agree, groups, records, table

RATIO_RTOL = 1e-7
"""R finds limits and p-values of a ratio by root finding and summation."""


def compare(function: Callable[..., Estimate], rows: pd.DataFrame) -> None:
    """All rows of one multiplier in one call: a row without a result in R must leave the others alone."""
    for multiplier, d in groups(rows, "multiplier").items():
        for confidence, level in LEVELS.items():
            got = function(d["numerator"], d["denominator"], multiplier=multiplier, confidence=confidence)
            agree(d["case_id"], got.value, d["value"])
            agree(d["case_id"], got.lower, d[f"lower{level}"])
            agree(d["case_id"], got.upper, d[f"upper{level}"])


def test_rates() -> None:
    compare(crude_rate, table("rates"))


def test_rates_of_sums() -> None:
    parts = table("rates-grouped-inputs").groupby("case_id")[["numerator", "denominator"]]
    sums = parts.sum(skipna=False)
    expected = table("rates-grouped-expected").drop(columns=["numerator", "denominator"])
    compare(crude_rate, expected.join(sums, on="case_id").assign(multiplier=1000))


def test_proportions() -> None:
    compare(proportion, table("proportions"))


def test_limits_of_byar_and_of_wilson() -> None:
    for e in records("ci-primitives"):
        if e["method"] == "Wilson":
            got = proportion(e["x"], e["n"], confidence=e["confidence"])
        else:
            got = crude_rate(e["x"], 1, multiplier=1, confidence=e["confidence"])
        agree(e["case_id"], [got.lower, got.upper], [e["lower"], e["upper"]])


def test_exact_limits_and_p_values() -> None:
    d = table("poisson-exact")
    for confidence, level in {0.95: "950", 0.998: "998"}.items():
        got = exact_rate(d["x"], d["births"], multiplier=1000, confidence=confidence)
        agree(d["case_id"], got.lower, d[f"exact_lower{level}"])
        agree(d["case_id"], got.upper, d[f"exact_upper{level}"])
    p_value = poisson_p_value(d["x"], d["births"], d["null_rate_per_1000"], multiplier=1000)
    agree(d["case_id"], p_value, d["p_two_sided"])


def test_ratios_of_rates() -> None:
    d = table("rate-ratio-exact")
    got = rate_ratio(d["x1"], d["n1"], d["x2"], d["n2"], confidence=0.95)
    expected = d["rate_ratio"], d["lower95"], d["upper95"], d["p"]
    for ours, theirs in zip((got.ratio, got.lower, got.upper, got.p_value), expected, strict=True):
        agree(d["case_id"], ours, theirs, rtol=RATIO_RTOL)


def test_directly_standardised_rates() -> None:
    inputs = groups(table("dsr-inputs"), "case_id")
    for e in records("dsr-expected"):
        d = inputs[e["case_id"]]
        for confidence, level in LEVELS.items():
            got = direct(d["x"], d["n"], d["stdpop"], multiplier=e["multiplier"], confidence=confidence)
            agree(e["case_id"], got, [e["value"], e[f"lower{level}"], e[f"upper{level}"]])


def test_indirectly_standardised_ratios() -> None:
    inputs = groups(table("isr-inputs"), "case_id")
    for e in records("isr-expected"):
        d = inputs[e["case_id"]]
        for confidence, level in LEVELS.items():
            got = indirect_ratio(
                *(d[column] for column in ("x", "n", "x_ref", "n_ref")),
                multiplier=e["ratio_refvalue"],
                confidence=confidence,
            )
            agree(e["case_id"], got, [e["ratio"], e[f"ratio_lower{level}"], e[f"ratio_upper{level}"]])
