"""The words in which pages give the verdict on an area."""

from __future__ import annotations

_COMPARATOR = "the comparator"
_NEWS = (" (better)", " (worse)")
"""What may follow a verdict with a direction; which of both, the indicator's polarity says."""


def is_said(verdict: str, text: str) -> bool:
    """Whether a text is a verdict of the table of rates, with the name of the comparator in it.

    Args:
        verdict: such as 'clearly higher', 'higher than the comparator'; empty where there is none.
        text: such as 'Clearly higher', 'Higher than England', or a dash.
    """
    said = " ".join(text.lower().split())
    if "higher" in verdict or "lower" in verdict:
        for news in _NEWS:
            said = said.removesuffix(news)
    if verdict.endswith(_COMPARATOR):
        return said.startswith(verdict.removesuffix(_COMPARATOR)) and "clearly" not in said
    return (
        said == verdict
        if verdict
        else not any(word in said for word in ("higher", "lower", "within", "close"))
    )
