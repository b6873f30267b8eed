"""Names as pages print them: whole, unless the areas file or the level asks for shorter ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.publication.areas import Area, Areas
from reporter.publication.settings import Level
from reporter.report.words.names import printed_names, without_shared_words

BOARDS = ["NHS Devon ICB", "NHS Kent and Medway ICB", "NHS Dorset ICB"]
NAMES = st.lists(
    st.lists(st.sampled_from(["Network", "North", "NHS", "4", "12", "-"]), min_size=1).map(" ".join),
    unique=True,
)


def printed(names: list[str], own: dict[int, str] | None = None, *, shorten: bool = True) -> list[str]:
    level = Level(area_type="board", singular="board", plural="boards", shorten=shorten)
    areas = Areas.of(
        Area(f"B{place}", name, "board", (), (own or {}).get(place, "")) for place, name in enumerate(names)
    )
    return list(printed_names(areas, [level]).values())


def test_names_are_printed_whole_unless_a_level_asks_for_less() -> None:
    assert printed(BOARDS, shorten=False) == BOARDS
    assert printed(BOARDS) == ["Devon", "Kent and Medway", "Dorset"]


def test_an_own_short_name_comes_first() -> None:
    assert printed(BOARDS, {1: "Kent"}) == ["Devon", "Kent", "Dorset"]
    assert printed(BOARDS, {1: "Kent"}, shorten=False) == ["NHS Devon ICB", "Kent", "NHS Dorset ICB"]


def test_no_name_is_shortened_to_that_of_another_area() -> None:
    assert printed(BOARDS, {1: "Devon"}) == ["NHS Devon ICB", "Devon", "NHS Dorset ICB"]


@pytest.mark.parametrize(
    "names",
    [
        ["England"],
        ["North A", "North B"],
        ["Area North", "Area", "Area South"],
        ["A", "B", "C"],
        ["Network 1", "Network 2", "Network 3"],
        ["Net 1 ICB", "Net 2 ICB", "Net North ICB"],
    ],
)
def test_names_that_need_all_their_words_keep_them(names: list[str]) -> None:
    assert without_shared_words(names) == names


@given(NAMES)
def test_shortened_names_are_told_apart_and_hold_a_letter_where_names_did(names: list[str]) -> None:
    short = printed(names)
    assert len(set(short)) == len(names)
    assert short == names or all(any(sign.isalpha() for sign in name) for name in short)
