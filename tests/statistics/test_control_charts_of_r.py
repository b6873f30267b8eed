"""Control charts against R: NHSRplotthedots for XmR charts, qicharts2 for the others."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from reporter.statistics import control_chart
from tests.statistics.r_results import agree, groups, records, table

CHARTS: dict[str, Callable[..., control_chart.ControlChart]] = {
    "u": control_chart.u_chart,
    "p": control_chart.p_chart,
    "c": control_chart.c_chart,
    "g": control_chart.g_chart,
}


def test_charts_of_single_values() -> None:
    points = table("spc-xmr-series").merge(table("spc-xmr-expected"), on=["case_id", "t"])
    for e in records("spc-xmr-sets"):
        d = groups(points, "case_id")[e["case_id"]].sort_values("t")
        for _, part in d.groupby(d["rebase"].cumsum()):  # a rebase starts new limits
            fixed = e["fix_after_n_points"]
            part = part if pd.isna(fixed) else part.head(int(fixed))
            got = control_chart.xmr(part["value"])
            for ours, column in zip((got.centre, got.lower, got.upper), ("mean", "lpl", "upl"), strict=True):
                agree(part["case_id"], ours, part[column])


def test_charts_of_counts_rates_and_gaps() -> None:
    """The centre of a g chart is not compared: R draws the median, though the limits are about the mean."""
    points = table("spc-qic-series").merge(table("spc-qic-expected"), on=["case_id", "t"])
    for e in records("spc-qic-sets"):
        d = groups(points, "case_id")[e["case_id"]].sort_values("t")
        columns = ("y", "n") if e["chart"] in ("u", "p") else ("y",)
        got = CHARTS[e["chart"]](*(d[column] for column in columns))
        agree(d["case_id"], got.lower, d["lcl"] / e["multiply"])
        agree(d["case_id"], got.upper, d["ucl"] / e["multiply"])
        if e["chart"] != "g":
            agree(d["case_id"], got.centre, d["cl"] / e["multiply"])
