"""The trend chart: annual rates over time, each basis a line of its own, the break between them drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import fsum

from reporter.publication.periods import label_of
from reporter.report.charts.canvas import Canvas, area, line
from reporter.report.charts.drawings import Bar, Break, Dot, LineLabel, Run, TrendChart, TrendLine
from reporter.report.charts.labels import spread
from reporter.report.charts.lettering import Line
from reporter.report.charts.scale import Scale, Tick, lowest_of_axis
from reporter.report.marks.text import marked
from reporter.report.words.cells import Rate

WIDE = Canvas(width=660, height=340, top=40, right=118, bottom=30, left=34, font=11.5)
NARROW = Canvas(width=340, height=300, top=40, right=84, bottom=28, left=26, font=11)

_BESIDE_DOT = 9.0
"""From the last dot of a line to its label, in pixels."""
_BESIDE_LABEL = 14.0
"""Pixels of the right margin that a label leaves free."""


@dataclass(frozen=True)
class Series:
    """One line of the chart.

    Attributes:
        label: its label at the end of the line.
        rates: annual rates, by year; years without a rate are gaps.
        main: whether it is the main line, drawn with its intervals.
        name: the address of the name that its label is, such as 'areas/E92000001'; empty for other words.
    """

    label: str
    rates: Sequence[Rate]
    main: bool
    name: str = ""

    @property
    def marked_label(self) -> str:
        """The label, marked as the name that it is."""
        return marked(self.label, "name", self.name) if self.name else self.label


def trend_chart(series: Sequence[Series], canvas: Canvas) -> TrendChart | None:
    """Trend chart for a template; None where no rate is given.

    Years keep their true distance; a line never crosses a missing year or a break in basis.
    """
    given = [rate for one in series for rate in one.rates if rate.value is not None]
    if not given:
        return None
    canvas = canvas.with_room_beside(((one.label, one.main) for one in series), _BESIDE_LABEL)
    labels = [canvas.wrap(one.label, canvas.right - _BESIDE_LABEL, bold=one.main) for one in series]
    heights = [canvas.height_of(len(lines)) + 3 for lines in labels]
    canvas = canvas.with_room_for(fsum(heights))
    of_main = [rate.upper_95 or 0.0 for one in series if one.main for rate in one.rates]
    highest = max([*(rate.value or 0.0 for rate in given), *of_main])
    lowest = min(
        *(rate.value or 0.0 for rate in given),
        *(rate.lower_95 or 0.0 for one in series if one.main for rate in one.rates if rate.value is not None),
        highest,
    )
    low = lowest_of_axis(given[0].said_as, lowest, highest)
    top = 1.06 * highest if low == 0 else highest + 0.06 * (highest - low)
    y = Scale(low, top or 1.0, canvas.plot.bottom, canvas.plot.top)
    y_ticks = y.ticks(5)
    canvas = canvas.with_room_for_ticks(y_ticks)
    years = sorted({rate.middle for one in series for rate in one.rates})
    x = Scale(years[0] - 0.35, years[-1] + 0.35, canvas.plot.left, canvas.plot.right)
    windows = [(rate.first_year, rate.last_year) for one in series for rate in one.rates]
    lines = [TrendLine(one.main, _runs_drawn(one, x, y)) for one in series]
    return TrendChart(
        frame=canvas.frame(x, y, time_ticks(x, windows, canvas), y_ticks),
        breaks=_breaks([rate for one in series for rate in one.rates], x),
        lines=lines,
        labels=_end_labels(series, lines, labels, heights, canvas),
    )


def time_ticks(x: Scale, periods: Sequence[tuple[int, int]], canvas: Canvas) -> list[Tick]:
    """Ticks of an axis of time, from the first and last step of each period."""
    if any(first < last for first, last in periods):
        return x.windows(periods, canvas.text_width)
    steps = [first for first, _ in periods]
    return x.years(min(steps), max(steps), canvas.text_width)


def named(windows: Iterable[str]) -> str:
    """Labels of windows, whose place does not say them, for the final check."""
    return ";".join(windows)


def _runs_drawn(series: Series, x: Scale, y: Scale) -> list[Run]:
    runs = []
    for run in sorted(_runs(series.rates), key=lambda run: run[-1].middle):
        places = [(x(rate.middle), y(rate.value or 0.0)) for rate in run]
        upper = [(x(rate.middle), y(rate.upper_95 or 0.0)) for rate in run]
        lower = [(x(rate.middle), y(rate.lower_95 or 0.0)) for rate in run]
        bars = [Bar(*top, bottom[1]) for top, bottom in zip(upper, lower, strict=True)]
        runs.append(
            Run(
                basis=run[0].basis,
                path=line(places),
                band=area(upper, lower) if series.main else "",
                bars=bars if series.main else [],
                dots=[Dot(*place, bool(rate.symbols)) for place, rate in zip(places, run, strict=True)],
                rates=replace(run[0], period="YEAR").number("value", "").cell,
                periods=named(rate.period for rate in run if rate.first_year < rate.last_year),
            )
        )
    return runs


def _runs(rates: Sequence[Rate]) -> list[list[Rate]]:
    runs: list[list[Rate]] = []
    for rate in sorted(rates, key=lambda rate: (rate.basis, rate.middle)):
        if rate.value is None:
            continue
        last = runs[-1][-1] if runs else None
        # A window that shares steps with the one before follows on it too.
        if last and last.basis == rate.basis and last.first_year < rate.first_year <= last.last_year + 1:
            runs[-1].append(rate)
        else:
            runs.append([rate])
    return runs


def _breaks(rates: Sequence[Rate], x: Scale) -> list[Break]:
    """Breaks from one basis to the next; none where a year is counted on two, for then no year parts them."""
    ordered = sorted({(rate.middle, rate.basis) for rate in rates})
    ends = {rate.middle: (rate.first_year, rate.last_year) for rate in rates}
    if len({year for year, _ in ordered}) < len(ordered):
        return []
    spans = [
        (basis, [year for year, _ in group])
        for basis, group in groupby(ordered, key=lambda year_basis: year_basis[1])
    ]
    return [
        Break(
            x=x((earlier[-1] + later[0]) / 2),
            left=x(earlier[-1] + 0.35),
            right=x(later[0] - 0.35),
            basis_before=before,
            year_before=label_of(ends[earlier[-1]][1]),
            basis_after=after,
            year_after=label_of(ends[later[0]][0]),
        )
        for (before, earlier), (after, later) in pairwise(spans)
    ]


def _end_labels(
    series: Sequence[Series],
    lines: Sequence[TrendLine],
    labels: Sequence[tuple[Line, ...]],
    heights: Sequence[float],
    canvas: Canvas,
) -> list[LineLabel]:
    """The label of each line at its end, moved apart where lines end close together."""
    drawn = [place for place, one in enumerate(lines) if one.runs]
    ends = [lines[place].runs[-1].dots[-1] for place in drawn]
    plot = canvas.plot
    middles = spread([dot.y for dot in ends], [heights[place] for place in drawn], plot.top, plot.bottom)
    return [
        LineLabel(
            main=series[place].main,
            name=series[place].name,
            lines=labels[place],
            x=round(dot.x + _BESIDE_DOT, 1),
            y=round(middle - canvas.height_of(len(labels[place]) - 1) / 2 + 0.35 * canvas.font, 1),
        )
        for place, dot, middle in zip(drawn, ends, middles, strict=True)
    ]
