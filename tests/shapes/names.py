"""Names as areas, levels and categories bear them: with figures, verdicts, signs and other letters."""

from __future__ import annotations

from itertools import count, islice

from hypothesis import strategies as st

from tests.shapes.choices import one_of

PLACES = (
    "Alderford",
    "Birchwick",
    "Copley",
    "Dunmere",
    "Eastholm",
    "Fernley",
    "Greywater",
    "Hollin",
    "Ivybridge",
    "Juniper",
    "Kingsmoor",
    "Linden",
)

_MANNERS = {
    "plain": PLACES,
    "numbered": ["Network {n}", "Health Region {n}", "Unit {n}"],
    "number first": ["{n} North", "{n}", "{n}th Ward"],
    "service": ["NHS {place} Integrated Care Board", "{place} Hospitals NHS Foundation Trust"],
    "of a year": ["{place} (2023)", "{place} (from April 2021)", "{place} 2019/20"],
    "verbs": ["Lower {place}", "Rose Hill {place}", "Higher {place}", "{place} Fell", "Similar {place}"],
    "signs": [
        "{place} & Fen",
        "{place} / Moor",
        "“{place}”",
        "O’{place}",
        "{place}-on-Sea",
        'The "{place}" <x>',
    ],
    "commas": ["{place}, North", "{place}; South", "{place}: East", "{place} (West)", "St. {place}"],
    "letters": [
        "Łódź {place}",
        "Ærø {place}",
        "Çeşme {place}",
        "Ŵyddgrug {place}",
        "São {place}",
        "Žďár {place}",
    ],
    "long": [
        "Integrated Partnership of {place}, the Eastern Marshes, the Western Isles and the Northern Hills",
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch {place}",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft{place}",
    ],
    "figures": ["{place} 3.9", "{place} 1,000", "{place} 95%", "{place} −2", "M{n}0", "{place} ½"],
    "twins": ["{place}", "{place} North", "{place} North and South"],
}
"""Manners of naming, from plain to odd, each with its forms in turn."""

WHOLES = [
    "Country",
    "England",
    "Area 51",
    "The Lower Lands",
    "Total",
    "Østerland & Isles",
    "Region 4",
    "All / Total",
    "Union of 12",
    "Rose 2022",
]
"""Names of the largest area."""


def names(draw: st.DrawFn, many: int, taken: set[str]) -> list[str]:
    """Names of the areas of a level, each once, in one manner; added to those that are taken."""
    forms = _MANNERS[one_of(draw, "plain", *list(_MANNERS)[1:], odds=4)]
    found: list[str] = []
    for number in range(many):
        place = PLACES[number % len(PLACES)]
        form = forms[number % len(forms)]
        plain = form.format(n=number + 1, place=place)
        tried = [plain, *(f"{plain} {letter}" for letter in "BCDEFGHIJKLMNOPQRSTUVWXYZ")]
        tried += [f"{plain} {further}" for further in islice(count(1), 400)]
        name = next(each for each in tried if each not in taken)
        taken.add(name)
        found.append(name)
    return found


NETWORK_WORDS = (
    ("network", "network", "networks"),
    ("ICB", "integrated care board", "integrated care boards"),
    ("LMNS", "local maternity and neonatal system", "local maternity and neonatal systems"),
    ("level 3", "level 3 network", "level 3 networks"),
    ("county / unitary", "county or unitary authority", "counties and unitary authorities"),
    ("NHS & care", "“place” (NHS & care)", "“places” (NHS & care)"),
    ("higher", "higher tier", "higher tiers"),
    ("Bürgerbezirk", "Bezirk", "Bezirke"),
)
SMALLER_WORDS = (
    ("district", "district", "districts"),
    ("practice", "practice", "practices"),
    ("District & UA (4/21-3/23)", "district or UA (2021 to 2023)", "districts and UAs (2021 to 2023)"),
    ("lower tier", "lower-tier authority", "lower-tier authorities"),
)
LARGER_WORDS = (
    ("region", "region", "regions"),
    ("NHS region", "NHS region", "NHS regions"),
    ("tier 1", "tier 1 area", "tier 1 areas"),
)
COUNTY_WORDS = (("county", "county", "counties"), ("sub-ICB 2", "sub-ICB location", "sub-ICB locations"))
WHOLE_WORDS = (
    ("country", "country", "countries"),
    ("nation", "nation", "nations"),
    ("G20", "G20 state", "G20 states"),
)

CATEGORIES = (
    ("groups", "Sex", ("Female", "Male")),
    ("groups", "Age of mother", ("Under 20", "20 to 34", "35 and over")),
    (
        "groups",
        "Ethnic group (6a)",
        ("Asian & British", "Black / African", "White", "Any other", "Not stated"),
    ),
    ("groups", "Birth weight", ("< 2,500 g", "2,500 g and over", "Unknown")),
    ("quantile", "Deprivation", ("Most deprived", "Second", "Third", "Fourth", "Least deprived")),
    ("quantile", "Deprivation", ("1 (most deprived)", "2", "3", "4", "5 (least deprived)")),
    ("quantile", "IMD 2019 quintile", ("1", "2", "3", "4", "5")),
    ("quantile", "Deprivation tenth", tuple(f"Decile {n}" for n in range(1, 11))),
    ("quantile", "Rising need", ("Higher need", "Lower need")),
)
"""Breakdowns: kind, title, and the categories' names."""
