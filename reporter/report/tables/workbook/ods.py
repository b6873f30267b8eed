"""Worksheets as an OpenDocument spreadsheet (ODF 1.3): Jinja templates, zipped to reproducible bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape
from xlsxwriter.utility import xl_col_to_name

from reporter import __version__
from reporter.publication.loading import Publication
from reporter.report.tables.model import Column
from reporter.report.tables.workbook.model import SMALLEST_P_VALUE, Line, Link, Sheet, Shown
from reporter.report.templates import Templates
from reporter.report.words.catalogue import Words
from reporter.report.words.symbols import Symbol

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_PARTS = {
    "META-INF/manifest.xml": "manifest.xml",
    **{name: name for name in ("content.xml", "styles.xml", "meta.xml")},
}
_LINE_STYLES = {"title": "Heading_20_1", "heading": "Heading_20_2", "text": "Line"}
_ELEMENTS = {0: "<text:s/>", ord("\t"): "<text:tab/>", ord("\n"): "<text:line-break/>", ord("\r"): ""}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters not valid in XML 1.0."""


def ods_bytes(
    publication: Publication, sheets: Sequence[Sheet], folders: Sequence[Path], shared: Words
) -> bytes:
    """The spreadsheet file.

    Args:
        publication: its title, language and release time become the file's properties.
        sheets: the worksheets in order.
        folders: template folders, the publication's own first.
        shared: the words for a number too small to print.

    Raises:
        RenderError: a template failed; names it and the line.
    """
    about = publication.settings.publication
    language, _, country = about.language.partition("-")
    templates = Templates(folders)
    environment = _environment(templates)
    values = {
        "sheets": sheets,
        "widths": sorted({width for sheet in sheets for width in sheet.widths}),
        "most_lines": max(_most_lines(sheet) for sheet in sheets),
        "about": about,
        "language": language,
        "country": country,
        "producer": publication.settings.producer.name,
        "released": publication.settings.release.local_time.isoformat(),
        "smallest_p_value": SMALLEST_P_VALUE,
        "less_than": shared.below(SMALLEST_P_VALUE),
        "version": __version__,
    }
    parts = {}
    for path, name in _PARTS.items():
        with templates.placed(f"workbook/{name}"):
            parts[path] = environment.get_template(f"workbook/{name}").render(values)
    return _zipped(parts)


def _zipped(parts: dict[str, str]) -> bytes:
    """An ODF package: the media type first and not compressed, so that a file is known by its first bytes.

    Every entry carries the earliest time that a zip file can hold, 1 January 1980.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE)
        for path, content in parts.items():
            entry = zipfile.ZipInfo(path)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return packed.getvalue()


def _environment(templates: Templates) -> Environment:
    environment = Environment(loader=templates, autoescape=True, undefined=StrictUndefined, auto_reload=False)
    environment.filters |= {
        "paragraph": _paragraph,
        "line_style": _line_style,
        "cell_style": _cell_style,
        "cell_range": _cell_range,
        "cells": _cells,
        "together": zip,
    }
    environment.tests |= {
        "link": lambda cell: isinstance(cell, Link),
        "number": lambda cell: isinstance(cell, int | float),
    }
    return environment


def _most_lines(sheet: Sheet) -> int:
    header = sheet.lines_of_header if sheet.columns else 1
    return max(header, *map(sheet.lines_above, sheet.lines), *sheet.lines_of_rows)


def _line_style(line: Line, sheet: Sheet) -> str:
    """Style of a line: above a table it runs on over empty cells, without one it wraps."""
    if isinstance(line.content, Link):
        return "Link"
    return _LINE_STYLES[line.style] if line.style != "text" or sheet.columns else "Paragraph"


def _cell_style(column: Column) -> str:
    own = {"text": "Text", "year": "Year", "p value": "P_20_value"}
    return own.get(column.kind, f"Number_20_{column.decimals}")


def _cells(row: Sequence[Shown], texts: Sequence[str], styles: Sequence[str]) -> Markup:
    """The cells of a row as XML: tens of thousands take too long to write in a template.

    Args:
        row: their content.
        texts: the visible text of each.
        styles: the name of each column's style (see `_cell_style`).
    """
    written = []
    for cell, text, style in zip(row, texts, styles, strict=True):
        if isinstance(cell, int | float):
            kind, content = f'float" office:value="{cell}', f"<text:p>{escape(text)}</text:p>"
        else:
            style = "Link" if isinstance(cell, Link) else "Text" if style == "Text" else "Symbol"
            kind, content = "string", _paragraph(cell)
        written.append(
            f'<table:table-cell table:style-name="{style}" office:value-type="{kind}">{content}'
            "</table:table-cell>"
        )
    return Markup("".join(written))


def _cell_range(sheet: Sheet) -> str:
    """The cells of a sheet's table, header row included."""
    first = len(sheet.lines) + 1
    last_column = xl_col_to_name(len(sheet.columns) - 1)
    return f"{sheet.name}.A{first}:{sheet.name}.{last_column}{first + len(sheet.rows)}"


@lru_cache(maxsize=10_000)  # the same names and words stand on many rows
def _paragraph(cell: str | Link | Symbol) -> Markup:
    """A cell's text as a paragraph, with its link if it has one."""
    if isinstance(cell, Link):
        address = f"#{cell.sheet}.A1" if cell.sheet else cell.to
        link = Markup('<text:p><text:a xlink:type="simple" xlink:href="{}">{}</text:a></text:p>')
        return link.format(address, _spaced(cell.text))
    return Markup("<text:p>{}</text:p>").format(_spaced(cell.mark if isinstance(cell, Symbol) else cell))


def _spaced(text: str) -> Markup:
    """XML that keeps every space, tab and line break: OpenDocument joins them unless they are elements."""
    marked = re.sub(r"^ | (?= )| $", "\0", str(escape(_NOT_XML.sub("\ufffd", text))))
    return Markup(marked.translate(_ELEMENTS))
