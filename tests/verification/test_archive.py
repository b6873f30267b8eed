"""An archive: PDF/A-3a and PDF/UA-1 in one file, by checkers of others; the published tables in it.

On the small edition, which has every kind of document.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import page as page_validation
import pikepdf
import pytest

from reporter.publication.areas import Area, Areas
from reporter.report.contexts.context import Context
from reporter.report.edition.embedded_tables import CONFORMS_TO, with_tables
from reporter.report.page import Page
from reporter.verification import problems
from tests.conformance.checkers import by_outloud, by_verapdf
from tests.publications.examples import NETWORKS, every_kind_of_number
from tests.verification.conftest import Small

pytestmark = pytest.mark.xdist_group("archive")  # built once

TABLES = ("rates", "rates-by-category")
RELEASED = "D:20240314093000"
"""The release time in the settings of the small edition."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return every_kind_of_number().edition(tmp_path_factory.mktemp("archive"), archive=True)


@pytest.fixture(scope="module")
def papers(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("papers")
    named = {folder / path.replace("/", "-"): files[path] for path in files if path.endswith(".pdf")}
    assert len(named) == len(NETWORKS) + 2
    for path, content in named.items():
        path.write_bytes(content)
    return list(named)


def embedded(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return {name: each.get_file().read_bytes() for name, each in file.attachments.items()}


@pytest.mark.java
@pytest.mark.parametrize("profile", ["PDFA-3A", "PDFUA-1"])
def test_verapdf_finds_no_failure(papers: list[Path], profile: str) -> None:
    assert by_verapdf(papers, profile).splitlines() == [f"pass {path}" for path in papers]


@pytest.mark.java
def test_verapdf_finds_what_is_wrong(papers: list[Path], tmp_path: Path) -> None:
    """ISO 19005-3, 6.8 wants to know how an embedded file relates to its document."""
    with pikepdf.open(papers[0]) as file:
        for each in file.Root.AF:
            del each.AFRelationship
        file.save(tmp_path / "bad.pdf")
    said = by_verapdf([tmp_path / "bad.pdf"], "PDFA-3A")
    assert said.startswith("fail")
    assert "\n  6.8-" in said


def test_page_validation_finds_no_failure(papers: list[Path]) -> None:
    for path in papers:
        report = page_validation.validate_pdf_bytes(path.read_bytes(), profile="ua1")
        assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


@pytest.mark.parametrize("path", ["publication.pdf", "networks/W2.pdf", "quality.pdf"])
def test_outloud_finds_no_more_than_in_a_plain_paper(
    files: dict[str, bytes], small: Small, tmp_path: Path, path: str
) -> None:
    """Not none: a table of one area, as here, has more header cells than others, which outloud holds odd."""
    named = {"archive": files[path], "plain": small.files[path]}
    for name, content in named.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    archive, plain = (by_outloud(tmp_path / f"{name}.pdf") for name in named)
    assert archive == plain
    assert not [error for error in archive if not error.startswith("TBL-010")]


@pytest.mark.parametrize("path", ["publication.pdf", "quality.pdf"])
def test_the_whole_tables_are_in_documents_about_every_area(files: dict[str, bytes], path: str) -> None:
    assert embedded(files[path]) == {f"{name}.csv": files[f"tables/{name}.csv"] for name in TABLES}


def test_a_briefing_has_the_rows_of_its_areas(files: dict[str, bytes]) -> None:
    """W2 holds the districts D2-0 to D2-2 and is a part of N, by its areas file."""
    held = embedded(files["networks/W2.pdf"])
    assert sorted(held) == ["rates-W2.csv", "rates-by-category-W2.csv"]
    # No name of this edition holds a line end, so that a row is a line.
    header, *lines = files["tables/rates.csv"].decode().split("\r\n")
    wanted = [line for line in lines if not line or line.split(",")[1] in {"N", "W2", "D2-0", "D2-1", "D2-2"}]
    assert held["rates-W2.csv"].decode().split("\r\n") == [header, *wanted]
    # Categories are counted for the nation alone.
    assert held["rates-by-category-W2.csv"] == files["tables/rates-by-category.csv"]


def test_how_a_table_is_embedded(files: dict[str, bytes]) -> None:
    """ISO 19005-3, 6.8: media type, relationship, dates, both names; ISO 32000-1, 7.11.4: its checksum."""
    with pikepdf.open(io.BytesIO(files["networks/W2.pdf"])) as file:
        specified = list(file.Root.AF)
        assert [str(each.UF) for each in specified] == ["rates-W2.csv", "rates-by-category-W2.csv"]
        # The keys of a name tree are sorted (ISO 32000-1, 7.9.6).
        keys = [str(key) for key in list(file.Root.Names.EmbeddedFiles.Names)[::2]]
        assert keys == [str(each.UF) for each in specified]
        for each in specified:
            stream = each.EF.F
            assert str(each.AFRelationship) == "/Data"
            assert str(stream.Subtype) == "/text/csv"
            assert str(each.F) == str(each.UF)
            assert str(each.Desc).endswith("Events in 5 networks: 2022. Cedar")
            assert str(stream.Params.CreationDate) == str(stream.Params.ModDate) == f"{RELEASED}Z"
            digest = hashlib.md5(stream.read_bytes(), usedforsecurity=False).digest()
            assert bytes(stream.Params.CheckSum) == digest
        assert str(file.docinfo["/CreationDate"]).startswith(RELEASED)


def test_metadata_and_output_intent(files: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(files["publication.pdf"])) as file:
        with file.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert metadata["dc:title"] == "Events in 5 networks: 2022"
        (intent,) = file.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFA1"
        assert int(intent.DestOutputProfile.N) == 3


def test_the_manifest_says_so(files: dict[str, bytes], small: Small) -> None:
    assert json.loads(files["manifest.json"])["archive"] == list(CONFORMS_TO)
    assert "archive" not in json.loads(small.files["manifest.json"])


def test_same_bytes_with_two_workers(files: dict[str, bytes], tmp_path: Path) -> None:
    assert every_kind_of_number().edition(tmp_path, jobs=2, archive=True) == files


def test_verification_accepts_it(files: dict[str, bytes]) -> None:
    assert list(problems(files)) == []


def test_only_the_papers_differ(files: dict[str, bytes], small: Small) -> None:
    differing = {path for path in files if files[path] != small.files[path]}
    assert differing == {path for path in files if path.endswith(".pdf")} | {"manifest.json"}


def test_an_area_with_the_code_of_a_document_takes_no_rows_from_it(files: dict[str, bytes]) -> None:
    """The national PDF is `publication.pdf`: it holds all rows, whatever the areas' codes are."""
    tables = {name: content for name, content in files.items() if name.startswith("tables/")}
    page = Page("publication.pdf", "national.html", "print", Context())
    (made,) = with_tables([page], tables, Areas.of([Area("publication", "Nation", "nation")]))
    assert made.embedded[0].content.encode() == files["tables/rates.csv"]
