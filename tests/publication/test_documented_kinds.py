"""The tables of kinds of measure in README and CONTRIBUTING: every kind and column, a test for each cell."""

from __future__ import annotations

import re
from pathlib import Path

from reporter.publication.kinds import KINDS


def _table(file: Path) -> tuple[list[str], dict[str, list[str]]]:
    """The columns of the table that begins with `measure`, and the cells of each kind."""
    lines = file.read_text("utf-8").split("\n")
    start = next(place for place, line in enumerate(lines) if line.startswith("| `measure` |"))
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines[start : lines.index("", start)]
    ]
    return rows[0], {row[0].split("`")[1]: row[1:] for row in rows[2:]}


def test_each_cell_of_the_table_of_kinds_has_a_test(repository: Path) -> None:
    said, tested = (_table(repository / name) for name in ("README.md", "CONTRIBUTING.md"))
    assert said[0] == tested[0]
    assert tuple(said[1]) == tuple(tested[1]) == KINDS
    assert {len(cells) for cells in tested[1].values()} == {len(tested[0]) - 1}
    written = {
        name
        for file in (repository / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), flags=re.MULTILINE)
    }
    named = {name.strip("`") for cells in tested[1].values() for name in cells}
    assert named - written == set()
