"""Models that are known: what a statistic gave for the same arrays before.

A statistic of the same arrays and settings is the same, so it may be remembered by what they hold. Whoever
finds an edition again after a small change of its data, as the preview does, keeps one memory for all of them
and fits only the models of areas and levels whose counts changed. A build finds once and remembers nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from reporter.machine.cache import LruCache

T = TypeVar("T")


class Models(Protocol):
    """Gives what a statistic says of some arrays."""

    def __call__(self, statistic: Callable[..., T], *arrays: NDArray[np.float64], **settings: Any) -> T:
        """`statistic(*arrays, **settings)`, worked out or known; its arrays are not to be written to."""


class _Nothing:
    def __call__(self, statistic: Callable[..., T], *arrays: NDArray[np.float64], **settings: Any) -> T:
        return statistic(*arrays, **settings)


NOTHING: Models = _Nothing()
"""Knows no model: each is worked out."""


class KnownModels:
    """Remembers what each statistic gave, by the statistic, its settings and all that its arrays hold.

    Args:
        most: how many results are kept; the one that was asked for longest ago goes first.
    """

    def __init__(self, most: int = 4000) -> None:
        self._known: LruCache[tuple[Any, ...], Any] = LruCache(most)

    def __call__(self, statistic: Callable[..., T], *arrays: NDArray[np.float64], **settings: Any) -> T:
        """What is known, or what the statistic says now; it must depend on nothing but its arguments.

        Args:
            statistic: a function of a module.
            arrays: its arrays, of float64.
            settings: its other arguments, which can be hashed.
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
