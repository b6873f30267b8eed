"""Two editions compared from their published files: each kind of difference, and each way to write it."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reporter.cli import commands
from reporter.comparison.differences import differences, revisions
from reporter.comparison.published import CellName, read_published, read_unchanged
from reporter.errors import InputError
from reporter.findings.revisions import REVISIONS
from reporter.publication.areas import Areas
from tests.publications.finished import cell, write_rates

OLD = [
    cell("SAME", 10),
    cell("COUNT", 10),
    cell("BIRTHS", 10),
    cell("RATE", 2),
    cell("HIDDEN", 12),
    cell("SHOWN", None),
    cell("NO BIRTHS", 6),
    cell("BIRTHS NOW", None, None),
    cell("GONE", 5),
]
NEW = [
    cell("NEW", 7, period="2023"),
    cell("SAME", 10, value=10.000000000001),
    cell("COUNT", 11),
    cell("BIRTHS", 10, 1001),
    {**cell("RATE", 2), "value": None, "symbols": "[x]"},
    cell("HIDDEN", None),
    cell("SHOWN", 4),
    cell("NO BIRTHS", 7, None),
    cell("BIRTHS NOW", None),
]
EXPECTED = {
    "NEW": ("added", ()),
    "COUNT": ("revised", ("numerator", "value")),
    "BIRTHS": ("revised", ("denominator", "value")),
    "RATE": ("revised", ("value",)),
    "HIDDEN": ("newly withheld", ("numerator", "value")),
    "SHOWN": ("newly released", ("numerator", "value")),
    "NO BIRTHS": ("newly withheld", ("numerator", "denominator", "value")),
    "BIRTHS NOW": ("newly released", ("denominator",)),
    "GONE": ("removed", ()),
}


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, Path]:
    return write_rates(tmp_path / "2022", OLD), write_rates(tmp_path / "2023", NEW, edition="2023")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["compare", *map(str, arguments)], catch_exceptions=False)


def test_every_kind_of_difference_is_found_and_nothing_else(editions: tuple[Path, Path]) -> None:
    old, new = map(read_published, editions)
    found = differences(old.cells, new.cells)
    assert {each.name.area_code: (each.kind, each.changed) for each in found} == EXPECTED


def test_an_edition_is_the_same_as_itself(editions: tuple[Path, Path]) -> None:
    for folder in editions:
        edition = read_published(folder)
        assert differences(edition.cells, edition.cells) == ()


def test_what_is_added_and_removed_turns_round(editions: tuple[Path, Path]) -> None:
    """Comparing the other way round swaps each kind with its opposite."""
    old, new = map(read_published, editions)
    opposite = {
        "added": "removed",
        "removed": "added",
        "newly withheld": "newly released",
        "newly released": "newly withheld",
        "revised": "revised",
    }
    there = {each.name: each.kind for each in differences(old.cells, new.cells)}
    back = {each.name: each.kind for each in differences(new.cells, old.cells)}
    assert back == {name: opposite[kind] for name, kind in there.items()}


def test_revisions_are_of_cells_in_both(editions: tuple[Path, Path]) -> None:
    old, new = map(read_published, editions)
    found = revisions(old, new.cells)
    assert {name.area_code for name in found.compared} == {
        "SAME",
        "COUNT",
        "BIRTHS",
        "RATE",
        "HIDDEN",
        "SHOWN",
        "NO BIRTHS",
        "BIRTHS NOW",
    }
    assert {each.name.area_code for each in found.differences} == EXPECTED.keys() - {"NEW", "GONE"}


def test_what_is_withheld_now_is_not_repeated_of_the_earlier_edition(editions: tuple[Path, Path]) -> None:
    """Of a count or a denominator that is withheld now neither it nor the rate; what is given now stays."""
    old, new = map(read_published, editions)
    rows = REVISIONS.rows([revisions(old, new.cells)], Areas.of([])).set_index("area_code")
    before = rows[["numerator_before", "denominator_before", "value_before"]].fillna(-1)
    assert list(before.loc["NO BIRTHS"]) == [6, -1, -1]
    assert list(rows.loc["NO BIRTHS", ["numerator", "symbols"]]) == [7, "[c]"]
    assert list(before.loc["HIDDEN"]) == [-1, 1000, -1]
    assert list(before.loc["COUNT"]) == [10, 1000, 10]


def test_categories_are_cells_of_their_own(tmp_path: Path) -> None:
    of = {"breakdown": "deprivation", "category": "1"}
    folders = [
        write_rates(tmp_path / name, [cell("A", 10)], by_category=[{**cell("A", count), **of}])
        for name, count in (("old", 5), ("new", 6))
    ]
    old, new = map(read_published, folders)
    (found,) = differences(old.cells, new.cells)
    assert found.name == CellName("events", "A", "2022", "occurring", "deprivation", "1")


def test_lines_name_each_cell_with_its_numbers(editions: tuple[Path, Path]) -> None:
    done = run(*editions)
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "Old: A small publication, 2022 (edition 2022, release 2024-03-14)",
        "New: A small publication, 2023 (edition 2023, release 2024-03-14)",
        "added: events, NEW Area NEW, 2023 occurring: numerator 7; denominator 1,000; rate 7",
        "revised: events, COUNT Area COUNT, 2022 occurring: numerator 10 to 11; rate 10 to 11",
        "revised: events, BIRTHS Area BIRTHS, 2022 occurring: denominator 1,000 to 1,001; rate 10 to 9.99",
        "revised: events, RATE Area RATE, 2022 occurring: rate 2 to not given",
        "newly withheld: events, HIDDEN Area HIDDEN, 2022 occurring: "
        "numerator 12 to withheld; rate 12 to not given",
        "newly released: events, SHOWN Area SHOWN, 2022 occurring: "
        "numerator withheld to 4; rate not given to 4",
        "newly withheld: events, NO BIRTHS Area NO BIRTHS, 2022 occurring: "
        "numerator 6 to 7; denominator 1,000 to withheld; rate 6 to not given",
        "newly released: events, BIRTHS NOW Area BIRTHS NOW, 2022 occurring: denominator withheld to 1,000",
        "removed: events, GONE Area GONE, 2022 occurring: numerator 5; denominator 1,000; rate 5",
        "1 unchanged, 3 revised, 2 newly withheld, 2 newly released, 1 added, 1 removed",
    ]


def test_json_and_csv_say_the_same(editions: tuple[Path, Path], tmp_path: Path) -> None:
    file = tmp_path / "changes" / "list.csv"
    said = json.loads(run(*editions, "--json", "--csv", file).output)
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert said["cells"] == {
        "unchanged": 1,
        "revised": 3,
        "newly withheld": 2,
        "newly released": 2,
        "added": 1,
        "removed": 1,
    }
    assert [
        {key: "" if value is None else str(value) for key, value in each.items()}
        for each in said["differences"]
    ] == rows
    hidden = next(row for row in said["differences"] if row["area_code"] == "HIDDEN")
    assert (hidden["numerator_old"], hidden["numerator_new"]) == (12, None)
    assert math.isclose(hidden["value_old"], 12.0)


def test_names_that_a_spreadsheet_could_run_are_guarded(tmp_path: Path) -> None:
    rows = [{**cell("A", count), "area_name": "'=SUM(A1)"} for count in (5, 6)]
    old, new = (write_rates(tmp_path / str(n), [row]) for n, row in enumerate(rows))
    assert "A =SUM(A1)" in run(old, new).output
    run(old, new, "--csv", tmp_path / "list.csv")
    assert ",'=SUM(A1)," in (tmp_path / "list.csv").read_text("utf-8")


def test_a_table_changed_after_the_build_is_named(editions: tuple[Path, Path]) -> None:
    file = editions[0] / "tables" / "rates.csv"
    file.write_bytes(file.read_bytes().replace(b",12,", b",13,"))
    done = run(*editions)
    assert done.exit_code == 0
    assert f"{file}: is not the file that manifest.json lists" in done.stderr
    with pytest.raises(InputError, match="changed after the build"):
        read_unchanged(editions[0])


def test_what_is_no_edition_is_bad_input(tmp_path: Path, editions: tuple[Path, Path]) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read_published(tmp_path)
    (editions[0] / "manifest.json").write_text("[]")
    with pytest.raises(InputError, match="cannot be read as a manifest"):
        read_published(editions[0])


def test_every_problem_of_a_table_is_named_by_its_line(tmp_path: Path) -> None:
    folder = write_rates(tmp_path / "a", [cell("A", 1), cell("A", 1), {**cell("B", 1), "numerator": "x"}])
    with pytest.raises(InputError) as caught:
        read_published(folder)
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [
        (3, "this cell stands twice"),
        (4, "'numerator' is 'x'"),
    ]


def test_an_edition_whose_manifest_states_no_status_was_released(tmp_path: Path) -> None:
    folder = write_rates(tmp_path / "a", [cell("A", 1)], status=None)
    assert read_published(folder).is_released
