"""Elements of a finished HTML page: tag, attributes, ancestors and descendants."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup", "time", "tspan"}
)
NO_TEXT = frozenset({"script", "style", "head"})


@dataclass(eq=False, slots=True)
class Element:
    """An element of a page, not changed after parsing.

    Attributes:
        tag: its name in lower case.
        attributes: its attributes, by their names in lower case.
        parent: its parent; None for the page itself.
        page: all elements of the page.
        place: its index in `page`; -1 for the page itself.
        end: the index after that of its last descendant.
        children: its child elements and pieces of text.
    """

    tag: str
    attributes: Mapping[str, str]
    parent: Element | None
    page: Elements
    place: int
    end: int
    children: list[Element | str] = field(default_factory=list)
    _text: str | None = None

    def text(self) -> str:
        """All text in the element, white space reduced to single spaces."""
        if self._text is None:
            pieces: list[str] = []
            self._gather(pieces)
            self._text = " ".join("".join(pieces).split())
        return self._text

    def _gather(self, pieces: list[str]) -> None:
        for child in self.children:
            if isinstance(child, str):
                pieces.append(child)
            elif child.tag in INLINE:
                child._gather(pieces)
            elif child.tag not in NO_TEXT:
                pieces.append(" ")
                child._gather(pieces)
                pieces.append(" ")

    def above(self) -> Iterator[Element]:
        """The element and its ancestors, from the inside out."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def inherited(self, name: str) -> str | None:
        """An attribute of the element or of its nearest ancestor that has it."""
        element: Element | None = self
        while element is not None:
            if name in element.attributes:
                return element.attributes[name]
            element = element.parent
        return None

    def around(self, tag: str) -> Element | None:
        """The nearest ancestor with a tag; the element itself counts."""
        element: Element | None = self
        while element is not None and element.tag != tag:
            element = element.parent
        return element

    def all(self, *tags: str) -> Iterator[Element]:
        """Descendants with any of the tags, in page order; all descendants where no tag is given."""
        if len(tags) == 1:
            return iter(self.page.of_kind(tags[0], self.place + 1, self.end))
        below = self.page.elements[self.place + 1 : self.end]
        return (each for each in below if each.tag in tags) if tags else iter(below)

    def within(self, is_meant: Callable[[Element], bool]) -> set[Element]:
        """Descendants that meet a condition, with all their own descendants."""
        found: set[Element] = set()
        for each in self.page.elements[self.place + 1 : self.end]:
            if each.parent in found or is_meant(each):
                found.add(each)
        return found


@dataclass(eq=False, slots=True)
class Elements:
    """All elements of a page in the order of their start tags: descendants follow their ancestor."""

    elements: list[Element] = field(default_factory=list)
    _by_kind: dict[str, tuple[list[int], list[Element]]] | None = None

    def of_kind(self, tag: str, first: int, end: int) -> list[Element]:
        """Elements with a tag, from index `first` to before `end`; called very often."""
        if self._by_kind is None:
            self._by_kind = {}
            for place, each in enumerate(self.elements):
                places, found = self._by_kind.setdefault(each.tag, ([], []))
                places.append(place)
                found.append(each)
        places, found = self._by_kind.get(tag, ([], []))
        return found[bisect_left(places, first) : bisect_left(places, end)]
