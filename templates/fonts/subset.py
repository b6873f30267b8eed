"""Cuts the publication's fonts from Open Sans: its weights, the characters it writes with, no hinting.

    .venv/bin/python templates/fonts/subset.py [FOLDER]

reads the variable font of the package `fontpkg-open-sans` (SIL Open Font License 1.1, no reserved name; the
licence is in OFL.txt) and writes a .ttf for PDF for each weight, and for HTML one .woff2 of the weights from
regular to semi-bold, with fewer characters. The same versions of the packages (requirements-test.lock) give
the same bytes.
"""

import sys
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}

# A character outside these falls back to whatever font a machine has: pages would differ between machines.
# Open Sans 3 has no arrows and no geometric shapes: draw those in SVG.
CHARACTERS = parse_unicodes(
    "0020-007E,00A0-017F,"  # Basic Latin, Latin-1, Latin Extended-A (Welsh: ŵ ŷ)
    "1E80-1E85,1EF2,1EF3,"  # Welsh letters with grave, acute and diaeresis
    "2002-200A,2013,2014,"  # spaces, dashes
    "2018-201A,201C-201E,2020-2022,2026,2030,2032,2033,2039,203A,"  # quotation marks, daggers, primes
    "2044,215B-215E,2070,2074-2079,207A,2080-2089,"  # fractions, superscripts, subscripts
    "20AC,2122,"  # euro, trade mark
    "2212,221A,221E,2248,2260,2264,2265,"  # minus, root, infinity, comparison
    "0394,03A3,03B1,03B2,03BB,03BC,03C1,03C3,03C6,03C7"  # letters of statistics
)

# A page carries its fonts inside itself: on screen the letters of Welsh and of Western Europe, and of
# statistics. What else a name may hold is drawn by a font of the reader's.
ON_SCREEN = parse_unicodes(
    "0020-007E,00A0-00FF,0174-0178,1E80-1E85,1EF2,1EF3,"
    "2013,2014,2018,2019,201C,201D,2022,2026,2212,2248,2264,2265,03B1,03C3,03C6,03C7"
)

# Hyphenation writes U+2010 and names of places may hold U+2011; Open Sans has only the hyphen-minus.
DRAWN_AS_HYPHEN = [0x2010, 0x2011]

# Composed letters and forms of a language. No ligatures: text copied from a PDF is the text that was written.
# Open Sans 3 has no kerning, and its figures are lining and of one width as they are.
LAYOUT_FEATURES = ["ccmp", "locl"]

# Copyright, family, style, identifier, full name, version, PostScript name, licence, typographic names.
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]


def cut(weight: float | tuple[float, float], characters: list[int]) -> TTFont:
    """Return Open Sans at one weight, or at all of a range, and normal width, with only these characters."""
    source = files("fontpkg_open_sans") / "files" / "OpenSans[wdth,wght].ttf"
    with source.open("rb") as file:
        variable = TTFont(file, recalcTimestamp=False, lazy=False)
    font = instantiateVariableFont(
        variable, {"wght": weight, "wdth": 100}, updateFontNames=isinstance(weight, int)
    )
    if "gvar" in font:
        # A glyph without an outline has no variation either: the subsetter asks for every glyph's.
        found = font["gvar"].variations
        font["gvar"].variations = {glyph: found.get(glyph, []) for glyph in font.getGlyphOrder()}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(DRAWN_AS_HYPHEN, table.cmap[ord("-")]))
    options = Options(
        layout_features=LAYOUT_FEATURES,
        name_IDs=NAMES,
        hinting=False,
        notdef_outline=True,
        recalc_timestamp=False,
        ignore_missing_unicodes=False,
    )
    if not isinstance(weight, int):
        # What systems ask of an installed font; widths between weights follow from the outlines.
        options.drop_tables += ["HVAR", "MVAR", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*characters, *DRAWN_AS_HYPHEN])
    subsetter.subset(font)
    return font


def write_fonts(folder: Path) -> None:
    """Write every weight into `folder` as .ttf, and those of screens in one .woff2."""
    for name, weight in WEIGHTS.items():
        cut(weight, CHARACTERS).save(folder / f"OpenSans-{name}.ttf")
    font = cut((WEIGHTS["Regular"], WEIGHTS["SemiBold"]), ON_SCREEN)
    font.flavor = "woff2"
    font.save(folder / "OpenSans-Screen.woff2")


if __name__ == "__main__":
    write_fonts(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
