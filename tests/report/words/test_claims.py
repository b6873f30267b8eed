"""Claims in fixed words: a publication's own words for one take the place of the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.errors import RenderError
from reporter.machine.resources import templates_folder
from reporter.report.render import Renderer


def renderer(folder: Path, line: str) -> Renderer:
    own = folder / "own"
    own.mkdir()
    (own / "words.toml").write_text(f"[claims]\n{line}\n", "utf-8")
    return Renderer((folder, templates_folder()))


def test_own_words_are_filled_in_and_escaped(tmp_path: Path) -> None:
    words = renderer(tmp_path, 'no_figures = "{years}: nothing, <none>."').module("words.html", "screen")
    assert str(words.claim("no_figures", years="2015 & 2016")) == "2015 &amp; 2016: nothing, &lt;none&gt;."


def test_an_unknown_word_in_braces_is_named(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"'none_withheld' under \[claims\]: unknown cells"):
        renderer(tmp_path, 'none_withheld = "All {cells} are shown."')
