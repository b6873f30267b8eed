"""Tables inside PDFs that are not the published ones, and files in PDFs where there should be none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from reporter.report.page import Embedded
from reporter.report.pdf.writer import PdfWriter
from reporter.verification.embedded import embedded_problems
from tests.verification.conftest import Small

BRIEFING = "networks/W2.pdf"
BARE = '<html lang="en"><title>A title</title><p>A paragraph.</p></html>'
NAMES = ("rates-W2.csv", "rates-by-category-W2.csv")


@pytest.fixture(scope="module")
def archive(small: Small) -> dict[str, bytes]:
    """The small edition with one PDF of its own making: the briefing of W2."""
    files = {path: content for path, content in small.files.items() if not path.endswith(".pdf")}
    manifest = json.loads(files["manifest.json"]) | {"archive": ["PDF/A-3a", "PDF/UA-1"]}
    return {**files, "manifest.json": json.dumps(manifest).encode()}


@pytest.fixture(scope="module")
def tables(small: Small) -> tuple[Embedded, ...]:
    """What belongs into it: W2 holds D2-0 to D2-2 and is a part of N; the names hold no line end."""
    rates, by_category = (
        small.files[f"tables/{name}.csv"].decode() for name in ("rates", "rates-by-category")
    )
    header, *lines = rates.splitlines(keepends=True)
    own = "".join(line for line in lines if line.split(",")[1] in {"N", "W2", "D2-0", "D2-1", "D2-2"})
    contents = (header + own, by_category)
    return tuple(
        Embedded(name, name, "2024-03-14T09:30:00+00:00", content)
        for name, content in zip(NAMES, contents, strict=True)
    )


def problems(files: dict[str, bytes], held: Sequence[Embedded]) -> list[str]:
    return list(embedded_problems({**files, BRIEFING: PdfWriter("").write(BARE, BRIEFING, held)}))


def test_the_right_tables(archive: dict[str, bytes], tables: tuple[Embedded, ...]) -> None:
    assert problems(archive, tables) == []


def changed(rates: str) -> Iterator[str]:
    """The table with one digit, one row, the order of rows, or the area of a row changed."""
    at = next(place for place in range(len(rates) // 2, len(rates)) if rates[place].isdigit())
    yield rates[:at] + str((int(rates[at]) + 1) % 10) + rates[at + 1 :]
    header, first, second, *rest = rates.splitlines(keepends=True)
    yield "".join([header, second, *rest])
    yield "".join([header, second, first, *rest])
    yield "".join([header, first, first, second, *rest])
    yield rates.replace(",D2-0,", ",D3-0,", 1)
    yield header
    yield ""


def test_every_change_is_found(archive: dict[str, bytes], tables: tuple[Embedded, ...]) -> None:
    rates, by_category = tables
    others = list(changed(rates.content))
    assert rates.content not in others
    found = [problems(archive, [replace(rates, content=content), by_category]) for content in others]
    assert found == [[f"{BRIEFING}: rates-W2.csv is not what tables/rates.csv says"]] * len(others)


def test_a_table_missing_or_too_many(archive: dict[str, bytes], tables: tuple[Embedded, ...]) -> None:
    private = replace(tables[0], name="withheld.csv")
    assert problems(archive, tables[:1]) == [f"{BRIEFING}: does not hold {NAMES[1]}"]
    assert problems(archive, [*tables, private]) == [
        f"{BRIEFING}: holds withheld.csv, which is none of the published tables"
    ]


def test_a_plain_file_in_an_archive(archive: dict[str, bytes]) -> None:
    found = problems(archive, [])
    assert f'{BRIEFING}: its metadata do not say pdfaid:part="3"' in found
    assert f"{BRIEFING}: does not hold {NAMES[0]}" in found


def test_a_table_in_an_edition_that_is_no_archive(small: Small, tables: tuple[Embedded, ...]) -> None:
    assert list(embedded_problems(small.files)) == []
    assert problems(small.files, tables[:1]) == [
        f"{BRIEFING}: holds the file rates-W2.csv, but this edition is no archive"
    ]
