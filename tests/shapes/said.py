"""The claims that pages make, found by their words in `words.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from reporter.machine.resources import templates_folder
from reporter.report.words.catalogue import words
from reporter.report.words.texts import ClaimTexts
from reporter.verification.page_text import Block, PageText, read_page

_PLACE = re.compile(r"\{(\w+)\}")


class Said(NamedTuple):
    """A claim on a page: its id, and the texts and addresses that fill in each word in braces."""

    claim: str
    texts: Mapping[str, str]
    addresses: Mapping[str, tuple[str, ...]]

    def keys(self, place: str, kind: str) -> list[str]:
        """What the marked names of a kind name, such as '2022' of 'periods/2022'."""
        return [
            address.removeprefix(f"{kind}/")
            for address in self.addresses[place]
            if address.startswith(f"{kind}/")
        ]


class SaidPage(NamedTuple):
    """A page with its claims."""

    path: str
    page: PageText
    said: tuple[Said, ...]

    @property
    def area(self) -> str:
        """The code of the area that a briefing or the page of an area is about; empty for other pages."""
        return self.page.meta("area-code")

    def claims(self, *names: str) -> list[str]:
        """The ids of its claims among some, each once."""
        return sorted({each.claim for each in self.said if each.claim in names})


def said_pages(files: Mapping[str, bytes]) -> list[SaidPage]:
    """Every page of an edition with its claims."""
    found = []
    for path, content in files.items():
        if path.endswith(".html"):
            page = read_page(content.decode())
            found.append(
                SaidPage(
                    path,
                    page,
                    tuple(each for block in page.blocks if _is_prose(block) for each in _said(block)),
                )
            )
    return found


def _is_prose(block: Block) -> bool:
    """Whether a block is no table and no lettering of a chart, where a verdict stands alone."""
    return not any(each.tag in ("table", "text") for each in block.element.above())


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Each claim with its longest fixed words and the pattern of its text, names being masked."""
    texts = words((templates_folder(),)).claims
    return tuple(
        (name, max(_PLACE.sub("\0", text).split("\0"), key=len), _pattern(text))
        for name in ClaimTexts.model_fields
        for text in (getattr(texts, name),)
    )


def _pattern(text: str) -> re.Pattern[str]:
    pieces = _PLACE.split(text)
    fixed, named = pieces[::2], pieces[1::2]
    written = [r"\s+".join(map(re.escape, piece.split(" "))) for piece in fixed]
    parts = [
        # Words in braces at the end of a text are a masked name, a number, or what a ratio is held against.
        f"(?P<{name}>{'(?:(?![.] ).)+?' if after else '[X0-9,]+|(?:what is )?expected'})"
        for name, after in zip(named, written[1:], strict=True)
    ]
    return re.compile("".join(piece for pair in zip(written, [*parts, ""], strict=True) for piece in pair))


def _said(block: Block) -> Iterator[Said]:
    prose = block.prose
    for name, fixed, pattern in _patterns():
        if fixed in prose:
            for match in pattern.finditer(prose):
                spans = {place: match.span(place) for place in match.groupdict()}
                yield Said(
                    name,
                    {place: " ".join(block.text[slice(*span)].split()) for place, span in spans.items()},
                    {place: _addresses(block, *span) for place, span in spans.items()},
                )


def _addresses(block: Block, start: int, end: int) -> tuple[str, ...]:
    """The addresses of the cells and names that begin in a part of a block."""
    return tuple(
        address
        for place, element in block.pieces
        if start <= place < end
        for name in ("data-cell", "data-name")
        if (address := element.inherited(name))
    )
