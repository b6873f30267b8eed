"""The data files as a whole: which there are, always the same bytes, words that a publication can change."""

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reporter.errors import RenderError
from reporter.findings import Findings
from reporter.publication.areas import Area, Areas
from reporter.publication.loading import Publication
from reporter.report.tables import data_files
from reporter.report.tables.workbook import data_sheets
from tests.report.tables.extremes import digest


def test_each_table_has_its_csv_metadata_and_json(files: dict[str, bytes]) -> None:
    tables = {name.removesuffix(".csv") for name in files if name.endswith(".csv")}
    expected = {f"{table}{ending}" for table in tables for ending in (".csv", ".json", "-metadata.json")}
    workbook = "tables/made-up-2022"
    assert set(files) == expected | {"tables/csv-metadata.json", f"{workbook}.ods", f"{workbook}.xlsx"}
    assert "tables/rates" in tables


def test_a_table_without_rows_is_not_written(
    publication: Publication, findings: Findings, areas: Areas
) -> None:
    made = data_files(publication, replace(findings, trends=(), funnels=()), areas)
    assert "tables/trends.csv" not in made
    assert "tables/funnel-points.csv" not in made
    assert "tables/rates.csv" in made


def test_a_column_that_the_schema_does_not_name_is_refused(
    publication: Publication, findings: Findings, areas: Areas
) -> None:
    undeclared = replace(findings, rates=findings.rates.assign(raw_count=1))
    with pytest.raises(ValueError, match=r"table rates: columns .*raw_count"):
        data_files(publication, undeclared, areas)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [("columns.method", "column method of table rates"), ("tables.trends", "table trends")],
)
def test_a_table_or_column_without_an_entry_in_the_dictionary_is_refused(
    publication: Publication,
    findings: Findings,
    areas: Areas,
    repository: Path,
    tmp_path: Path,
    entry: str,
    expected: str,
) -> None:
    words = (repository / "templates/workbook/dictionary.toml").read_text("utf-8")
    own = tmp_path / "templates/workbook/dictionary.toml"
    own.parent.mkdir(parents=True)
    own.write_text(words.replace(entry, f"{entry}s"), "utf-8")
    with pytest.raises(RenderError, match=f"no entry for {expected}"):
        data_files(replace(publication, file=tmp_path / "publication.toml"), findings, areas)


def test_a_publication_changes_words_by_a_file_of_the_same_name(
    publication: Publication, findings: Findings, areas: Areas, repository: Path, tmp_path: Path
) -> None:
    words = (repository / "templates/workbook/dictionary.toml").read_text("utf-8")
    own = tmp_path / "templates/workbook/dictionary.toml"
    own.parent.mkdir(parents=True)
    own.write_text(words.replace('title = "Area code"', 'title = "Cod ardal"'), "utf-8")
    made = data_files(replace(publication, file=tmp_path / "publication.toml"), findings, areas)
    assert b"Cod ardal" in made["tables/rates-metadata.json"]


def test_an_unknown_word_in_braces_is_named(
    publication: Publication, findings: Findings, areas: Areas, repository: Path, tmp_path: Path
) -> None:
    words = (repository / "templates/workbook/sheets.toml").read_text("utf-8")
    own = tmp_path / "templates/workbook/sheets.toml"
    own.parent.mkdir(parents=True)
    own.write_text(words.replace("{telephone}", "{fax}"), "utf-8")
    with pytest.raises(RenderError, match="unknown fax"):
        data_files(replace(publication, file=tmp_path / "publication.toml"), findings, areas)


def test_signs_that_xml_cannot_hold_and_tabs_and_lines_do_not_break_the_workbook(
    publication: Publication, findings: Findings, areas: Areas
) -> None:
    odd = Areas.of([*areas.areas, Area("D9", "Bell\x07\tand <tag>\nline ", "district", ("W1",))])
    made = data_files(publication, findings, odd)["tables/made-up-2022.ods"]
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        content = package.read("content.xml").decode()
    assert "<text:p>Bell\ufffd<text:tab/>and &lt;tag&gt;<text:line-break/>line<text:s/></text:p>" in content
    assert ElementTree.fromstring(content).tag.endswith("document-content")


def test_the_same_bytes_whatever_the_hash_seed_time_zone_and_locale(
    files: dict[str, bytes], repository: Path
) -> None:
    """A second process, in which all three differ, builds the same edition."""
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PATH": os.environ["PATH"]}
    answer = subprocess.run(
        [sys.executable, "-m", "tests.report.tables.extremes"],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == digest(files)


def test_a_table_with_more_rows_than_a_worksheet_stands_on_several(
    publication: Publication, findings: Findings, areas: Areas, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sheets() -> int:
        made = data_files(publication, findings, areas)["tables/made-up-2022.xlsx"]
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            return sum(name.startswith("xl/worksheets/sheet") for name in package.namelist())

    before = sheets()
    monkeypatch.setattr(data_sheets, "MOST_ROWS", 10)
    assert sheets() > before
