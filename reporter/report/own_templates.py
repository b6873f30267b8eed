"""Mistakes in a publication's own templates that can be found without a page: syntax, names, files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from reporter.errors import Problem, RenderError
from reporter.report.contexts.area import AreaContext, BriefingContext
from reporter.report.contexts.imprint import Imprint
from reporter.report.contexts.national import NationalContext
from reporter.report.contexts.quality import QualityContext
from reporter.report.templates import Templates

OF_PAGES = frozenset({".html", ".svg", ".css", ".js"})
"""Kinds of file that pages are made of; e-mails and workbooks have variables of their own."""

GIVEN = frozenset(
    {"medium", "path"}.union(
        field.name
        for record in (Imprint, NationalContext, QualityContext, BriefingContext, AreaContext)
        for field in fields(record)
    )
)
"""The variables of all pages."""


def mistakes(templates: Templates, environment: Environment) -> Iterator[Problem]:
    """Every mistake in the templates of pages that are a publication's own, with its file and line.

    Args:
        templates: the templates; the publication's own and the shipped ones.
        environment: compiles them; its globals are known to all of them.
    """
    known = GIVEN | environment.globals.keys()
    parsed: dict[str, nodes.Template] = {}
    for name in templates.names(OF_PAGES, only_own=True):
        try:
            with templates.placed(name):
                environment.get_template(name)
                parsed[name] = _tree(name, templates, environment)
        except RenderError as error:
            yield from error.problems
    unknown = {name: meta.find_undeclared_variables(tree) - known for name, tree in parsed.items()}
    if any(unknown.values()):  # Only then are all templates worth reading.
        everywhere = (_tree(name, templates, environment) for name in templates.names(OF_PAGES))
        known |= {name for tree in everywhere for name in _set_in(tree)}
    for name, tree in parsed.items():
        for line, what in (
            *_unknown_templates(tree, templates),
            *_unknown_variables(tree, unknown[name] - known),
        ):
            try:
                with templates.placed(name):
                    raise TemplateSyntaxError(what, line, name, templates.get_source(environment, name)[1])
            except RenderError as error:
                yield from error.problems


def _tree(name: str, templates: Templates, environment: Environment) -> nodes.Template:
    text, file, _ = templates.get_source(environment, name)
    return environment.parse(text, name, file)


def _set_in(tree: nodes.Template) -> Iterator[str]:
    """Names that a template sets: those that it includes may read them, and its macros."""
    yield from (name.name for name in tree.find_all(nodes.Name) if name.ctx != "load")
    yield from (macro.name for macro in tree.find_all(nodes.Macro))
    yield from (imported.target for imported in tree.find_all(nodes.Import))
    for some in tree.find_all(nodes.FromImport):
        yield from (each if isinstance(each, str) else each[1] for each in some.names)


def _unknown_templates(tree: nodes.Template, templates: Templates) -> Iterator[tuple[int, str]]:
    for kind in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
        for node in tree.find_all(kind):
            named = getattr(node, "template", None)
            value = named.value if isinstance(named, nodes.Const) else None
            if value and not templates.has(str(value)) and not getattr(node, "ignore_missing", False):
                yield node.lineno, f"there is no template '{value}'"


def _unknown_variables(tree: nodes.Template, unknown: set[str]) -> Iterator[tuple[int, str]]:
    lines = {name.name: name.lineno for name in tree.find_all(nodes.Name) if name.name in unknown}
    yield from ((line, f"there is no variable '{name}'") for name, line in sorted(lines.items()))
