"""A finished HTML page as a reader has it: its elements, its blocks of text, and every number in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import accumulate

from reporter.verify.printed import LESS_THAN, NUMBER

_EMPTY = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup", "time", "tspan"}
)
_NO_TEXT = frozenset({"script", "style", "head"})


@dataclass(eq=False)
class Element:
    """An element of a page: what it is, what it lies in, and what lies in it; not changed once it is read."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)
    _inherited: dict[str, str | None] = field(default_factory=dict)

    def text(self) -> str:
        """All text in the element, white space reduced to single spaces."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in _NO_TEXT:
                edge = "" if child.tag in _INLINE else " "
                yield edge
                yield from child._texts()
                yield edge

    def above(self) -> Iterator[Element]:
        """The element itself and all in which it lies, from the inside out."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def inherited(self, name: str) -> str | None:
        """An attribute of the element or of the nearest one around it that has it."""
        if name in self.attributes:
            return self.attributes[name]
        if name not in self._inherited:
            self._inherited[name] = None if self.parent is None else self.parent.inherited(name)
        return self._inherited[name]

    def around(self, tag: str) -> Element | None:
        """The nearest element of this kind around it, itself included."""
        return next((each for each in self.above() if each.tag == tag), None)

    def all(self, *tags: str) -> Iterator[Element]:
        """All elements of these kinds in it, in the order of the page; of any kind where none is named."""
        return (each for each in self._below if not tags or each.tag in tags)

    @cached_property
    def _below(self) -> list[Element]:
        """All elements in it, in the order of the page; asked for again and again."""
        found: list[Element] = []
        waiting = self.children[::-1]
        while waiting:
            child = waiting.pop()
            if isinstance(child, Element):
                found.append(child)
                waiting.extend(child.children[::-1])
        return found


@dataclass(frozen=True)
class Token:
    """A number on a page: its text, where it begins in its block, and the innermost element that holds it."""

    text: str
    start: int
    element: Element


@dataclass(frozen=True)
class Block:
    """A piece of text that reads on, such as a paragraph, with the numbers in it."""

    element: Element
    text: str
    tokens: tuple[Token, ...]
    pieces: tuple[tuple[int, Element], ...]

    def near(self, start: int, end: int) -> str:
        """The text around a place, for a message."""
        return " ".join(self.text[max(0, start - 40) : end + 30].split())


@dataclass(frozen=True)
class PageText:
    """A page: its tree and all its blocks of text, in the order of the page."""

    root: Element
    blocks: tuple[Block, ...]

    @property
    def language(self) -> str:
        """The language that the page says it is in."""
        return next((each.attributes.get("lang", "") for each in self.root.all("html")), "")

    @property
    def is_english(self) -> bool:
        """Whether that is English, whose words are known here."""
        return is_english(self.language)

    @property
    def less_than(self) -> str:
        """Its words for 'less than {number}'; a page in another language declares them."""
        declared = "" if self.is_english else self.meta("less-than")
        return declared if "{number}" in declared else f"{LESS_THAN}{{number}}"

    def meta(self, name: str) -> str:
        """What a `meta` element says; empty where there is none of this name."""
        found = (each for each in self.root.all("meta") if each.attributes.get("name") == name)
        return next((each.attributes.get("content", "") for each in found), "")


def is_english(language: str) -> bool:
    """Whether a language tag is one of English."""
    return language.lower().split("-")[0] == "en"


def read_page(text: str) -> PageText:
    """Read a page."""
    root = _Reader(text).root
    return PageText(root, tuple(blocks(root)))


def blocks(root: Element) -> list[Block]:
    """All blocks of text below an element, in the order of the page."""
    found: list[Block] = []
    _gather(root, found)
    return found


def _gather(root: Element, found: list[Block]) -> None:
    run: list[tuple[str, Element]] = []
    for child in root.children:
        if isinstance(child, str):
            run.append((child, root))
        elif child.tag in _INLINE and not _holds_blocks(child):
            run += _inline(child)
        elif child.tag == "br":
            run.append((" ", root))
        elif child.tag not in _NO_TEXT:
            found += _block(root, run)
            run = []
            _gather(child, found)
    found += _block(root, run)


def is_narrow(chart: Element) -> bool:
    """Whether a chart is the drawing for narrow screens, beside the wide one and not on paper."""
    return "narrow" in chart.attributes.get("class", "").split()


def _holds_blocks(element: Element) -> bool:
    return any(each.tag not in _INLINE and each.tag != "br" for each in element.all())


def _inline(element: Element) -> list[tuple[str, Element]]:
    found: list[tuple[str, Element]] = []
    for child in element.children:
        if isinstance(child, str):
            found.append((child, element))
        else:
            found += [(" ", element)] if child.tag == "br" else _inline(child)
    return found


def _block(element: Element, run: list[tuple[str, Element]]) -> list[Block]:
    text = "".join([piece for piece, _ in run])
    if not text or text.isspace():
        return []
    starts = [0, *accumulate(len(piece) for piece, _ in run)]
    pieces = tuple((start, holder) for start, (_, holder) in zip(starts, run, strict=False))
    tokens = tuple(
        Token(match[0], match.start(), run[bisect_right(starts, match.start(), hi=len(run)) - 1][1])
        for match in NUMBER.finditer(text)
    )
    return [Block(element, text, tokens, pieces)]


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = Element("", {}, None)
        self._open = self.root
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open)
        self._open.children.append(element)
        if tag not in _EMPTY:
            self._open = element

    def handle_endtag(self, tag: str) -> None:
        closed = self._open.around(tag)
        if closed is not None and closed.parent is not None:
            self._open = closed.parent

    def handle_data(self, data: str) -> None:
        self._open.children.append(data)
