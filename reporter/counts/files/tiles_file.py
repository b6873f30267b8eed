"""Reads the tiles file: one row a network, its label and its place on a map of tiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reporter.errors import Problem
from reporter.publication.areas import Areas, Tile
from reporter.records.csv_file import read_csv

COLUMNS = {
    "area_code": "the code of each network",
    "label": "the letters on its tile",
    "column": "the tile's column, counted from 0 at the left",
    "row": "the tile's row, counted from 0 at the top",
}
LONGEST_LABEL = 5
"""Greatest number of characters in a label."""
LARGEST = 40
"""Greatest number of a column or row that fits on a page."""


def read_tiles(file: Path, areas: Areas | None, network: str) -> tuple[tuple[Tile, ...], list[Problem]]:
    """Read the tiles.

    Args:
        file: the tiles file.
        areas: the areas; None where they could not be read.
        network: area type of the networks, each of which must have a tile.

    Returns:
        The tiles by row and column, none where there is any problem; and all problems.
    """
    table, problems = read_csv(file, COLUMNS)
    if table is None:
        return (), problems
    cells = table.cells[list(COLUMNS)].itertuples(index=False, name=None)
    rows = [(int(line), *row) for line, row in zip(table.lines, cells, strict=True)]
    wanted = None if areas is None else [area.code for area in areas.of_type(network)]
    problems += _wrong_cells(table.file, rows, wanted, network)
    if wanted is not None and table.is_whole:
        for code in sorted(set(wanted) - {row[1] for row in rows}):
            expected = f"one for every area of type {network}"
            problems.append(Problem(table.file, table.header, f"{code} has no tile", expected))
    if problems:
        return (), problems
    tiles = [Tile(code, label, int(column), int(row)) for _, code, label, column, row in rows]
    return tuple(sorted(tiles, key=lambda tile: (tile.row, tile.column))), []


def _wrong_cells(
    file: str, rows: Sequence[tuple[int, str, str, str, str]], wanted: Sequence[str] | None, network: str
) -> Iterator[Problem]:
    codes: dict[str, int] = {}
    places: dict[tuple[str, str], int] = {}
    for line, code, label, column, row in rows:
        if code in codes:
            message = f"area_code {code} stands on line {codes[code]} already"
            yield Problem(file, line, message, "every network once")
        elif wanted is not None and code not in wanted:
            yield Problem(file, line, f"area_code is '{code}'", f"the code of an area of type {network}")
        codes.setdefault(code, line)
        if not 1 <= len(label) <= LONGEST_LABEL:
            yield Problem(file, line, f"label of {code} is '{label}'", f"1 to {LONGEST_LABEL} signs")
        sound = True
        for name, cell in (("column", column), ("row", row)):
            if not (cell.isascii() and cell.isdigit() and int(cell) <= LARGEST):
                sound = False
                yield Problem(file, line, f"{name} of {code} is '{cell}'", f"a whole number, 0 to {LARGEST}")
        place = (column.lstrip("0"), row.lstrip("0"))
        if sound and place in places:
            message = f"{code} stands where the area of line {places[place]} stands"
            yield Problem(file, line, message, "every tile in a place of its own")
        places.setdefault(place, line)
