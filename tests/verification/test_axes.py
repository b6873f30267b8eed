"""A chart is right by the scales that it states: a tick, a dot or a scale that is changed is found."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.report.render import Renderer
from reporter.verification.axes import axis_problems, range_problems
from reporter.verification.page_text import read_page
from reporter.verification.published import Published
from reporter.verification.text_edges import edge_problems
from tests.report.drawings import drawn_control_chart, drawn_funnel, drawn_trend, published

NO_TABLES = published({})
SEED = 20240517
Figure = tuple[str, Published]


@pytest.fixture(scope="module")
def renderer(repository: Path) -> Renderer:
    return Renderer([repository / "templates"])


@pytest.fixture(scope="module")
def funnel(renderer: Renderer) -> Figure:
    areas = [(12_000 + 700 * n, 40 + 5 * (n % 9)) for n in range(12)]
    return drawn_funnel(renderer, areas, [f"Network {n}" for n in range(12)], highlight="W3")


@pytest.fixture(scope="module")
def trend(renderer: Renderer) -> Figure:
    years = {year: (10_000, 30 + year % 7) for year in range(2012, 2023)}
    others = {year: (90_000, 350 + year % 5) for year in range(2012, 2023)}
    return drawn_trend(renderer, {"Ash": years, "Nation": others}, new=2018)


@pytest.fixture(scope="module")
def control_chart(renderer: Renderer) -> Figure:
    found = drawn_control_chart(renderer, [(1200, events) for events in (5, 6, 7, 4, 19, 6)])
    assert found is not None
    return found


def problems(drawing: str, tables: Published) -> list[str]:
    figure = next(read_page(drawing).root.all("figure"))
    found = [problem for chart in figure.all("svg") for problem in axis_problems(chart, tables)]
    return [*found, *range_problems(figure)]


def with_one_digit_changed(drawing: str, part: str, number: int) -> Iterator[str]:
    """Drawings in which one digit of one part, such as a tick label, is another."""
    choice = random.Random(SEED)
    places = [
        match.start(1) + digit.start()
        for match in re.finditer(part, drawing)
        for digit in re.finditer(r"\d", match[1])
    ]
    for at in choice.sample(places, min(number, len(places))):
        digit = choice.choice([other for other in "0123456789" if other != drawing[at]])
        yield drawing[:at] + digit + drawing[at + 1 :]


TICK, SCALE = r"<text x=[^>]*>([\d.,]+)</text>", r'data-scale="([xy][^"]*)"'
DOT_OF_AREA, CODE = r' c[xy]="(\d+)', r'data-code="(W\d+)"'
DOT_OF_YEAR, ADDRESS = r"M(\d+)(?:\.\d)? \d+(?:\.\d)?h0", r'data-rates="([^"]*)"'


@pytest.mark.parametrize("kind", ["funnel", "trend", "control_chart"])
def test_a_digit_of_a_tick_or_a_scale(kind: str, request: pytest.FixtureRequest) -> None:
    drawing, tables = request.getfixturevalue(kind)
    assert problems(drawing, tables) == []
    for part in (TICK, SCALE):
        changed = list(with_one_digit_changed(drawing, part, 60))
        assert len(changed) >= 20
        assert [each for each in changed if not problems(each, tables)] == []


def test_a_dot_of_an_area_elsewhere(funnel: Figure) -> None:
    drawing, tables = funnel
    for part in (DOT_OF_AREA, CODE):
        changed = list(with_one_digit_changed(drawing, part, 30))
        assert len(changed) >= 10
        assert [each for each in changed if not problems(each, tables)] == []


@pytest.mark.parametrize("kind", ["trend", "control_chart"])
def test_a_dot_of_a_year_elsewhere(kind: str, request: pytest.FixtureRequest) -> None:
    drawing, tables = request.getfixturevalue(kind)
    # The dots that only lie upon others, and make them hollow, say nothing of their own.
    stated = "".join(re.findall(r'<path class="[^"]*" data-[^>]*>|<path[^>]*main-dot[^>]*>', drawing))
    assert stated
    changed = [drawing.replace(f"{x} {y}h0", f"{x} {float(y) + 1:g}h0") for x, y in _dots(stated)]
    assert len(changed) >= 6
    assert [each for each in changed if not problems(each, tables)] == []
    assert problems(re.sub(r'data-rates="([^/]*)/[^"]*?/', r'data-rates="\1/elsewhere/', drawing), tables)


def _dots(drawing: str) -> list[tuple[str, str]]:
    return re.findall(r"M([\d.]+) ([\d.]+)h0", drawing)


def axis(*labels: tuple[float, str], scale: str = "x 0 50 40000 450", place: str = "x") -> str:
    texts = "".join(
        f'<text {place}="{at}" {"y" if place == "x" else "x"}="9">{text}</text>' for at, text in labels
    )
    drawing = (
        f'<svg viewBox="0 0 500 500" font-size="10"><g class="tick" data-scale="{scale}">{texts}</g></svg>'
    )
    return f"<figure>{drawing}</figure>"


@pytest.mark.parametrize(
    "right",
    [
        axis((250, "20,000")),
        axis((100, "5,000"), (200, "15,000"), (300, "25,000")),
        axis((300, "25,000"), (200, "15,000"), (100, "5,000")),
        axis((50, "0"), (250, "20,000"), (450, "40,000")),
        axis((103.5, "0.0"), (53.5, "0.2"), scale="y 0 100 0.4 0", place="y"),
        axis((250, "2022"), scale="x 2021.5 50 2022.5 450"),
    ],
    ids=["one tick", "half steps", "descending", "from nothing", "upwards", "a year"],
)
def test_an_axis_that_is_right(right: str) -> None:
    assert problems(right, NO_TABLES) == []


@pytest.mark.parametrize(
    "wrong",
    [
        axis((250, "20,000"), scale=""),
        axis((250, "20,000"), scale="z 0 50 40000 450"),
        axis((250, "20,000"), scale="x 0 50 40000"),
        axis((250, "20,000"), scale="x 0 50 0 450"),
        axis((250, "20,001")),
        axis((250, "many")),
        axis((250, "20,000"), (250, "20,000")),
        axis((250.2, "20,000")),
        axis(),
    ],
    ids=[
        "no scale",
        "no direction",
        "half a scale",
        "no domain",
        "too fine",
        "words",
        "twice",
        "beside",
        "empty",
    ],
)
def test_an_axis_that_is_wrong(wrong: str) -> None:
    assert len(problems(wrong, NO_TABLES)) == 1


def test_both_drawings_have_one_domain() -> None:
    one, other = axis((250, "20,000")), axis((90, "20,000"), scale="x 0 10 40000 170")
    both = one.replace("</figure>", other.replace("<figure>", ""))
    assert problems(both, NO_TABLES) == []
    assert len(problems(both.replace("0 10 40000 170", "0 10 80000 330"), NO_TABLES)) == 1


def left_out(drawing: str) -> list[str]:
    (chart,) = read_page(drawing).root.all("svg")
    return list(edge_problems(chart))


def drawing_of(text: str) -> str:
    return f'<svg class="chart wide" viewBox="0 0 300 100" font-size="10">{text}</svg>'


@pytest.mark.parametrize(
    ("place", "lies_within"),
    [
        ('x="20" y="50"', True),
        ('x="290" y="50"', False),
        ('x="290" y="50" text-anchor="end"', True),
        ('x="20" y="50" text-anchor="end"', False),
        ('x="150" y="50" text-anchor="middle"', True),
        ('x="20" y="120"', False),
        ('x="20" y="2"', False),
        ('x="290" y="50" font-size="1"', True),
    ],
)
def test_a_text_beyond_its_canvas(place: str, lies_within: bool) -> None:
    assert (left_out(drawing_of(f"<text {place}>North Carolina</text>")) == []) is lies_within


def test_a_picture_of_ones_own_is_not_measured() -> None:
    own = drawing_of('<g transform="scale(0.1)"><text>North Carolina</text></g>')
    assert left_out(own.replace("chart wide", "logo")) == []


def test_a_text_of_several_lines_is_measured_line_by_line() -> None:
    def text(x: int) -> str:
        lines = f'North Carolina <tspan x="{x}" y="52">and others</tspan>'
        return f'<text x="200" y="40"><tspan>{lines}</tspan> <tspan>2.0</tspan></text>'

    assert left_out(drawing_of(text(200))) == []
    assert left_out(drawing_of(text(280))) != []
