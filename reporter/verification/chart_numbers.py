"""Numbers in the charts of a page: at the axes and on the dots."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.verification.axes import axis_problems, ticks
from reporter.verification.element import Element
from reporter.verification.published import Published
from reporter.verification.text_edges import edge_problems
from reporter.verification.tiles import tile_problems


def chart_problems(chart: Element, published: Published, read: set[int]) -> Iterator[str]:
    """Problems of the numbers, title and tiles of a chart, one line each.

    Args:
        chart: the drawing.
        published: the published tables.
        read: receives the `id` of every element whose numbers are read here.
    """
    yield from axis_problems(chart, published)
    yield from edge_problems(chart)
    yield from tile_problems(chart, published)
    read |= {id(text) for axis in ticks(chart) for text in axis}
    if figure := chart.around("figure"):
        said = " ".join([caption.text() for caption in figure.all("figcaption")])
        for title in chart.all("title"):
            # Its marks stand in the caption that repeats it.
            read.add(id(title))
            if title.text() not in said:
                yield f"the chart “{title.text()}” has another title than its figure, “{said}”"
