"""Descriptions of charts: each number is that of its cell, in order, and digits of names are no numbers."""

import json

import pytest

from reporter.verification.chart_numbers import chart_problems
from reporter.verification.declared import Declared
from reporter.verification.page_text import read_page
from reporter.verification.published import Published

FILES = {
    "tables/rates-by-category.csv": (
        b"area_code,category,category_name,value,first_year,last_year\r\n"
        b"N,1,1 (most deprived),0.82,2022,2022\r\nN,4,4 (least deprived),0.16,2022,2022\r\n"
    ),
    "tables/rates-by-category-metadata.json": json.dumps(
        {"tableSchema": {"columns": [], "primaryKey": ["area_code", "category"]}}
    ).encode(),
}
CELLS = "rates-by-category/N/1/value;rates-by-category/N/4/value"
RIGHT = "By year in 1 (most deprived) and in 4 (least deprived). In 2022 it was 0.8 and 0.2."


def problems(description: str) -> list[str]:
    page = read_page(f'<html lang="en"><svg><desc data-cells="{CELLS}">{description}</desc></svg></html>')
    published = Published(FILES)
    (chart,) = page.root.all("svg")
    return list(chart_problems(chart, published, Declared(page, published), set()))


def test_a_description_whose_categories_are_numbered() -> None:
    """A rate of 0.82 is 1 without its decimal places, as the first category is called."""
    assert problems(RIGHT) == []


@pytest.mark.parametrize(
    ("right", "wrong"), [("0.8", "0.9"), ("0.2", "0.8"), ("2022", "2023"), (" and 0.2", "")]
)
def test_a_description_with_a_mistake(right: str, wrong: str) -> None:
    assert problems(RIGHT.replace(right, wrong)) != []
