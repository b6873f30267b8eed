"""Quantiles of areas and the slope index against PHEindicatormethods in R."""

from __future__ import annotations

import numpy as np

from reporter.statistics.inequality import quantile, slope_index
from tests.statistics.r_results import LEVELS, RTOL, agree, groups, records, table

HALF_WIDTHS = {0.95: 0.02, 0.998: 0.04}
"""R's limits are from 100,000 draws: their standard errors are 0.4% and 1.0% of half the width."""


def test_quantiles() -> None:
    for case, d in groups(table("quantiles"), "case_id").items():
        got = quantile(d["value"], int(d["nquantiles"].iloc[0]), invert=bool(d["invert"].iloc[0]))
        agree(case, np.where(got < 1, np.nan, got), d["quantile"])


def test_slope_index() -> None:
    """Limits of the log scale alone: R draws rates themselves from skewed distributions."""
    inputs = groups(table("sii-inputs"), "case_id")
    expected = groups(table("sii-expected"), "case_id")
    for e in records("sii-sets"):
        case = e["case_id"]
        r = expected[case].iloc[0]
        columns = [inputs[case][name] for name in ("population", "value", "lower95", "upper95")]
        for confidence, level in LEVELS.items():
            got = slope_index(
                *columns, transform=e["transform"], multiplier=e["multiplier"], confidence=confidence
            )
            agree(case, got[:1], [r["sii"]], atol=RTOL)
            agree(case, [got.rii], [r["rii"]], atol=RTOL)
            if e["transform"]:
                for index in ("sii", "rii"):
                    ours = [getattr(got, f"{index}_{side}") for side in ("lower", "upper")]
                    theirs = [r[f"{index}_{side}{level}"] for side in ("lower", "upper")]
                    half = (theirs[1] - theirs[0]) / 2
                    agree(case, ours, theirs, rtol=0, atol=HALF_WIDTHS[confidence] * half)
