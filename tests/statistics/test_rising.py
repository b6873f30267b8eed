"""The products that negative and beta-binomial probabilities are made of, against sums over all factors."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reporter.statistics.rising import log_rising, slope_of_log_rising, sum_of_inverses


@pytest.mark.parametrize("count", [0, 1, 2, 7, 40, 900])
@pytest.mark.parametrize("v", [0.0, 1e-6, 1e-3, 0.05, 1.0, 9.0, 300.0])
def test_products_factor_by_factor(count: int, v: float) -> None:
    factors = range(count)
    x, each = np.array(float(count)), np.array(v)
    assert log_rising(x, each) == pytest.approx(math.fsum(math.log1p(k * v) for k in factors), rel=1e-11)
    assert sum_of_inverses(x, each) == pytest.approx(math.fsum(1 / (1 + k * v) for k in factors), rel=1e-13)
    slope = math.fsum(k / (1 + k * v) for k in factors)
    # What cancels in it is of the size of the count over v.
    assert slope_of_log_rising(x, each) == pytest.approx(slope, rel=1e-11, abs=1e-14 * count / max(v, 1e-11))
