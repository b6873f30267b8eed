"""Letters: PDFs are set in the publication's own fonts, and what they cannot set is refused by the check."""

# ruff: noqa: RUF001 - letters of other scripts are what is tested.
from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.errors import InputError, RenderError
from reporter.pipeline.check import check
from reporter.records.text_files import UNSEEN
from reporter.report.charts.lettering import shipped
from reporter.report.page import Page
from reporter.report.render import Renderer
from reporter.report.words.direction import direction
from tests.publications.examples import every_kind_of_number
from tests.publications.texts import AREAS, FILES, changed, write_files

SCRIPTS = {
    "Αττική": "Α (U+0391 GREEK CAPITAL LETTER ALPHA), ή (U+03AE GREEK SMALL LETTER ETA WITH TONOS)",
    "Москва": "М (U+041C CYRILLIC CAPITAL LETTER EM)",
    "العربية": "ا (U+0627 ARABIC LETTER ALEF)",
    "ירושלים": "ו (U+05D5 HEBREW LETTER VAV)",
    "北京市": "京 (U+4EAC CJK UNIFIED IDEOGRAPH-4EAC), 北 (U+5317 CJK UNIFIED IDEOGRAPH-5317)",
    "q\u0303": "\u0303 (U+0303 COMBINING TILDE)",
}
INVISIBLE = "\t\n\u00a0\u00ad\u2009\u200b\u200c\u200d\u200e\u2060\u3000\ufe0e\ufeff"
HEBREW = [*range(0x5D0, 0x5EB)]
MONTHS = "ינואר"


def refused(file: Path) -> list[str]:
    with pytest.raises(InputError) as error:
        check(file)
    return [str(each).removeprefix(f"{file.parent}/") for each in error.value.problems]


@pytest.mark.parametrize(("name", "told"), SCRIPTS.items())
def test_a_letter_that_the_fonts_lack_is_told_with_its_line(tmp_path: Path, name: str, told: str) -> None:
    (problem,) = refused(write_files(tmp_path, changed("areas.csv", ("Aton", name))))
    assert problem.startswith(f"areas.csv:5: “{name}” needs {told}")
    assert problem.endswith(
        "expected letters of the fonts, or fonts with these letters named in templates/own/style/typeface.css"
    )


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("areas.csv", "Beeton"),
        ("publication.toml", "A small publication"),
        ("publication.toml", "Made up."),
        ("publication.toml", 'plural = "networks"'),
        ("all.toml", "deaths for every 1,000 births"),
        ("all.toml", "Events over births, per 1,000."),
    ],
)
def test_every_printed_text_is_looked_at(tmp_path: Path, file: str, text: str) -> None:
    settings = write_files(tmp_path, {file: FILES[file].replace(text, text[:-1] + "Ж" + text[-1], 1)})
    line = next(n for n, said in enumerate((tmp_path / file).read_text().splitlines(), 1) if "Ж" in said)
    (problem,) = refused(settings)
    assert problem.startswith(f"{file}:{line}: ")
    assert "Ж (U+0416 CYRILLIC CAPITAL LETTER ZHE)" in problem


def test_a_letter_of_a_category_a_word_and_a_capital_are_looked_at(tmp_path: Path) -> None:
    settings = every_kind_of_number(data={"notes": ["µg of it."]}).write(tmp_path)
    settings.write_text(settings.read_text("utf-8").replace("1 (most deprived)", "1 (λΩ)"), "utf-8")
    (tmp_path / "templates/own").mkdir(parents=True)
    (tmp_path / "templates/own/words.toml").write_text('date = "{day} {month} {year} г."\n', "utf-8")
    told = refused(settings)
    assert [re.sub(r":\d+:", ":", each.partition(" needs ")[0]) for each in told] == [
        "publication.toml: “µg of it.”",
        "publication.toml: “1 (λΩ)”",
        "templates/own/words.toml: “{day} {month} {year} г.”",
    ]
    assert "needs Μ (U+039C GREEK CAPITAL LETTER MU)" in told[0]


def test_accents_are_composed_and_what_is_not_seen_is_set(tmp_path: Path) -> None:
    name = f"{unicodedata.normalize('NFD', 'Łódź, Çeşme, Ŵ')} {INVISIBLE.strip()}x"
    settings = write_files(tmp_path, changed("areas.csv", ("Aton", f'"{name}"')))
    assert check(settings).inputs.areas["A"].name.startswith("Łódź, Çeşme, Ŵ ")
    settings = write_files(tmp_path, changed("publication.toml", ("A small publication", name)))
    assert check(settings).inputs.publication.settings.publication.title.startswith("Łódź, Çeşme, Ŵ ")


LETTERS = st.one_of(
    st.sampled_from(sorted(map(chr, shipped().regular.advances))),
    st.sampled_from(INVISIBLE),
    st.characters(codec="utf-8"),
    st.characters(categories=["Mn", "Cf", "Zs", "Lm", "Sk"], codec="utf-8"),
)


@pytest.fixture(scope="module")
def renderer(templates: Path) -> Renderer:
    return Renderer([templates])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.lists(LETTERS, min_size=1, max_size=400).map("".join))
def test_what_the_check_accepts_is_set_in_the_fonts_of_the_publication(renderer: Renderer, text: str) -> None:
    """WeasyPrint tells a letter without a glyph, and the writer a font of the machine."""
    seen = unicodedata.normalize("NFC", UNSEEN.sub("", text))
    lacking = set(shipped().missing(seen))
    accepted = unicodedata.normalize("NFC", "".join(each for each in seen if each not in lacking))
    if shipped().missing(accepted):
        return
    body = accepted.replace("&", "&amp;").replace("<", "&lt;")
    page = f"<html lang='en'><head><title>t</title></head><body><p>{body}</p><h2>{body}</h2></body></html>"
    assert renderer._pdf.write(page, "x.pdf")


@pytest.mark.parametrize("text", [*SCRIPTS, "cafe\u0301", "\u034f", "😀", "a\u1680b", "0\ufe0f"])
def test_what_the_check_refuses_is_set_in_no_font_of_the_machine(renderer: Renderer, text: str) -> None:
    page = f"<html lang='en'><head><title>t</title></head><body><p>{text}</p></body></html>"
    with pytest.raises(RenderError, match=r"^x\.pdf: "):
        renderer._pdf.write(page, "x.pdf")


@pytest.fixture
def hebrew(tmp_path: Path, templates: Path) -> Path:
    """A folder of templates whose font has letters of Hebrew, drawn as other letters are."""
    folder = tmp_path / "templates"
    (folder / "fonts").mkdir(parents=True)
    (folder / "own/style").mkdir(parents=True)
    named = '{% set family = "House" %}{% set regular = "House-400" %}{% set semibold = "House-600" %}'
    (folder / "own/style/typeface.css").write_text(named)
    for weight, name in ((400, "Regular"), (600, "SemiBold")):
        font = TTFont(templates / f"fonts/OpenSans-{name}.ttf")
        for table in font["cmap"].tables:
            table.cmap.update(dict.fromkeys(HEBREW, table.cmap[ord("n")]))
        font.save(folder / f"fonts/House-{weight}.ttf")
    return folder


def test_letters_that_charts_cannot_set_are_refused_where_charts_have_them(
    tmp_path: Path, hebrew: Path
) -> None:
    name = "ירושלים"
    settings = write_files(tmp_path, changed("areas.csv", ("Aton", name)))
    (problem,) = refused(settings)
    assert problem.startswith(f"areas.csv:5: “{name}” has ו (U+05D5 HEBREW LETTER VAV)")
    assert "which charts of PDFs cannot set" in problem
    lines = AREAS.replace("Aton", name).splitlines()
    with_short = [
        line + end for line, end in zip(lines, [",short_name", *[","] * 3, ",Jeru", ",", ","], strict=True)
    ]
    write_files(tmp_path, {"areas.csv": "\n".join(with_short)})
    assert check(settings).inputs.areas["A"].name == name
    assert hebrew.is_dir()


def test_a_chart_is_not_drawn_with_letters_that_it_cannot_set(
    hebrew: Path, templates: Path, made_up_pages: dict[str, Page]
) -> None:
    (hebrew / "own/words.html").write_text(
        f"{{% macro basis_label(basis) -%}}{MONTHS}{{%- endmacro %}}", "utf-8"
    )
    with pytest.raises(RenderError, match=r"publication\.pdf: charts of PDFs cannot set letters such as"):
        Renderer([hebrew, templates]).render(made_up_pages["publication.pdf"])
    page = Renderer([hebrew, templates]).render(made_up_pages["index.html"]).decode()
    assert '<html lang="en-GB">' in page


@pytest.mark.parametrize(
    ("language", "words", "wanted"),
    [
        ("ar", "يناير", "rtl"),
        ("he-IL", MONTHS, "rtl"),
        ("az-Arab", "يناير", "rtl"),
        ("pa-Arab-PK", "يناير", "rtl"),
        ("ckb", "يناير", "rtl"),
        ("ar-Latn", "يناير", "ltr"),
        ("he", "January", "ltr"),
        ("en-GB", "January", "ltr"),
        ("az", "yanvar", "ltr"),
        ("cy", MONTHS, "ltr"),
    ],
)
def test_the_direction_is_that_of_language_and_words(language: str, words: str, wanted: str) -> None:
    assert direction(language, words, lambda _: True) == wanted
    assert direction(language, words, lambda _: False) == "ltr"


def test_pages_of_a_language_from_right_to_left_say_so(
    hebrew: Path, templates: Path, made_up_pages: dict[str, Page]
) -> None:
    (hebrew / "own/words.toml").write_text(f"months = {[MONTHS] * 12}", "utf-8")
    for path in ("index.html", "networks/W2.html"):
        page = made_up_pages[path]
        context: Any = page.context
        imprint = context.imprint
        about = imprint.publication.model_copy(update={"language": "he"})
        context = replace(context, imprint=replace(imprint, publication=about))
        for folders, wanted in (([hebrew, templates], ' dir="rtl"'), ([templates], "")):
            rendered = Renderer(folders).render(replace(page, context=context)).decode()
            assert f'<html lang="he"{wanted}>' in rendered
