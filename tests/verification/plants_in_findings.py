"""Mistakes in findings: true counts come into the table of rates that everything after it is made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import reporter.findings.edition as finding
import reporter.findings.funnels as funnels
from reporter.findings.rules import Rule
from reporter.statistics.funnel import overdispersion
from reporter.statistics.intervals import crude_rate
from tests.verification.truth import Numbers, Truth


def with_rates(change: Callable[[pd.DataFrame, Numbers, Truth], pd.DataFrame]) -> Callable[..., None]:
    def plant(patch: pytest.MonkeyPatch, truth: Truth) -> None:
        honest = vars(finding)["rates"]

        def rates(*given: Any) -> pd.DataFrame:
            table = honest(*given)
            return change(table, truth.of(table), truth)

        patch.setattr(finding, "rates", rates)

    return plant


def rate_of_true_counts(table: pd.DataFrame, true: Numbers, _: Truth) -> pd.DataFrame:
    return table.assign(value=table["value"].fillna((1000 * true / table["denominator"]).round(1)))


def limits_of_true_counts(table: pd.DataFrame, true: Numbers, _: Truth) -> pd.DataFrame:
    limits = crude_rate(true, table["denominator"].to_numpy(float), multiplier=1000, confidence=0.95)
    return table.assign(
        lower_95=table["lower_95"].fillna(pd.Series(limits.lower.round(1))),
        upper_95=table["upper_95"].fillna(pd.Series(limits.upper.round(1))),
    )


def rows_in_true_order(table: pd.DataFrame, true: Numbers, _: Truth) -> pd.DataFrame:
    order = np.argsort(-true / table["denominator"].to_numpy(float), kind="stable")
    return table.iloc[order].reset_index(drop=True)


def marks_of_primary_and_secondary(table: pd.DataFrame, _: Numbers, truth: Truth) -> pd.DataFrame:
    names = {"events": "events", "early": "early", "late": "events-early"}
    ids = [
        f"{names[row['indicator']]} | {row['area_code']} | {row['period']} | {row['basis']}"
        for row in table.to_dict("records")
    ]
    primary = {*truth.record["primary"]}
    marks = [
        "[x]" if mark == "[c]" and name in primary else mark
        for mark, name in zip(table["symbols"], ids, strict=True)
    ]
    return table.assign(symbols=marks)


def revised_where_true_counts_differ(table: pd.DataFrame, true: Numbers, truth: Truth) -> pd.DataFrame:
    """Compared with an earlier edition of the same counts as the true ones, which withheld nothing."""
    changed = true != truth.of_first(table)
    return table.assign(symbols=table["symbols"] + np.where(changed, "[r]", ""))


def shrunk_true_rates(patch: pytest.MonkeyPatch, truth: Truth) -> None:
    honest = vars(finding)["with_shrunk"]

    def with_shrunk(*given: Any) -> pd.DataFrame:
        table = honest(*given)
        births, mean, weight = table["denominator"], 0.004, 500.0
        shrunk = 1000 * (truth.of(table) + weight * mean) / (births + weight)
        with_true: pd.DataFrame = table.assign(shrunk_value=table["shrunk_value"].fillna(shrunk))
        return with_true

    patch.setattr(finding, "with_shrunk", with_shrunk)


def phi_of_all_cells(patch: pytest.MonkeyPatch, truth: Truth) -> None:
    honest = funnels._factors

    def factors(here: pd.DataFrame, rule: Rule, models: Any) -> Any:
        expected = here["denominator"].to_numpy(float) * rule.target / rule.multiplier
        return honest(here, rule, models)._replace(phi=overdispersion(truth.of(here), expected).phi)

    patch.setattr(funnels, "_factors", factors)
