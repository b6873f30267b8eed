"""The manifest: hashes of what is published, versions and templates; nothing of the input."""

import hashlib
import json
import re
from dataclasses import replace
from importlib.metadata import requires
from pathlib import Path

from reporter.publication.loading import Publication
from reporter.report.edition.manifest import manifest
from reporter.report.provenance import PACKAGES, input_hashes, template_hashes

FILES = {"tables/rates.csv": b"indicator\r\n", "index.html": b"<!doctype html>"}


def test_every_published_file_stands_with_its_size_and_hash(publication: Publication) -> None:
    described = json.loads(manifest(publication, FILES))
    assert described["files"] == [
        {"path": path, "bytes": len(FILES[path]), "sha256": hashlib.sha256(FILES[path]).hexdigest()}
        for path in ("index.html", "tables/rates.csv")
    ]


def test_it_says_what_was_built_and_from_which_versions(publication: Publication) -> None:
    described = json.loads(manifest(publication, FILES))
    assert described["publication"] == "made-up"
    assert described["edition"] == "2022"
    assert described["release_time"] == "2024-03-14T09:30:00+00:00"
    assert described["designation"] == "none"
    assert {"weasyprint", "jinja2", "numpy", "pandas", "scipy", "statsmodels"} <= set(
        described["built_with"]["packages"]
    )
    assert "workbook/content.xml" in described["templates"]


def test_packages_that_make_a_pdf_are_named() -> None:
    needed = [each for each in requires("weasyprint") or [] if "extra ==" not in each]
    names = {re.split(r"[ \[<>=]", each, maxsplit=1)[0].lower() for each in needed}
    assert "pydyf" in names
    assert names - {"cffi"} <= set(PACKAGES)  # cffi calls Pango: it hands over bytes and makes none.


def test_the_input_leaves_no_trace(publication: Publication, tmp_path: Path) -> None:
    counts = tmp_path / "counts.csv"
    counts.write_bytes(b"area_code,year,basis,births,deaths\nQAA,2022,occurring,1000,2\n")
    (tmp_path / "publication.toml").write_bytes(b"")
    before = manifest(replace(publication, file=tmp_path / "publication.toml"), FILES)
    secret = hashlib.sha256(counts.read_bytes()).hexdigest()
    counts.write_bytes(counts.read_bytes().replace(b",2\n", b",1\n"))
    after = manifest(replace(publication, file=tmp_path / "publication.toml"), FILES)
    assert before == after
    assert secret.encode() not in before
    assert str(tmp_path).encode() not in before


def test_the_same_files_in_another_order_give_the_same_bytes(publication: Publication) -> None:
    assert manifest(publication, FILES) == manifest(publication, dict(reversed(FILES.items())))


def test_a_publications_own_template_replaces_the_shipped_one(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    for folder, content in ((shipped, b"shipped"), (own, b"own")):
        (folder / "pages").mkdir(parents=True)
        (folder / "pages/index.html").write_bytes(content)
    (shipped / "style.css").write_bytes(b"body {}")
    (own / ".hidden").write_bytes(b"")
    assert template_hashes((shipped, own)) == {
        "pages/index.html": hashlib.sha256(b"own").hexdigest(),
        "style.css": hashlib.sha256(b"body {}").hexdigest(),
    }


def test_input_hashes_name_files_below_the_folder_that_holds_them_all(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    for name in ("counts.csv", "indicators/infant.toml"):
        (tmp_path / name).write_bytes(name.encode())
    named = input_hashes([tmp_path / "indicators" / ".." / "counts.csv", tmp_path / "indicators/infant.toml"])
    assert named == {
        name: hashlib.sha256(name.encode()).hexdigest() for name in ("counts.csv", "indicators/infant.toml")
    }
