"""Funnel limits and over-dispersion against R: base R, PHEindicatormethods and FunnelPlotR."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import special

from reporter.statistics.arrays import Floats
from reporter.statistics.funnel import adjusted_limits, flag, overdispersion, poisson_limits
from reporter.statistics.intervals import exact_rate
from tests.statistics.r_results import LEVELS, agree, groups, records, table

BISECTION_RTOL = 1e-4
"""PHEindicatormethods stops its bisection early; the closed form is exact."""
ADJUSTED_RTOL = 1e-6
"""FunnelPlotR writes normal quantiles with 7 digits."""


def test_the_curve_passes_through_the_exact_limits_of_each_count() -> None:
    for p, d in groups(table("funnel-poisson-curve"), "p").items():
        got = exact_rate(d["events"], 1, multiplier=1, confidence=1 - 2 * p)
        agree(d["case_id"], got.lower, d["mu_where_events_is_upper_tail_p"])
        agree(d["case_id"], got.upper, d["mu_where_events_is_lower_tail_p"])
        agree(d["case_id"], got.lower, d["poisson_funnel_low"], rtol=BISECTION_RTOL)
        agree(d["case_id"], got.upper, d["poisson_funnel_high"], rtol=BISECTION_RTOL)


def test_limits_between_counts() -> None:
    """A limit below 0 is no limit: ours is missing there, or 0."""
    d = table("funnel-spiegelhalter")
    for confidence, ends in ((0.95, ("0.025", "0.975")), (0.998, ("0.001", "0.999"))):
        got = poisson_limits(d["births"], d["rate"] * 1000, multiplier=1000, confidence=confidence)
        for ours, end in zip(got, ends, strict=True):
            expected = d[f"interp_rate_per_1000_{end}"].clip(lower=0)
            agree(d["case_id"], np.maximum(ours, 0), expected)


@pytest.mark.parametrize("confidence", LEVELS)
def test_a_rate_is_flagged_where_it_lies_outside_the_lines(confidence: float) -> None:
    for row in records("funnel-spiegelhalter"):
        births, target = float(row["births"]), row["rate"] * 1000
        lower, upper = poisson_limits(births, target, multiplier=1000, confidence=confidence)
        low, high = (float(np.maximum(line, 0)) * births / 1000 for line in (lower, upper))
        count = np.unique(
            [0, *np.floor([low, high]), *np.ceil([low, high]), np.ceil(high) + 1, 3 * np.ceil(high)]
        )
        count = np.union1d(count, np.round(births * row["rate"]))
        outside = (count > high).astype(int) - (count < low)
        found = flag(count, np.full(count.size, births), target, multiplier=1000, confidence=confidence)
        assert found.tolist() == outside.tolist(), row["case_id"]


def limits(expected: Floats, tau2: float, confidence: float) -> tuple[Floats, Floats]:
    """The limits of the method CQC, squared back from its scale, which FunnelPlotR leaves out."""
    half = special.ndtri((1 + confidence) / 2) * np.sqrt(tau2 + 1 / (4 * expected))
    return np.maximum(1 - half, 0) ** 2, (1 + half) ** 2


def test_overdispersion() -> None:
    inputs, units = table("funnel-overdispersion-inputs"), table("funnel-overdispersion-expected-units")
    areas = groups(inputs.merge(units, on=["case_id", "unit"]), "case_id")
    for e in records("funnel-overdispersion-sets"):
        case, method = e["case_id"], e["sr_method"].lower()
        d = areas[case]
        expected = d["denominator_used"].to_numpy(float)  # rounded as R does
        got = overdispersion(d["numerator"], expected, method=method, trim=e["trim_by"])
        agree(case, [got.phi, got.tau2, got.n_kept], [e["phi"], e["tau2"], e["n_kept"]])
        for confidence, level in LEVELS.items():
            ours = adjusted_limits(expected, e["tau2"], method=method, confidence=confidence)
            theirs: Any = (d[f"OD_{side}{level}"] / e["multiplier"] for side in ("LCL", "UCL"))
            if method == "cqc":
                theirs = limits(expected, e["tau2"], confidence)
            for one, other in zip(ours, theirs, strict=True):
                agree(d["case_id"], one, other, rtol=ADJUSTED_RTOL)


def test_overdispersed_curves() -> None:
    """Without over-dispersion R draws the exact limits about the expected number."""
    for e in records("funnel-overdispersion-curve"):
        method, tau2 = e["data_type"].removeprefix("SR-").lower(), e["tau2"]
        expected = np.array([e["number_seq"]])
        for confidence, level in LEVELS.items():
            theirs: Any = [[e[f"ll{level}"]], [e[f"ul{level}"]]]
            if tau2 == 0:
                ours: Any = exact_rate(expected, expected, multiplier=1, confidence=confidence)[1:3]
            else:
                ours = adjusted_limits(expected, tau2, method=method, confidence=confidence)
                if method == "cqc":
                    theirs = limits(expected, tau2, confidence)
            for one, other in zip(ours, theirs, strict=True):
                agree(e["case_id"], one, other, rtol=ADJUSTED_RTOL)
