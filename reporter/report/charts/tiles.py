"""The tile map: one tile a network, placed roughly as on a map, with a shape for its verdict.

The shape gives the direction (a point upwards or downwards), a full tile is marked; no information is in the
colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reporter.findings.vocabulary import Verdict
from reporter.publication.areas import Tile
from reporter.report.charts.drawings import KeyText, TileGroup, TileMap, TileText

PITCH, SIDE, POINT, FONT = 35, 32, 5, 9
"""From tile to tile, the side of a tile, the height of its point, and the size of its letters, in pixels."""
FEWEST = 8
"""Columns that a map of fewer is as wide as: room for the key, and tiles of the usual size."""

_ORDER: tuple[Verdict, ...] = (
    "clearly higher",
    "higher than the comparator",
    "within expected variation",
    "close to the comparator",
    "lower than the comparator",
    "clearly lower",
    "",
)
_KEY, _KEY_COLUMNS = 12, 3
"""The side of a tile in the key, and the columns of the key."""


def tile_map(tiles: Sequence[Tile], verdicts: Mapping[str, str]) -> TileMap | None:
    """Tile map for a template; None where no area with a tile is shown.

    Args:
        tiles: the tiles.
        verdicts: the verdict of each area that the edition shows; others are not drawn.
    """
    drawn = [tile for tile in tiles if tile.area_code in verdicts]
    if not drawn:
        return None
    width = PITCH * max(FEWEST, 1 + max(tile.column for tile in drawn))
    indent = (width - PITCH * (1 + max(tile.column for tile in drawn))) // 2
    found = [verdict for verdict in _ORDER if verdict in verdicts.values()]
    top = PITCH * (1 + max(tile.row for tile in drawn)) + 8
    groups = []
    for place, verdict in enumerate(found):
        here = [tile for tile in drawn if verdicts[tile.area_code] == verdict]
        key_x = (place % _KEY_COLUMNS) * width // _KEY_COLUMNS
        key_y = top + (place // _KEY_COLUMNS) * (_KEY + 7)
        corners = [(indent + PITCH * tile.column, PITCH * tile.row) for tile in here]
        shapes = [_shape(verdict, x, y, SIDE) for x, y in corners]
        groups.append(
            TileGroup(
                verdict=verdict,
                path="".join([*shapes, _shape(verdict, key_x, key_y, _KEY)]),
                tiles=[
                    TileText(tile.area_code, tile.label, x + SIDE // 2, y + 20)
                    for tile, (x, y) in zip(here, corners, strict=True)
                ],
                key=KeyText(key_x + _KEY + 5, key_y + 10, width // _KEY_COLUMNS - _KEY - 10),
            )
        )
    height = top + -(-len(found) // _KEY_COLUMNS) * (_KEY + 7)
    return TileMap(width, height, FONT, SIDE, groups)


def _shape(verdict: str, x: int, y: int, side: int) -> str:
    """A square, or one with a point upwards or downwards."""
    point = POINT * side // SIDE
    half, rest = side // 2, side - point
    if "higher" in verdict:
        return f"M{x} {y + point}l{half}-{point} {half} {point}v{rest}h-{side}z"
    if "lower" in verdict:
        return f"M{x} {y}h{side}v{rest}l-{half} {point}-{half}-{point}z"
    return f"M{x} {y}h{side}v{side}h-{side}z"
