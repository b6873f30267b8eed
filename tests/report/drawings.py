"""Charts of made-up numbers, drawn with the shipped templates, and the tables that they were drawn from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reporter.findings.funnels import FUNNEL_POINTS, FUNNELS, funnel
from reporter.findings.rare_events import control_charts
from reporter.findings.rates import RATES
from reporter.findings.rules import Rule
from reporter.findings.verdicts import Verdicts
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period
from reporter.report.charts import control
from reporter.report.charts import funnel as funnel_module
from reporter.report.charts import trend as trend_module
from reporter.report.charts.funnel import FunnelDrawing
from reporter.report.charts.trend import Series, trend_chart
from reporter.report.marks.page import with_attributes
from reporter.report.render import Renderer
from reporter.report.words.cells import rate_of
from reporter.report.words.numbers import decimal
from reporter.statistics.intervals import exact_rate
from reporter.verification.published import Published
from tests.publications import made_up, publication
from tests.publications.settings import EVENTS

Drawn = tuple[str, Published]
"""A figure with both drawings, and the published tables."""

_NOTHING = {"comparison": "similar", "verdict": "close to the comparator", "symbols": ""}


def drawn_funnel(
    renderer: Renderer,
    areas: Sequence[tuple[int, int]],
    names: Sequence[str],
    *,
    whole: str = "Nation",
    multiplier: int = 1000,
    highlight: str | None = None,
    size_words: str = "Births",
) -> Drawn:
    """A funnel of areas by denominator and numerator, about the rate of all together."""
    counts = {f"W{n}": area for n, area in enumerate(areas)}
    counts["N"] = (sum(size for size, _ in areas), sum(events for _, events in areas))
    rows = [_row(code, 2022, *found, multiplier, "network") for code, found in counts.items()]
    rows[-1]["area_type"] = "nation"
    indicator = EVENTS.model_copy(update={"multiplier": multiplier})
    period = Period(2022, 2022, "occurring")
    found = funnel(
        _table(rows), indicator, period, publication().settings, _judgement(rows, indicator, period)
    )
    assert found is not None
    labels = {**{f"W{n}": name for n, name in enumerate(names)}, "N": whole}
    target = {"text": decimal(found.target, 1), "cell": f"{FUNNELS.address(found)}/target"}
    macros = _macros(renderer, "funnel")
    figure = _figure(
        macros.funnel(
            FunnelDrawing(found, labels, canvas).chart(highlight),
            "f",
            "t",
            "d",
            size_words,
            f"indicators/{indicator.id}",
            target,
            size,
            True,
            "higher",
            "95%, chance alone",
        )
        for size, canvas in (("wide", funnel_module.WIDE), ("narrow", funnel_module.NARROW))
    )
    points = FUNNEL_POINTS.rows((found,), Areas(()))
    return figure, published({"funnel-points": (points, FUNNEL_POINTS.key)})


def drawn_trend(
    renderer: Renderer,
    lines: Mapping[str, Mapping[int, tuple[int, int]]],
    multiplier: int = 1000,
    new: int = 0,
) -> Drawn:
    """A trend of lines by name, each of years with denominator and numerator; from `new` on another basis."""
    rows, series = [], []
    for code, (name, years) in enumerate(lines.items()):
        here = [_row(f"W{code}", year, *found, multiplier, "network") for year, found in years.items()]
        for row in here:
            row["basis"] = "occurring" if row["first_year"] >= new else "registered"
        rows += here
        rates = [rate_of(row) for row in here]
        series.append(Series(name, rates, main=code == 0, name=f"areas/W{code}"))
    macros = _macros(renderer, "trend")
    figure = _figure(
        macros.trend(trend_chart(series, canvas), "f", "t", "d", size)
        for size, canvas in (("wide", trend_module.WIDE), ("narrow", trend_module.NARROW))
    )
    return figure, published({"rates": (_table(rows), RATES.key)})


def drawn_control_chart(
    renderer: Renderer, years: Sequence[tuple[int, int]], multiplier: int = 1000
) -> Drawn | None:
    """A control chart of consecutive years with denominator and numerator; None where none is made."""
    rows = [_row("W", 2001 + n, *found, multiplier, "network") for n, found in enumerate(years)]
    indicator = EVENTS.model_copy(update={"multiplier": multiplier})
    found = control_charts(_table(rows), indicator, "network")
    if not found:
        return None
    macros = _macros(renderer, "control")
    figure = _figure(
        macros.control(control.control_chart(found[0], canvas), "f", "t", "d", size)
        for size, canvas in (("wide", control.WIDE), ("narrow", control.NARROW))
    )
    indicators = pd.DataFrame({"indicator": [indicator.id], "multiplier": [multiplier]})
    return figure, published({"rates": (_table(rows), RATES.key), "indicators": (indicators, ("indicator",))})


def published(tables: Mapping[str, tuple[pd.DataFrame, Sequence[str]]]) -> Published:
    """Published tables of frames, each with its primary key."""
    files = {}
    for name, (table, key) in tables.items():
        files[f"tables/{name}.csv"] = table.to_csv(index=False).encode()
        schema = {"tableSchema": {"columns": [{"name": each} for each in table], "primaryKey": list(key)}}
        files[f"tables/{name}-metadata.json"] = json.dumps(schema).encode()
    return Published(files)


def _row(code: str, year: int, size: int, events: int, multiplier: int, kind: str) -> dict[str, Any]:
    interval = exact_rate(events, size, multiplier=multiplier)
    return {
        "indicator": EVENTS.id,
        "area_code": code,
        "area_name": code,
        "area_type": kind,
        "period": str(year),
        "basis": "occurring",
        "first_year": year,
        "last_year": year,
        "numerator": events,
        "denominator": size,
        "value": multiplier * events / size,
        "lower_95": float(interval.lower),
        "upper_95": float(interval.upper),
        **_NOTHING,
    }


def _table(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows).astype({"numerator": "Int64"})


def _judgement(rows: Sequence[Mapping[str, Any]], indicator: Indicator, period: Period) -> Verdicts:
    """The rule of limits for chance alone, about the rate of the last row."""
    alone = {str(row["area_code"]): np.ones(1) for row in rows[:-1]}
    rule = Rule(float(rows[-1]["value"]), indicator.multiplier, 0.95, np.zeros(1), np.ones(1), alone)
    key = (indicator.id, "network", period.label, period.basis)
    found = replace(
        made_up.variation("region"), area_type="network", indicator=indicator.id, period=period.label
    )
    return Verdicts([], (replace(found, basis=period.basis),), {key: rule})


def _macros(renderer: Renderer, name: str) -> Any:
    return renderer.module(f"charts/{name}.svg", "screen")


def _figure(drawings: Iterable[object]) -> str:
    """A figure of drawings, with attributes in place of marks as on a page."""
    text = with_attributes(f'<figure id="figure-1">{"".join(map(str, drawings))}</figure>')
    assert "nan" not in text
    return text
