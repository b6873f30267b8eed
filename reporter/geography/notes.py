"""Notes on grouped counts for readers, in sentences: for the settings and for the source record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from reporter.geography.boundaries import Combination
from reporter.geography.group import Grouped
from reporter.geography.lookup import LookupRow


def notes(grouped: Grouped, to: dt.date | None, share_of: str) -> list[str]:
    """The notes, in the order in which figures were changed.

    Args:
        grouped: the counts.
        to: the day of the boundaries; None where no counts were moved.
        share_of: the unit of the lookup's shares, such as 'small areas'.
    """
    return [
        *_together(grouped.together, grouped.names),
        *(_boundaries(grouped, to) if to is not None else ()),
        *_straddling(grouped, share_of),
    ]


def _together(
    together: Mapping[Combination, tuple[int, ...] | None], names: Mapping[str, str]
) -> Iterator[str]:
    for each, years in together.items():
        if years is None:
            yield f"{names[each.code]} are counted together in every year, under {each.code}."
        elif years:
            parts = _listed(names.get(code, code) for code in each.of)
            yield f"{parts} are counted together in {_listed(map(str, years))}, under {each.code}."


def _boundaries(grouped: Grouped, to: dt.date) -> Iterator[str]:
    parts: dict[str, list[str]] = {}
    for change in grouped.applied:
        parts.setdefault(change.new_code, []).append(change.old_name)
    # An area that resulted from a merger and was itself merged later has no figures now.
    for change in grouped.applied:
        parts.pop(change.old_code, None)
    merged = sorted(grouped.names.get(code, code) for code, old in parts.items() if len(old) > 1)
    divided = {part for each in grouped.splits.values() for part in each}
    recoded = sorted(
        grouped.names.get(code, code) for code, old in parts.items() if len(old) == 1 and code not in divided
    )
    yield f"Areas are those of {to.day} {to:%B %Y}."
    if merged:
        yield f"Earlier figures of these are sums of the areas that they replaced: {_listed(merged)}."
    if recoded:
        yield (
            f"Earlier figures of these are those of their former code, and of their former boundary where it "
            f"moved: {_listed(recoded)}."
        )
    for old, shares in grouped.splits.items():
        into = _listed(f"{grouped.names.get(new, new)} ({_percent(float(w))})" for new, w in shares.items())
        yield (
            f"Earlier figures of {grouped.names.get(old, old)} were divided by shares between {into}: "
            "there they are estimates, not counts."
        )


def _straddling(grouped: Grouped, share_of: str) -> Iterator[str]:
    areas: dict[str, list[LookupRow]] = {}
    for row in grouped.straddling:
        areas.setdefault(row.area_code, []).append(row)
    if not areas:
        return
    of = f" of its {share_of}" if share_of else ""
    each = "; ".join(
        f"{grouped.names[code]} ({_listed(_share(row, grouped.names) for row in rows)})"
        for code, rows in areas.items()
    )
    number = f"{len(areas)} area{'s lie' if len(areas) > 1 else ' lies'} in more than one network"
    if not grouped.divided:
        yield (
            "Each area counts in full towards the network that fits it best, with births and deaths. "
            f"{number}, here with the share{of} in the network that it counts towards: {each}."
        )
        return
    networks = _listed(sorted({grouped.names[row.network_code] for row in grouped.straddling}))
    yield (
        f"{number}, here with the shares{of} by which births and deaths were divided alike: {each}. Counts "
        "of these networks are therefore estimates, and their intervals do not show how well the shares fit: "
        f"{networks}."
    )


def _share(row: LookupRow, names: Mapping[str, str]) -> str:
    return f"{_percent(float(row.share or 1))} in {names[row.network_code]}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _listed(words: Iterable[str]) -> str:
    """Words joined by commas and 'and', or by semicolons where a word contains either."""
    listed = list(words)
    if any("," in word or " and " in word for word in listed):
        return "; ".join(listed)
    return " and ".join([*([", ".join(listed[:-1])] if listed[1:] else []), *listed[-1:]])
