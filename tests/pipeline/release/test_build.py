"""Whole builds on both sides of a release, corrected, and compared with an earlier edition."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import InputError
from reporter.machine.progress import Silent
from reporter.pipeline.build import Edition, build
from tests.edition import read_folder
from tests.publications.examples import two_networks

BEFORE = dt.datetime(2024, 3, 14, 9, 29, 59, tzinfo=dt.UTC)
AFTER = dt.datetime(2024, 3, 14, 9, 30, tzinfo=dt.UTC)
CORRECTION = {
    "time": dt.datetime(2024, 3, 20, 12, tzinfo=dt.UTC),
    "what": "One count was wrong.",
    "why": "A row was read twice.",
}


def built(settings: Path, output: Path, now: dt.datetime = AFTER) -> Edition:
    return build(settings, output, 1, Silent(), now)


def manifest(edition: Edition) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((edition.folder / "manifest.json").read_text("utf-8"))
    return content


def rates(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    rows = csv.DictReader(io.StringIO((folder / "tables/rates.csv").read_text("utf-8")))
    return {(row["area_code"], row["period"]): row for row in rows}


def test_only_the_side_of_the_release_time_changes_a_byte(tmp_path: Path) -> None:
    settings = two_networks().write(tmp_path)
    long_before = built(settings, tmp_path / "a", BEFORE - dt.timedelta(days=99))
    just_before = built(settings, tmp_path / "b", BEFORE.astimezone(dt.timezone(dt.timedelta(hours=9))))
    at_release = built(settings, tmp_path / "c", AFTER)
    assert read_folder(long_before.folder) == read_folder(just_before.folder)
    assert (manifest(just_before)["status"], manifest(at_release)["status"]) == ("pre-release", "released")
    for name, content in read_folder(at_release.folder).items():
        if name.endswith((".html", ".pdf", ".ods", ".xlsx")):
            assert content != (just_before.folder / name).read_bytes(), name


def test_the_manifest_says_all_that_sending_needs(tmp_path: Path) -> None:
    access = {
        "role": "Minister",
        "organisation": "Department",
        "hours": 24,
        "reason": "To answer questions.",
    }
    settings = two_networks(release={"pre_release_access": [access]}).write(tmp_path)
    said = manifest(built(settings, tmp_path / "out", BEFORE))
    assert said["release"] == {
        "time": "2024-03-14T09:30:00+00:00",
        "announced": None,
        "kind": "confirmed",
        "pre_release_access": [access],
    }
    assert said["producer"] == {"name": "Test", "email": "test@example.org"}
    assert said["release_time"] == "2024-03-14T09:30:00+00:00"


def test_a_correction_keeps_what_it_supersedes_and_marks_what_changed(tmp_path: Path) -> None:
    output = tmp_path / "out"
    first = read_folder(built(two_networks().write(tmp_path), output).folder)
    corrected = built(two_networks(61, corrections=[CORRECTION]).write(tmp_path), output)
    superseded = output / "small" / "2022.superseded-1"
    kept = read_folder(superseded)
    assert json.loads(kept.pop("superseded.json"))["what"] == "One count was wrong."
    assert kept == first

    marked = {name for name, row in rates(corrected.folder).items() if "[r]" in row["symbols"]}
    assert marked == {("W0", "2022"), ("N", "2022")}
    with zipfile.ZipFile(corrected.folder / "tables/small-2022.ods") as package:
        workbook = package.read("content.xml").decode()
    assert "CORRECTION, 20 March 2024. One count was wrong. Why: A row was read twice." in workbook
    assert "[r]" in workbook
    described = json.loads((corrected.folder / "tables/rates-metadata.json").read_text("utf-8"))
    assert described["schema:correction"] == ["2024-03-20: One count was wrong. A row was read twice."]
    assert described["dc:modified"]["@value"] == "2024-03-20T12:00:00+00:00"

    again = built(tmp_path / "publication.toml", output)
    assert read_folder(again.folder) == read_folder(corrected.folder)
    assert read_folder(superseded) == {
        **kept,
        "superseded.json": (superseded / "superseded.json").read_bytes(),
    }


def test_a_previous_edition_is_compared_and_must_be_as_published(tmp_path: Path) -> None:
    earlier = built(two_networks(55).write(tmp_path / "earlier"), tmp_path / "published").folder
    now = two_networks(60, revisions={"previous": earlier})
    edition = built(now.write(tmp_path / "now"), tmp_path / "out")
    with (edition.folder / "tables/revisions.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(row["area_code"], row["numerator_before"], row["numerator"]) for row in rows] == [
        ("N", "104", "109"),
        ("W0", "55", "60"),
    ]
    assert manifest(edition)["compared_with"][0]["edition"] == "2022"

    file = earlier / "tables/rates.csv"
    file.write_bytes(file.read_bytes().replace(b",55,", b",54,"))
    with pytest.raises(InputError, match="changed after the build"):
        built(tmp_path / "now" / "publication.toml", tmp_path / "out")


def test_a_previous_edition_that_is_not_there_is_named_with_its_line(tmp_path: Path) -> None:
    settings = two_networks(revisions={"previous": "nowhere"}).write(tmp_path)
    with pytest.raises(InputError, match=r"publication\.toml:\d+: .*nowhere is no folder"):
        built(settings, tmp_path / "out")
