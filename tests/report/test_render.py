"""What templates mean by a name with a dot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reporter.machine.resources import templates_folder
from reporter.report.contexts.context import Context
from reporter.report.page import Page
from reporter.report.render import Renderer


@dataclass(frozen=True, slots=True)
class Words(Context):
    """A context with a dict in it."""

    of: dict[str, str]


def test_a_method_of_a_dict_goes_before_a_key_of_the_same_name(tmp_path: Path) -> None:
    items = "{% for key, value in of.items() %}{{ key }}={{ value }};{% endfor %}"
    (tmp_path / "page.html").write_text(f"{{{{ of.name }}}} {items}{{{{ of.no is defined }}}}")
    page = Page("page.html", "page.html", "screen", Words({"name": "one", "items": "two"}))
    assert Renderer([tmp_path, templates_folder()]).render(page) == b"one name=one;items=two;False"
