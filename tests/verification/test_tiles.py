"""A tile that is drawn as something else than its area's verdict is found."""

from __future__ import annotations

import pytest

from reporter.verification.page_text import read_page
from reporter.verification.published import Published
from reporter.verification.tiles import tile_problems

RATES = b"""indicator,area_code,period,basis,verdict
whole,W0,2020 to 2022,occurring,clearly higher
whole,W1,2020 to 2022,occurring,within expected variation
whole,W2,2020 to 2022,occurring,
"""
METADATA = b'{"tableSchema": {"primaryKey": ["indicator", "area_code", "period", "basis"]}}'
MAP = (
    '<svg><g data-of="whole/2020 to 2022/occurring"><g class="v5"><text data-code="W0">A</text></g>'
    '<g class="v3"><text data-code="W1">B</text></g><g class="v0"><text data-code="W2">C</text></g></g></svg>'
)


def found(drawing: str) -> list[str]:
    (chart,) = read_page(drawing).root.all("svg")
    return list(
        tile_problems(chart, Published({"tables/rates.csv": RATES, "tables/rates-metadata.json": METADATA}))
    )


def test_a_map_of_tiles_that_is_right() -> None:
    assert found(MAP) == []


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ('class="v3"', 'class="v4"', "the tile B of W1 is drawn as v4, the finding is v3"),
        ('class="v0"', 'class="v3"', "the tile C of W2 is drawn as v3, the finding is v0"),
        ('"W0"', '"W9"', "the tile A of W9 is drawn as v5, the finding is no tile"),
        ("occurring", "registered", "the tile A of W0 is drawn as v5, the finding is no tile"),
    ],
)
def test_a_map_of_tiles_with_a_mistake(right: str, wrong: str, expected: str) -> None:
    assert found(MAP.replace(right, wrong))[0] == expected
