"""The same released cells in every format: CSV, JSON, ODS and XLSX read back and compared cell by cell.

The spreadsheets are read by calamine, the others by the standard library: nothing is read by what wrote it.
"""

import csv
import io
import json
import math
import re
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from reporter.report.tables.csv_file import unguarded

# The OpenDocument file holds the very numbers; the Excel file 16 figures, one more than Excel keeps.
WORKBOOKS = [("tables/made-up-2022.ods", 0.0), ("tables/made-up-2022.xlsx", 1e-15)]
KEY = ("indicator", "area_code", "period", "basis")
SHEET_COLUMNS = {
    "Area code": "area_code",
    "Area name": "area_name",
    "Area type": "area_type",
    "Period": "period",
    "Number of events": "numerator",
    "Number of chances": "denominator",
    "Rate per 1,000 chances": "value",
    "Lower 95% confidence limit": "lower_95",
    "Upper 95% confidence limit": "upper_95",
    "Lower 99.8% confidence limit": "lower_998",
    "Upper 99.8% confidence limit": "upper_998",
    "Method of interval": "method",
    "Symbols": "symbols",
    "Compared with Nation": "comparison",
    "Compared with Nation, limits adjusted for over-dispersion": "adjusted_comparison",
    "Verdict": "verdict",
    "Shrunk rate": "shrunk_value",
    "Shrunk rate, lower 95% limit": "shrunk_lower_95",
    "Shrunk rate, upper 95% limit": "shrunk_upper_95",
}
TITLE = re.compile(
    r"(?P<indicator>[^:]+): .*?, (?P<period>(?:single years )?\d{4}(?: to \d{4})?), (?P<basis>\w+)"
)

Cell = str | float | None


def _csv(files: dict[str, bytes], name: str) -> list[dict[str, Cell]]:
    """The rows of a CSV file with the types that its metadata give."""
    schema = json.loads(files[f"tables/{name}-metadata.json"])["tableSchema"]["columns"]
    text = {
        column["name"]
        for column in schema
        if isinstance(column["datatype"], dict) or column["datatype"] == "string"
    }
    reader = csv.DictReader(io.StringIO(files[f"tables/{name}.csv"].decode(), newline=""))
    return [
        {
            key: None if cell == "" else unguarded(cell) if key in text else float(cell)
            for key, cell in row.items()
        }
        for row in reader
    ]


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """The rows of every sheet by its name."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def _table(rows: list[list[Any]]) -> tuple[str, list[str], list[list[Any]]]:
    """Title, header and rows of a sheet: the header follows the link back to the contents."""
    first = next(number for number, row in enumerate(rows) if row[0] == "Back to the contents") + 1
    return rows[0][0], rows[first], rows[first + 1 :]


def _same(shown: str | float, released: Cell, symbols: Cell, precision: float) -> bool:
    """Whether a cell of a sheet holds the released value, or the row's symbol where there is none."""
    if released is None:
        return shown in {"[c]"} if symbols == "[c]" else shown in {"[x]", "[z]", "none"}
    if isinstance(shown, str) or isinstance(released, str):
        return shown == released
    return math.isclose(shown, released, rel_tol=precision)


@pytest.mark.parametrize("name", ["rates", "changes", "trends", "funnel-points", "areas"])
def test_json_holds_the_cells_of_the_csv_file(files: dict[str, bytes], name: str) -> None:
    assert json.loads(files[f"tables/{name}.json"]) == _csv(files, name)


@pytest.mark.parametrize(("workbook", "precision"), WORKBOOKS)
def test_every_released_rate_stands_once_in_the_workbook(
    files: dict[str, bytes], workbook: str, precision: float
) -> None:
    released = {tuple(row[name] for name in KEY): row for row in _csv(files, "rates")}
    seen = []
    for rows in _sheets(files[workbook]).values():
        if not (said := TITLE.fullmatch(rows[0][0])):
            continue
        _, header, cells = _table(rows)
        names = [SHEET_COLUMNS[heading] for heading in header]
        indicator = {"Whole events": "whole", "Early events": "early"}[said["indicator"]]
        for row in cells:
            shown = dict(zip(names, row, strict=True))
            key = (indicator, shown["area_code"], shown.get("period", said["period"]), said["basis"])
            seen.append(key)
            cell = released[key]
            for name, content in shown.items():
                text = name in {"method", "adjusted_comparison", "verdict"} and cell[name] is None
                symbols = None if text or name == "symbols" else cell["symbols"]
                assert _same(content, cell[name], symbols, precision), (key, name, content, cell[name])
            left_out = {name for name in set(cell) - set(shown) if cell[name] is not None}
            of_the_title = {"indicator", "basis", "first_year", "last_year", "measure", "unit"}
            assert left_out <= of_the_title | {"period", "area_type"}
    assert sorted(seen) == sorted(released)


@pytest.mark.parametrize(("workbook", "precision"), WORKBOOKS)
@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("changes", "Changes between years"),
        ("trends", "Trends"),
        ("funnels", "Funnel plots"),
        ("funnel-points", "Funnel plots: points"),
        ("funnel-limits", "Funnel plots: control limits"),
        ("detectable-change", "Detectable change"),
        ("withholding", "Numbers withheld"),
        ("areas", "Areas"),
        ("indicators", "Indicators"),
    ],
)
def test_every_other_table_is_the_csv_file(
    files: dict[str, bytes], workbook: str, precision: float, name: str, title: str
) -> None:
    tables = [_table(rows) for rows in _sheets(files[workbook]).values() if rows[0][0] == title]
    assert len(tables) == 1
    _, header, rows = tables[0]
    released = _csv(files, name)
    titles = json.loads(files[f"tables/{name}-metadata.json"])["tableSchema"]["columns"]
    assert header == [column["titles"][1] for column in titles]
    assert len(rows) == len(released)
    for shown, row in zip(rows, released, strict=True):
        assert all(
            _same(cell, value, None, precision) for cell, value in zip(shown, row.values(), strict=True)
        ), (shown, row)


def test_an_infinite_ratio_is_not_given(files: dict[str, bytes]) -> None:
    first = _csv(files, "changes")[0]
    assert first["value_from"] == 0
    assert first["rate_ratio"] is first["upper_95"] is None
    assert first["lower_95"] == 0.3
