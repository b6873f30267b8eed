"""Funnels of values with standard errors, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from reporter.statistics.funnel import additive_limits, additive_overdispersion


def test_overdispersion_by_hand() -> None:
    # z = -3, -1, 1, 3; the mean square 5; weights 4 each: (4 * 5 - 3)/(16 - 64/16) = 17/12.
    result = additive_overdispersion([8.5, 9.5, 10.5, 11.5], 0.5, 10, trim=0)
    np.testing.assert_allclose(result, [5, 17 / 12, 4], rtol=1e-12)


def test_the_outermost_are_drawn_in() -> None:
    # Quantiles 0.25 and 0.75 (type 7) of z = -3, -1, 1, 3 are -1.5 and 1.5: the mean square (2.25 + 1)/2.
    assert additive_overdispersion([8.5, 9.5, 10.5, 11.5], 0.5, 10, trim=0.25).phi == pytest.approx(1.625)


def test_areas_that_cannot_be_used_do_not_count() -> None:
    result = additive_overdispersion([8.5, 9.5, np.nan, 10, 11], [0.5, 0.5, 0.5, 0, -1], 10, trim=0)
    assert result.n_kept == 2
    assert np.isnan(additive_overdispersion([], [], 10).phi)
    assert np.isnan(additive_overdispersion([9], [1], 10).tau2)
    with pytest.raises(ValueError, match="trim"):
        additive_overdispersion([9, 10], 1, 10, trim=0.5)


def test_limits_by_hand() -> None:
    # 10 -+ 1.959964 * sqrt(0.3² + 0.4²) = 10 -+ 0.979982.
    np.testing.assert_allclose(additive_limits(0.3, 10, 0.16), [9.020018, 10.979982], rtol=1e-7)
    assert np.isnan(additive_limits([0, 1, 1, np.nan], [10, np.nan, 10, 10], [0, 0, -1, 0])).all()
