"""CSV: RFC 4180, numbers that read back the same, and no cell that a spreadsheet runs as a formula."""

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.findings.vocabulary import RATE_COLUMNS
from reporter.report.tables.csv_file import csv_bytes, guarded, unguarded
from reporter.report.tables.model import Column, Table
from tests.publications import made_up

_DANGEROUS = st.sampled_from(
    ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'=x", "''+x", "'plain", "\uff1dx"]
)


@given(st.text() | _DANGEROUS)
def test_a_guarded_text_reads_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text() | _DANGEROUS)
def test_a_guarded_text_never_begins_like_a_formula(text: str) -> None:
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"}


@pytest.mark.parametrize("text", ["Leeds", "'Ard", "Stoke-on-Trent", "a=b", "[c]", ""])
def test_harmless_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_read_back_as_the_same_numbers(numbers: list[float]) -> None:
    column = Column("value", "Value", "A number.", "number")
    table = Table(
        "numbers", "Numbers", ("Numbers.",), (column,), ("value",), tuple((each,) for each in numbers)
    )
    header, *rows = csv.reader(io.StringIO(csv_bytes(table).decode(), newline=""))
    assert header == ["value"]
    assert [float(row[0]) for row in rows] == numbers


def test_rates_have_the_vocabulary_first_and_in_order(files: dict[str, bytes]) -> None:
    header = files["tables/rates.csv"].decode().split("\r\n")[0].split(",")
    assert header[: len(RATE_COLUMNS)] == list(RATE_COLUMNS)


def test_a_single_year_a_pool_and_a_withheld_number_as_outside_checks_expect_them(
    files: dict[str, bytes],
) -> None:
    rows = list(csv.DictReader(io.StringIO(files["tables/rates.csv"].decode(), newline="")))
    assert {row["period"] for row in rows} == {
        *map(str, (*range(2010, 2015), *range(2020, 2023))),
        "2020 to 2022",
    }
    withheld = [row for row in rows if row["symbols"] == "[c]"]
    numbers = ("numerator", "value", "lower_95", "upper_95", "lower_998", "upper_998")
    assert withheld
    assert all(row[name] == "" for row in withheld for name in numbers)
    shown = [row for row in rows if row["symbols"] in {"", "[u]"}]
    assert all(row["numerator"].isdigit() and math.isfinite(float(row["value"])) for row in shown)


def test_rows_end_as_rfc_4180_says_and_bytes_are_utf_8_without_a_mark(files: dict[str, bytes]) -> None:
    content = files["tables/areas.csv"]
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == 1 + len(made_up.areas().areas)
    assert not content.startswith(b"\xef\xbb\xbf")
    assert "Ynys  Môn" in content.decode()
