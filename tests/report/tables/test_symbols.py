"""The shorthand symbols: read, refused where unknown, and the one that stands for a missing number."""

import pytest

from reporter.errors import RenderError
from reporter.machine.resources import templates_folder
from reporter.report.words import symbols
from reporter.report.words.catalogue import words
from reporter.report.words.symbols import Symbol


def test_several_symbols_stand_together() -> None:
    assert symbols.read("[r][u]") == (Symbol.REVISED, Symbol.LOW_RELIABILITY)
    assert symbols.read("") == ()


@pytest.mark.parametrize("text", ["[q]", "c", "[c", "[c]]", "*", "[c] withheld"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(RenderError, match="expected some of"):
        symbols.read(text)


@pytest.mark.parametrize(
    ("own", "stands"),
    [
        ("[c]", Symbol.CONFIDENTIAL),
        ("[p][u][c]", Symbol.CONFIDENTIAL),
        ("[x]", Symbol.NOT_AVAILABLE),
        ("[r]", Symbol.NOT_AVAILABLE),
        (None, Symbol.NOT_AVAILABLE),
    ],
)
def test_confidentiality_stands_before_all_other_reasons(own: str | None, stands: Symbol) -> None:
    assert symbols.in_place_of_number(own) is stands


def test_only_what_is_used_is_explained() -> None:
    assert symbols.used(["[u]", "", "[c]", "[u][c]"]) == (Symbol.CONFIDENTIAL, Symbol.LOW_RELIABILITY)


def test_every_symbol_is_in_square_brackets_and_explained_in_a_sentence() -> None:
    shipped = words([templates_folder()])
    for symbol in Symbol:
        assert symbols.read(symbol.mark) == (symbol,)
        assert shipped.symbol(symbol).explanation.endswith(".")
