"""What must agree on pages: numbers with nouns and verbs, units with numbers, symbols with their key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.publication.loading import Publication
from reporter.verification.element import Element
from reporter.verification.page_text import Block
from tests.shapes.said import SaidPage

_PLURAL_VERB = re.compile(r"\s(are|have|lie|differ|stand)\b")
_SINGULAR_VERB = re.compile(r"\s(is|has|lies|differs|stands)\b")
_THERE = re.compile(r"\bthere (was|were) $")
_SYMBOL = re.compile(r"\[[a-z]+\]")


def disagreements(page: SaidPage, publication: Publication) -> Iterator[str]:
    """What does not agree on a page, one line each."""
    nouns = {
        f"levels/{level.area_type}": (level.singular, level.plural) for level in publication.settings.levels
    }
    nouns |= {f"indicators/{one.id}": (one.words.event, one.words.events) for one in publication.indicators}
    for block in page.page.blocks:
        for problem in _of_numbers(block, nouns):
            yield f"{page.path}: {problem}"
    units = {one.id: (one.multiplier, one.words.denominator) for one in publication.indicators}
    for part in page.page.root.all("table", "figure"):
        said = set(_units(part))
        under = {
            key for key in _indicators(part) if said and units[key] not in {units[each] for each in said}
        }
        if under:
            yield f"{page.path}: under the unit of {sorted(said)} stand numbers of {sorted(under)}"
    yield from _of_symbols(page)


def _of_numbers(block: Block, nouns: dict[str, tuple[str, str]]) -> Iterator[str]:
    ends = [*(start for start, _ in block.pieces[1:]), len(block.text)]
    pieces = [
        (block.text[start:end], start, end, element)
        for (start, element), end in zip(block.pieces, ends, strict=True)
    ]
    for place, (text, start, end, element) in enumerate(pieces):
        if "data-cell" not in element.attributes or not text.strip().replace(",", "").isdigit():
            continue
        is_one = text.strip() == "1"
        after, near = block.text[end:], block.near(start, end)
        if match := (_PLURAL_VERB if is_one else _SINGULAR_VERB).match(after):
            yield f"“{text}{match[0]}”, in “{near}”"
        if (there := _THERE.search(block.text[:start])) and (there[1] == "was") != is_one:
            yield f"“{there[0]}{text}”, in “{near}”"
        for noun, _, _, named in pieces[place + 1 : place + 3]:
            singular, plural = nouns.get(named.attributes.get("data-name", ""), ("", ""))
            if singular != plural and noun == (plural if is_one else singular):
                yield f"“{text} {noun}”, in “{near}”"
            if noun.strip():
                break


def _units(part: Element) -> Iterator[str]:
    """The indicators whose unit a caption states."""
    for caption in part.all("caption", "figcaption"):
        for each in caption.all():
            kind, _, key = each.attributes.get("data-name", "").partition("/")
            if kind == "units":
                yield key


def _indicators(part: Element) -> Iterator[str]:
    """The indicators of the numbers of a table or a figure."""
    for each in (part, *part.all()):
        if key := each.attributes.get("data-indicator"):
            yield key
        if rates := each.attributes.get("data-rates"):
            yield rates.split("/")[1]


def _of_symbols(page: SaidPage) -> Iterator[str]:
    """Symbols of a page's tables that its key does not explain, or that it explains and no table has."""
    keys = [each for each in page.page.root.all("p") if each.attributes.get("class") == "symbols"]
    explained = {symbol for key in keys for each in key.all("b") for symbol in _SYMBOL.findall(each.text())}
    used = {symbol for cell in page.page.root.all("td", "th") for symbol in _SYMBOL.findall(cell.text())}
    if explained != used:
        yield f"{page.path}: the key explains {sorted(explained)}, the tables have {sorted(used)}"
