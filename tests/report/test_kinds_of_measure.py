"""An edition of each kind of measure, built whole: what it says of its values, and what it does not say."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.publications.kinds import KINDS, of_kind

SAID = {
    "rate": ["deaths per 1,000 person-years", "per 1,000 person-years"],
    "percentage": [
        "as a percentage of births",
        "The percentage",
        "Fisher’s exact test",
        "The axis does not begin at zero.",
        "The bars do not begin at zero.",
    ],
    "proportion": ["first births per 1,000 births", "Wilson’s limits"],
    "count ratio": ["admissions per 1,000 births", "the first may be the greater"],
    "directly standardised rate": ["standard population is (ESP 2013)", "people, standardised"],
    "indirectly standardised ratio": ["(100 = as expected)", "against", "a ratio of observed to expected of"],
    "count": ["A number of events alone does not say", "stayed as many"],
}
"""Words that the national page of each kind holds."""

NEVER = {
    "rate": ["in every", "begin at zero"],
    "percentage": ["Poisson", "per 100 ", "percentages as a percentage"],
    "proportion": ["Poisson"],
    "count ratio": ["in every"],
    "directly standardised rate": ["in every", "standardised rates per"],
    "indirectly standardised ratio": ["in every", "per 100 ", " rate for ", "ratios as a ratio"],
    "count": ["in every", "Compared", "Higher than", "Similar", "per 1 "],
}
"""Words that no page of each kind holds."""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """Function that builds the edition of a kind; the text of each of its pages."""

    @cache
    def built(said_as: str) -> dict[str, str]:
        files = of_kind(said_as, years=range(2016, 2023)).edition(tmp_path_factory.mktemp("edition"))
        return {name: _text(content.decode()) for name, content in files.items() if name.endswith(".html")}

    return built


def _text(page: str) -> str:
    without = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", without)).replace(" ,", ",").split())


@pytest.mark.parametrize("said_as", KINDS)
def test_an_edition_of_each_kind_says_what_its_values_are(
    said_as: str, texts: Callable[[str], dict[str, str]]
) -> None:
    national = texts(said_as)["index.html"].replace(" ,", ",").replace(" )", ")").replace("( ", "(")
    assert [words for words in SAID[said_as] if words not in national] == []


@pytest.mark.parametrize("said_as", KINDS)
def test_no_page_says_what_is_untrue_of_its_kind(
    said_as: str, texts: Callable[[str], dict[str, str]]
) -> None:
    found = [
        (name, words) for name, text in texts(said_as).items() for words in NEVER[said_as] if words in text
    ]
    assert found == []


def test_a_percentage_stands_with_its_sign(texts: Callable[[str], dict[str, str]]) -> None:
    assert re.search(r"births in Nation : \d\d\.\d%", texts("percentage")["index.html"])


def test_the_file_names_of_a_folder_are_those_of_any_other(tmp_path: Path) -> None:
    """A count builds the same files as a rate, but for the tables that it has no row for."""
    made = of_kind("count").tables()
    assert "tables/rates.csv" in made
    assert "tables/funnels.csv" not in made
