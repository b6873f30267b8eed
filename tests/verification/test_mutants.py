"""One digit changed anywhere in a finished edition is found, without asking the manifest for its hash."""

from __future__ import annotations

import pytest

from reporter.verification import content_problems
from reporter.verification.data_files import data_problems
from reporter.verification.published import Published
from tests.verification.checked import checked_pages
from tests.verification.conftest import Small
from tests.verification.mutants import (
    digits_of_charts,
    digits_of_page,
    digits_of_table,
    mutants,
    other_papers,
)

PAGE = "networks/W2.html"
SEED = 20240314


def problems(files: dict[str, bytes], *paths: str) -> list[str]:
    """What is wrong with the contents of some pages and with all data files."""
    others = {path for path in files if path.endswith(".html")} - set(paths)
    pages = checked_pages({path: content for path, content in files.items() if path not in others})
    return list(content_problems(pages, files, data_problems(files, Published(files))))


def test_the_edition_itself_is_right(small: Small) -> None:
    assert problems(small.files, *(path for path in small.files if path.endswith(".html"))) == []


@pytest.mark.parametrize(
    ("path", "number"), [("index.html", 40), ("networks/W2.html", 50), ("quality.html", 20)]
)
def test_a_digit_of_a_page(small: Small, path: str, number: int) -> None:
    """Prose, tables, axes, dots, descriptions of charts, notes and dates; other pages have its footer."""
    places = digits_of_page(small.files[path].decode("utf-8"))
    assert len(places) > 250
    others = ("networks/W3.html", "networks/W4.html")
    missed = [
        what
        for what, files in mutants(small.files, path, places, number, SEED)
        if not problems(files, path, *others)
    ]
    assert missed == []


@pytest.mark.parametrize("path", ["index.html", PAGE])
def test_a_digit_of_a_scale_or_of_the_place_of_a_dot(small: Small, path: str) -> None:
    places = digits_of_charts(small.files[path].decode("utf-8"))
    assert len(places) > 80
    missed = [
        what for what, files in mutants(small.files, path, places, 30, SEED) if not problems(files, path)
    ]
    assert missed == []


@pytest.mark.parametrize(
    "table",
    [
        "rates",
        "changes",
        "newest-runs",
        "trends",
        "variation",
        "funnels",
        "funnel-points",
        "rates-by-category",
        "withholding",
    ],
)
def test_a_digit_of_a_table(small: Small, table: str) -> None:
    path = f"tables/{table}.csv"
    places = digits_of_table(small.files[path].decode("utf-8"))
    missed = [what for what, files in mutants(small.files, path, places, 10, SEED) if not problems(files)]
    assert missed == []


def test_a_digit_of_a_table_in_all_its_files(small: Small) -> None:
    """A rate that is wrong in CSV and JSON alike is not that of its count, nor the one on the page."""
    row = next(
        line
        for line in small.files["tables/rates.csv"].decode().splitlines()
        if line.startswith("events,W2,") and ",2022," in line
    )
    numerator = row.split(",")[6]
    other = str(int(numerator) + 1)
    files = dict(small.files)
    csv, json = "tables/rates.csv", "tables/rates.json"
    files[csv] = files[csv].replace(row.encode(), row.replace(f",{numerator},", f",{other},", 1).encode())
    lines = files[json].decode()
    at = lines.index('"area_code": "W2"')
    at = lines.index('"period": "2022"', at)
    files[json] = (
        lines[:at] + lines[at:].replace(f'"numerator": {numerator}', f'"numerator": {other}', 1)
    ).encode()
    found = problems(files, PAGE)
    assert any("but count and denominator give" in problem for problem in found)
    assert any(problem.startswith(f"{PAGE}: {numerator}: expected {other}") for problem in found)


def test_a_rate_beside_a_denominator_that_is_not_there(small: Small) -> None:
    """As if the denominator alone were taken out of all data files."""
    files = dict(small.files)
    row = next(
        line for line in files["tables/rates.csv"].decode().splitlines() if line.startswith("events,W2,")
    )
    births = row.split(",")[7]
    path = "tables/rates.csv"
    files[path] = files[path].replace(row.encode(), row.replace(f",{births},", ",,", 1).encode())
    found = problems(files)
    assert any("the denominator of W2 is withheld, but value, lower_95" in problem for problem in found)


@pytest.mark.parametrize(("path", "page"), [("networks/W2.pdf", PAGE), ("quality.pdf", "quality.html")])
def test_a_digit_of_a_paper(small: Small, path: str, page: str) -> None:
    """PDFs written again with one digit changed in what they are written from."""
    writer, html = small.papers[path]
    missed = [
        what
        for what, content in other_papers(path, writer, html, 6, SEED)
        if not problems({**small.files, path: content}, page)
    ]
    assert missed == []
