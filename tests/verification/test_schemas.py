"""Tables against their published metadata, by which alone addresses on pages are looked up."""

import json
from collections.abc import Sequence

import pytest

from reporter.verification.cells import NoSuchCellError, look_up
from reporter.verification.data_files import data_problems
from reporter.verification.published import Published

TABLE = (
    b"area_code,year,share,direction,change,change_upper_95\r\nA,2021,0.25,fell,-3,-1\r\nA,2022,,rose,3,4\r\n"
)


def files(columns: Sequence[str], key: Sequence[str]) -> dict[str, bytes]:
    described = {"tableSchema": {"columns": [{"name": name} for name in columns], "primaryKey": key}}
    return {"tables/shares.csv": TABLE, "tables/shares-metadata.json": json.dumps(described).encode()}


COLUMNS = ("area_code", "year", "share", "direction", "change", "change_upper_95")
RIGHT = files(COLUMNS, ("area_code", "year"))


def problems(published: dict[str, bytes]) -> list[str]:
    return list(data_problems(published, Published(published)))


def test_a_table_that_is_as_its_metadata_say() -> None:
    assert problems(RIGHT) == []


@pytest.mark.parametrize(
    "wrong",
    [
        files(COLUMNS[1:], ("year",)),
        files((*reversed(COLUMNS),), ("area_code", "year")),
        files(COLUMNS, ()),
        {"tables/shares.csv": TABLE},
    ],
)
def test_other_columns_no_key_and_no_metadata_are_told(wrong: dict[str, bytes]) -> None:
    assert problems(wrong) == ["tables/shares.csv: other columns than in tables/shares-metadata.json"]


def test_a_key_that_names_two_rows_is_told() -> None:
    assert problems(files(COLUMNS, ("area_code",))) == ["tables/shares.csv: 2 rows are named A"]


def test_any_table_is_looked_up_by_the_key_of_its_metadata() -> None:
    published = Published(RIGHT)
    assert look_up(published, "shares/A/2021/share").value == "0.25"
    assert look_up(published, "shares/A/2021/share_percent").value == "25.0"
    assert look_up(published, "shares/A/2022/share_percent").value == ""


def test_a_size_is_said_without_its_sign_where_a_word_tells_it_but_not_a_limit() -> None:
    published = Published(RIGHT)
    assert not look_up(published, "shares/A/2021/change").signed
    assert look_up(published, "shares/A/2021/change_upper_95").signed


@pytest.mark.parametrize("address", ["shares/A/2021/other", "shares/A/share", "shares/2021/A/share", "share"])
def test_what_no_table_has_is_not_found(address: str) -> None:
    with pytest.raises(NoSuchCellError):
        look_up(Published(RIGHT), address)
