"""Hierarchies of areas: one to four levels, several parents, with the comparator above or among them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from reporter.publication.areas import Area, Areas, Tile
from tests.shapes.choices import now_and_then, one_of
from tests.shapes.names import (
    COUNTY_WORDS,
    LARGER_WORDS,
    NETWORK_WORDS,
    PLACES,
    SMALLER_WORDS,
    WHOLE_WORDS,
    WHOLES,
    names,
)

Words = tuple[str, str, str]


@dataclass(frozen=True)
class Places:
    """Areas with the words of their levels, smallest first, the type of the networks and the comparator."""

    areas: Areas
    levels: tuple[Words, ...]
    network: str
    comparator: str

    @property
    def types(self) -> list[str]:
        """The types of area, smallest first."""
        return [words[0] for words in self.levels]


def places(draw: st.DrawFn) -> Places:
    """A hierarchy: mostly networks of a nation, with levels below, between and beside."""
    form = one_of(draw, "flat", "smaller", "larger", "both", "two parents", "no whole", "only one", odds=3)
    many = draw(st.integers(1, 12))
    if form == "flat" and now_and_then(draw, 30):
        many = one_of(draw, 42, 300, odds=3)
    taken: set[str] = set()
    whole = one_of(draw, WHOLES[0], *WHOLES[1:], odds=6)
    taken.add(whole)
    network = one_of(draw, *NETWORK_WORDS, odds=3)
    if form == "only one":
        return Places(Areas.of([Area("N", whole, network[0])]), (network,), network[0], "N")
    top = one_of(draw, *WHOLE_WORDS, odds=3)
    areas = [] if form == "no whole" else [Area("N", whole, top[0])]
    levels = [network] if form == "no whole" else [network, top]
    above = [] if form == "no whole" else ["N"]
    if form in ("larger", "both"):
        larger = one_of(draw, *LARGER_WORDS)
        above = [f"R{n}" for n in range(draw(st.integers(1, min(3, many))))]
        areas += [
            Area(code, name, larger[0], ("N",))
            for code, name in zip(above, names(draw, len(above), taken), strict=True)
        ]
        levels.insert(1, larger)
    codes = [f"W{n}" for n in range(many)]
    areas += [
        Area(code, name, network[0], (above[n % len(above)],) if above else ())
        for n, (code, name) in enumerate(zip(codes, names(draw, many, taken), strict=True))
    ]
    if form in ("smaller", "both", "two parents"):
        areas, levels = _with_smaller(draw, form, areas, levels, codes, taken)
    hierarchy = Areas(tuple(areas), _tiles(draw, codes) if many <= 42 and now_and_then(draw, 4) else ())
    return Places(hierarchy, tuple(levels), network[0], "W0" if form == "no whole" else "N")


def _with_smaller(
    draw: st.DrawFn, form: str, areas: list[Area], levels: list[Words], codes: list[str], taken: set[str]
) -> tuple[list[Area], list[Words]]:
    smaller = one_of(draw, *SMALLER_WORDS, odds=2)
    sizes = [draw(st.integers(1, 4)) for _ in codes]
    if form != "two parents" and now_and_then(draw, 4):  # Some networks have no smaller areas.
        sizes = [sizes[0], *(0 if draw(st.booleans()) else size for size in sizes[1:])]
    pairs = [(f"D{n}-{k}", code) for n, code in enumerate(codes) for k in range(sizes[n])]
    counties: list[str] = []
    if form == "two parents":
        county = one_of(draw, *COUNTY_WORDS)
        counties = [f"C{n}" for n in range(min(2, len(pairs)))]
        areas = areas + [
            Area(code, name, county[0], ("N",))
            for code, name in zip(counties, names(draw, len(counties), taken), strict=True)
        ]
        levels = [county, *levels]
    areas = areas + [
        Area(code, name, smaller[0], (network, counties[n % len(counties)]) if counties else (network,))
        for n, ((code, network), name) in enumerate(zip(pairs, names(draw, len(pairs), taken), strict=True))
    ]
    return areas, [smaller, *levels]


def _tiles(draw: st.DrawFn, codes: list[str]) -> tuple[Tile, ...]:
    labels = one_of(draw, "letters", "codes", "numbers", "years", "words")
    made = {
        "letters": lambda n: PLACES[n % len(PLACES)][:3],
        "codes": lambda n: f"N {n + 1}",
        "numbers": lambda n: str(n + 1),
        "years": lambda n: str(2010 + n),
        "words": lambda n: ("rose", "fell", "3.9", "1,000", "A&B")[n % 5],
    }[labels]
    return tuple(Tile(code, made(n), n % 4, n // 4) for n, code in enumerate(codes))
