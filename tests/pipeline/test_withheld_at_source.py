"""Counts that the source withholds: read, kept withheld with all sums that need them, said on the pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.disclosure.cells import Cell
from reporter.errors import InputError
from reporter.machine.progress import SILENT
from reporter.pipeline.build import build, read
from reporter.pipeline.check import check
from reporter.publication.periods import Period
from tests.publications import EVENTS, NOW, Small, areas, counts, publication

HIERARCHY = areas(3, 3)
"""A nation N of three networks with three districts each."""

SIGNS = {"*": "1 to 7", "c": "0 to 4"}


def written(
    folder: Path,
    seed: int,
    signs: dict[str, str] | None = None,
    totals: tuple[str, ...] = ("nation",),
    **more: Any,
) -> Path:
    """A publication whose counts file has the sign '*' in place of every 1 to 7; gives the settings."""
    made = counts(HIERARCHY, seed=seed, mean=8.0)
    small = Small(publication(indicators=[EVENTS], **more), HIERARCHY, made)
    file = small.write(folder, totals)
    rows = list(csv.DictReader(io.StringIO((folder / "counts.csv").read_text("utf-8"))))
    for row in rows:
        if row["area_code"].startswith("D") and 1 <= int(row["events"]) <= 7:
            row["events"] = "*"
    with (folder / "counts.csv").open("w", encoding="utf-8", newline="") as text:
        table = csv.DictWriter(text, rows[0])
        table.writeheader()
        table.writerows(rows)
    signs = {"*": SIGNS["*"]} if signs is None else signs
    section = "".join(f'"{sign}" = "{interval}"\n' for sign, interval in signs.items())
    file.write_text(file.read_text("utf-8") + f"\n[data.withheld]\n{section}", "utf-8")
    return file


def test_possible_counts_add_up_and_what_needs_them_is_withheld(tmp_path: Path) -> None:
    inputs = read(written(tmp_path, seed=3))
    at_source = inputs.counts.at_source
    rows = inputs.counts.by_key()
    of_districts = {key: each for key, each in at_source.items() if key[0].startswith("D")}
    assert of_districts
    for key, each in of_districts.items():
        assert each == {"events": (1, 7)}
        assert 1 <= rows[key]["events"] <= 7
    # The nation is given; a network is a sum that is not.
    assert not any(key[0] == "N" for key in at_source)
    for (code, year, basis), each in at_source.items():
        parts = [part.code for part in HIERARCHY.areas if code in part.parents]
        known = sum(
            rows[part, year, basis]["events"] for part in parts if (part, year, basis) not in of_districts
        )
        unknown = sum((part, year, basis) in of_districts for part in parts)
        if parts:
            assert each["events"] == (known + unknown, known + 7 * unknown)
    result = check(tmp_path / "publication.toml").gate_result
    released = result.released.cells.set_index(["area_code", "period"])
    for code, year, _ in at_source:
        assert released.loc[(code, str(year)), "withheld"]
    assert released["withheld"].sum() >= len(at_source)


def test_an_edition_says_what_its_source_withholds(tmp_path: Path) -> None:
    file = written(tmp_path, seed=5, disclosure={"show": "bounds"})
    made = build(file, tmp_path / "output", 1, SILENT, NOW)
    quality = (made.folder / "quality.html").read_text("utf-8")
    assert "“*” stands for 1 to 7" in quality
    assert made.disclosure["withheld_before"]


def test_a_sum_that_no_count_fits_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, seed=3, signs={"*": "900 to 901"})
    with pytest.raises(
        InputError, match=r"no counts that the signs under \[data.withheld\] stand for add up"
    ):
        read(file)


@pytest.mark.parametrize(
    ("signs", "message"),
    [
        ({"*": "1 to 7", "c": "0 to 4"}, "no count of counts.csv is 'c'"),
        ({"*": "7 to 1"}, "a text that is no interval"),
        ({}, "a whole number"),
    ],
)
def test_signs_are_those_of_the_file(tmp_path: Path, signs: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(written(tmp_path, seed=3, signs=signs))


@settings(deadline=None, max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), totals=st.sampled_from([(), ("nation",), ("network", "nation")]))
def test_what_check_accepts_is_built(
    tmp_path_factory: pytest.TempPathFactory, seed: int, totals: tuple[str, ...]
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    file = written(folder, seed, totals=totals)
    made = build(file, folder / "output", 1, SILENT, NOW)
    rates = pd.read_csv(made.folder / "tables/rates.csv")
    held = read(file).counts.at_source
    gone = rates[rates["numerator"].isna()]
    assert {(code, str(year)) for code, year, _ in held} <= {
        *zip(gone["area_code"], gone["period"], strict=True)
    }


def _changed(folder: Path, change: Callable[[dict[str, str]], None]) -> None:
    """The counts file with every row changed."""
    rows = list(csv.DictReader(io.StringIO((folder / "counts.csv").read_text("utf-8"))))
    for row in rows:
        change(row)
    with (folder / "counts.csv").open("w", encoding="utf-8", newline="") as text:
        table = csv.DictWriter(text, rows[0])
        table.writeheader()
        table.writerows(rows)


def test_a_wrong_cell_beside_signs_is_told_by_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, seed=3)

    def change(row: dict[str, str]) -> None:
        if row["area_code"] == "D1-1":
            row["births"] = "many"

    _changed(tmp_path, change)
    with pytest.raises(
        InputError, match=r"counts\.csv:\d+: births is 'many', expected a whole number"
    ) as refused:
        read(file)
    assert len(refused.value.problems) == 3


def test_a_wrong_sum_beside_signs_is_told_by_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, seed=3)

    def change(row: dict[str, str]) -> None:
        if row["area_code"] == "N":
            row["births"] = str(int(row["births"]) + 1)

    _changed(tmp_path, change)
    with pytest.raises(
        InputError, match=r"births of N \(Nation\) is \d+, expected \d+, the sum of its parts"
    ):
        read(file)


@pytest.mark.parametrize(("interval", "is_read"), [("1 to 900", True), ("800 to 900", False)])
def test_a_larger_area_may_be_withheld_whose_parts_are_given(
    tmp_path: Path, interval: str, is_read: bool
) -> None:
    """The nation has between 70 and 90 events a year in these counts."""
    file = written(tmp_path, seed=3, signs={"*": interval})

    def change(row: dict[str, str]) -> None:
        if row["area_code"] == "N":
            row["events"] = "*"
            row.pop("early")
        else:
            row.pop("early")
            row["events"] = "5" if row["events"] == "*" else row["events"]

    _changed(tmp_path, change)
    if is_read:
        assert {key[0] for key in read(file).counts.at_source} == {"N"}
    else:
        with pytest.raises(InputError, match="no counts that the signs"):
            read(file)


def test_denominators_may_be_withheld_at_the_source(tmp_path: Path) -> None:
    file = written(tmp_path, seed=3, signs={"*": "1 to 7", "x": "0 to 9999"})
    lines = (tmp_path / "counts.csv").read_text("utf-8").splitlines()
    column = lines[0].split(",").index("births")
    place = next(n for n, line in enumerate(lines) if line.startswith("D") and ",2022," in line)
    row = lines[place].split(",")
    row[column] = "x"
    lines[place] = ",".join(row)
    (tmp_path / "counts.csv").write_text("\n".join(lines) + "\n", "utf-8")
    result = check(file).gate_result
    cells = result.released.cells.set_index(["area_code", "period"])
    assert cells["denominator"].isna()[row[0], "2022"]
    assert Cell("births", row[0], Period(2022, 2022, "occurring")) in result.linked.withheld_before
