"""Tests of a trend against base R, on 52 series of counts and denominators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from reporter.statistics.arrays import Floats
from reporter.statistics.intervals import crude_rate
from reporter.statistics.trend import (
    cochran_armitage,
    exact_trend,
    mann_kendall,
    poisson_trend,
    recent_trend,
)
from tests.statistics.r_results import agree, groups, records, table

GLM = {"rtol": 1e-6, "atol": 1e-6}
"""R iterates until the deviance changes by less than 1e-8."""
PROFILE = {"rtol": 1e-4}
"""The deviance at a limit that was solved for to 1e-4 standard errors."""
CHI_SQUARE_95 = 3.841458820694124

Series = tuple[dict[str, Any], Floats, Floats, Floats]


def series() -> Iterator[Series]:
    """What R gives for each series, then its deaths, births and years."""
    rows = groups(table("trend-series"), "case_id")
    for expected in records("trend-expected"):
        d = rows[expected["case_id"]].sort_values("year")
        deaths, births, year = (d[column].to_numpy(float) for column in ("deaths", "births", "year"))
        yield expected, deaths, births, year


def test_cochran_armitage() -> None:
    for e, deaths, births, year in series():
        got = cochran_armitage(deaths, births, year - year[0])
        agree(e["case_id"], [got.statistic, got.p_value], [e["ca_chi2"], e["ca_p"]])


def test_exact_trend() -> None:
    """Convolution in R, not done beyond 1,500 deaths."""
    compared = 0
    for e, deaths, births, year in series():
        if 0 < deaths.sum() <= 1500:
            got = exact_trend(deaths, births, year - year[0])
            ours = [got.p_lower, got.p_upper, got.p_value, got.mid_p_value]
            names = ("p_lower", "p_upper", "p_two_sided", "midp_two_sided")
            agree(e["case_id"], ours, [e[f"exact_{name}"] for name in names])
            compared += 1
    assert compared > 30


def log_likelihood(slope: float, deaths: Floats, births: Floats, time: Floats) -> float:
    """Of a slope, at the level that makes it greatest; without what no slope changes."""
    return float(slope * (time * deaths).sum() - deaths.sum() * np.log((births * np.exp(slope * time)).sum()))


def test_poisson_regression() -> None:
    """Also that the deviance at both limits of the annual ratio is that of 95%, beyond R's at the slope."""
    for e, deaths, births, year in series():
        if e["glm_degenerate"]:  # all deaths in an end year, or none: R gives a slope that is not finite
            continue
        got = poisson_trend(deaths, births, year)
        ours = [got.annual_rate_ratio, got.p_value, got.deviance, got.pearson_chi_square]
        theirs = [np.exp(e["glm_beta"]), e["glm_lrt_p"], e["glm_deviance"], e["glm_pearson"]]
        agree(e["case_id"], ours, theirs, **GLM)
        best = log_likelihood(e["glm_beta"], deaths, births, year - year[0])
        drops = [
            2 * (best - log_likelihood(np.log(limit), deaths, births, year - year[0]))
            for limit in (got.lower, got.upper)
        ]
        agree(e["case_id"], drops, [CHI_SQUARE_95, CHI_SQUARE_95], **PROFILE)
        assert got.lower < np.exp(e["glm_beta"]) < got.upper


def test_mann_kendall() -> None:
    """The slope of Sen is per year in R and per point here: compared where years follow one another."""
    for e, deaths, births, year in series():
        got = mann_kendall(deaths / births * 1000)
        ours = [got.s, got.z, got.p_value, got.tau]
        agree(e["case_id"], ours, [e["mk_S"], e["mk_Z"], e["mk_p"], e["kendall_tau_b"]])
        if (np.diff(year) == 1).all():
            agree(e["case_id"], [got.sen_slope], [e["sen_slope"]])


def test_the_recent_trend_of_fingertips() -> None:
    """Rates per 1,000 with limits as published; no series has a count equal to its denominator."""
    for e, deaths, births, _ in series():
        rate = crude_rate(deaths, births, multiplier=1000, confidence=0.95)
        got = recent_trend(rate.value, rate.lower, rate.upper)
        assert got.marker == e["ft_marker"].lower(), e["case_id"]
        agree(e["case_id"], [got.chi_square, got.slope], [e["ft_chi2_392"], e["ft_slope"]])
