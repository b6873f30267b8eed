import math
import re
from dataclasses import fields, is_dataclass
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.publication.areas import Tile
from reporter.report.charts import control
from reporter.report.charts import funnel as funnel_module
from reporter.report.charts import trend as trend_module
from reporter.report.charts.canvas import Canvas, area, line, simplified
from reporter.report.charts.funnel import FunnelDrawing
from reporter.report.charts.labels import Box, Label, place, spread
from reporter.report.charts.lettering import Line, shipped
from reporter.report.charts.ranges import WIDTH, Ranges
from reporter.report.charts.scale import Scale, lowest_of_axis
from reporter.report.charts.tiles import tile_map
from reporter.report.charts.trend import Series, trend_chart
from reporter.report.words.cells import Rate, Rates
from tests.publications import made_up

NAMES = {"N": "Nation", **{f"W{n}": name for n, name in enumerate(made_up.NETWORK_NAMES)}}


def test_scale_maps_ends_to_ends() -> None:
    scale = Scale(0, 10, 40, 240)
    assert [scale(value) for value in (0, 2.5, 10)] == [40, 90, 240]


def test_ticks_are_round_numbers_inside_the_scale() -> None:
    assert [tick.text for tick in Scale(0, 8.4, 300, 0).ticks(6)] == ["0", "2", "4", "6", "8"]
    assert [tick.text for tick in Scale(11000, 104000, 0, 500).ticks(6)] == [
        "20,000",
        "40,000",
        "60,000",
        "80,000",
        "100,000",
    ]
    assert [tick.text for tick in Scale(0, 0.9, 300, 0).ticks(5)][:3] == ["0.0", "0.2", "0.4"]


def test_paths() -> None:
    assert line([(1, 2), (3.5, 1.8), (3.5, 12)]) == "M1 2l2.5-.2 0 10.2"
    assert line([(1, 2)]) == ""
    assert area([(0, 1), (2, 1)], [(0, 3), (2, 3)]) == "M0 1l2 0 0 2-2 0z"
    assert area([(0, 1), (2, 1)], [(0, 3)]) == ""


def corners(path: str) -> list[tuple[float, float]]:
    """The places of a path that `line` wrote, read as SVG reads it: one place, then steps from it."""
    numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", path)]
    steps = zip(numbers[::2], numbers[1::2], strict=True)
    return [(round(x, 6), round(y, 6)) for x, y in accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1]))]


tenths = st.integers(-9999, 9999).map(lambda number: number / 10)


@given(st.lists(st.tuples(tenths, tenths), min_size=2, max_size=30))
def test_a_path_leads_through_its_points(found: list[tuple[float, float]]) -> None:
    assert corners(line(found)) == found


def test_a_simplified_line_stays_near_every_point() -> None:
    """A parabola, as smooth as a limit; the distance of a point to a polyline is taken to its segments."""
    curve = [(float(x), 200 - 30 * math.sqrt(x)) for x in range(1, 200)]
    kept = simplified(curve, 0.15)
    assert kept[0] == curve[0]
    assert kept[-1] == curve[-1]
    assert len(kept) < len(curve) / 5
    for x, y in curve:
        (left, top), (right, bottom) = next(pair for pair in pairwise(kept) if pair[1][0] >= x)
        across = abs((x - left) * (bottom - top) - (y - top) * (right - left))
        assert across / math.hypot(right - left, bottom - top) <= 0.15


def test_text_width_is_the_fonts() -> None:
    """Open Sans has 2,048 units an em, and its figures are 1,171 wide (its head and hmtx tables)."""
    assert shipped().width("0", 2048) == 1171
    assert shipped().width("00", 10.24) == pytest.approx(2 * 1171 / 200)


def test_lines_are_wrapped_evenly() -> None:
    lines = shipped().wrap("Bath and North East Somerset, Swindon and Wiltshire", 130, 11)
    assert [line.text for line in lines] == ["Bath and North East", "Somerset, Swindon", "and Wiltshire"]
    assert shipped().wrap("Dorset", 130, 11) == (Line("Dorset"),)


def test_only_a_word_wider_than_a_line_is_broken_and_no_number_is() -> None:
    assert shipped().wrap("Upper Kirkby-in-Furness-and-Askam", 90, 11) == (
        Line("Upper Kirkby-in-"),
        Line("Furness-and-", goes_on=True),
        Line("Askam", goes_on=True),
    )
    assert [line.text for line in shipped().wrap("Ward123456", 50, 11)] == ["Ward", "123456"]
    assert shipped().wrap("11,222.333,444", 30, 11)[0].text == "11,22"


@given(st.text(min_size=1, max_size=60), st.floats(15, 200))
def test_lines_are_the_text_and_no_wider_than_they_may_be(text: str, longest: float) -> None:
    lines = shipped().wrap(text, longest, 11)
    assert "".join(line.text if line.goes_on else f" {line.text}" for line in lines).split() == text.split()
    assert all(shipped().width(line.text, 11) <= longest for line in lines)


points = st.tuples(st.floats(60, 540), st.floats(20, 340), st.integers(1, 3), st.floats(20, 160))


@given(st.lists(points, max_size=15))
def test_labels_meet_neither_each_other_nor_dots_nor_the_edge(
    found: list[tuple[float, float, int, float]],
) -> None:
    plot = Box(44, 14, 556, 354)
    dots = [Box(x - 4, y - 4, x + 4, y + 4) for x, y, _, _ in found]
    labels = [Label((Line("a"),) * lines, x, y, wide) for x, y, lines, wide in found]
    placed = place(labels, dots, plot, 11)
    assert all(one.box.inside(plot) for one in placed)
    assert not any(one.box.meets(dot) for one in placed for dot in dots)
    # 11 px letters with half of that between two labels on one line.
    wider = [Box(one.box.left - 5.4, one.box.top, one.box.right + 5.4, one.box.bottom) for one in placed]
    assert not any(a.meets(b.box) for i, a in enumerate(wider) for b in placed[i + 1 :])


def test_a_lone_label_stands_beside_its_dot() -> None:
    (placed,) = place([Label((Line("a"),), 100, 100, 30)], [Box(96, 96, 104, 104)], Box(0, 0, 200, 200), 11)
    assert (placed.anchor, placed.apart) == ("start", False)
    assert placed.box.left > 104


boxes = st.lists(st.tuples(st.floats(0, 300), st.floats(5, 40)), max_size=8)


@given(boxes)
def test_spread_keeps_order_and_range_and_nothing_meets(found: list[tuple[float, float]]) -> None:
    middles, heights = [middle for middle, _ in found], [height for _, height in found]
    moved = spread(middles, heights, 0, 320)
    order = sorted(range(len(found)), key=lambda index: (middles[index], index))
    for one, other in pairwise(order):
        assert moved[other] - moved[one] >= (heights[one] + heights[other]) / 2 - 0.2
    for middle, height in zip(moved, heights, strict=True):
        assert height / 2 - 0.1 <= middle <= 320.1 - height / 2


def test_spread_moves_nothing_that_stands_apart() -> None:
    assert spread([10, 50, 90], [20, 20, 20], 0, 100) == [10, 50, 90]


@pytest.mark.parametrize("canvas", [funnel_module.WIDE, funnel_module.NARROW])
def test_funnel_draws_released_rates_only(canvas: Canvas) -> None:
    found = made_up.funnel()
    chart = FunnelDrawing(found, NAMES, canvas).chart("W2")
    assert {point.code for point in chart.points} == {"W0", "W1", "W2", "W3", "W4"}
    assert chart.points[-1].code == "W2"
    for point in chart.points:
        assert chart.frame.left <= point.x <= chart.frame.right
        assert chart.frame.top <= point.y <= chart.frame.bottom


def test_funnel_places_agree_with_numbers() -> None:
    """Two points tell the scale of each axis; every other point must lie where that scale puts it."""
    found = made_up.funnel()
    chart = FunnelDrawing(found, NAMES, funnel_module.WIDE).chart()
    at = {point.code: (point.x, point.y) for point in chart.points}
    true = {row["area_code"]: (row["denominator"], row["value"]) for row in found.points.to_dict("records")}
    low, high = min(true, key=lambda code: true[code][0]), max(true, key=lambda code: true[code][0])
    per_pixel = (true[high][0] - true[low][0]) / (at[high][0] - at[low][0])
    for code, (denominator, value) in true.items():
        assert true[low][0] + per_pixel * (at[code][0] - at[low][0]) == pytest.approx(denominator, rel=0.01)
        assert (value > found.target) == (at[code][1] < chart.target)


def test_funnel_without_variation_draws_its_limits_once() -> None:
    for tau2, drawn in (
        (0.04, ["verdict_upper", "upper_95"]),
        (0.0, ["verdict_upper"]),
        (math.nan, ["verdict_upper"]),
    ):
        chart = FunnelDrawing(made_up.funnel(tau2=tau2), NAMES, funnel_module.WIDE).chart()
        assert [end.kind for end in chart.ends] == drawn


def test_funnel_labels_what_stands_out_and_the_highlighted() -> None:
    chart = FunnelDrawing(made_up.funnel(), NAMES, funnel_module.WIDE).chart("W3")
    assert {" ".join(line.text for line in label.lines) for label in chart.labels} == {
        NAMES[f"W{n}"] for n in (0, 1, 3)
    }
    assert [label.highlight for label in chart.labels].count(True) == 1


def annual(code: str) -> list[Rate]:
    return Rates(made_up.rates()).annual("whole", code)


def test_trend_never_crosses_a_break_or_a_missing_year() -> None:
    chart = trend_chart([Series("Ash", annual("W0"), main=True)], trend_module.WIDE)
    assert chart is not None
    runs = chart.lines[0].runs
    assert [len(run.dots) for run in runs] == [5, 3]
    (one_break,) = chart.breaks
    assert (one_break.basis_before, one_break.basis_after) == ("registered", "occurring")
    assert runs[0].dots[-1][0] < one_break.left < one_break.x < one_break.right < runs[1].dots[0][0]


def test_trend_years_keep_their_distance() -> None:
    chart = trend_chart([Series("Ash", annual("W0"), main=True)], trend_module.WIDE)
    assert chart is not None
    ticks = {int(tick.text): tick.at for tick in chart.frame.x_ticks}
    a_year = (ticks[2022] - ticks[2010]) / 12
    assert all(ticks[year] == pytest.approx(ticks[2010] + (year - 2010) * a_year, abs=0.2) for year in ticks)


def test_trend_without_a_rate_is_not_drawn() -> None:
    rates = annual(made_up.WITHHELD_NETWORK)
    assert rates
    assert trend_chart([Series("Hazel", rates, main=True)], trend_module.WIDE) is None


def test_ranges_stay_inside_their_column() -> None:
    table = Rates(made_up.rates())
    rates = [rate for n in range(6) if (rate := table.get("whole", f"W{n}", made_up.MAIN, "occurring"))]
    ranges = Ranges(rates)
    drawn = [found for rate in rates if (found := ranges.of(rate))]
    assert len(drawn) == 5
    for one in drawn:
        assert 0 <= one.left <= one.mark <= one.left + one.length <= WIDTH


def test_charts_say_what_they_show(html: dict[str, str]) -> None:
    descriptions = re.findall(r"<desc [^>]*>(.*?)</desc>", html["index.html"], re.DOTALL)
    # Trend, funnel and both ends of a breakdown; the narrow drawings are called by the same words.
    assert len(descriptions) == 3
    assert html["index.html"].count('aria-labelledby="figure-2-t figure-2-d"') == 2
    ends = "The whole event rate by year in Most deprived and in Least deprived. In 2019 it was 3.0 and 5.0."
    assert sum(ends in text for text in descriptions) == 1
    said = "Of 5 networks, 1 is clearly higher and 1 is clearly lower; about 0.1 higher and 0.03 lower"
    assert any(said in " ".join(text.split()) for text in descriptions)
    before, after = "was 3.0 in 2010 and 3.0 in 2014", "on the other basis it was 3.0 in 2020 and 3.0 in 2022"
    assert any(f"{before}; {after}." in text for text in descriptions)


def test_a_control_chart_says_which_years_lie_outside(html: dict[str, str]) -> None:
    descriptions = re.findall(r"<desc [^>]*>(.*?)</desc>", html["networks/W1.html"], re.DOTALL)
    assert sum(text.strip().endswith("1 of 5 does: 2012.") for text in descriptions) == 1


def test_the_limits_of_a_control_chart_are_level_within_a_year() -> None:
    chart = control.control_chart(made_up.control_chart(), control.WIDE)
    assert [place[2] for place in chart.outside] == [1]
    assert len(chart.inside) == 4
    upper = corners(chart.limits[1])
    assert len(upper) == 10
    assert all(left[1] == right[1] for left, right in zip(upper[::2], upper[1::2], strict=True))
    # Drawn above the mean, and the year outside above its limit: places grow downwards.
    assert all(across[1] < chart.centre for across in upper)
    assert chart.outside[0][1] < upper[4][1]


def numbers_of(chart: Any) -> list[float]:
    """Every number in a chart."""
    if is_dataclass(chart) and not isinstance(chart, type):
        return numbers_of([getattr(chart, field.name) for field in fields(chart)])
    if isinstance(chart, dict):
        return [number for value in chart.values() for number in numbers_of(value)]
    if isinstance(chart, list | tuple):
        return [number for value in chart for number in numbers_of(value)]
    return [float(chart)] if isinstance(chart, int | float) else []


def test_no_place_is_missing() -> None:
    for tau2 in (0.04, 0.0, math.nan):
        chart = FunnelDrawing(made_up.funnel(tau2=tau2), NAMES, funnel_module.NARROW).chart("W0")
        assert all(math.isfinite(number) for number in numbers_of(chart))
        assert "nan" not in str(chart)


def test_tiles_are_drawn_by_their_verdicts_and_nothing_else_is() -> None:
    """Three on the map, one of them without a rate; W9 is not shown by the edition."""
    verdicts = {"W0": "clearly higher", "W1": "lower than the comparator", "W2": ""}
    tiles = [Tile(f"W{n}", "abc"[n % 3], n % 3, n // 3) for n in (0, 1, 2, 9)]
    chart = tile_map(tiles, verdicts)
    assert chart is not None
    drawn = {group.verdict: [tile.code for tile in group.tiles] for group in chart.groups}
    assert drawn == {"clearly higher": ["W0"], "lower than the comparator": ["W1"], "": ["W2"]}
    higher, lower, square = (group.path for group in chart.groups)
    # Each verdict's tile and the one of the key: a point upwards, a point downwards, none.
    assert higher.startswith("M87 5l16-5 16 5v27h-32z")
    assert lower.startswith("M122 0h32v27l-16 5-16-5z")
    assert square.startswith("M157 0h32v32h-32z")
    assert [path.count("z") for path in (higher, lower, square)] == [2, 2, 2]
    for group in chart.groups:
        assert 0 <= group.key.x <= chart.width
        assert 35 <= group.key.y <= chart.height


def test_axes_of_high_values_begin_below_them() -> None:
    """Shares of 85 to 97% and ratios about 100 fill their charts; rates begin at 0, whatever they are."""
    for said_as in ("percentage", "indirectly standardised ratio", "directly standardised rate"):
        low = lowest_of_axis(said_as, 85.0, 97.0)
        assert low == pytest.approx(82.0)
        assert lowest_of_axis(said_as, 20.0, 97.0) == 0.0
    assert lowest_of_axis("rate", 85.0, 97.0) == 0.0
    assert 0 < lowest_of_axis("percentage", 99.0, 99.0) < 99.0
