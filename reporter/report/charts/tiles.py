"""The tile map: one tile a network, placed roughly as on a map, with a shape for its comparison.

The shape gives the direction (a point upwards or downwards), a full tile the wider limits; no information is
in the colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reporter.findings.vocabulary import Comparison
from reporter.publication.areas import Tile

PITCH, SIDE, POINT, FONT = 35, 32, 5, 9
"""From tile to tile, the side of a tile, the height of its point, and the size of its letters, in pixels."""

_ORDER: tuple[Comparison, ...] = (
    "higher (99.8%)",
    "higher (95%)",
    "similar",
    "lower (95%)",
    "lower (99.8%)",
    "not compared",
)
_KEY = 12
"""The side of a tile in the key."""


def tile_map(tiles: Sequence[Tile], verdicts: Mapping[str, str]) -> dict[str, Any]:
    """Tile map for a template: for each verdict its tiles as one path, their letters, and its key.

    Args:
        tiles: the tiles.
        verdicts: the verdict of each area that the edition shows; others are not drawn.
    """
    drawn = [tile for tile in tiles if tile.area_code in verdicts]
    columns = 1 + max(tile.column for tile in drawn)
    found = [verdict for verdict in _ORDER if verdict in verdicts.values()]
    top = PITCH * (1 + max(tile.row for tile in drawn)) + 8
    groups = []
    for place, verdict in enumerate(found):
        here = [tile for tile in drawn if verdicts[tile.area_code] == verdict]
        key_x, key_y = (place % 3) * PITCH * columns // 3, top + (place // 3) * (_KEY + 7)
        shapes = [_shape(verdict, PITCH * tile.column, PITCH * tile.row, SIDE) for tile in here]
        groups.append(
            {
                "verdict": verdict,
                "path": "".join([*shapes, _shape(verdict, key_x, key_y, _KEY)]),
                "tiles": [
                    {
                        "code": tile.area_code,
                        "label": tile.label,
                        "x": PITCH * tile.column + SIDE // 2,
                        "y": PITCH * tile.row + 20,
                    }
                    for tile in here
                ],
                "key": {"x": key_x + _KEY + 5, "y": key_y + 10},
            }
        )
    height = top + (len(found) + 2) // 3 * (_KEY + 7)
    return {"width": PITCH * columns, "height": height, "font": FONT, "groups": groups}


def _shape(verdict: str, x: int, y: int, side: int) -> str:
    """A square, or one with a point upwards or downwards."""
    point = POINT * side // SIDE
    half, rest = side // 2, side - point
    if verdict.startswith("higher"):
        return f"M{x} {y + point}l{half}-{point} {half} {point}v{rest}h-{side}z"
    if verdict.startswith("lower"):
        return f"M{x} {y}h{side}v{rest}l-{half} {point}-{half}-{point}z"
    return f"M{x} {y}h{side}v{side}h-{side}z"
