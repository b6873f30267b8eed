"""Descriptions of charts: each part is held against its mark, and digits of names are no numbers."""

import json
from collections import Counter

import pytest

from reporter.report.marks.page import with_attributes
from reporter.report.marks.text import marked, period_name
from reporter.verification.declared import Declared, Held
from reporter.verification.names import Names, name_problems
from reporter.verification.numbers import number_problems
from reporter.verification.page_text import read_page
from reporter.verification.published import Published

FILES = {
    "tables/rates-by-category.csv": (
        b"area_code,breakdown,category,category_name,value,first_year,last_year\r\n"
        b"N,d,1,1 (most deprived),0.82,2022,2022\r\nN,d,4,4 (least deprived),0.16,2022,2022\r\n"
    ),
    "tables/rates-by-category-metadata.json": json.dumps(
        {"tableSchema": {"columns": [], "primaryKey": ["area_code", "category"]}}
    ).encode(),
    **{
        path: text
        for table in ("rates", "areas", "indicators")
        for path, text in (
            (f"tables/{table}.csv", b"area_code\r\n"),
            (f"tables/{table}-metadata.json", b'{"tableSchema": {"columns": [], "primaryKey": []}}'),
        )
    },
}
FIRST, LAST = (
    marked(name, "name", f"categories/d/{name[0]}") for name in ("1 (most deprived)", "4 (least deprived)")
)
LOW, HIGH = (
    marked(rate, "cell", f"rates-by-category/N/{category}/value")
    for rate, category in (("0.8", "1"), ("0.2", "4"))
)
YEAR = period_name("2022")
RIGHT = with_attributes(
    f"<svg><desc>By year in {FIRST} &amp; in {LAST}. In {YEAR} it was {LOW} and {HIGH}.</desc></svg>"
)


def problems(drawing: str) -> list[str]:
    page = read_page(f'<html lang="en">{drawing}</html>')
    published = Published(FILES)
    counted: Counter[Held] = Counter()
    names = name_problems(page.root, Names(published, {}))
    return [*number_problems(page, published, Declared(page, published), counted), *names]


def test_a_description_whose_categories_are_numbered() -> None:
    """A rate of 0.82 is 1 without its decimal places, as the first category is called."""
    assert problems(RIGHT) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("was 0.8", "was 0.9"),
        ("and 0.2", "and 0.8"),
        ("In 2022", "In 2023"),
        (" and 0.2", ""),
        ("in 1 (most", "in 4 (most"),
        ("categories/d/4", "categories/d/1"),
        ("periods/2022", "periods/2023"),
        ("N/4/value", "N/1/value"),
        (" in 4 (least deprived)", " in 4"),
    ],
)
def test_a_description_with_a_mistake(right: str, wrong: str) -> None:
    assert RIGHT.count(right) == 1
    assert problems(RIGHT.replace(right, wrong)) != []
