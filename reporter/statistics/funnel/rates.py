"""Over-dispersion of crude rates by moments.

Each area's true rate is taken as the target times a gamma variable with mean 1 and variance τ²; its count is
then negative binomial with mean E and variance E + τ²E². Nothing is transformed: counts of 0 are counts like
others, limits are quantiles of counts as the plain limits are, and at τ² = 0 they are the plain limits.

The publication draws the plain Poisson limits, which show what chance alone does, and beside them these. Not
the SHMI or CQC limits: those are normal limits of a transformed ratio, poor where only a few deaths are
expected.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import broadcast, check_multiplier
from reporter.statistics.funnel.overdispersion import Overdispersion, between_areas, mean_square, usable
from reporter.statistics.funnel.trimming import check_trim, null_phi, winsorised


def rate_overdispersion(
    count: ArrayLike,
    denominator: ArrayLike,
    target: ArrayLike,
    *,
    multiplier: float = 1000,
    trim: float = 0.1,
) -> Overdispersion:
    """Calibrated φ and τ² of crude rates about a target.

    z = (x − E)/√E with E = n·target/m, winsorised at both ends, φ divided by what chance alone gives then
    (`null_phi`); τ² from φ by moments with weights E.

    Args:
        count: events of each area, zeros included.
        denominator: n of each area; areas with nothing expected, or with anything missing, are ignored.
        target: the centre line per `multiplier`.
        multiplier: m.
        trim: the share of areas drawn in at each end, so that a few outliers do not hide themselves.

    Returns:
        φ (1 when chance alone acts), τ² (variance of true rates relative to the target) and the number of
        areas; NaN where there are too few areas.

    Take it from areas none of which is withheld: small counts are withheld first, and what remains leans
    high.
    """
    check_multiplier(multiplier)
    check_trim(trim)
    count, denominator, target = (
        np.atleast_1d(argument) for argument in broadcast(count, denominator, target)
    )
    expected = denominator * target / multiplier
    known = usable(count, expected)
    count, expected = count[known], expected[known]
    if not expected.size:
        return Overdispersion(np.nan, np.nan, 0)
    z = winsorised((count - expected) / np.sqrt(expected), trim)
    return between_areas(mean_square(z) / null_phi(z.size, method="cqc", trim=trim), expected)
