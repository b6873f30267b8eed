"""What imports what: the rooms in the order of CONTRIBUTING.md, and the gate as the only door."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

BEHIND_THE_GATE = ("statistics", "comparison", "findings", "report", "verify", "delivery")
BEFORE_THE_GATE = ("sources", "importing", "grouping", "boundaries", "division", "counts", "plausibility")
ALLOWED = {
    "reporter.disclosure.released": "what came through the gate",
    "reporter.sources.csv_file": "reads any CSV file, finished tables and recipients as well",
}
TWINS = ("verify/twins.py", "verify/twin_counts.py", "verify/twin_values.py")
"""They make other counts that release the same, and send these through the gate."""
ENTRY = "__main__"


@pytest.fixture(scope="module")
def rooms(repository: Path) -> list[list[str]]:
    """The rooms of each row of the table in CONTRIBUTING.md, top to bottom."""
    lines = (repository / "CONTRIBUTING.md").read_text("utf-8").splitlines()
    cells = [line.split("|")[1] for line in lines if line.startswith("| `reporter/")]
    return [
        [name.removesuffix(".py") for name in re.findall(r"`(?:reporter/)?([\w.]+)/?`", c)] for c in cells
    ]


def imports(repository: Path) -> Iterator[tuple[str, str]]:
    """Every module's path in the package, and the full name of each module of the package it imports."""
    package = repository / "reporter"
    for file in sorted(package.rglob("*.py")):
        path = file.relative_to(package).as_posix()
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "reporter":
                for alias in node.names:
                    name = f"{node.module}.{alias.name}"
                    is_module = (repository / name.replace(".", "/")).is_dir() or (
                        repository / f"{name.replace('.', '/')}.py"
                    ).is_file()
                    yield path, name if is_module else node.module
            elif isinstance(node, ast.Import):
                yield from ((path, each.name) for each in node.names if each.name.startswith("reporter."))


def room(path: str) -> str:
    """The room of a module, by its path in the package."""
    return path.split("/")[0].removesuffix(".py")


def test_every_package_has_a_row_and_every_row_is_there(repository: Path, rooms: list[list[str]]) -> None:
    listed = [name for row in rooms for name in row]
    package = repository / "reporter"
    there = {file.parent.name for file in package.glob("*/__init__.py")}
    assert len(listed) == len(set(listed))
    assert there <= set(listed)
    assert [name for name in listed if name not in there and not (package / f"{name}.py").is_file()] == []


def test_a_module_imports_from_no_row_below_its_own(repository: Path, rooms: list[list[str]]) -> None:
    """A module without a row may be imported by all, and so imports none that has one."""
    row_of = {name: number for number, row in enumerate(rooms) for name in row}
    found = []
    for path, name in imports(repository):
        imported = name.split(".")[1] if "." in name else ""
        own = len(rooms) - 1 if path.endswith("/commands.py") else row_of.get(room(path), -1)
        if room(path) != ENTRY and row_of.get(imported, -1) > own:
            found.append(f"{path} imports {name}")
    assert found == []


def test_nothing_behind_the_gate_imports_what_handles_protected_counts(repository: Path) -> None:
    before = {f"reporter.{each}" for each in (*BEFORE_THE_GATE, "disclosure")}
    found = [
        f"{path} imports {name}"
        for path, name in imports(repository)
        if room(path) in BEHIND_THE_GATE and path not in TWINS
        if ".".join(name.split(".")[:2]) in before and name not in ALLOWED
    ]
    assert found == []


def test_nothing_before_the_gate_imports_what_is_behind_it(repository: Path) -> None:
    """Statistics are pure functions, and what is published already is known to an attacker."""
    behind = {f"reporter.{each}" for each in BEHIND_THE_GATE if each not in ("statistics", "comparison")}
    found = [
        f"{path} imports {name}"
        for path, name in imports(repository)
        if room(path) in (*BEFORE_THE_GATE, "disclosure")
        if ".".join(name.split(".")[:2]) in behind
    ]
    assert found == []
