"""Cache of fitted models: results of statistics, keyed by the content of their arrays.

A statistic of the same arrays and settings has the same result. The preview, which computes findings again
after each change of the data, keeps one cache for all of them and fits only the models of areas and levels
whose counts changed. A build computes findings once and caches nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from reporter.machine.cache import LruCache

T = TypeVar("T")


class Models(Protocol):
    """Function that computes a statistic, or takes it from a cache."""

    def __call__(self, statistic: Callable[..., T], *arrays: NDArray[np.float64], **settings: Any) -> T:
        """`statistic(*arrays, **settings)`, computed or cached; its arrays must not be written to."""


class _Nothing:
    def __call__(self, statistic: Callable[..., T], *arrays: NDArray[np.float64], **settings: Any) -> T:
        return statistic(*arrays, **settings)


NOTHING: Models = _Nothing()
"""No cache: every model is fitted."""


class KnownModels:
    """Cache of results, keyed by the statistic, its settings and the content of its arrays.

    Args:
        most: greatest number of results kept; the least recently used is dropped first.
    """

    def __init__(self, most: int = 4000) -> None:
        self._known: LruCache[tuple[Any, ...], Any] = LruCache(most)

    def __call__(self, statistic: Callable[..., T], *arrays: NDArray[np.float64], **settings: Any) -> T:
        """Cached or new result of the statistic, which must depend on its arguments alone.

        Args:
            statistic: a module-level function.
            arrays: its arrays, of float64.
            settings: its other arguments, hashable.
        """
        content = tuple((array.shape, array.tobytes()) for array in arrays)
        # 1 and 1.0 are the same key, but not the same argument.
        said = tuple((name, type(value), value) for name, value in sorted(settings.items()))
        key = (statistic, content, said)
        if key not in self._known:
            self._known.keep(key, found := statistic(*arrays, **settings))
            return found
        known: T = self._known[key]
        return known
