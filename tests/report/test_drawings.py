"""Charts of any numbers and names: scales that the final check finds right, and no text beyond the canvas."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.publication.areas import Tile
from reporter.report.charts import funnel as funnel_module
from reporter.report.charts.lettering import shipped
from reporter.report.charts.scale import Scale
from reporter.report.charts.tiles import tile_map
from reporter.report.render import Renderer
from reporter.verification import text_edges
from reporter.verification.axes import axis_problems, range_problems, ticks
from reporter.verification.element import Element
from reporter.verification.names import name_of
from reporter.verification.page_text import read_page
from tests.publications.settings import EVENTS
from tests.report.drawings import Drawn, drawn_control_chart, drawn_funnel, drawn_trend

drawing = settings(max_examples=30, deadline=None)

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-and-many-a-further-parish-along"
names = st.one_of(
    st.sampled_from(["Ash", "Network 1", LONG, "North Carolina", "2022", "Bath & North East <Somerset>"]),
    st.text("aeiltWMÆéन字 -/0123456789.,'", min_size=1, max_size=90).filter(lambda text: bool(text.split())),
    st.lists(st.text("abcdeWM", min_size=1, max_size=12), min_size=1, max_size=60).map(" ".join),
)
multipliers = st.sampled_from([1, 100, 1000, 100_000, 1_000_000])
sizes = st.one_of(st.integers(20, 40), st.integers(500, 60_000), st.integers(9_000_000, 12_000_000))
counts = st.tuples(sizes, st.floats(0, 1) | st.floats(0, 0.01) | st.just(0.0)).map(
    lambda found: (found[0], int(found[0] * found[1]))
)
"""A denominator and a numerator."""


def problems(drawn: Drawn) -> list[str]:
    """What the final check finds, and texts that leave their canvas by the widths of the shipped fonts."""
    figure, published = read(drawn), drawn[1]
    charts = list(figure.all("svg"))
    found = [problem for chart in charts for problem in axis_problems(chart, published)]
    found += [problem for chart in charts for problem in text_edges.edge_problems(chart)]
    found += [f"beyond the canvas: {text}" for chart in charts for text in beyond(chart)]
    return found + list(range_problems(figure))


def read(drawn: Drawn) -> Element:
    return next(read_page(drawn[0]).root.all("figure"))


def beyond(chart: Element) -> Iterator[str]:
    width, height = (float(number) for number in chart.attributes["viewbox"].split()[2:])
    for text in chart.all("text"):
        size = float(text.inherited("font-size") or 0)
        bold = "strong" in text.attributes.get("class", "").split()
        share = {"middle": 0.5, "end": 1.0}.get(text.inherited("text-anchor") or "", 0.0)
        for line, x, y in text_edges._lines(text):
            long = shipped().width(line, size, bold=bold)
            left = x - share * long
            if min(left, y - 0.8 * size) < 0 or left + long > width or y > height:
                yield line


def named(figure: Element) -> set[tuple[str, str]]:
    """Address and text of every name in a figure."""
    return {(address, each.text()) for each in figure.all() if (address := name_of(each)) is not None}


@drawing
@given(st.data())
def test_a_funnel_of_any_numbers_and_names(renderer: Renderer, data: st.DataObject) -> None:
    areas = data.draw(st.lists(counts, min_size=1, max_size=12))
    labels = data.draw(st.lists(names, min_size=len(areas), max_size=len(areas)))
    whole, size_words, multiplier = data.draw(st.tuples(names, names, multipliers))
    drawn = drawn_funnel(
        renderer, areas, labels, whole=whole, multiplier=multiplier, highlight="W0", size_words=size_words
    )
    assert problems(drawn) == []
    words = {"areas/N": whole, f"indicators/{EVENTS.id}": size_words}
    words |= {f"areas/W{n}": label for n, label in enumerate(labels)}
    found = named(read(drawn))
    assert {"areas/N", f"indicators/{EVENTS.id}"} <= {address for address, _ in found}
    assert all(" ".join(words[address].split()) == text for address, text in found)


@drawing
@given(st.data())
def test_a_trend_of_any_numbers_and_names(renderer: Renderer, data: st.DataObject) -> None:
    lines = data.draw(st.integers(1, 6))
    years = st.dictionaries(st.integers(1990, 2023), counts, min_size=1, max_size=14)
    given_lines = {
        f"{data.draw(names)} {place}": dict(sorted(data.draw(years).items())) for place in range(lines)
    }
    drawn = drawn_trend(renderer, given_lines, data.draw(multipliers), data.draw(st.integers(1990, 2024)))
    assert problems(drawn) == []
    found = named(read(drawn))
    labels = {text for address, text in found if address.startswith("areas/")}
    assert labels == {" ".join(name.split()) for name in given_lines}
    assert all(address == f"periods/{text}" for address, text in found if not address.startswith("areas/"))


@drawing
@given(st.lists(st.tuples(sizes, st.integers(0, 19)), min_size=1, max_size=25), multipliers)
def test_a_control_chart_of_any_numbers(
    renderer: Renderer, years: list[tuple[int, int]], multiplier: int
) -> None:
    drawn = drawn_control_chart(renderer, years, multiplier)
    assert drawn is None or problems(drawn) == []


@pytest.mark.parametrize(
    "areas",
    [
        [(5000, 20)],
        [(5000, 20), (5000, 30), (5000, 25)],
        [(5000, 20), (10_000, 40), (15_000, 60), (20_000, 80), (25_000, 100)],
        [(5000, 0), (10_000, 0)],
        [(500 + 37 * n, 2 + n % 7) for n in range(1000)],
        [(9_000_000, 3000), (10_000_000, 3000), (12_000_000, 3000)],
        [(16_000, 100), (22_200, 141)],
    ],
    ids=["one", "one size", "one rate", "no events", "a thousand", "millions", "half a step"],
)
def test_a_funnel_has_a_sensible_axis(renderer: Renderer, areas: list[tuple[int, int]]) -> None:
    drawn = drawn_funnel(renderer, areas, [f"Network {n}" for n in range(len(areas))], highlight="W0")
    assert problems(drawn) == []
    assert all(2 <= len(axis) <= 9 for chart in read(drawn).all("svg") for axis in ticks(chart))


spans = st.floats(1e-6, 1e7)


@given(st.floats(0, 1e7), spans, st.integers(2, 8))
def test_ticks_are_round_and_lie_inside(low: float, span: float, count: int) -> None:
    if span < low / 1000:
        return
    scale = Scale(low, low + span, 0, 500)
    found = scale.ticks(count)
    assert 2 <= len(found) <= 2.5 * count
    assert len({tick.text for tick in found}) == len(found)
    assert all(0 <= tick.at <= 500 for tick in found)


def test_drawings_can_be_sent_to_a_worker() -> None:
    tiles = [Tile("W0", "N 1", 0, 0)]
    chart = tile_map(tiles, {"W0": "within expected variation"})
    assert pickle.loads(pickle.dumps(chart)) == chart
    assert tile_map(tiles, {}) is None
    assert funnel_module.WIDE.with_room_for(10) == funnel_module.WIDE


def test_a_tile_map_names_its_tiles_within_them(renderer: Renderer) -> None:
    labels = ["N 1", "2022", "WWWWW", "1"]
    tiles = [Tile(f"W{n}", label, n, 0) for n, label in enumerate(labels)]
    macros = renderer.module("charts/tiles.svg", "screen")
    drawn = macros.tiles(
        tile_map(tiles, {tile.area_code: "within expected variation" for tile in tiles}),
        "f",
        "t",
        "d",
        "x/y/z",
    )
    (chart,) = read_page(str(drawn)).root.all("svg")
    assert [*text_edges.edge_problems(chart), *beyond(chart)] == []
    assert named(chart) == {(f"tiles/W{n}", label) for n, label in enumerate(labels)}
    for text in chart.all("text"):
        if "data-name" in text.attributes:
            assert shipped().width(text.text(), float(text.inherited("font-size") or 0), bold=True) <= 32
