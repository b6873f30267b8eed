"""Every number in the text of a finished HTML page against the published tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reporter.verification.axes import range_problems
from reporter.verification.cells import NoSuchCellError, look_up
from reporter.verification.chart_numbers import chart_problems
from reporter.verification.declared import Declared, Held
from reporter.verification.element import Element
from reporter.verification.names import named_by, years_of
from reporter.verification.page_text import Block, PageText, Token
from reporter.verification.printed import as_said, in_english, symbols_in_place
from reporter.verification.published import Published
from reporter.verification.sentences import sentences
from reporter.verification.table_numbers import table_problems

_DIGITS = re.compile(r"\d+")
UNDECLARED = "neither tied to a published cell (data-cell) nor a name (data-name) nor declared (data-stated)"


def number_problems(
    page: PageText, published: Published, declared: Declared, counted: Counter[Held]
) -> Iterator[str]:
    """Wrong numbers in the text of a page, one line each.

    A number must equal the cell named by `data-cell` or by its place in a table or chart, be part of a date
    or a name, or be declared as no statistic.

    Args:
        page: the page.
        published: the published tables.
        declared: numbers that are no statistic.
        counted: receives the number of digits by what they are held against.
    """
    read: set[int] = set()
    for table in page.root.all("table"):
        yield from table_problems(table, published, read)
    for chart in page.root.all("svg"):
        yield from chart_problems(chart, published, read)
    for figure in page.root.all("figure"):
        yield from range_problems(figure)
    for element in page.root.all():
        if "data-cell" in element.attributes:
            yield from _named_problems(element, published, declared.less_than)
        elif element.tag == "time":
            yield from _date_problems(element)
    in_read = page.root.within(lambda element: id(element) in read)
    for block in page.blocks:
        if not block.tokens:
            continue
        if block.element in in_read:
            counted[Held.DATA] += sum(map(_digits, block.tokens))
        else:
            yield from _loose_problems(block, published, declared, counted)


def _named_problems(element: Element, published: Published, less_than: str) -> Iterator[str]:
    """Problem of a number that differs from its `data-cell`."""
    shown, name = in_english(element.text(), less_than), element.attributes["data-cell"]
    try:
        cell = look_up(published, name)
    except NoSuchCellError:
        yield f"{shown}: there is no cell {name}, in “{_near(element, shown)}”"
        return
    wanted = as_said(shown, cell.value, signed=cell.signed)
    if shown != wanted and not (cell.value == "" and shown in symbols_in_place(cell.row.get("symbols", ""))):
        yield f"{shown}: expected {wanted} ({name}), in “{_near(element, shown)}”"


def _near(element: Element, shown: str) -> str:
    around = element.parent.text() if element.parent else ""
    place = around.find(shown)
    return around[max(0, place - 40) : place + len(shown) + 30]


def _date_problems(element: Element) -> Iterator[str]:
    """A date without the year and day of `datetime`, or with other numbers; hours may be counted to 12."""
    moment = element.attributes.get("datetime", "")
    stated = [int(part) for part in _DIGITS.findall(moment)]
    said = [int(part) for part in _DIGITS.findall(element.text())]
    year, month, day, *time = [*stated, 0, 0, 0][: max(3, len(stated))]
    hours = [hour % 12 or 12 for hour in time[:1]]
    beside = Counter(said) - Counter([year, day])
    if not {year, day} <= set(said) or not beside.keys() <= {month, *time[:2], *hours}:
        yield f"{element.text()}: expected {moment}"


def _loose_problems(
    block: Block, published: Published, declared: Declared, counted: Counter[Held]
) -> Iterator[str]:
    """Numbers without cell or declaration; years other than those of the sentence's cells."""
    for sentence in sentences(block):
        years = sentence.years(published)
        for token in sentence.tokens:
            held = declared.held(token)
            is_year = held is None and declared.is_year(token)
            counted[Held.NAMES if is_year else held or Held.STATED] += _digits(token)
            near = block.near(token.start, token.start + len(token.text))
            if held is None and not is_year:
                yield f"{token.text}: {UNDECLARED}, in “{near}”"
            said = [token.text] if is_year else _years_said(token) if held is Held.NAMES else []
            if years and not years.issuperset(said):
                yield f"{token.text}: the numbers beside it are of {', '.join(sorted(years))}, in “{near}”"


def _years_said(token: Token) -> list[str]:
    """The years of the period of which a number is part."""
    return years_of(named_by(token.element) or "")


def _digits(token: Token) -> int:
    return sum(sign.isdigit() for sign in token.text)
