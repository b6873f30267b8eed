"""A map of tiles against the published verdicts: each tile is drawn by the verdict of its area."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reporter.publication.addresses import parts_of
from reporter.verification.element import Element
from reporter.verification.page_text import is_english
from reporter.verification.published import Published
from reporter.verification.said_verdicts import is_said

_CLASSES = {
    "clearly lower": "v1",
    "lower than the comparator": "v2",
    "within expected variation": "v3",
    "close to the comparator": "v3",
    "higher than the comparator": "v4",
    "clearly higher": "v5",
}
NOT_COMPARED = "v0"
_NEUTRAL = ("v0", "v3")
"""Classes that say nothing of a direction."""


def tile_problems(chart: Element, published: Published) -> Iterator[str]:
    """Tiles that are not drawn by the verdict of their area, one line each.

    Args:
        chart: a drawing; its tiles are texts with an area's code, in a group whose class is their verdict.
        published: the published tables.
    """
    yield from _key_problems(chart, published)
    for tile in chart.all("text"):
        code = tile.attributes.get("data-code")
        if code is None:
            continue
        indicator, period, basis = parts_of(tile.inherited("data-of") or "//")
        row = published.row("rates", indicator, code, period, basis)
        found = _shade(row["verdict"], _polarity(published, indicator)) if row else "no tile"
        drawn = tile.parent.attributes.get("class") if tile.parent else None
        if drawn != found:
            yield f"the tile {tile.text()} of {code} is drawn as {drawn}, the finding is {found}"


def _polarity(published: Published, indicator: str) -> str:
    row = published.row("indicators", indicator)
    return "low is good" if row is None else row.get("polarity", "low is good")


def _shade(verdict: str, polarity: str) -> str:
    """The class of a tile: its verdict's; turned round where high is good, outlined where neither is."""
    drawn = _CLASSES.get(verdict, NOT_COMPARED)
    if polarity == "low is good" or drawn in _NEUTRAL:
        return drawn
    return f"v{6 - int(drawn[1])}" if polarity == "high is good" else "v2"


def _key_problems(chart: Element, published: Published) -> Iterator[str]:
    """Words of the key, in English, that are not the verdict of the tiles before them."""
    if not is_english(chart.inherited("lang") or ""):
        return
    for group in chart.all("g"):
        elements = [child for child in group.children if isinstance(child, Element)]
        polarity = _polarity(published, parts_of(group.inherited("data-of") or "/")[0])
        for tiles, key in pairwise(elements):
            drawn = tiles.attributes.get("class", "") if tiles.tag == "g" else ""
            wanted = [verdict for verdict in _CLASSES if _shade(verdict, polarity) == drawn]
            if wanted and key.tag == "text" and not any(is_said(each, key.text()) for each in wanted):
                yield f"the key of tiles that are {' or '.join(wanted)} says {key.text()}"
