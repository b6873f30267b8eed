"""Every number in the text of the finished HTML pages against the published tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reporter.verify.axes import axis_problems, ticks
from reporter.verify.cells import Cell, NoSuchCellError, look_up
from reporter.verify.declared import Declared
from reporter.verify.page_text import Block, Element, Token, blocks
from reporter.verify.printed import MINUS, NO_NUMBER, NUMBER, expected
from reporter.verify.published import Published
from reporter.verify.sentences import sentences
from reporter.verify.table_cells import places

_DIGITS = re.compile(r"\d+")


class PageNumbers:
    """The numbers of one page, each looked up once.

    Args:
        path: the page's path in its edition.
        root: its tree.
        published: the published tables.
        declared: numbers that are no statistic.
    """

    def __init__(self, path: str, root: Element, published: Published, declared: Declared) -> None:
        self._path = path
        self._root = root
        self._published = published
        self._declared = declared
        self._located: set[int] = set()

    def problems(self) -> Iterator[str]:
        """Every number that is not what it must be, as one line each."""
        for table in self._root.all("table"):
            yield from self._table(table)
        for chart in self._root.all("svg"):
            yield from self._chart(chart)
        for element in self._root.all():
            if "data-cell" in element.attributes:
                yield from self._named(element)
            elif element.tag == "time":
                yield from self._date(element)
        for block in blocks(self._root):
            yield from self._block(block)

    def _say(self, shown: str, near: str, wanted: str) -> str:
        return f"{self._path}: {shown} in “{near}”: {wanted}"

    def _table(self, table: Element) -> Iterator[str]:
        caption = next((each.text() for each in table.all("caption")), "")
        for place in places(table):
            self._located.add(id(place.element))
            shown = NUMBER.findall(place.element.text())
            try:
                found = [look_up(self._published, name) for name in place.cells]
            except NoSuchCellError as missing:
                if shown:
                    row = " ".join(place.element.parent.text().split()) if place.element.parent else ""
                    yield self._say(" ".join(shown), f"{caption}: {row[:70]}", f"there is no cell {missing}")
                continue
            wanted = [number for cell in found for number in _in_a_table(cell.value, shown)]
            if shown != _printed_alike(shown, wanted):
                row = place.element.parent.text() if place.element.parent else ""
                text = f"expected {' '.join(_printed_alike(shown, wanted)) or 'no number'}"
                yield self._say(
                    " ".join(shown) or place.element.text(),
                    f"{caption}: {row[:70]}",
                    f"{text} ({place.cells[0]})",
                )

    def _named(self, element: Element) -> Iterator[str]:
        """A number with the name of its cell."""
        shown, name = element.text(), element.attributes["data-cell"]
        around = element.parent.text() if element.parent else ""
        place = around.find(shown)
        near = around[max(0, place - 40) : place + len(shown) + 30]
        try:
            cell = look_up(self._published, name)
        except NoSuchCellError:
            yield self._say(shown, near, f"there is no cell {name}")
            return
        wanted = _as_said(shown, cell)
        if shown != wanted:
            yield self._say(shown, near, f"expected {wanted} ({name})")

    def _date(self, element: Element) -> Iterator[str]:
        """A date or time in words against the one in `datetime`."""
        stated = [int(part) for part in _DIGITS.findall(element.attributes.get("datetime", ""))]
        allowed = {*stated, *(part % 12 or 12 for part in stated[3:4])}
        for part in _DIGITS.findall(element.text()):
            if int(part) not in allowed:
                yield self._say(part, element.text(), f"expected {element.attributes.get('datetime')}")

    def _chart(self, chart: Element) -> Iterator[str]:
        target = next(
            (
                each.attributes["data-cell"].split("/")
                for each in chart.all("tspan")
                if each.attributes.get("data-cell", "").startswith("funnels/")
            ),
            None,
        )
        funnel = (target[1], target[2]) if target else None
        for problem in axis_problems(chart, self._published, funnel):
            yield f"{self._path}: {problem}"
        for axis in ticks(chart):
            self._located |= {id(text) for text in axis}
        for dot in chart.all("circle"):
            for title in dot.all("title"):
                self._located.add(id(title))
                row = (
                    self._published.row("funnel-points", *funnel, dot.attributes.get("data-code", ""))
                    if funnel
                    else None
                )
                shown = title.text().rpartition(", ")[2]
                wanted = expected(shown, row["value"]) if row else "no number"
                if shown != wanted:
                    yield self._say(shown, title.text(), f"expected {wanted}")
        for description in chart.all("desc"):
            if "data-cells" in description.attributes:
                self._located.add(id(description))
                yield from self._description(description)

    def _description(self, element: Element) -> Iterator[str]:
        """A description cannot hold elements: its numbers are those of `data-cells`, in order."""
        names = element.attributes["data-cells"].split(";")
        (block,) = blocks(element)
        at = 0
        for token in block.tokens:
            if at < len(names):
                try:
                    cell = look_up(self._published, names[at])
                except NoSuchCellError:
                    cell = Cell("", "", {})
                before = block.text[: token.start]
                shown = f"less than {token.text}" if before.endswith("less than ") else token.text
                if shown == _as_said(shown, cell):
                    at += 1
                    continue
            if not (self._declared.is_plain(token, block) or self._declared.is_year(token)):
                wanted = names[at] if at < len(names) else "no further number"
                yield self._say(token.text, block.near(token.start, token.start + 4), f"expected {wanted}")
        for name in names[at:]:
            yield self._say("the description", block.near(0, 40), f"does not give {name}")

    def _block(self, block: Block) -> Iterator[str]:
        if self._is_located(block.element):
            return
        for sentence in sentences(block):
            years = sentence.years(self._published)
            for token in sentence.tokens:
                if self._is_read(token) or self._declared.is_stated(token):
                    continue
                if self._declared.is_plain(token, block):
                    continue
                if self._declared.is_year(token) and (not years or token.text in years):
                    continue
                near = block.near(token.start, token.start + len(token.text))
                if self._declared.is_year(token):
                    yield self._say(
                        token.text, near, f"the numbers beside it are of {', '.join(sorted(years))}"
                    )
                else:
                    yield self._say(token.text, near, "neither tied to a cell nor declared")

    def _is_located(self, element: Element) -> bool:
        return any(id(each) in self._located for each in element.above())

    def _is_read(self, token: Token) -> bool:
        """Whether it is checked by the name of its cell or as a date."""
        return any("data-cell" in each.attributes or each.tag == "time" for each in token.element.above())


def _as_said(shown: str, cell: Cell) -> str:
    """How a number is printed in a sentence: a size said of what rose or fell has no sign."""
    wanted = expected(shown, cell.value)
    return wanted if cell.signed or shown.startswith(MINUS) else wanted.removeprefix(MINUS)


def _in_a_table(value: str, shown: list[str]) -> list[str]:
    """The numbers of a published cell: itself, or those in a text such as 'higher (95%)'."""
    if not value:
        return []
    try:
        float(value)
    except ValueError:
        return NUMBER.findall(value)
    return [value]


def _printed_alike(shown: list[str], wanted: list[str]) -> list[str]:
    """The wanted numbers with as many decimal places as those that are shown; one of a text stays as it is."""
    last = shown[-1] if shown else "0.0"
    alike = [*shown, *[last] * len(wanted)]
    return [
        number if number.endswith("%") else expected(one, number)
        for one, number in zip(alike, wanted, strict=False)
    ]


__all__ = ["NO_NUMBER", "PageNumbers"]
