"""Funnels: control limits about a target, over-dispersion, verdicts, and how many flags are false.

- Limits and flags of rates: `poisson_limits`, `flag`; of proportions: `binomial_limits`; of anything with
  limits: `outside`.
- How much areas differ beyond chance: rates `negative_binomial`, withheld counts too; proportions
  `beta_binomial`; values with standard errors `additive_overdispersion`,
  tested by `heterogeneity`. By moments: `rate_overdispersion`,
  and of ratios observed/expected, as SHMI and CQC do it, `overdispersion`, `calibrated_overdispersion`.
- Limits that allow for it: `adjusted_rate_limits`, `beta_binomial_limits`, `additive_limits`,
  `adjusted_limits`; for its uncertainty as well: `mixture_limits` with `tau_weights`, or with
  `tau_weights_without_each`, which judges each area by the others; with the probability of either side:
  `expected_range`.
- One verdict an area: `verdict`. How many flags to expect when nothing is unusual:
  `expected_false_flags`, of any limits `false_flags_of`.
"""

from reporter.statistics.funnel.additive import additive_limits, additive_overdispersion, heterogeneity
from reporter.statistics.funnel.beta_binomial import BetaBinomial, beta_binomial, beta_binomial_limits
from reporter.statistics.funnel.expected_range import ExpectedRange, expected_range
from reporter.statistics.funnel.false_flags import FalseFlags, expected_false_flags, false_flags_of
from reporter.statistics.funnel.limits import Limits, flag, outside, poisson_limits
from reporter.statistics.funnel.mixture import adjusted_rate_limits, mixture_limits
from reporter.statistics.funnel.negative_binomial import NegativeBinomial, negative_binomial
from reporter.statistics.funnel.overdispersion import (
    Overdispersion,
    adjusted_limits,
    calibrated_overdispersion,
    overdispersion,
)
from reporter.statistics.funnel.proportion import binomial_limits
from reporter.statistics.funnel.rates import rate_overdispersion
from reporter.statistics.funnel.share_range import share_range
from reporter.statistics.funnel.tau_weights import tau_weights, tau_weights_without_each
from reporter.statistics.funnel.trimming import null_phi
from reporter.statistics.funnel.verdict import verdict

__all__ = [
    "BetaBinomial",
    "ExpectedRange",
    "FalseFlags",
    "Limits",
    "NegativeBinomial",
    "Overdispersion",
    "additive_limits",
    "additive_overdispersion",
    "adjusted_limits",
    "adjusted_rate_limits",
    "beta_binomial",
    "beta_binomial_limits",
    "binomial_limits",
    "calibrated_overdispersion",
    "expected_false_flags",
    "expected_range",
    "false_flags_of",
    "flag",
    "heterogeneity",
    "mixture_limits",
    "negative_binomial",
    "null_phi",
    "outside",
    "overdispersion",
    "poisson_limits",
    "rate_overdispersion",
    "share_range",
    "tau_weights",
    "tau_weights_without_each",
    "verdict",
]
