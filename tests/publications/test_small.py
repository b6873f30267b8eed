"""Small publications of any shape: their files read as the same publication, also of 3,000 networks."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.counts.files import read_publication
from reporter.publication.areas import Area, Areas, Tile
from reporter.publication.profiles import names
from tests.publications import Small, added_up, counts, indicator, publication
from tests.publications.settings import TYPES

TEXTS = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" ,;\"'\\[]=é"), min_size=1, max_size=20
).filter(lambda text: bool(text.strip()) and ";" not in text and text == " ".join(text.split()))
"""Names: what may stand in a cell and in quotes."""


@st.composite
def smalls(draw: st.DrawFn) -> Small:
    """One to four networks of none to three districts, years with gaps, indicators, a breakdown."""
    sizes = draw(st.lists(st.integers(0, 3), min_size=1, max_size=4))
    areas = [Area("N", draw(TEXTS), "nation")]
    for network, districts in enumerate(sizes):
        areas.append(Area(f"W{network}", draw(TEXTS), "network", ("N",)))
        areas += [
            Area(f"D{network}-{district}", draw(TEXTS), "district", (f"W{network}",))
            for district in range(districts)
        ]
    hierarchy = Areas.of(areas)
    types = TYPES if any(sizes) else TYPES[1:]
    years = sorted(draw(st.sets(st.integers(2010, 2022), min_size=1, max_size=5)))
    columns = ("births", *(f"events_{n}" for n in range(draw(st.integers(1, 3)))))
    indicators = [
        indicator(f"indicator-{n}", (name,), title=draw(TEXTS)) for n, name in enumerate(columns[1:])
    ]
    events = st.integers(0, 10**6)
    rows: list[tuple[str | int, ...]] = [
        (leaf.code, year, "occurring", 10**6, *(draw(events) for _ in indicators))
        for year in years
        for leaf in hierarchy.leaves
    ]
    sexes: list[tuple[str | int, ...]] = [
        ("N", year, "occurring", "sex", sex, *(0 for _ in columns)) for year in years for sex in "fm"
    ]
    categories = {"f": draw(TEXTS), "m": draw(TEXTS)}
    sex = {"id": "sex", "title": draw(TEXTS), "kind": "groups", "categories": categories}
    broken_down = draw(st.booleans())
    made = publication(
        types=types,
        years=years,
        pools=(2,),
        indicators=indicators,
        profile=draw(st.sampled_from([name for name in names() if name != "hes-as-practised"])),
        publication={"title": draw(TEXTS)},
        breakdowns=[sex],
        broken_down=["nation"] if broken_down else [],
    )
    return Small(made, hierarchy, added_up(hierarchy, rows, columns, categories=sexes if broken_down else ()))


@settings(max_examples=30)
@given(smalls(), st.booleans())
def test_its_files_read_as_the_same_publication(small: Small, with_totals: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = small.write(Path(folder), TYPES if with_totals else ())
        made, areas, read, profile = read_publication(file)
    without_files = {"data": {"breakdowns"}}
    assert made.settings.model_dump(exclude=without_files) == small.publication.settings.model_dump(
        exclude=without_files
    )
    assert made.indicators == small.publication.indicators
    assert (areas, profile) == (small.areas, small.profile)
    pd.testing.assert_frame_equal(read.table, small.counts.table)
    shown = small.counts.by_category
    if len(shown):
        pd.testing.assert_frame_equal(read.by_category, shown, check_dtype=False)


@pytest.mark.parametrize("many", [1, 3000])
def test_as_many_networks_as_there_may_be(many: int) -> None:
    """One that is all of the nation, and 3,000; the rules withhold nothing."""
    hierarchy = Areas.of(
        [Area("N", "Nation", "nation"), *(Area(f"W{n}", f"{n}", "network", ("N",)) for n in range(many))]
    )
    made = publication(types=TYPES[1:], years=[2022], pools=(), profile="ons")
    tables = Small(made, hierarchy, counts(hierarchy, seed=1, years=[2022])).tables()
    rows = list(csv.DictReader(io.StringIO(tables["tables/rates.csv"].decode(), newline="")))
    # Three indicators of every area.
    assert len(rows) == 3 * (many + 1)
    assert all(row["numerator"].isdigit() for row in rows)


def test_tiles_are_written_where_there_are_any(tmp_path: Path) -> None:
    hierarchy = Areas(
        (Area("N", "Nation", "nation"), Area("W0", "North", "network", ("N",))), (Tile("W0", "N,1", 2, 0),)
    )
    made = publication(types=TYPES[1:])
    file = Small(made, hierarchy, counts(hierarchy, seed=1)).write(tmp_path)
    assert read_publication(file)[1] == hierarchy
