"""Pages that are written plainly are read without html.parser, and it gives the same elements."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from reporter.verification.element import Element
from reporter.verification.markup import any_page, plain_page
from tests.verification.conftest import Small

# fmt: off
PIECES = (
    "<p>", "</p>", "<P>", "</P>", "<b>", "</b>", "<span class='a'>", "</span>", "<td data-x>", "</td>",
    "<br/>", "<br>", "</br>", '<img alt=""/>', "<title>", "</title>", "<textarea>", "</textarea>",
    "<script>", "</script>", "<style>", "</style>", "<script>if (a > b && c)</script>",
    "<script>for(;i<n;)</script>", "<iframe>", "</iframe>", "<style>p>a{}</style>", '<i t="a&amp;b">',
    '<i t="a&b">', "<i t='a>b'>", "</i>", "<i a=1>", "<i a = 'b'>", "<i a='b'c='d'>", '<a A="1" a="2"/>',
    '<time\n datetime="2">', "</time>", "<linearGradient/>", "<!-- x -->", "<!DOCTYPE html>", "<?x?>",
    "<![CDATA[x]]>", "<", ">", "&", "&amp;", "&#160;", "&nbsp;", "&notit;", "</", "<!", '"', "'", "=", "/",
    "\n", "\r", "\0", "\xa0", " 12 ", "3.4%", "text",
)
# fmt: on


def described(element: Element) -> object:
    """An element with all that lies in it."""
    inside = [each if isinstance(each, str) else described(each) for each in element.children]
    below = [each.place for each in element.all()]
    assert below == list(range(element.place + 1, element.end))
    return element.tag, dict(element.attributes), element.place, inside


def test_the_pages_of_an_edition_are_written_plainly(small: Small) -> None:
    pages = {path: content.decode() for path, content in small.files.items() if path.endswith(".html")}
    assert pages
    for path, text in pages.items():
        plain = plain_page(text)
        assert plain is not None, path
        assert described(plain) == described(any_page(text)), path


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("<p>1</p><script>a</script><p>2</p>")
@example("<title>a<b>c</b></title>")
@example("<!-- <script>a</script> -->")
@example('<p title="<script>">a</script>')
def test_any_text_is_read_as_html_parser_reads_it(text: str) -> None:
    plain = plain_page(text)
    assert plain is None or described(plain) == described(any_page(text))


def test_what_is_not_written_plainly_is_left_to_html_parser() -> None:
    for text in (
        "<p>1 < 2</p>",
        "<!-- 1 -->",
        "<p a=1>2</p>",
        "<iframe>1</iframe>",
        "<title><b>1</b></title>",
    ):
        assert plain_page(text) is None
    plain = plain_page("<p a='1'>2<br/>3</p>")
    assert plain is not None
    assert described(plain) == ("", {}, -1, [("p", {"a": "1"}, 0, ["2", ("br", {}, 1, []), "3"])])
