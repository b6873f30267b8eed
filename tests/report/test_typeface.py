"""Labels of charts are measured in the fonts that they are drawn in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reporter.report.charts import trend
from reporter.report.charts.lettering import shipped
from reporter.report.charts.trend import Series, trend_chart
from reporter.report.typeface import font_files, lettering
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
    plain, own = (len(chart["labels"][0]["lines"]) for chart in drawn if chart)
    assert own > plain


@pytest.mark.parametrize("what", ["only for screens", "no font", "a mistake"])
def test_what_cannot_be_measured_is_placed_as_in_the_shipped_fonts(
    folders: tuple[Path, Path], what: str
) -> None:
    """What is wrong is said with file and line of the page that is drawn with it."""
    for file in (folders[0] / "fonts").iterdir():
        if what == "only for screens":
            file.rename(file.with_suffix(".woff2"))
        else:
            file.write_bytes(b"no font")
    if what == "a mistake":
        (folders[0] / "own/style/typeface.css").write_text("{% set %}")
    assert lettering(folders) is shipped()
    assert (font_files(folders) is None) == (what != "no font")
