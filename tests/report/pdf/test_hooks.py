"""The switch of the hooks into WeasyPrint, and the one package that may reach into its private parts."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.errors import InputError
from reporter.report.pdf.hooks import VARIABLE, why_off

NEWER = {"weasyprint": "71.0", "pydyf": "0.13.0"}


def test_hooks_are_used_with_the_versions_that_are_installed() -> None:
    assert why_off({}) == why_off({VARIABLE: ""}) == why_off({VARIABLE: "on"}) == ""


def test_hooks_are_not_used_where_they_are_turned_off_or_not_tested() -> None:
    assert why_off({VARIABLE: "off"}) == "REPORTER_PDF_HOOKS is off"
    assert why_off({}, NEWER) == why_off({VARIABLE: "on"}, NEWER) != ""
    assert "weasyprint 71.0" in why_off({}, NEWER)
    assert "pydyf" not in why_off({}, NEWER)


def test_a_value_that_is_neither_on_nor_off_is_refused() -> None:
    with pytest.raises(InputError, match=r"^REPORTER_PDF_HOOKS: is 'false', expected on or off$"):
        why_off({VARIABLE: "false"})


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("off", "PDFs will be the same but take longer: REPORTER_PDF_HOOKS is off."),
        ("false", "REPORTER_PDF_HOOKS: is 'false', expected on or off"),
        ("on", None),
    ],
)
def test_a_build_says_so_once_before_anything_else(value: str, told: str | None, tmp_path: Path) -> None:
    settings = tmp_path / "publication.toml"
    settings.write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "reporter", "build", str(settings)],
        cwd=tmp_path,
        env={**os.environ, VARIABLE: value},
        capture_output=True,
        text=True,
        check=False,
    )
    first, *others = done.stderr.splitlines()
    assert done.returncode == 2
    assert VARIABLE not in " ".join(others)
    assert first == told if told else VARIABLE not in first


LIBRARIES = {
    "weasyprint",
    "pydyf",
    "cssselect2",
    "tinycss2",
    "tinyhtml5",
    "cffi",
    "pangocffi",
    "pangocairocffi",
}
"""WeasyPrint, and the libraries by which it works on pages and through which it calls Pango."""
DOCUMENTED = {
    "weasyprint.HTML",
    "weasyprint.CSS",
    "weasyprint.Attachment",
    "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher",
    *(f"pydyf.{kind}" for kind in ("PDF", "Object", "Dictionary", "Array", "String", "Stream")),
}
"""Names of the API reference of WeasyPrint and pydyf."""


def undocumented(code: str) -> Iterator[str]:
    """Parts of those libraries that a module names though their documentation does not."""
    tree = ast.parse(code)
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    of_libraries = {name: full for name, full in imported.items() if full.split(".")[0] in LIBRARIES}
    yield from (full for full in of_libraries.values() if "." in full and full not in DOCUMENTED)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (owner := of_libraries.get(ast.unparse(node.value))):
            full = f"{owner}.{node.attr}"
            if full not in DOCUMENTED and (owner not in DOCUMENTED or node.attr.startswith("_")):
                yield full
        elif isinstance(node, ast.ClassDef):  # A subclass replaces methods that it must know from inside.
            yield from (base for each in node.bases if (base := ast.unparse(each)) in of_libraries)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(rf"^(?:{'|'.join(LIBRARIES)})\.\w[\w.]*$", node.value)


def test_only_the_hooks_name_private_parts(repository: Path) -> None:
    package = repository / "reporter"
    hooks = package / "report/pdf/hooks"
    found = {
        file.relative_to(package).as_posix(): names
        for file in package.rglob("*.py")
        if (names := set(undocumented(file.read_text("utf-8"))))
    }
    outside = {name: names for name, names in found.items() if not (package / name).is_relative_to(hooks)}
    assert outside == {}
    assert found


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("from weasyprint.css import Style", "weasyprint.css.Style"),
        ("def late():\n    from weasyprint import draw", "weasyprint.draw"),
        ("import weasyprint.layout.inline as inline", "weasyprint.layout.inline"),
        ("import weasyprint\nweasyprint.text", "weasyprint.text"),
        ("import pydyf\npydyf._to_bytes = bytes", "pydyf._to_bytes"),
        ("from weasyprint import HTML\nHTML._ua_stylesheets", "weasyprint.HTML._ua_stylesheets"),
        ("from weasyprint import HTML\nclass Page(HTML): ...", "HTML"),
        ("from cssselect2 import Matcher", "cssselect2.Matcher"),
        ("from importlib.resources import files\nfiles('weasyprint.pdf')", "weasyprint.pdf"),
    ],
)
def test_private_parts_are_found(code: str, name: str) -> None:
    assert name in set(undocumented(code))


def test_documented_parts_are_not() -> None:
    code = "import logging, pydyf\nfrom weasyprint import HTML\n"
    assert not set(undocumented(code + "logging.getLogger('weasyprint')\npydyf.Array([HTML().render])"))
