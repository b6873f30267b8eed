"""Short names of areas, for charts, tables and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reporter.publication.areas import Areas
from reporter.publication.settings import Level


def printed_names(areas: Areas, levels: Iterable[Level]) -> dict[str, str]:
    """The name that pages print of every area of these levels, by code.

    An area's own short name comes first. A level whose settings ask for it is shortened, unless a name would
    then have no letter, or be that of another of its areas.
    """
    found: dict[str, str] = {}
    for level in levels:
        members = areas.of_type(level.area_type)
        plain = [area.name for area in members]
        for names in (without_shared_words(plain), plain) if level.shorten else (plain,):
            printed = [area.short_name or name for area, name in zip(members, names, strict=True)]
            if len(set(printed)) == len(printed):
                break
        found |= {area.code: name for area, name in zip(members, printed, strict=True)}
    return found


def without_shared_words(names: Sequence[str]) -> list[str]:
    """The names without the words that all of them begin or end with.

    'NHS Dorset Integrated Care Board' becomes 'Dorset' where every name has that form. Fewer than three
    names, and names of which one would be left without a letter, are not shortened.
    """
    split = [name.split() for name in names]
    if len(names) < 3:
        return list(names)
    start = _shared(split)
    end = _shared([words[::-1] for words in split])
    shortened = [" ".join(words[start : max(len(words) - end, 0)]) for words in split]
    return shortened if all(map(_has_letter, shortened)) else list(names)


def _has_letter(name: str) -> bool:
    return any(sign.isalpha() for sign in name)


def _shared(names: Sequence[Sequence[str]]) -> int:
    """Number of words that all names begin with."""
    count = 0
    for words in zip(*names, strict=False):
        if len(set(words)) > 1:
            break
        count += 1
    return count
