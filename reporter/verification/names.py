"""Names on a page, marked by `data-name` with the address of what they name: each against published names.

No digit in a marked name is a statistic, and no word in it a verdict; so a mark must be earned. A name must
be one that the published tables or the manifest give for its address, capitals aside. A period must say the
years of its address, a unit the multiplier; where a publication words periods in its own way, each has one
wording in all pages, and so has each unit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from reporter.verification.element import Element
from reporter.verification.printed import numbers_in
from reporter.verification.published import Published

PERIODS, UNITS = "periods", "units"
_YEAR = re.compile(r"\d{4}")


class Names:
    """The names of an edition, by address.

    Args:
        published: the published tables.
        printed: further texts by address, from the manifest.
    """

    def __init__(self, published: Published, printed: Mapping[str, Sequence[str]]) -> None:
        self._published = published
        self._texts: dict[str, set[str]] = defaultdict(set)
        for address, texts in printed.items():
            self._texts[address].update(map(_folded, texts))
        for row in published.rows("areas"):
            names = (row["area_name"], row["short_name"] or row["area_name"])
            self._texts[f"areas/{row['area_code']}"].update(map(_folded, names))
        for row in published.rows("indicators"):
            self._texts[f"indicators/{row['indicator']}"].add(_folded(row["title"]))
        for row in published.rows("rates-by-category"):
            address = f"categories/{row['breakdown']}/{row['category']}"
            self._texts[address].add(_folded(row["category_name"]))

    def problem(self, address: str, text: str) -> str | None:
        """Problem of a text that is not the name at an address; None where it is."""
        kind, _, key = address.partition("/")
        if kind == PERIODS:
            return None if _says_period(text, key) else f"expected {key}"
        if kind == UNITS:
            multiplier = self._published.multiplier(key)
            said = [number.replace(",", "") for number, _ in numbers_in(text)]
            return None if multiplier and said in ([], [multiplier]) else f"expected per {multiplier or key}"
        if address not in self._texts:
            return f"there is no name {address}"
        if _folded(text) in self._texts[address]:
            return None
        return f"expected {' or '.join(sorted(self._texts[address]))} ({address})"


def _says_period(text: str, key: str) -> bool:
    """Whether a text says the years of a period, and its quarter or month too where it has figures for it."""
    said, wanted = _YEAR.findall(text), _YEAR.findall(key)
    figures = re.findall(r"\d+", text)
    of_part = re.findall(r"\d+", key)
    if not wanted or said[: len(wanted)] != wanted:
        return False
    return len(of_part) == len(wanted) or figures[: len(of_part)] == of_part or figures == said


def named_by(element: Element) -> str | None:
    """The address of the name that an element is part of: by its mark, or by its place.

    The header of a row is the name of the row's area or category, and a tile's label that of its area.
    """
    for each in element.above():
        if (address := name_of(each)) is not None:
            return address
    return None


def name_of(element: Element) -> str | None:
    """The address of the name that an element is, by its mark or its place; None for others."""
    attributes, row = element.attributes, element.parent
    if "data-name" in attributes:
        return attributes["data-name"]
    if element.tag == "text" and "data-code" in attributes:
        return f"tiles/{attributes['data-code']}"
    if element.tag == "th" and attributes.get("scope") == "row" and row is not None:
        if "data-category" in row.attributes:
            return f"categories/{row.inherited('data-breakdown')}/{row.attributes['data-category']}"
        if "data-area" in row.attributes:
            return f"areas/{row.attributes['data-area']}"
    return None


def name_problems(root: Element, names: Names) -> Iterator[str]:
    """Marked names of a page that differ from those published, one line each."""
    told: set[tuple[str, str]] = set()
    for element in root.all():
        address = name_of(element)
        if address is None or (address, text := element.text()) in told:
            continue
        told.add((address, text))
        if problem := names.problem(address, text):
            yield f"{text}: {problem}, in “{_around(element)}”"


def list_problems(root: Element, published: Published, names: Names) -> Iterator[str]:
    """Lists of the areas within one, marked by `data-within`, that have another name, one line each."""
    for element in root.all():
        if (code := element.attributes.get("data-within")) is None:
            continue
        said = [child for child in element.children if isinstance(child, str) and child.strip()]
        within = published.within(code, element.inherited("data-type") or "")
        for text in said:
            if all(names.problem(f"areas/{each}", text) for each in within):
                yield f"{text}: no area within {code} has this name"


def wordings(root: Element) -> dict[str, frozenset[str]]:
    """The wordings of each unit and period of a page, by address; capitals aside."""
    found: dict[str, set[str]] = defaultdict(set)
    for element in root.all():
        address = element.attributes.get("data-name", "")
        kind = address.partition("/")[0]
        if kind in (UNITS, PERIODS):
            found[address].add(element.text().casefold())
    return {key: frozenset(texts) for key, texts in found.items()}


def years_of(address: str) -> list[str]:
    """The years of a period's address; none of another address."""
    kind, _, key = address.partition("/")
    return _YEAR.findall(key) if kind == PERIODS else []


def _folded(text: str) -> str:
    # A name may be broken into lines of a chart.
    return "".join(text.split()).casefold()


def _around(element: Element) -> str:
    around = element.parent.text() if element.parent else ""
    place = max(0, around.find(element.text()) - 40)
    return around[place : place + 40 + len(element.text()) + 30]
