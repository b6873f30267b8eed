"""Shrinkage: rates of small areas drawn towards the mean of all, as far as chance explains their distance.

`marshall` by moments, without limits; `gamma_poisson` by maximum likelihood, with limits.
"""

from reporter.statistics.shrinkage.gamma_poisson import GammaPoisson, gamma_poisson
from reporter.statistics.shrinkage.marshall import Shrunk, marshall

__all__ = ["GammaPoisson", "Shrunk", "gamma_poisson", "marshall"]
