"""Levels that are not the sums of their parts: taken as published, tied within rounding, and said so."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from reporter.disclosure.gate import GateResult
from reporter.errors import InputError
from reporter.machine.progress import SILENT
from reporter.pipeline.build import build, read
from reporter.pipeline.check import check
from tests.publications import EVENTS, NOW, Small, areas, counts, publication

HIERARCHY = areas(3, 3)
LEVELS = ("network", "nation")


def written(folder: Path, change: Callable[[str, int], int], rounded_to: int = 1, seed: int = 3) -> Path:
    """A publication whose networks and nation are given, with their events changed; gives the settings."""
    small = Small(publication(indicators=[EVENTS]), HIERARCHY, counts(HIERARCHY, seed=seed, mean=8.0))
    file = small.write(folder, LEVELS)
    rows = list(csv.DictReader(io.StringIO((folder / "counts.csv").read_text("utf-8"))))
    for row in rows:
        row["events"] = str(change(row["area_code"], int(row["events"])))
    with (folder / "counts.csv").open("w", encoding="utf-8", newline="") as text:
        table = csv.DictWriter(text, rows[0])
        table.writeheader()
        table.writerows(rows)
    settings = file.read_text("utf-8")
    for level in LEVELS:
        apart = f"sums = false\nrounded_to = {rounded_to}\n"
        settings = settings.replace(f'area_type = "{level}"\n', f'area_type = "{level}"\n{apart}')
    file.write_text(settings, "utf-8")
    return file


def to_5(_: str, events: int) -> int:
    return 5 * round(events / 5)


def counted_twice(code: str, events: int) -> int:
    return events - events // 10 if code[0] in "NW" else events


@pytest.mark.parametrize(("change", "rounded_to"), [(to_5, 5), (counted_twice, 1)])
def test_an_edition_shows_each_level_as_given(
    tmp_path: Path, change: Callable[[str, int], int], rounded_to: int
) -> None:
    file = written(tmp_path, change, rounded_to)
    inputs = read(file)
    rows = inputs.counts.by_key()
    sums = {
        key: sum(rows[part.code, *key[1:]]["events"] for part in parts)
        for key in rows
        for parts in inputs.areas.below(key[0]).values()
    }
    assert any(rows[key]["events"] != total for key, total in sums.items())
    made = build(file, tmp_path / "output", 1, SILENT, NOW)
    quality = (made.folder / "quality.html").read_text("utf-8")
    assert "these stand as the source gives them, and need not add up" in quality


def _narrowest(result: GateResult) -> float:
    """The narrowest interval that an audit of the linked cells leaves a withheld count."""
    return min(
        (high - low for low, high in result.record["intervals"].values() if high is not None), default=np.inf
    )


def test_the_gate_ties_what_adds_up_within_rounding(tmp_path: Path) -> None:
    result = check(written(tmp_path, to_5, 5)).gate_result
    ties = [one for one in result.linked.relations if any(cell.measure.endswith("parts") for cell in one)]
    # Three networks and the nation in three years, each with its parts; pools follow from their years.
    assert len({cell.area_code for one in ties for cell, sign in one.items() if sign == -1} - set()) >= 4
    for one in ties:
        assert sum(sign * result.linked.values[cell] for cell, sign in one.items()) == 0
    bounds = {most for cell, (_, most) in result.linked.bounds.items() if cell.measure.endswith("parts")}
    assert bounds == {(3 + 1) * 2}
    assert _narrowest(result) >= 1


def test_nothing_ties_a_level_that_counts_twice(tmp_path: Path) -> None:
    result = check(written(tmp_path, counted_twice)).gate_result
    codes = ({cell.area_code for cell in one} for one in result.linked.relations)
    assert all(len(each) == 1 for each in codes)


def test_a_level_beyond_rounding_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"counts\.csv:\d+: events of N .* and its parts add up to"):
        read(written(tmp_path, lambda code, events: events + 50 if code == "N" else events, 5))


def test_each_area_of_such_a_level_has_rows(tmp_path: Path) -> None:
    file = written(tmp_path, to_5, 5)
    table = tmp_path / "counts.csv"
    lines = [line for line in table.read_text("utf-8").splitlines() if not line.startswith("W1,2021")]
    table.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(InputError, match="there is no row of W1"):
        read(file)
