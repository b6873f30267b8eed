"""Which direction is better: the one place that says of a verdict whether it is good news."""

from __future__ import annotations

from typing import Literal

Judged = Literal["better", "worse", ""]

_BETTER = {"high is good": "higher", "low is good": "lower"}


def judged(verdict: str, polarity: str) -> Judged:
    """'better' or 'worse' of a verdict that has 'higher' or 'lower' in it; nothing where neither is better.

    Args:
        verdict: a verdict on an area's value.
        polarity: the indicator's.
    """
    side = next((each for each in ("higher", "lower") if each in verdict), None)
    good = _BETTER.get(polarity)
    if side is None or good is None:
        return ""
    return "better" if side == good else "worse"


def said(verdict: str, polarity: str) -> Judged:
    """The word that stands beside a verdict: only where high is good.

    Readers take high for bad unless told; where that holds, the key of marks says it once.
    """
    return judged(verdict, polarity) if polarity == "high is good" else ""
