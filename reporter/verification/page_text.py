"""A finished HTML page: its elements, its blocks of text, and every number in them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from reporter.verification.element import INLINE, NO_TEXT, Element
from reporter.verification.marked_parts import with_parts
from reporter.verification.markup import read_elements
from reporter.verification.names import named_by
from reporter.verification.printed import LESS_THAN, numbers_in

_APART = frozenset({"data-within", "data-stated"})


class Token(NamedTuple):
    """A number on a page: its text, where it begins in its block, and the innermost element that holds it."""

    text: str
    start: int
    element: Element


LESS_IN_ENGLISH = frozenset({"less than", "smaller than", "under", "below", "<"})
"""English words for a number that is too small to print."""


@dataclass(eq=False)
class Block:
    """A continuous text, such as a paragraph, with the elements of its pieces."""

    element: Element
    text: str
    pieces: tuple[tuple[int, Element], ...]

    @cached_property
    def prose(self) -> str:
        """The text with an X for each character of names and own words, in which no verdict is said."""
        if not any(_is_apart(element) for _, element in self.pieces):
            return self.text
        ends = [*(start for start, _ in self.pieces[1:]), len(self.text)]
        return "".join(
            [
                "X" * (end - start) if _is_apart(element) else self.text[start:end]
                for (start, element), end in zip(self.pieces, ends, strict=True)
            ]
        )

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The numbers of the block, in order."""
        starts = [start for start, _ in self.pieces]
        return tuple(
            Token(number, start, self.pieces[bisect_right(starts, start) - 1][1])
            for number, start in numbers_in(self.text)
        )

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
        """The language tag that the page declares."""
        return next((each.attributes.get("lang", "") for each in self.root.all("html")), "")

    @property
    def is_english(self) -> bool:
        """Whether the page is in English, whose words are checked."""
        return is_english(self.language)

    @property
    def less_than(self) -> str:
        """The page's words for 'less than {number}' as it declares them; English ones must mean the same."""
        declared = self.meta("less-than")
        means_it = not self.is_english or declared.replace("{number}", "").strip().lower() in LESS_IN_ENGLISH
        return declared if "{number}" in declared and means_it else f"{LESS_THAN}{{number}}"

    def meta(self, name: str) -> str:
        """The content of a `meta` element; empty where none has this name."""
        found = (each for each in self.root.all("meta") if each.attributes.get("name") == name)
        return next((each.attributes.get("content", "") for each in found), "")


def _is_apart(element: Element) -> bool:
    return named_by(element) is not None or any(
        not each.attributes.keys().isdisjoint(_APART) for each in element.above()
    )


def is_english(language: str) -> bool:
    """Whether a language tag is one of English."""
    return language.lower().split("-")[0] == "en"


def read_page(text: str) -> PageText:
    """Read a page."""
    root = read_elements(with_parts(text))
    return PageText(root, tuple(blocks(root)))


def blocks(root: Element) -> list[Block]:
    """All blocks of text below an element, in the order of the page."""
    found: list[Block] = []
    _gather(root, found)
    return found


def _gather(root: Element, found: list[Block]) -> None:
    if len(root.children) == 1 and isinstance(text := root.children[0], str):
        if text and not text.isspace():
            found.append(Block(root, text, ((0, root),)))
        return
    run: list[tuple[str, Element]] = []
    for child in root.children:
        if isinstance(child, str):
            run.append((child, root))
        elif child.tag in INLINE and not _holds_blocks(child):
            _gather_inline(child, run)
        elif child.tag == "br":
            run.append((" ", root))
        elif child.tag not in NO_TEXT:
            if run:
                _add_block(root, run, found)
                run = []
            _gather(child, found)
    if run:
        _add_block(root, run, found)


def is_narrow(chart: Element) -> bool:
    """Whether a chart is the drawing for narrow screens, beside the wide one and not on paper."""
    return "narrow" in chart.attributes.get("class", "").split()


def _holds_blocks(element: Element) -> bool:
    return any(each.tag not in INLINE and each.tag != "br" for each in element.all())


def _gather_inline(element: Element, run: list[tuple[str, Element]]) -> None:
    for child in element.children:
        if isinstance(child, str):
            run.append((child, element))
        elif child.tag == "br":
            run.append((" ", element))
        else:
            _gather_inline(child, run)


def _add_block(element: Element, run: list[tuple[str, Element]], found: list[Block]) -> None:
    text = "".join([piece for piece, _ in run])
    if text and not text.isspace():
        starts = accumulate([len(piece) for piece, _ in run], initial=0)
        pieces = tuple([(start, holder) for start, (_, holder) in zip(starts, run, strict=False)])
        found.append(Block(element, text, pieces))
