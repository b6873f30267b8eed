"""The direction of writing of a publication: of its language, and of the words that it has for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from unicodedata import bidirectional

Direction = Literal["ltr", "rtl"]

_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages written from right to left, where their tags name no script."""
_SCRIPTS = frozenset({"arab", "hebr", "thaa"})
"""Scripts that run from right to left, as tags name them (BCP 47)."""
_SCRIPT = 4
"""The length of a subtag that names a script; no other in its place is made of as many letters."""


def direction(language: str, words: str, can_set: Callable[[str], bool]) -> Direction:
    """The direction of the pages in a language.

    Words that are still English would be torn apart from right to left, and letters that no font has are
    not set at all: both leave pages as they are.

    Args:
        language: the tag, such as 'ar', 'az-Arab' or 'ar-Latn'.
        words: some words of the pages.
        can_set: whether the fonts can set a text.
    """
    first, *others = language.lower().split("-")
    script = next((each for each in others if len(each) == _SCRIPT and each.isalpha()), None)
    is_right_to_left = first in _LANGUAGES if script is None else script in _SCRIPTS
    letters = "".join(letter for letter in words if bidirectional(letter) in ("R", "AL"))
    return "rtl" if is_right_to_left and letters and can_set(letters) else "ltr"
