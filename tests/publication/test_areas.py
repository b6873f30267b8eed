"""Areas: parts and wholes of a small made-up country with two nestings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reporter.publication.areas import Area, Areas

COUNTRY = Areas.of(
    [
        Area("N", "Nation", "nation"),
        Area("W1", "North", "network", ("N",)),
        Area("W2", "South", "network", ("N",)),
        Area("C1", "Shire", "county", ("N",)),
        Area("A", "Aton", "district", ("W1", "C1")),
        Area("B", "Beeton", "district", ("W1", "C1")),
        Area("C", "Ceeton", "district", ("W2", "C1")),
    ]
)


def test_lookups() -> None:
    assert COUNTRY["B"].name == "Beeton"
    assert "B" in COUNTRY
    assert "X" not in COUNTRY
    assert [area.code for area in COUNTRY.of_type("network")] == ["W1", "W2"]
    assert [area.code for area in COUNTRY.leaves] == ["A", "B", "C"]


def test_parts_by_type() -> None:
    assert {kind: [a.code for a in parts] for kind, parts in COUNTRY.parts("N").items()} == {
        "network": ["W1", "W2"],
        "county": ["C1"],
    }
    assert COUNTRY.parts("A") == {}


def test_ancestors_nearest_first_and_once() -> None:
    assert [area.code for area in COUNTRY.ancestors("A")] == ["W1", "C1", "N"]


def test_within() -> None:
    assert [area.code for area in COUNTRY.within("W1", "district")] == ["A", "B"]
    assert [area.code for area in COUNTRY.within("N", "district")] == ["A", "B", "C"]


@given(st.data())
def test_smallest_first_puts_every_part_before_its_whole(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 12))
    codes = [f"A{n}" for n in range(size)]
    parents = [
        tuple(sorted(data.draw(st.sets(st.sampled_from(codes[:n]))))) if n else () for n in range(size)
    ]
    made = [Area(code, code, "area", above) for code, above in zip(codes, parents, strict=True)]
    areas = Areas.of(data.draw(st.permutations(made)))
    place = {area.code: n for n, area in enumerate(areas.smallest_first)}
    assert sorted(place) == sorted(codes)
    assert all(place[area.code] < place[parent] for area in areas.areas for parent in area.parents)
