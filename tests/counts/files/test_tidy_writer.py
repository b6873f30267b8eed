"""Tidy files: written all together, read back by the sources, and refused where they cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.counts.files.areas_file import read_areas
from reporter.counts.files.tidy_writer import areas_csv, counts_csv, refuse_places, source_json, write_files
from reporter.errors import InputError
from reporter.publication.areas import Area
from reporter.publication.source_record import read_source_record, source_file


def test_areas_are_read_back_as_they_were(tmp_path: Path) -> None:
    areas = (Area("E", "England", "country"), Area("A", "Bristol, City of", "authority", ("E",)))
    write_files({tmp_path / "new folder" / "areas.csv": areas_csv(areas)})
    found, problems = read_areas(tmp_path / "new folder" / "areas.csv", None)
    assert problems == []
    assert found is not None
    assert found.areas == areas


def test_counts_have_their_keys_first() -> None:
    text = counts_csv([("E", 2022, "occurring", 10, 1)], ("live_births", "infant_deaths"))
    assert text == b"area_code,year,basis,live_births,infant_deaths\nE,2022,occurring,10,1\n"


def test_the_source_record_stands_beside_the_counts() -> None:
    assert source_file(Path("data/counts.csv")) == Path("data/counts.source.json")


def test_a_source_record_is_read_back(tmp_path: Path) -> None:
    counts = tmp_path / "counts.csv"
    assert read_source_record(counts) == {}
    write_files({source_file(counts): source_json({"source": "Register of 1837", "years": [1837]})})
    assert read_source_record(counts) == {"source": "Register of 1837", "years": [1837]}


@pytest.mark.parametrize("content", ["{", "[]"])
def test_what_is_no_source_record_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "counts.source.json").write_text(content)
    with pytest.raises(InputError, match=r"counts\.source\.json: cannot be read as a source record"):
        read_source_record(tmp_path / "counts.csv")


def test_places_that_cannot_be_written_are_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    places = [tmp_path, tmp_path / "file" / "counts.csv", tmp_path / "one.csv", tmp_path / "one.csv"]
    with pytest.raises(InputError) as error:
        refuse_places(places)
    said = "\n".join(str(problem) for problem in error.value.problems)
    assert "this is a folder" in said
    assert "is no folder" in said
    assert "is to be written twice" in said


def test_nothing_is_written_where_one_file_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError):
        write_files({tmp_path / "counts.csv": b"counts", tmp_path / "file" / "areas.csv": b"areas"})
    assert not (tmp_path / "counts.csv").exists()
