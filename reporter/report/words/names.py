"""Short names of areas, for charts, tables and sentences: without the words that a whole level shares."""

from __future__ import annotations

from collections.abc import Sequence


def short_names(names: Sequence[str]) -> list[str]:
    """The names without the words that all of them begin or end with.

    'NHS Dorset Integrated Care Board' becomes 'Dorset' where every name has that form. Fewer than three
    names, and names of which one would become empty, are not shortened.
    """
    split = [name.split() for name in names]
    if len(names) < 3:
        return list(names)
    start = _shared(split)
    end = _shared([words[::-1] for words in split])
    if any(len(words) <= start + end for words in split):
        return list(names)
    return [" ".join(words[start : len(words) - end]) for words in split]


def _shared(names: Sequence[Sequence[str]]) -> int:
    """Number of words that all names begin with."""
    count = 0
    for words in zip(*names, strict=False):
        if len(set(words)) > 1:
            break
        count += 1
    return count
