"""What templates read is a field of a record, and records are plain data that workers read quickly."""

from __future__ import annotations

import ast
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes
from pydantic import BaseModel

from reporter.publication.indicator import ExpectedPopulation, Indicator
from reporter.publication.release import Release
from reporter.report.contexts.area import AreaContext, BriefingContext
from reporter.report.contexts.imprint import Imprint, IndicatorInPrint, PopulationInPrint, ReleaseInPrint
from reporter.report.contexts.national import NationalContext
from reporter.report.contexts.quality import QualityContext
from reporter.report.marks.filters import FILTERS
from reporter.report.page import Page

CONTEXTS = {
    "national.html": NationalContext,
    "quality.html": QualityContext,
    "briefing.html": BriefingContext,
    "area.html": AreaContext,
}
"""The record that each template of a page reads."""
GLOBALS = {"catalogue", "font", "logo", "text_lines", "text_width", "direction", "medium", "path"}
"""What the renderer gives to every template."""


def untyped(package: Path) -> Iterator[str]:
    """Functions of a package whose annotation says that they return a dict of anything."""
    for file in package.rglob("*.py"):
        tree = ast.parse(file.read_bytes())
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            if function.returns is not None and "dict[str, Any]" in ast.unparse(function.returns):
                yield f"{file.relative_to(package)}: {function.name}"


def test_no_function_returns_a_dict_of_anything(repository: Path) -> None:
    assert list(untyped(repository / "reporter/report")) == []


class Reading:
    """The variables that the shipped templates read from outside."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = Environment(autoescape=True)
        self._environment.filters |= FILTERS
        self.templates: dict[str, nodes.Template] = {}
        self._read: dict[str, set[str]] = {}

    def variables(self, template: str) -> set[str]:
        """Variables that a template reads, or a part that it leads to, and that neither sets."""
        if template not in self._read:
            tree = self._parsed(template)
            found = meta.find_undeclared_variables(tree)
            for part, inside in parts(tree):
                found |= self.variables(part) - inside
            self._read[template] = found - self._set(template) - self._environment.globals.keys()
        return self._read[template]

    def asked(self) -> set[str]:
        """Variables of which a template asks whether they are defined."""
        tests = (test for tree in self.templates.values() for test in tree.find_all(nodes.Test))
        return {
            test.node.name for test in tests if test.name == "defined" and isinstance(test.node, nodes.Name)
        }

    def _parsed(self, template: str) -> nodes.Template:
        if template not in self.templates:
            text = (self._folder / template).read_text("utf-8")
            self.templates[template] = self._environment.parse(text)
        return self.templates[template]

    def _set(self, template: str) -> set[str]:
        """Variables that a template sets or imports, or the one that it extends."""
        tree = self._parsed(template)
        found = {node.target for node in tree.find_all(nodes.Import)}
        targets = [node.target for node in tree.find_all(nodes.Assign)]
        targets += [node.target for node in tree.find_all(nodes.AssignBlock)]
        for target in targets:
            names = [target, *target.find_all(nodes.Name)]
            found |= {name.name for name in names if isinstance(name, nodes.Name)}
        for extended in tree.find_all(nodes.Extends):
            found |= self._set(extended.template.as_const())
        return found


def parts(tree: nodes.Template) -> Iterator[tuple[str, set[str]]]:
    """Templates that a template leads to, each with the parameters of the macro around it."""
    around = {
        id(node): {name.name for name in macro.args}
        for macro in tree.find_all(nodes.Macro)
        for node in macro.find_all(nodes.Include)
    }
    for included in tree.find_all(nodes.Include):
        yield included.template.as_const(), around.get(id(included), set())
    others = [node.template for node in tree.find_all(nodes.Import)]
    for other in (*others, *(node.template for node in tree.find_all(nodes.Extends))):
        yield other.as_const(), set()


@pytest.mark.parametrize("template", CONTEXTS)
def test_every_variable_of_a_template_is_a_field_of_its_record(templates: Path, template: str) -> None:
    reading = Reading(templates)
    read = reading.variables(template)
    assert len(reading.templates) > 10
    assert {"publication", "producer", "root", "indicators", "release"} <= read
    has = {field.name for record in (CONTEXTS[template], Imprint) for field in fields(record)}
    assert read - has - GLOBALS <= reading.asked()


def test_every_page_has_the_record_of_its_template(made_up_pages: dict[str, Page]) -> None:
    assert {(page.template, type(page.context)) for page in made_up_pages.values()} == set(CONTEXTS.items())


@pytest.mark.parametrize(
    ("record", "settings", "left_out"),
    [
        (IndicatorInPrint, Indicator, set()),
        (PopulationInPrint, ExpectedPopulation, set()),
        (ReleaseInPrint, Release, {"time", "time_zone"}),
    ],
)
def test_every_field_of_the_settings_stays_readable(
    record: type, settings: type[BaseModel], left_out: set[str]
) -> None:
    """Templates of a publication's own may read any of them."""
    assert settings.model_fields.keys() - {field.name for field in fields(record)} == left_out


def test_contexts_are_plain_data(made_up_pages: dict[str, Page]) -> None:
    for page in made_up_pages.values():
        assert json.loads(page.data)[3].keys() == {field.name for field in fields(page.context)}
        assert pickle.loads(pickle.dumps(page)) == page
        assert is_dataclass(page.context)
        assert not hasattr(page.context, "__dict__")


def test_a_worker_reads_contexts_without_data_libraries(made_up_pages: dict[str, Page]) -> None:
    code = """import pickle, sys
pickle.load(sys.stdin.buffer)
print(sorted({'pandas', 'numpy', 'scipy'} & set(sys.modules)))"""
    sent = pickle.dumps(list(made_up_pages.values()))
    done = subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
