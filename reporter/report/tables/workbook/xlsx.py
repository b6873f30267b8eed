"""Worksheets as an Excel workbook, for those who need one; the same cells as the OpenDocument file.

Numbers have 16 significant figures, one more than Excel keeps.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reporter.publication.loading import Publication
from reporter.report.tables.model import Column
from reporter.report.tables.workbook.model import SMALLEST_P_VALUE, Line, Sheet, Shown
from reporter.report.words.catalogue import Words
from reporter.report.words.symbols import Symbol

_FONT: dict[str, object] = {"font_name": "Arial", "font_size": 12, "font_scheme": None}
_RIGHT: dict[str, object] = {"align": "right"}
_BESIDE_NUMBERS: dict[str, object] = {"text_wrap": True, "align": "left", "indent": 1}
_HEADER: dict[str, object] = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2}
_FORMATS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 14, "valign": "bottom"},
    "text": {},
    "paragraph": {"text_wrap": True},
    "link": {"font_color": "#12436D", "underline": 1},
    "table text": _BESIDE_NUMBERS,
    "text header": _HEADER | _BESIDE_NUMBERS,
    "number header": _HEADER | _RIGHT,
    "symbol": _RIGHT,
    "year": {"num_format": "0", **_RIGHT},
    "p value": _RIGHT,
    **{
        f"decimals {places}": {"num_format": f"#,##0.{'0' * places}".rstrip("."), **_RIGHT}
        for places in range(5)
    },
}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": _FONT,
}

_LINE_HEIGHT = 16
"""Height of a line of 12 point text, in points."""

_Formats = dict[str, Format]


def xlsx_bytes(publication: Publication, sheets: Sequence[Sheet], shared: Words) -> bytes:
    """The workbook file.

    Args:
        publication: its title and release time become the file's properties.
        sheets: the worksheets in order.
        shared: the words for a number too small to print.
    """
    settings = publication.settings
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": settings.publication.title,
                "author": settings.producer.name,
                "comments": settings.publication.summary,
                # Written as UTC, whatever its offset.
                "created": settings.release.time.astimezone(dt.UTC).replace(tzinfo=None),
            }
        )
        formats = {name: workbook.add_format({"valign": "top", **look}) for name, look in _FORMATS.items()}
        below = shared.below(SMALLEST_P_VALUE).replace('"', "")
        formats["p value"].set_num_format(f'[<{SMALLEST_P_VALUE}]"{below}";0.0000')
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, formats)
    return packed.getvalue()


def _write_sheet(worksheet: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)
    for place, width in enumerate(sheet.widths):
        worksheet.set_column(place, place, width + 2)
    for row, line in enumerate(sheet.lines):
        worksheet.set_row(row, _height(line, sheet))
        _write(worksheet, row, 0, line.content, formats[_line_format(line, sheet)], formats)
    if sheet.columns:
        _write_table(worksheet, sheet, formats)


def _height(line: Line, sheet: Sheet) -> float:
    return _LINE_HEIGHT * sheet.lines_above(line) * (1 if line.style == "text" else 1.5)


def _line_format(line: Line, sheet: Sheet) -> str:
    return line.style if line.style != "text" or sheet.columns else "paragraph"


def _write_table(worksheet: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    first = len(sheet.lines)
    headers = [
        {
            "header": column.title,
            "header_format": formats["number header" if column.is_numeric else "text header"],
        }
        for column in sheet.columns
    ]
    options = {"name": sheet.table_name, "columns": headers, "autofilter": False, "style": None}
    worksheet.add_table(first, 0, first + len(sheet.rows), len(sheet.columns) - 1, options)
    worksheet.repeat_rows(first)
    worksheet.set_row(first, _LINE_HEIGHT * sheet.lines_of_header)
    looks = [tuple(formats[name] for name in _cell_formats(column)) for column in sheet.columns]
    for number, row in enumerate(sheet.rows, start=first + 1):
        worksheet.set_row(number, _LINE_HEIGHT * sheet.lines_of_rows[number - first - 1])
        for place, (cell, (of_number, of_text)) in enumerate(zip(row, looks, strict=True)):
            look = of_number if isinstance(cell, int | float) else of_text
            _write(worksheet, number, place, cell, look, formats)


def _cell_formats(column: Column) -> tuple[str, str]:
    """Formats of a column's numbers and of its other cells."""
    of_number = column.kind if column.kind in _FORMATS else f"decimals {column.decimals}"
    return of_number, "symbol" if column.is_numeric else "table text"


def _write(worksheet: Worksheet, row: int, place: int, cell: Shown, look: Format, formats: _Formats) -> None:
    if isinstance(cell, str):
        worksheet.write_string(row, place, cell, look)
    elif isinstance(cell, int | float):
        worksheet.write_number(row, place, cell, look)
    elif isinstance(cell, Symbol):
        worksheet.write_string(row, place, cell.mark, look)
    else:
        address = f"internal:'{cell.sheet}'!A1" if cell.sheet else cell.to
        worksheet.write_url(row, place, address, formats["link"], cell.text)
