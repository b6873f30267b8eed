"""Shrinkage: rates of small areas drawn towards the mean of all, as far as chance explains their distance.

`marshall` by moments, without limits; `gamma_poisson` by maximum likelihood, with limits; `underlying_rates`
the same where some counts are withheld;
`beta_binomial_shares` of shares. What the distribution of true rates says besides: `exceedance` of a
target, `ranks` with their limits, `reliability`.
"""

from reporter.statistics.shrinkage.beta_binomial import ShrunkShares, beta_binomial_shares
from reporter.statistics.shrinkage.gamma_poisson import GammaPoisson, gamma_poisson
from reporter.statistics.shrinkage.marshall import Shrunk, marshall
from reporter.statistics.shrinkage.posterior import exceedance, reliability
from reporter.statistics.shrinkage.rank import Ranks, ranks
from reporter.statistics.shrinkage.underlying import NO_DIFFERENCE, Underlying, underlying_rates

__all__ = [
    "NO_DIFFERENCE",
    "GammaPoisson",
    "Ranks",
    "Shrunk",
    "ShrunkShares",
    "Underlying",
    "beta_binomial_shares",
    "exceedance",
    "gamma_poisson",
    "marshall",
    "ranks",
    "reliability",
    "underlying_rates",
]
