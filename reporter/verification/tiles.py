"""A map of tiles against the published comparisons: each tile is drawn by the verdict of its area."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.publication.addresses import parts_of
from reporter.verification.element import Element
from reporter.verification.published import Published

_CLASSES = {
    "lower (99.8%)": "v1",
    "lower (95%)": "v2",
    "similar": "v3",
    "higher (95%)": "v4",
    "higher (99.8%)": "v5",
}
NOT_COMPARED = "v0"


def tile_problems(chart: Element, published: Published) -> Iterator[str]:
    """Tiles that are not drawn by the verdict of their area, one line each.

    Args:
        chart: a drawing; its tiles are texts with an area's code, in a group whose class is their verdict.
        published: the published tables.
    """
    for tile in chart.all("text"):
        code = tile.attributes.get("data-code")
        if code is None:
            continue
        indicator, period, basis = parts_of(tile.inherited("data-of") or "//")
        row = published.row("rates", indicator, code, period, basis)
        found = _CLASSES.get(row["comparison"], NOT_COMPARED) if row else "no tile"
        drawn = tile.parent.attributes.get("class") if tile.parent else None
        if drawn != found:
            yield f"the tile {tile.text()} of {code} is drawn as {drawn}, the finding is {found}"
