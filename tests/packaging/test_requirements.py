"""The lock pins what the project needs, and the repository names no registry's host."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

import pytest

from reporter.report.pdf.hooks import TESTED, why_off

# In pieces, so that this file does not match itself.
REGISTRY_HOSTS = [
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "npmjs" + r"\.(org|com)",
    "yarnpkg" + r"\.com",
    "deb" + r"\.debian\.org",
    "security" + r"\.debian\.org",
    "(repo|repo1)" + r"\.maven\.(apache\.)?org",
    "conda\\." + r"anaconda\.org",
]


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, Any]:
    settings = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(settings["project"])


def pins(lock: Path) -> dict[str, str]:
    """Names and versions of a lock's lines `name==version`, with or without a marker."""
    return dict(
        re.findall(r"^([a-z0-9-]+)==([^ ;\n]+)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    )


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=~! \[]", requirement, maxsplit=1)[0] for requirement in requirements}


def test_what_the_lock_pins_is_tested_with_the_hooks_and_other_versions_are_allowed(
    repository: Path, project: dict[str, Any]
) -> None:
    locked = pins(repository / "requirements.lock")
    assert {package: locked[package] for package in TESTED} == {
        package: version(package) for package in TESTED
    }
    assert not why_off({}, locked)
    exact = {requirement for requirement in project["dependencies"] if "==" in requirement}
    assert exact == set()


def test_locks_pin_every_requirement(repository: Path, project: dict[str, Any]) -> None:
    runtime = pins(repository / "requirements.lock")
    tests = pins(repository / "requirements-test.lock")
    assert names(project["dependencies"]) <= runtime.keys()
    assert names(project["optional-dependencies"]["registers"]) <= runtime.keys()
    assert names(project["optional-dependencies"]["test"]) <= tests.keys()
    assert runtime.items() <= tests.items()


def imported(folder: Path) -> Iterator[str]:
    """The packages that the modules of a folder import, by the first part of their names."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                yield node.module.split(".")[0]


def imported_outside(folder: Path, repository: Path) -> Iterator[str]:
    """The packages that modules import which do not lie in a folder."""
    inside = set(folder.rglob("*.py"))
    for path in (repository / "reporter").rglob("*.py"):
        if path not in inside:
            for line in path.read_text("utf-8").splitlines():
                found = re.match(r"\s*(?:import|from) (\w+)", line)
                if found:
                    yield found[1]


def test_package_imports_only_what_it_requires(repository: Path, project: dict[str, Any]) -> None:
    foreign = set(imported(repository / "reporter")) - sys.stdlib_module_names - {"reporter"}
    assert "pandas" in foreign
    providers = packages_distributions()
    distributions = {
        name.lower().replace("_", "-") for package in foreign for name in providers.get(package, [package])
    }
    extras = project["optional-dependencies"]
    registers = names([*extras["registers"], *extras["spark"]])
    assert distributions <= names(project["dependencies"]) | registers
    elsewhere = set(imported_outside(repository / "reporter" / "importing" / "registers", repository))
    assert not elsewhere & {package.replace("-", "_") for package in registers}


def test_no_file_names_a_registry_host(repository: Path) -> None:
    if not (repository / ".git").exists() or shutil.which("git") is None:
        pytest.skip("needs a git checkout to tell the project's files from built ones")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = [repository / name for name in listed.split("\0") if name]
    pattern = re.compile("|".join(REGISTRY_HOSTS).encode(), flags=re.IGNORECASE)
    naming = [str(file) for file in files if file.is_file() and pattern.search(file.read_bytes())]
    assert repository / "pyproject.toml" in files
    assert naming == []
