"""The trend chart: annual rates over time, each basis a line of its own, the break between them drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from reporter.report.charts.canvas import Canvas, area, line
from reporter.report.charts.labels import LINE_HEIGHT, spread
from reporter.report.charts.scale import Scale, Tick
from reporter.report.marks.text import marked
from reporter.report.words.cells import Rate

WIDE = Canvas(width=660, height=340, top=40, right=118, bottom=30, left=34, font=11.5)
NARROW = Canvas(width=340, height=300, top=40, right=84, bottom=28, left=26, font=11)


@dataclass(frozen=True)
class Series:
    """One line of the chart.

    Attributes:
        name: its label at the end of the line.
        rates: annual rates, by year; years without a rate are gaps.
        main: whether it is the main line, drawn with its intervals.
        address: the address of what the label names, such as 'areas/E54000010'.
    """

    name: str
    rates: Sequence[Rate]
    main: bool
    address: str = ""

    @property
    def marked_name(self) -> str:
        """The label, marked as the name that it is."""
        return marked(self.name, "name", self.address)


def trend_chart(series: Sequence[Series], canvas: Canvas) -> dict[str, Any] | None:
    """Trend chart for a template; None where no rate is given.

    Years keep their true distance; a line never crosses a missing year or a break in basis.
    """
    given = [rate for one in series for rate in one.rates if rate.value is not None]
    if not given:
        return None
    plot = canvas.plot
    years = sorted({rate.first_year for one in series for rate in one.rates})
    x = Scale(years[0] - 0.35, years[-1] + 0.35, plot.left, plot.right)
    highest = max(
        *(rate.value or 0.0 for rate in given),
        *(rate.upper_95 or 0.0 for one in series if one.main for rate in one.rates),
    )
    y = Scale(0.0, 1.06 * highest, plot.bottom, plot.top)
    lines = [_line(one, x, y) for one in series]
    return {
        **canvas.frame(),
        "x_ticks": _years(years[0], years[-1], x, canvas),
        "y_ticks": y.ticks(5),
        "breaks": _breaks([rate for one in series for rate in one.rates], x),
        "lines": lines,
        "labels": _end_labels(series, lines, canvas),
    }


def _line(series: Series, x: Scale, y: Scale) -> dict[str, Any]:
    """Runs of neighbouring years on one basis: a line, a band of intervals, dots."""
    runs = []
    for run in sorted(_runs(series.rates), key=lambda run: run[-1].first_year):
        places = [(x(rate.first_year), y(rate.value or 0.0)) for rate in run]
        upper = [(x(rate.first_year), y(rate.upper_95 or 0.0)) for rate in run]
        lower = [(x(rate.first_year), y(rate.lower_95 or 0.0)) for rate in run]
        runs.append(
            {
                "basis": run[0].basis,
                "path": line(places),
                "band": area(upper, lower) if series.main else "",
                "bars": [[*top, bottom[1]] for top, bottom in zip(upper, lower, strict=True)]
                if series.main
                else [],
                "dots": [[*place, bool(rate.symbols)] for place, rate in zip(places, run, strict=True)],
            }
        )
    return {"main": series.main, "runs": runs}


def _runs(rates: Sequence[Rate]) -> list[list[Rate]]:
    runs: list[list[Rate]] = []
    for rate in sorted(rates, key=lambda rate: (rate.basis, rate.first_year)):
        if rate.value is None:
            continue
        last = runs[-1][-1] if runs else None
        if last and last.basis == rate.basis and last.first_year == rate.first_year - 1:
            runs[-1].append(rate)
        else:
            runs.append([rate])
    return runs


def _breaks(rates: Sequence[Rate], x: Scale) -> list[dict[str, Any]]:
    """Breaks from one basis to the next: the rule's place, and the years on each side."""
    ordered = sorted({(rate.first_year, rate.basis) for rate in rates})
    spans = [
        (basis, [year for year, _ in group])
        for basis, group in groupby(ordered, key=lambda year_basis: year_basis[1])
    ]
    return [
        {
            "x": x((earlier[-1] + later[0]) / 2),
            "left": x(earlier[-1] + 0.35),
            "right": x(later[0] - 0.35),
            "basis_before": before,
            "year_before": earlier[-1],
            "basis_after": after,
            "year_after": later[0],
        }
        for (before, earlier), (after, later) in pairwise(spans)
    ]


def _years(first: int, last: int, x: Scale, canvas: Canvas) -> list[Tick]:
    """Years that have room for their label, counted back from the last."""
    room = (x(first + 1) - x(first)) / (canvas.text_width("2000") + 6)
    step = max(1, math.ceil(1 / room))
    return [Tick(at=x(year), text=str(year)) for year in sorted(range(last, first - 1, -step))]


def _end_labels(
    series: Sequence[Series], lines: list[dict[str, Any]], canvas: Canvas
) -> list[dict[str, Any]]:
    """The name of each line at its end, moved apart where lines end close together."""
    ending = [
        (one, drawn["runs"][-1]["dots"][-1])
        for one, drawn in zip(series, lines, strict=True)
        if drawn["runs"]
    ]
    wrapped = [canvas.wrap(one.name, canvas.right - 14, bold=one.main) for one, _ in ending]
    height = LINE_HEIGHT * canvas.font
    apart = max(len(lines) for lines in wrapped) * height + 3
    plot = canvas.plot
    middles = spread([dot[1] for _, dot in ending], apart, plot.top + apart / 2, plot.bottom - apart / 2)
    return [
        {
            "main": one.main,
            "lines": list(text),
            "x": round(dot[0] + 9, 1),
            "y": round(middle - (len(text) - 1) * height / 2 + 0.35 * canvas.font, 1),
        }
        for (one, dot), text, middle in zip(ending, wrapped, middles, strict=True)
    ]
