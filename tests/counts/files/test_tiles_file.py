"""Every kind of bad file of tiles gives exactly its problem lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reporter.counts.table import Counts
from reporter.publication.areas import Areas, Tile
from tests.publications.texts import changed

Changes = dict[str, str | bytes | None]
Read = Callable[..., tuple[Areas, Counts]]
Problems = Callable[[Changes], list[str]]

WITH_TILES = changed(
    "publication.toml", ('areas = "areas.csv"\n', 'areas = "areas.csv"\ntiles = "tiles.csv"\n')
)


def tiles(*rows: str) -> Changes:
    return {**WITH_TILES, "tiles.csv": "\n".join(["area_code,label,column,row", *rows])}


def test_tiles_by_row_and_column(read: Read) -> None:
    areas, _ = read(tiles("W2,South,1,1", "W1,N,0,0"))
    assert areas.tiles == (Tile("W1", "N", 0, 0), Tile("W2", "South", 1, 1))
    assert read()[0].tiles == ()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ["W1,N,0,0"],
            ["tiles.csv:1: W2 has no tile, expected one for every area of type network"],
        ),
        (
            ["W1,N,0,0", "W2,S,0,1", "A,At,1,1", "W1,N,2,2"],
            [
                "tiles.csv:4: area_code is 'A', expected the code of an area of type network",
                "tiles.csv:5: area_code W1 stands on line 2 already, expected every network once",
            ],
        ),
        (
            ["W1,,0,0", "W2,Southern,-1,41"],
            [
                "tiles.csv:2: label of W1 is '', expected 1 to 5 signs",
                "tiles.csv:3: column of W2 is '-1', expected a whole number, 0 to 40",
                "tiles.csv:3: label of W2 is 'Southern', expected 1 to 5 signs",
                "tiles.csv:3: row of W2 is '41', expected a whole number, 0 to 40",
            ],
        ),
        (
            ["W1,N,0,01", "W2,S,0,1"],
            [
                "tiles.csv:3: W2 stands where the area of line 2 stands, "
                "expected every tile in a place of its own"
            ],
        ),
    ],
)
def test_what_is_wrong_with_it(rows: list[str], expected: list[str], problems: Problems) -> None:
    assert problems(tiles(*rows)) == expected


def test_a_file_that_is_not_there(problems: Problems) -> None:
    (problem,) = problems(WITH_TILES)
    assert problem.endswith("tiles.csv does not exist, expected a file, its path seen from this one")
