"""Numbers in the charts of a page: at the axes and on the dots."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.publication.addresses import parts_of
from reporter.verification.axes import axis_problems, ticks
from reporter.verification.element import Element
from reporter.verification.printed import expected
from reporter.verification.published import Published, Row
from reporter.verification.tiles import tile_problems


def chart_problems(chart: Element, published: Published, read: set[int]) -> Iterator[str]:
    """Problems of the numbers and tiles of a chart, one line each.

    Args:
        chart: the drawing.
        published: the published tables.
        read: receives the `id` of every element whose numbers are read here.
    """
    funnel = _funnel(chart)
    yield from axis_problems(chart, published, funnel)
    yield from tile_problems(chart, published)
    read |= {id(text) for axis in ticks(chart) for text in axis}
    figure = chart.around("figure")
    captions = [caption.text() for caption in figure.all("figcaption")] if figure else []
    # Marks of a title stand in the caption that repeats it.
    read |= {id(title) for title in chart.all("title") if any(title.text() in said for said in captions)}
    for dot in chart.all("circle"):
        row = published.row("funnel-points", *funnel, dot.attributes.get("data-code", "")) if funnel else None
        for title in dot.all("title"):
            read.add(id(title))
            yield from _dot_problems(title.text(), row)


def _funnel(chart: Element) -> tuple[str, str] | None:
    """Indicator and area type of a funnel, from the address of its target."""
    cells = (parts_of(each.attributes.get("data-cell", "")) for each in chart.all("tspan"))
    return next(((cell[1], cell[2]) for cell in cells if cell[0] == "funnels"), None)


def _dot_problems(title: str, row: Row | None) -> Iterator[str]:
    """Problem of a dot that shows a wrong rate."""
    shown = title.rpartition(", ")[2]
    wanted = expected(shown, row["value"]) if row else "no number"
    if shown != wanted:
        yield f"{shown}: expected {wanted} on the dot “{title}”"
