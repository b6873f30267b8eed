"""Small workbooks of a made-up England and Wales, in the layouts of 2020 and 2022."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import xlsxwriter

Cells = list[list[object]]

HEADINGS = [
    "Area of usual residence (code)",
    "Area of usual residence (name)",
    "Area of usual residence (geography)",
    "Live births",
    "Stillbirths",
    "Perinatal deaths",
    "Neonatal deaths",
    "Postneonatal deaths",
    "Infant deaths",
    "Stillbirth rate",
    "Stillbirth unreliable indicator ",
    "Perinatal mortality rate",
    "Perinatal unreliable indicator ",
    "Neonatal mortality rate",
    "Neonatal unreliable indicator",
    "Postneonatal mortality rate",
    "Postneonatal unreliable indicator",
    "Infant mortality rate",
    "Infant unreliable indicator ",
]

Figures = tuple[int, int, int, int, int]
"""Live births, stillbirths, perinatal, neonatal and post-neonatal deaths."""

# Hartlepool's infant rate is 8 of 1,280 = 6.25, which is published as 6.3.
SMALLEST: dict[str, Figures] = {
    "E06000001": (1280, 5, 9, 6, 2),
    "E07000026": (847, 7, 11, 5, 1),
    "E07000027": (642, 0, 3, 3, 1),
    "E06000052, E06000053": (4729, 16, 27, 13, 1),
    "W06000001": (583, 5, 5, 2, 1),
    "W06000002": (28000, 110, 150, 84, 16),
    "J99000001": (137, 31, 33, 3, 4),
}
ROWS: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("K04000001, J99000001", "England, Wales and Elsewhere", "Country", tuple(SMALLEST)),
    ("K04000001", "England and Wales", "Country", tuple(SMALLEST)[:-1]),
    ("E92000001", "England", "Country", tuple(SMALLEST)[:4]),
    ("E12000001", "North East", "Region", tuple(SMALLEST)[:3]),
    ("E06000001", "Hartlepool", "Unitary Authority", ("E06000001",)),
    ("E10000006", "Cumbria", "County", ("E07000026", "E07000027")),
    ("E07000026", "Allerdale", "Non-metropolitan District", ("E07000026",)),
    ("E07000027", "Barrow-in-Furness", "Non-metropolitan District", ("E07000027",)),
    ("E12000009", "South West", "Region", ("E06000052, E06000053",)),
    ("E06000052, E06000053", "Cornwall and Isles of Scilly", "Unitary Authority", ("E06000052, E06000053",)),
    ("W92000004", "Wales", "Country", ("W06000001", "W06000002")),
    ("W06000001", "Isle of Anglesey", "Unitary Authority", ("W06000001",)),
    ("W06000002", "Gwynedd", "Unitary Authority", ("W06000002",)),
    ("J99000001", "Usual residence outside England and Wales", "Country", ("J99000001",)),
]

ENGLAND = tuple(sum(column) for column in zip(*(SMALLEST[code] for code in ROWS[2][3]), strict=True))


def cell(area: str, heading: str, year: int = 2022) -> tuple[str, str]:
    """Sheet and name of a cell of the table of areas, by the area's code and the start of the heading."""
    header = 8 if year >= 2021 else 5
    row = header + 1 + [code for code, *_ in ROWS].index(area)
    column = next(n for n, title in enumerate(HEADINGS) if title.startswith(heading))
    return "3" if year >= 2021 else "Table_3", f"{chr(ord('A') + column)}{row}"


def workbook(file: Path, year: int = 2022, change: Mapping[tuple[str, str], object] | None = None) -> Path:
    """Write a workbook; `change` puts other values into cells, by sheet and name of the cell."""
    sheets = _sheets(year)
    book = xlsxwriter.Workbook(file)
    changed = dict(change or {})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                cell = (name.strip(), xlsxwriter.utility.xl_rowcol_to_cell(number, column))
                sheet.write(number, column, changed.pop(cell, value))
    book.close()
    assert not changed, f"no such cells: {changed}"
    return file


def _sheets(year: int) -> dict[str, Cells]:
    in_brackets = year >= 2021
    note = " [note 3][note 12]" if in_brackets else "[note 3][note 12]"
    above = ["This worksheet contains one table.", "Source: Office for National Statistics"]
    above += (
        ["Notes", "Some shorthand is used.", "[note 3] refers to cells J10 to S10"] if in_brackets else []
    )

    def sheet(title: str, subtitle: str, headings: Sequence[str], rows: Cells) -> Cells:
        return [[f"{title}, {year}{note}"], [subtitle], *_lines(above), list(headings), *rows]

    def table(number: int) -> str:
        return str(number) if in_brackets else f"Table_{number} "

    england = ROWS[2][3]
    return {
        "Cover_sheet": [["Information on the tables"], [f"Date of release:  17 February {year + 2}. "]],
        table(3): sheet("Table 3: By area", "England and Wales", HEADINGS, _area_rows(year)),
        table(2): sheet(
            "Table 2: By sex",
            "United Kingdom",
            [
                "Area code",
                "Country of occurrence",
                "Sex",
                *_COUNTS[:1],
                *_COUNTS[3:],
                "Infant mortality rate",
            ],
            _sex_rows([SMALLEST[code] for code in england]),
        ),
        table(17): sheet(
            "Table 17: By age",
            "England and Wales",
            [
                "Gestational age (weeks)",
                *_GESTATION_COUNTS,
                "Infant mortality rate",
                "Infant unreliable indicator",
            ],
            _gestation_rows(in_brackets),
        ),
        table(23): sheet(
            f"Table 23: By age{'' if in_brackets else ' in England'}, {year - 1} to",
            "England" if in_brackets else "",
            ["Gestational age (weeks)", *_year_headings(str(year)), *_year_headings(str(year - 1))],
            _gestation_by_year(in_brackets, (GESTATION, EARLIER_GESTATION)),
        ),
        table(27): sheet(
            f"Table 27: By age{'' if in_brackets else ' in Wales'}, {year - 4} to",
            "Wales" if in_brackets else "",
            ["Gestational age (weeks)", *_year_headings(f" {year - 4}-{year} (combined years)")],
            _gestation_by_year(in_brackets, (GESTATION,)),
        ),
        table(21): sheet(
            "Table 21: By IMD in England, 2021 to" if not in_brackets else "Table 21: By IMD, 2020 to",
            "England" if in_brackets else "",
            [
                "Year",
                "IMD",
                "Live births",
                "Stillbirths",
                "Neonatal deaths",
                "Infant deaths",
                "Infant mortality rate",
            ],
            _deprivation_rows(year),
        ),
    }


_COUNTS = [
    "Live births",
    "Stillbirths",
    "Perinatal deaths",
    "Neonatal deaths",
    "Postneonatal deaths",
    "Infant deaths",
]
_GESTATION_COUNTS = [
    "Live births",
    "Early neonatal deaths",
    "Late neonatal deaths",
    "Postneonatal deaths",
    "Infant deaths",
]


def _rate(deaths: int, births: int) -> float:
    """The publisher's rate, from the decimal module: halves away from zero, at one decimal."""
    return float((Decimal(1000 * deaths) / births).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _marked(deaths: int, births: int, in_brackets: bool) -> list[object]:
    """A rate and its marker, as the notes of the workbooks say."""
    none, unreliable = ("[x]", "[u]") if in_brackets else (":", "u")
    rate: object = none if deaths < 3 else _rate(deaths, births)
    return [rate, unreliable if deaths < 20 else ""]


def _area_rows(year: int) -> Cells:
    in_brackets = year >= 2021
    rows: Cells = []
    for code, name, geography, parts in ROWS:
        births, still, perinatal, neonatal, post = (
            sum(column) for column in zip(*(SMALLEST[part] for part in parts), strict=True)
        )
        infant = neonatal + post
        pairs = [(still, births + still), (perinatal, births + still)]
        pairs += [(neonatal, births), (post, births), (infant, births)]
        rates = [cell for deaths, base in pairs for cell in _marked(deaths, base, in_brackets)]
        if code == "J99000001":
            rates = ["[z]" if in_brackets else "z", "" if in_brackets else "u"] * 5
        # The workbook of 2020 has countries and regions all in capitals.
        capitals = geography in ("Country", "Region") and not in_brackets and code != "J99000001"
        shown = name.upper() if capitals else name
        rows.append([code, shown, geography, births, still, perinatal, neonatal, post, infant, *rates])
    return rows


def _sex_rows(parts: Sequence[Figures]) -> Cells:
    births, _, _, neonatal, post = (sum(column) for column in zip(*parts, strict=True))
    male = (births // 2 + 50, neonatal // 2 + 1, post // 2 + 1)
    female = (births - male[0], neonatal - male[1], post - male[2])

    def row(sex: str, births: int, neonatal: int, post: int) -> list[object]:
        infant = neonatal + post
        return ["E92000001  ", "England ", sex, births, neonatal, post, infant, _rate(infant, births)]

    scotland: list[object] = ["S92000003", "Scotland", "All", 46959, 87, 68, 155, 9.9]
    return [row("All", births, neonatal, post), row("Male", *male), row("Female", *female), scotland]


GESTATION: dict[str, tuple[int, int, int, int]] = {
    "Under 22 weeks & birthweight <1000g": (30, 25, 2, 1),
    "22 weeks": (40, 20, 3, 2),
    "28": (500, 10, 4, 3),
    "36": (2000, 8, 2, 2),
    "40": (30000, 12, 5, 6),
    "42 and over ": (3000, 4, 2, 3),
    "Inconsistent with birthweight": (20, 2, 0, 0),
    "Not stated": (100, 3, 2, 1),
}
"""Live births, early and late neonatal, and post-neonatal deaths."""


def _gestation_rows(in_brackets: bool) -> Cells:
    def row(label: object, births: int, early: int, late: int, post: int) -> list[object]:
        infant = early + late + post
        return [label, births, early, late, post, infant, *_marked(infant, births, in_brackets)]

    unlinked = (2, 1, 4)
    totals = [sum(column) for column in zip(*GESTATION.values(), strict=True)]
    deaths = [a + b for a, b in zip(totals[1:], unlinked, strict=True)]
    none = "[z]" if in_brackets else "z"
    return [
        row("All", totals[0], *deaths),
        *(row(int(label) if label.isdigit() else label, *figures) for label, figures in GESTATION.items()),
        ["Unlinked deaths31", none, *unlinked, sum(unlinked), none, ""],
    ]


EARLIER_GESTATION = {**GESTATION, "40": (29000, 11, 4, 5)}


def _year_headings(years: str) -> list[str]:
    # The publisher's own headings have such spaces.
    return [
        f"{heading} {years}"
        for heading in (
            "Live births",
            "Neonatal deaths",
            " Neonatal  mortality rate",
            "Neonatal unreliable indicator",
        )
    ]


def _gestation_by_year(in_brackets: bool, years: Sequence[Mapping[str, tuple[int, int, int, int]]]) -> Cells:
    """Live births and neonatal deaths by gestational age, one set of columns after the other."""
    unlinked, none = 3, "[z]" if in_brackets else "z"
    totals: list[object] = ["All"]
    for figures in years:
        births = sum(row[0] for row in figures.values())
        deaths = sum(row[1] + row[2] for row in figures.values()) + unlinked
        totals += [births, deaths, *_marked(deaths, births, in_brackets)]
    rows: Cells = [totals]
    for label in GESTATION:
        row: list[object] = [int(label) if label.isdigit() else label]
        for figures in years:
            births, early, late, _ = figures[label]
            row += [births, early + late, *_marked(early + late, births, in_brackets)]
        rows.append(row)
    return [*rows, ["Unlinked deaths ", *[none, unlinked, none, ""] * len(years)]]


def _deprivation_rows(year: int) -> Cells:
    births, still, _, neonatal, post = ENGLAND
    rows: Cells = []
    for each in (year, year - 1):
        deciles = [(births // 10, still // 10, neonatal // 10, (neonatal + post) // 10)] * 9
        rest = tuple(
            total - 9 * decile
            for total, decile in zip((births, still, neonatal, neonatal + post), deciles[0], strict=True)
        )
        parts = [*deciles, rest]
        total = tuple(sum(column) for column in zip(*parts, strict=True))
        for label, figures in (("Total", total), *enumerate(parts, start=1)):
            rows.append([each, label, *figures, _rate(figures[3], figures[0])])
    return rows


def _lines(texts: Sequence[str]) -> Cells:
    return [[text] for text in texts]
