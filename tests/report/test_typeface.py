"""Labels of charts are measured in the fonts that they are drawn in."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reporter.errors import RenderError
from reporter.report.charts import trend
from reporter.report.charts.lettering import shipped
from reporter.report.charts.trend import Series, trend_chart
from reporter.report.charts.typeface import font_files, lettering
from reporter.report.page import Page
from reporter.report.render import Renderer
from tests.report.test_charts import annual

NAMED = '{% set family = "House" %}{% set regular = "House-Regular" %}{% set semibold = "House-SemiBold" %}'
WIDER = 2
"""How many times as wide as Open Sans the font of these tests is."""


@pytest.fixture
def folders(tmp_path: Path, templates: Path) -> tuple[Path, Path]:
    """Templates with a font of their own: the shipped one with every character twice as wide."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "own/style").mkdir(parents=True)
    (tmp_path / "own/style/typeface.css").write_text(NAMED)
    for weight in ("Regular", "SemiBold"):
        font = TTFont(templates / f"fonts/OpenSans-{weight}.ttf")
        font["hmtx"].metrics = {
            glyph: (advance * WIDER, bearing) for glyph, (advance, bearing) in font["hmtx"].metrics.items()
        }
        font.save(tmp_path / f"fonts/House-{weight}.ttf")
    return tmp_path, templates


def test_the_fonts_are_those_that_the_templates_name(folders: tuple[Path, Path], templates: Path) -> None:
    own, plain = lettering(folders), lettering([templates])
    for bold in (False, True):
        assert own.width("England", 12, bold=bold) == WIDER * plain.width("England", 12, bold=bold)
        assert plain.width("England", 12, bold=bold) == shipped().width("England", 12, bold=bold)


def test_labels_are_broken_for_the_font_they_stand_in(folders: tuple[Path, Path]) -> None:
    series = [Series("Staffordshire and Stoke-on-Trent", annual("W0"), main=True)]
    drawn = [
        trend_chart(series, replace(trend.WIDE, lettering=fonts)) for fonts in (shipped(), lettering(folders))
    ]
    plain, own = (len(chart.labels[0].lines) for chart in drawn if chart)
    assert own > plain


def test_a_font_for_screens_alone_is_measured_too(folders: tuple[Path, Path]) -> None:
    """PDFs are drawn in it where there is no other."""
    wide = lettering(folders)
    for file in list((folders[0] / "fonts").iterdir()):
        with TTFont(file) as font:
            font.flavor = "woff2"
            font.save(file.with_suffix(".woff2"))
        file.unlink()
    for bold in (False, True):
        assert lettering(folders).width("England", 12, bold=bold) == wide.width("England", 12, bold=bold)


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ("{% set %}", "1: TemplateSyntaxError"),
        ("{# Ours. #}\n{% set regular = 1/0 %}", "2: ZeroDivisionError"),
        ("{% set regular = 'a' + 5 %}", "1: TypeError"),
        ("{% set regular = nowhere.name %}", "1: UndefinedError"),
        ('{% include "style/typeface.css" %}', "1: RecursionError"),
        ("{% set regular = 5 %}", ""),  # Screens have the shipped font that holds all weights.
        ("{% set regular = 'a\\0b' %}", ""),
    ],
)
def test_a_mistake_is_said_of_the_page_that_needs_the_font(
    folders: tuple[Path, Path], made_up_pages: dict[str, Page], mistake: str, told: str
) -> None:
    (folders[0] / "own/style/typeface.css").write_text(mistake)
    assert font_files(folders) is None
    assert lettering(folders) is shipped()
    place = f"own/style/typeface.css:{told}" if told else "style/fonts.css:"
    for path in ("index.html", "networks/W2.pdf") if told else ("networks/W2.pdf",):
        with pytest.raises(RenderError, match=f"^{re.escape(path)}: {re.escape(place)}"):
            Renderer(folders).render(made_up_pages[path])


@pytest.mark.parametrize("kept", [0, 4, 11, 12, 50, 100, 300, 5000, 20000])
def test_a_damaged_font_is_measured_as_the_shipped_one(folders: tuple[Path, Path], kept: int) -> None:
    for file in (folders[0] / "fonts").iterdir():
        file.write_bytes(file.read_bytes()[:kept])
    assert font_files(folders) is not None
    assert lettering(folders) is shipped()
