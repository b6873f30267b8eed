"""The Analysis Function's rules for spreadsheets that everyone can read, checked on the finished files' XML.

"Making spreadsheets accessible: a brief checklist of the basics" and "Releasing statistics in spreadsheets".
"""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
XLINK = "{http://www.w3.org/1999/xlink}"

Element = ElementTree.Element


@pytest.fixture(scope="module")
def package(files: dict[str, bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(files["tables/made-up-2022.ods"]))


@pytest.fixture(scope="module")
def content(package: zipfile.ZipFile) -> Element:
    return ElementTree.fromstring(package.read("content.xml"))


@pytest.fixture(scope="module")
def excel(files: dict[str, bytes]) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(files["tables/made-up-2022.xlsx"])) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist()}


def _sheets(content: Element) -> dict[str, Element]:
    return {sheet.attrib[f"{TABLE}name"]: sheet for sheet in content.iter(f"{TABLE}table")}


def _said(cell: Element) -> str:
    return "".join(cell.itertext())


def _cells(row: Element) -> list[Element]:
    return list(row.iter(f"{TABLE}table-cell"))


def test_the_media_type_is_first_and_plain_and_no_clock_is_read(package: zipfile.ZipFile) -> None:
    first = package.infolist()[0]
    assert first.filename == "mimetype"
    assert first.compress_type == zipfile.ZIP_STORED
    assert package.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert package.testzip() is None


def test_cover_contents_notes_and_symbols_stand_first(content: Element) -> None:
    names = list(_sheets(content))
    assert names[:4] == ["Cover", "Contents", "Notes", "Symbols"]
    assert names[4:] == [f"Table_{number}" for number in range(1, len(names) - 3)]


def test_nothing_is_merged_hidden_repeated_filtered_frozen_or_calculated(package: zipfile.ZipFile) -> None:
    xml = package.read("content.xml").decode()
    for forbidden in (
        "covered-",
        "-spanned",
        "visibility",
        "-repeated",
        "formula",
        "table:filter",
        "autofilter",
    ):
        assert forbidden not in xml
    assert 'display-filter-buttons="false"' in xml
    assert "settings.xml" not in package.namelist()  # where frozen panes would stand


def test_each_first_cell_is_the_title_in_the_style_of_a_heading(content: Element) -> None:
    titles = []
    for sheet in _sheets(content).values():
        cell = next(sheet.iter(f"{TABLE}table-cell"))
        assert cell.attrib[f"{TABLE}style-name"] == "Heading_20_1"
        titles.append(_said(cell))
    assert len(set(titles)) == len(titles)


def test_every_row_is_full_and_no_cell_is_blank(content: Element) -> None:
    for name, sheet in _sheets(content).items():
        headers = list(sheet.iter(f"{TABLE}table-header-rows"))
        assert len(headers) == (0 if name == "Cover" else 1)
        rows = list(sheet.iter(f"{TABLE}table-row"))
        widths = [len(_cells(row)) for row in rows]
        columns = len(list(sheet.iter(f"{TABLE}table-column")))
        lines = widths.index(columns) if name != "Cover" else len(rows)
        assert widths == [1] * lines + [columns] * (len(rows) - lines)
        blank = [
            cell for row in rows for cell in _cells(row) if not (_said(cell) or cell.find(f"{TEXT}p/{TEXT}s"))
        ]
        assert not blank, name


def test_every_table_is_named_and_its_range_is_the_table(content: Element) -> None:
    sheets = _sheets(content)
    ranges = list(content.iter(f"{TABLE}database-range"))
    assert len(ranges) == len(sheets) - 1
    names = [named.attrib[f"{TABLE}name"] for named in ranges]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    for named in ranges:
        found = re.fullmatch(
            r"(\w+)\.A(\d+):(\w+)\.([A-Z]+)(\d+)", named.attrib[f"{TABLE}target-range-address"]
        )
        assert found is not None
        rows = list(sheets[found[1]].iter(f"{TABLE}table-row"))
        header = sheets[found[1]].find(f"{TABLE}table-header-rows/{TABLE}table-row")
        assert header is not None
        assert rows.index(header) == int(found[2]) - 1
        assert len(rows) == int(found[5])
        assert chr(ord("A") + len(_cells(header)) - 1) == found[4]


def test_numbers_are_numbers_and_no_symbol_stands_beside_one(content: Element) -> None:
    numbers = [cell for cell in content.iter(f"{TABLE}table-cell") if f"{OFFICE}value" in cell.attrib]
    assert len(numbers) > 200
    for cell in numbers:
        assert cell.attrib[f"{OFFICE}value-type"] == "float"
        assert re.fullmatch(r"-?[\d,]+(\.\d+)?|less than 0\.0001", _said(cell))


def test_what_is_shown_is_rounded_half_up_and_the_cell_holds_the_number(content: Element) -> None:
    shown = {
        cell.attrib[f"{OFFICE}value"]: _said(cell)
        for cell in content.iter(f"{TABLE}table-cell")
        if f"{OFFICE}value" in cell.attrib
    }
    assert shown["2.857142857142857"] == "2.9"
    assert shown["1e-05"] == "less than 0.0001"
    assert shown["15808"] == "15,808"


def test_shorthand_is_explained_above_the_table_and_only_what_is_used(content: Element) -> None:
    for name, sheet in _sheets(content).items():
        if not name.startswith("Table_"):
            continue
        rows = list(sheet.iter(f"{TABLE}table-row"))
        lines = [_said(row) for row in rows if len(_cells(row)) == 1]
        explained = {line[: line.index("]") + 1] for line in lines if re.match(r"\[\w+\] = ", line)}
        texts = {_said(cell) for row in rows if len(_cells(row)) > 1 for cell in _cells(row)}
        used = {
            mark
            for text in texts
            if re.fullmatch(r"(\[\w+\])+", text)
            for mark in re.findall(r"\[\w+\]", text)
        }
        assert explained == used


def test_every_link_leads_somewhere(content: Element) -> None:
    sheets = _sheets(content)
    links = [link.attrib[f"{XLINK}href"] for link in content.iter(f"{TEXT}a")]
    inside = {link.removeprefix("#").removesuffix(".A1") for link in links if link.startswith("#")}
    assert inside == set(sheets) - {"Cover"}
    assert [link for link in links if not link.startswith("#")] == ["mailto:test@example.org"]


def test_title_language_and_size_are_set(package: zipfile.ZipFile) -> None:
    meta = ElementTree.fromstring(package.read("meta.xml"))
    assert [title.text for title in meta.iter(f"{DC}title")] == ["Made up in <networks>"]
    assert [language.text for language in meta.iter(f"{DC}language")] == ["en-GB"]
    styles = ElementTree.fromstring(package.read("styles.xml"))
    texts = list(styles.iter(f"{STYLE}text-properties"))
    assert {text.attrib.get(f"{FO}language") for text in texts} == {"en", None}
    sizes = [
        float(text.attrib[f"{FO}font-size"].removesuffix("pt"))
        for text in texts
        if f"{FO}font-size" in text.attrib
    ]
    assert min(sizes) == 12


def test_names_from_the_users_files_stay_texts_with_all_their_spaces(content: Element) -> None:
    areas = next(
        sheet for sheet in _sheets(content).values() if _said(next(sheet.iter(f"{TEXT}p"))) == "Areas"
    )
    names = [_cells(row)[1] for row in areas.iter(f"{TABLE}table-row") if len(_cells(row)) > 1]
    assert {cell.attrib[f"{OFFICE}value-type"] for cell in names} == {"string"}
    assert "=HYPERLINK(A1)" in map(_said, names)
    spaced = next(cell for cell in names if _said(cell).startswith("Ynys"))
    assert len(list(spaced.iter(f"{TEXT}s"))) == 1


def test_the_excel_file_keeps_the_same_rules(excel: dict[str, str]) -> None:
    sheets = {name: xml for name, xml in excel.items() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)}
    tables = {name: xml for name, xml in excel.items() if name.startswith("xl/tables/")}
    assert len(tables) == len(sheets) - 1
    for xml in sheets.values():
        assert not re.search(r"<mergeCell|<autoFilter|<pane|<f>|hidden=", xml)
    assert not any("autoFilter" in xml for xml in tables.values())
    assert "Made up in &lt;networks&gt;" in excel["docProps/core.xml"]
    assert "2024-03-14T09:30:00Z" in excel["docProps/core.xml"]
    sizes = {float(size) for size in re.findall(r'<sz val="([\d.]+)"', excel["xl/styles.xml"])}
    assert min(sizes) == 12
