"""Marks in texts: what templates do to a text leaves them whole, and readers never see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup

from reporter.report.marks.filters import FILTERS
from reporter.report.marks.page import with_attributes
from reporter.report.marks.text import CLOSE, OPEN, marked, unmarked
from reporter.verification.page_text import read_page

PRIVATE = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co"])
TEXTS = st.text(PRIVATE, min_size=1)
ADDRESSES = st.text(PRIVATE)


def environment() -> Environment:
    made = Environment(autoescape=True)
    made.filters |= FILTERS
    return made


@given(TEXTS, ADDRESSES)
def test_marks_leave_no_trace_in_the_text(text: str, address: str) -> None:
    assert unmarked(marked(text, "name", address)) == text


@pytest.mark.parametrize(
    "template",
    [
        "<p>{{ text }}</p>",
        "<p>{{ text|lower }}</p>",
        "<p>{{ text|upper }}</p>",
        "<p>{{ text|first_upper }}</p>",
        "<p>x {{ text }}.</p>",
        "<p>{{ [text, text]|join(', ') }}</p>",
        "<p>{{ 'x ' ~ text ~ ' y' }}</p>",
        '<p title="{{ text }}">{{ text }}</p>',
        "<svg><text>x {{ text }}</text></svg>",
        "<svg><desc>x {{ text }} &amp; {{ text }}</desc></svg>",
        "<p>{{ text|stated }}</p>",
    ],
)
@given(text=TEXTS, address=ADDRESSES)
def test_what_templates_do_leaves_marks_whole(template: str, text: str, address: str) -> None:
    made = environment().from_string(template)
    page = with_attributes(made.render(text=marked(text, "name", address)))
    assert OPEN not in page
    assert CLOSE not in page
    plain = read_page(made.render(text=text).replace("\x00", ""))
    read = read_page(page)
    if "|stated" not in template:
        assert read.root.text() == plain.root.text()
    named = [element for element in read.root.all() if "data-name" in element.attributes]
    # A line feed or the like in an attribute is told apart by nobody: addresses are percent-encoded.
    if address.isprintable():
        assert named
        assert {element.attributes["data-name"] for element in named} == {address}


def test_a_mark_that_is_all_of_an_element_is_its_attribute() -> None:
    name = marked("Ashmere", "name", "areas/N01")
    assert with_attributes(f"<th scope='row'>{name}</th>") == (
        "<th scope='row' data-name=\"areas/N01\">Ashmere</th>"
    )
    assert with_attributes(f"<th>{name}, west</th>") == (
        '<th><span data-name="areas/N01">Ashmere</span>, west</th>'
    )


def test_safe_markup_stays_safe_and_texts_are_escaped() -> None:
    made = environment().from_string("{{ safe|stated }}{{ text|stated }}")
    page = with_attributes(made.render(safe=Markup("<b>1</b>"), text="<b>2</b>"))
    assert page == ('<span data-stated=""><b>1</b></span><span data-stated="">&lt;b&gt;2&lt;/b&gt;</span>')
