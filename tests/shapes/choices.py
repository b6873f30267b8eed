"""Choices that shrink to the first: one of several, the usual one more often, and what is drawn rarely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


def one_of(draw: st.DrawFn, usual: T, *others: T, odds: int = 1) -> T:
    """One value: the first as often as `odds` of the others together with each of them once.

    Args:
        draw: of the strategy.
        usual: the simplest value.
        others: the others, from simple to odd.
        odds: how many shares of the draws the first one has, where each other has one.
    """
    return draw(st.sampled_from([usual] * odds + list(others)))


def now_and_then(draw: st.DrawFn, one_in: int) -> bool:
    """Whether a rare choice is made, about once in so many draws; it shrinks to no."""
    return draw(st.integers(0, one_in - 1)) == one_in - 1


def some_of(draw: st.DrawFn, values: Sequence[T]) -> list[T]:
    """Some of several values in their order, none at the simplest."""
    return [value for value in values if draw(st.booleans())]
