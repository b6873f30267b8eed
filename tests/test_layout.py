"""The layout of the package: which rooms there are, what may import what, and the gate as the only door."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LOOSE = {"__init__.py", "__main__.py", "errors.py", "py.typed"}
"""Files that stand in no room. A new module goes into the room that it belongs to."""
MOST_ENTRIES = 20
"""Files and folders directly in `reporter/`: more than that nobody takes in at a glance."""
BEHIND_THE_GATE = ("statistics", "comparison", "findings", "report", "verification", "delivery")
BEFORE_THE_GATE = ("counts", "importing", "geography")
RELEASED = "reporter.disclosure.released"
"""What came through the gate: the one module of it that is for all behind it."""


@pytest.fixture(scope="module")
def rooms(repository: Path) -> list[str]:
    """The rooms of the table in CONTRIBUTING.md, top to bottom."""
    text = (repository / "CONTRIBUTING.md").read_text("utf-8")
    return re.findall(r"^\| `reporter/(\w+)/` \|", text, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def arrows(repository: Path) -> list[tuple[str, str]]:
    """Every module of the package with each module of the package that it imports, by their full names."""
    return sorted(set(imports(repository / "reporter")))


def imports(package: Path) -> Iterator[tuple[str, str]]:
    """The name of every module in a package, with the name of each module of the package it imports."""
    modules = {name_of(package, file): file for file in package.rglob("*.py")}
    for module, file in modules.items():
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package.name:
                for alias in node.names:
                    name = f"{node.module}.{alias.name}"
                    yield module, name if name in modules else str(node.module)
            elif isinstance(node, ast.Import):
                yield from ((module, each.name) for each in node.names if each.name in modules)


def name_of(package: Path, file: Path) -> str:
    """The full name of a module, `reporter.cli` for `reporter/cli/__init__.py`."""
    parts = file.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    """The room of a module, or the name of a module that stands in none."""
    return module.split(".")[1] if "." in module else ""


def test_every_module_stands_in_a_room(repository: Path, rooms: list[str]) -> None:
    package = repository / "reporter"
    entries = {path.name for path in package.iterdir() if path.name != "__pycache__"}
    assert entries == LOOSE | set(rooms)
    assert len(entries) <= MOST_ENTRIES
    assert all((package / name / "__init__.py").is_file() for name in rooms)


def test_no_room_imports_from_one_further_down_the_table(
    rooms: list[str], arrows: list[tuple[str, str]]
) -> None:
    order = {name: place for place, name in enumerate(rooms)}
    up = [
        f"{module} imports {imported}"
        for module, imported in arrows
        if room(module) in order and order.get(room(imported), -1) > order[room(module)]
    ]
    assert up == []
    assert [arrow for arrow in arrows if room(arrow[0]) == "errors"] == []


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_nothing_imports_in_a_circle(arrows: list[tuple[str, str]], depth: int) -> None:
    """Neither rooms, nor packages and modules of one room, nor those of one package in it."""
    below: dict[str, set[str]] = {}
    for module, imported in arrows:
        one, other = (".".join(name.split(".")[:depth]) for name in (module, imported))
        if one.split(".")[:-1] == other.split(".")[:-1] and one != other:
            below.setdefault(one, set()).add(other)
    while below:
        leaves = {name for found in below.values() for name in found} - below.keys()
        done = [name for name, found in below.items() if found <= leaves]
        assert done, f"in a circle: {sorted(below)}"
        below = {name: left for name, found in below.items() if name not in done and (left := found - leaves)}


def test_nothing_behind_the_gate_imports_what_handles_protected_counts(
    arrows: list[tuple[str, str]],
) -> None:
    protected = (*BEFORE_THE_GATE, "disclosure")
    found = [
        f"{module} imports {imported}"
        for module, imported in arrows
        if room(module) in BEHIND_THE_GATE and room(imported) in protected and imported != RELEASED
    ]
    assert found == []


def test_nothing_before_the_gate_imports_what_is_behind_it(arrows: list[tuple[str, str]]) -> None:
    """Statistics are pure functions, and what is published already is known to an attacker."""
    behind = [name for name in BEHIND_THE_GATE if name not in ("statistics", "comparison")]
    found = [
        f"{module} imports {imported}"
        for module, imported in arrows
        if room(module) in (*BEFORE_THE_GATE, "disclosure") and room(imported) in behind
    ]
    assert found == []
