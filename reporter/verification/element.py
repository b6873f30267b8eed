"""Elements of a finished HTML page: what each is, what it lies in, and what lies in it."""

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
    """An element of a page; not changed once it is read.

    Attributes:
        tag: what it is.
        attributes: its attributes, by their names in lower case.
        parent: the element in which it lies; None for the page itself.
        page: all elements of the page.
        place: its place among them; that of the page itself is -1.
        end: the place of the first element after it that does not lie in it.
        children: the elements and pieces of text that lie right in it.
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
        """The element itself and all in which it lies, from the inside out."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def inherited(self, name: str) -> str | None:
        """An attribute of the element or of the nearest one around it that has it."""
        element: Element | None = self
        while element is not None:
            if name in element.attributes:
                return element.attributes[name]
            element = element.parent
        return None

    def around(self, tag: str) -> Element | None:
        """The nearest element of this kind around it, itself included."""
        element: Element | None = self
        while element is not None and element.tag != tag:
            element = element.parent
        return element

    def all(self, *tags: str) -> Iterator[Element]:
        """All elements of these kinds in it, in the order of the page; of any kind where none is named."""
        if len(tags) == 1:
            return iter(self.page.of_kind(tags[0], self.place + 1, self.end))
        below = self.page.elements[self.place + 1 : self.end]
        return (each for each in below if each.tag in tags) if tags else iter(below)

    def within(self, is_meant: Callable[[Element], bool]) -> set[Element]:
        """All elements in it that meet a condition or lie in an element of it that does."""
        found: set[Element] = set()
        for each in self.page.elements[self.place + 1 : self.end]:
            if each.parent in found or is_meant(each):
                found.add(each)
        return found


@dataclass(eq=False, slots=True)
class Elements:
    """All elements of a page in the order in which they begin, so that those in an element follow it."""

    elements: list[Element] = field(default_factory=list)
    _by_kind: dict[str, tuple[list[int], list[Element]]] | None = None

    def of_kind(self, tag: str, first: int, end: int) -> list[Element]:
        """Those of one kind from one place to before another; asked for again and again."""
        if self._by_kind is None:
            self._by_kind = {}
            for place, each in enumerate(self.elements):
                places, found = self._by_kind.setdefault(each.tag, ([], []))
                places.append(place)
                found.append(each)
        places, found = self._by_kind.get(tag, ([], []))
        return found[bisect_left(places, first) : bisect_left(places, end)]
