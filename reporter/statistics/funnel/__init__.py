"""Funnels: control limits about a target, over-dispersion, flags and how many of them are false.

- Limits and flags of rates: `poisson_limits`, `flag`; of proportions: `proportion_limits`; of anything:
  `outside`.
- Limits that allow for over-dispersion: of rates `rate_overdispersion`, `adjusted_rate_limits`; of ratios
  observed/expected, as SHMI and CQC do it, `overdispersion`, `calibrated_overdispersion`, `adjusted_limits`.
- `expected_false_flags` says how many flags to expect when nothing differs.
"""

from reporter.statistics.funnel.false_flags import FalseFlags, expected_false_flags
from reporter.statistics.funnel.limits import Limits, flag, outside, poisson_limits
from reporter.statistics.funnel.overdispersion import (
    Overdispersion,
    adjusted_limits,
    calibrated_overdispersion,
    overdispersion,
)
from reporter.statistics.funnel.proportion import proportion_limits
from reporter.statistics.funnel.rates import adjusted_rate_limits, rate_overdispersion
from reporter.statistics.funnel.trimming import null_phi

__all__ = [
    "FalseFlags",
    "Limits",
    "Overdispersion",
    "adjusted_limits",
    "adjusted_rate_limits",
    "calibrated_overdispersion",
    "expected_false_flags",
    "flag",
    "null_phi",
    "outside",
    "overdispersion",
    "poisson_limits",
    "proportion_limits",
    "rate_overdispersion",
]
