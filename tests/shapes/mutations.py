"""Mutants of a page: one figure, verdict, dot, name, period or unit of it changed, as a mistake would."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tests.verification.mutants import digits_of_charts, digits_of_page

_OTHER = {
    **{"higher": "lower", "lower": "higher", "rose": "fell", "fell": "rose", "close": "higher"},
    **{"gap widened": "gap narrowed", "gap narrowed": "gap widened"},
}
_VERDICT = re.compile(rf"\b({'|'.join(_OTHER)})\b(?! limit)", re.IGNORECASE)
_MARKED = re.compile(r'data-name="(\w+)/([^"]*)"[^>]*>([^<]+)<')
_YEAR_DOT = re.compile(r'data-rates="[^"]*" d="([^"]*)"')
_HIDDEN = re.compile(r"<(style|script)\b.*?</\1>|<head>.*?</head>|<[^>]*>", re.DOTALL)
_VOID = {"br", "meta", "img", "hr", "link", "input"}
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*)>")


class Mutant(NamedTuple):
    """A changed page: what kind of change, what was there and what is there instead, and the page."""

    kind: str
    what: str
    page: str


def mutants(page: str, each: int, seed: int) -> Iterator[Mutant]:
    """Some mutants of every kind, the producer's own words and explanations left alone.

    Args:
        page: the page.
        each: how many of a kind, at most.
        seed: of the choice.
    """
    choice = random.Random(seed)
    own = _own_words(page)
    for kind, found in _changes(page, choice).items():
        checked = [change for change in found if not any(start <= change[0] < end for start, end in own)]
        for start, end, instead in choice.sample(checked, min(each, len(checked))):
            around = f"{page[max(0, start - 70) : start]}⟦{page[start:end]}→{instead}⟧{page[end : end + 30]}"
            yield Mutant(kind, " ".join(around.split()), page[:start] + instead + page[end:])


_Change = tuple[int, int, str]


def _changes(page: str, choice: random.Random) -> Mapping[str, Sequence[_Change]]:
    def other_digit(at: int) -> _Change:
        return at, at + 1, choice.choice([digit for digit in "0123456789" if digit != page[at]])

    marked = [(match[1], match[2], *match.span(3)) for match in _MARKED.finditer(page)]
    places = [
        match.start(1) + dot.start()
        for match in _YEAR_DOT.finditer(page)
        for dot in re.finditer(r"(?<=[M ])\d+(?=[. ])", match[1])
    ]
    return {
        "digit": [other_digit(at) for at in digits_of_page(page)],
        "verdict": list(_verdicts(page)),
        "dot": [other_digit(at) for at in (*digits_of_charts(page), *places)],
        **{
            kind: [*_letters(page, of, choice), *_swapped(page, of, choice)]
            for kind, of in (
                ("period", [each for each in marked if each[0] == "periods"]),
                ("unit", [each for each in marked if each[0] == "units"]),
                ("name", [each for each in marked if each[0] not in ("periods", "units")]),
            )
        },
    }


def _verdicts(page: str) -> Iterator[_Change]:
    if not page[page.find(' lang="') :].startswith(' lang="en'):
        return  # Verdicts in words are checked in English alone.
    text = _HIDDEN.sub(lambda found: "\0" * len(found[0]), page)
    marks = [match.span(3) for match in _MARKED.finditer(page)]
    for match in _VERDICT.finditer(text):
        if not any(start <= match.start() < end for start, end in marks):
            other = _OTHER[match[0].lower()]
            yield *match.span(), other.capitalize() if match[0][0].isupper() else other


def _letters(
    page: str, marked: Sequence[tuple[str, str, int, int]], choice: random.Random
) -> Iterator[_Change]:
    """One letter or digit of a name changed."""
    for _, _, start, end in marked:
        signs = [at for at in range(start, end) if page[at].isalnum() and not page[start:at].endswith("&")]
        if signs:
            at = choice.choice(signs)
            if not re.search(r"&[a-z#\d]*$", page[start:at]):
                yield (
                    at,
                    at + 1,
                    "9"
                    if page[at] == "1"
                    else "1"
                    if page[at].isdigit()
                    else "q"
                    if page[at].casefold() != "q"
                    else "z",
                )


def _swapped(
    page: str, marked: Sequence[tuple[str, str, int, int]], choice: random.Random
) -> Iterator[_Change]:
    """A name with another one of its kind in its place."""
    for kind, key, start, end in marked:
        others = sorted(
            {page[a:b] for k, name, a, b in marked if k == kind and name != key} - {page[start:end]}
        )
        others = [other for other in others if other.casefold() != page[start:end].casefold()]
        if others:
            yield start, end, choice.choice(others)


def _own_words(page: str) -> list[tuple[int, int]]:
    """Where the elements stand that say they hold words of the producer or an explanation."""
    found: list[tuple[int, int]] = []
    waiting: list[tuple[str, int, bool]] = []
    for match in _TAG.finditer(page):
        closes, tag, attributes = match.groups()
        if closes:
            while waiting:
                name, start, is_own = waiting.pop()
                if is_own:
                    found.append((start, match.start()))
                if name == tag:
                    break
        elif not attributes.endswith("/") and tag not in _VOID:
            waiting.append((tag, match.end(), "data-stated" in attributes))
    return found
