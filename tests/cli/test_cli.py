"""The command line as a user meets it: exit codes, all problems, no traceback, nothing half-written."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edition import read_folder
from tests.publications.texts import changed, write_files


def reporter(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reporter", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    done = reporter("new", "mine", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path / "mine"


def test_the_example_checks_without_a_problem(example: Path) -> None:
    done = reporter("check", example / "publication.toml", cwd=example.parent)
    assert done.returncode == 0, done.stderr
    assert "No problems: 358 areas, 2010 to 2022" in done.stdout
    found = re.search(
        r"Their cost by levels is (\d+); no choice costs less than (\d+) \(gap (\d+)%\)", done.stdout
    )
    assert found
    cost, bound, gap = map(int, found.groups())
    assert gap == round(100 * (cost - bound) / cost)


def test_new_never_writes_over_anything(example: Path) -> None:
    before = read_folder(example)
    done = reporter("new", example, cwd=example.parent)
    assert done.returncode == 2
    assert "1 problem; nothing was written." in done.stderr
    assert read_folder(example) == before


def test_every_problem_of_every_file_is_listed_and_an_earlier_edition_stays(example: Path) -> None:
    earlier = example.parent / "output" / "infant-mortality" / "2022"
    earlier.mkdir(parents=True)
    (earlier / "index.html").write_text("earlier")
    lines = (example / "counts.csv").read_text("utf-8").splitlines()
    lines[1] = lines[1].replace(",6,4", ",-6,4")
    lines[2] = lines[2].replace("E06000002", "E99999999")
    (example / "counts.csv").write_text("\n".join(lines), "utf-8")
    done = reporter("build", "mine/publication.toml", cwd=example.parent)
    assert done.returncode == 2
    assert "mine/counts.csv:2: " in done.stderr
    assert "mine/counts.csv:3: " in done.stderr
    assert "expected" in done.stderr
    assert "Traceback" not in done.stderr
    assert read_folder(example.parent / "output") == {"infant-mortality/2022/index.html": b"earlier"}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[publication\n"])
def test_settings_that_are_no_settings(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "publication.toml").write_bytes(content)
    done = reporter("build", "publication.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert "\npublication.toml:" in "\n" + done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["publication.toml"]


@pytest.mark.parametrize("command", ["build", "check", "plan"])
def test_wrong_settings_are_told_before_all_that_a_command_needs_is_imported(
    tmp_path: Path, command: str
) -> None:
    (tmp_path / "publication.toml").write_text("")
    told = """
import sys, reporter.cli
try:
    reporter.cli.main()
except SystemExit as end:
    print(end.code, *sys.modules)
"""
    arguments = [sys.executable, "-c", told, command, "publication.toml"]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=True)
    code, *imported = done.stdout.split()
    assert code == "2"
    assert "reporter.counts.files" in imported
    assert not {"reporter.pipeline.build", "reporter.findings", "reporter.disclosure.gate"} & set(imported)


def test_an_output_folder_that_cannot_be_is_refused_before_anything_is_built(example: Path) -> None:
    (example.parent / "file").write_text("in the way")
    done = reporter("build", "mine/publication.toml", "--output", "file/output", cwd=example.parent)
    assert done.returncode == 2
    assert "file: is no folder, expected a folder that can be written" in done.stderr
    assert "Protecting" not in done.stderr


def test_settings_that_are_not_there(tmp_path: Path) -> None:
    done = reporter("build", "publication.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert os.listdir(tmp_path) == []


def test_a_count_that_cannot_be_protected_stops_the_build_by_name(tmp_path: Path) -> None:
    """C alone is the network W2, of whom others published the 5 deaths of 2021."""
    known = 'profile = "cdc"\nknown = ["others.csv"]\nknown_counts = "show"'
    write_files(tmp_path, changed("publication.toml", ('profile = "strict"', known)))
    (tmp_path / "others.csv").write_text("area_code,year,basis,deaths\nW2,2021,occurring,5\n", "utf-8")
    done = reporter("build", "publication.toml", cwd=tmp_path)
    assert done.returncode == 2
    lines = (tmp_path / "publication.toml").read_text("utf-8").splitlines()
    assert f"publication.toml:{lines.index('[disclosure]') + 1}: " in done.stderr
    assert "these cells can be worked out" in done.stderr
    assert "deaths | C | 2021 | occurring" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "output").exists()


def test_tables_that_cannot_be_protected_are_refused_by_the_name_of_their_cell(tmp_path: Path) -> None:
    """Relations that do not add up; an attacker who knows the count; one whose bounds leave out the truth."""
    cells = [{"id": "t", "value": 2}, {"id": "a", "value": 2}, {"id": "zero", "value": 0}]
    table = {"cells": cells, "relations": [{"total": "t", "parts": ["a", "zero"]}], "primary": ["a"]}
    pinned = {**table, "attackers": {"x=2": {"lb": 2, "ub": 2}}}
    impossible = {**table, "attackers": {"x>=3": {"lb": 3}}}
    for wrong, code, words in (
        ({**table, "cells": [{"id": "t", "value": 3}, *cells[1:]]}, 2, ("adds up to -1", "t (3)", "a (2)")),
        (pinned, 1, ("these cells can be worked out", "a")),
        (impossible, 2, ("cell a: true value 2 outside",)),
    ):
        (tmp_path / "table.json").write_text(json.dumps(wrong), "utf-8")
        done = reporter("disclosure", "protect", "table.json", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        assert all(word in done.stderr for word in words), done.stderr


def test_nothing_but_json_is_printed_where_json_is_promised(tmp_path: Path) -> None:
    """From HiGHS 1.16 on the solver prints a banner. The table: Fischetti and Salazar 2001."""
    rows = {"I": [20, 50, 10, 80], "II": [8, 19, 22, 49], "III": [17, 32, 12, 61], "T": [45, 101, 44, 190]}
    values = {
        row + column: value for row, each in rows.items() for column, value in zip("abct", each, strict=True)
    }
    relations = [{"total": row + "t", "parts": [row + column for column in "abc"]} for row in rows]
    relations += [
        {"total": "T" + column, "parts": [row + column for row in ("I", "II", "III")]} for column in "abct"
    ]
    table = {
        "cells": [{"id": cell, "value": value} for cell, value in values.items()],
        "relations": relations,
        "primary": ["IIc"],
        "suppressed": ["IIa", "IIc", "IIIa", "IIIc"],
    }
    (tmp_path / "table.json").write_text(json.dumps(table), "utf-8")
    audit, protect = (
        json.loads(reporter("disclosure", command, "table.json", cwd=tmp_path).stdout)
        for command in ("audit", "protect")
    )
    # As published for this pattern: the cell of 22 lies between 5 and 30.
    assert audit["intervals"]["IIc"] == [5, 30]
    assert "IIc" in protect["suppressed"]
