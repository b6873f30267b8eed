"""Every PDF of the shipped edition against PDF/UA-1, by checkers that know nothing of one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest

from tests.conformance.checkers import by_outloud, by_verapdf
from tests.edition import BuiltEdition

pytestmark = [pytest.mark.edition, pytest.mark.xdist_group("edition")]


def papers(edition: BuiltEdition) -> list[Path]:
    found = sorted(edition.folder.rglob("*.pdf"))
    assert len(found) >= 44
    return found


@pytest.mark.java
def test_verapdf_finds_no_failure(edition: BuiltEdition) -> None:
    paths = papers(edition)
    assert by_verapdf(paths).splitlines() == [f"pass {path}" for path in paths]


@pytest.mark.java
def test_verapdf_finds_what_is_wrong(edition: BuiltEdition, tmp_path: Path) -> None:
    """A PDF without its language breaks ISO 14289-1, 7.2: natural language shall be specified."""
    with pikepdf.open(papers(edition)[0]) as file:
        del file.Root.Lang
        file.save(tmp_path / "bad.pdf")
    said = by_verapdf([tmp_path / "bad.pdf"])
    assert said.startswith("fail")
    assert "\n  7.2-" in said


def test_page_validation_finds_no_failure(edition: BuiltEdition) -> None:
    failures = {
        path.name: [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
        for path in papers(edition)
        if (report := page_validation.validate_pdf_bytes(path.read_bytes(), profile="ua1")).failures
    }
    assert failures == {}


def test_outloud_finds_no_error(edition: BuiltEdition) -> None:
    """What a PDF says out loud: order of reading, tables, headings, words that nobody is told."""
    assert {path.name: errors for path in papers(edition) if (errors := by_outloud(path))} == {}


def test_outloud_finds_what_is_wrong(edition: BuiltEdition, tmp_path: Path) -> None:
    """A PDF whose tables have no header cells says numbers of which nobody is told what they are."""
    with pikepdf.open(papers(edition)[0]) as file:
        for cell in _elements(file.Root.StructTreeRoot, "/TH"):
            cell.S = pikepdf.Name.TD
        file.save(tmp_path / "bad.pdf")
    assert "TBL" in " ".join(by_outloud(tmp_path / "bad.pdf"))


def test_data_cells_have_headers_in_both_directions(edition: BuiltEdition) -> None:
    """veraPDF passes tables with headers of one direction: every header cell says of which it is."""
    for path in papers(edition)[:3]:
        with pikepdf.open(path) as file:
            scopes = [str(each.A.get("/Scope")) for each in _elements(file.Root.StructTreeRoot, "/TH")]
        assert set(scopes) == {"/Column", "/Row"}, path.name


def _elements(parent: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    children: Any = parent.get("/K", [])
    found: list[pikepdf.Object] = []
    for child in list(children) if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child] if str(child.S) == kind else []
            found += _elements(child, kind)
    return found
