"""CSVW metadata: valid by an independent validator, which catches codes that are not what they say."""

import json
import warnings
from pathlib import Path

import pytest
from csvw import CSVW

from tests.report.tables.extremes import SCHEMAS

PUBLISHED = [schema.name for schema in SCHEMAS]


def _valid(metadata: Path) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("always")  # the validator counts warnings, so none may become an error here
        return bool(CSVW(str(metadata), validate=True).is_valid)


@pytest.fixture
def folder(files: dict[str, bytes], tmp_path: Path) -> Path:
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "tables"


@pytest.mark.parametrize("metadata", ["csv-metadata.json", *(f"{name}-metadata.json" for name in PUBLISHED)])
def test_metadata_and_file_are_valid_together(folder: Path, metadata: str) -> None:
    assert _valid(folder / metadata)


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("rates", b"higher (99.8%)", b"higher (99%)"),
        ("rates", b",[c],", b",c,"),
        ("rates", b",1000,", b",-1000,"),
        ("rates", b",1000,", b",a few,"),
        ("changes", b",fell\r\n", b",dropped\r\n"),
    ],
)
def test_a_bad_code_or_number_is_caught(folder: Path, file: str, right: bytes, wrong: bytes) -> None:
    path = folder / f"{file}.csv"
    content = path.read_bytes()
    assert right in content
    path.write_bytes(content.replace(right, wrong, 1))
    assert not _valid(folder / f"{file}-metadata.json")


def test_two_rows_of_one_key_are_caught(folder: Path) -> None:
    path = folder / "areas.csv"
    path.write_bytes(path.read_bytes().replace(b"\nW1,", b"\nW0,", 1))
    with pytest.raises(ValueError, match="duplicate primary key: W0"):
        _valid(folder / "areas-metadata.json")


def test_an_area_that_is_not_in_the_table_of_areas_is_caught(folder: Path) -> None:
    rates = folder / "rates.csv"
    rates.write_bytes(rates.read_bytes().replace(b"whole,W0,", b"whole,W9,", 1))
    with pytest.raises(ValueError, match="W9"):
        _valid(folder / "csv-metadata.json")


def test_the_metadata_say_what_a_user_of_the_data_must_know(files: dict[str, bytes]) -> None:
    rates = json.loads(files["tables/rates-metadata.json"])
    assert rates["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}]
    assert rates["url"] == "rates.csv"
    assert rates["null"] == ""
    assert rates["dc:title"] == "Rates. Made up in <networks>"
    assert rates["dc:license"]["@id"].endswith("open-government-licence/version/3/")
    assert rates["dc:publisher"]["schema:name"] == "Test office"
    assert rates["dc:issued"]["@value"] == rates["dc:modified"]["@value"] == "2024-03-14T09:30:00+00:00"
    assert rates["dc:language"] == "en-GB"
    assert rates["tableSchema"]["primaryKey"] == ["indicator", "area_code", "period", "basis"]
    value = next(column for column in rates["tableSchema"]["columns"] if column["name"] == "value")
    assert value["titles"] == ["value", "Rate per 1,000 chances"]
    assert value["schema:unitText"] == "per 1,000 chances"
    assert value["datatype"] == "number"


def test_the_header_of_each_file_is_what_its_metadata_say(files: dict[str, bytes]) -> None:
    for name in PUBLISHED:
        columns = json.loads(files[f"tables/{name}-metadata.json"])["tableSchema"]["columns"]
        header = files[f"tables/{name}.csv"].decode().split("\r\n")[0].split(",")
        assert header == [column["name"] for column in columns]
        assert all(column["dc:description"] for column in columns)
