"""Detectable change: how far from the comparator a network must be to be marked most of the time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reporter.findings.kinds import kind_of
from reporter.findings.level_rules import AnyRule
from reporter.findings.rules import Rule, ShareRule
from reporter.findings.schema import of_records
from reporter.findings.verdicts import KEY
from reporter.machine.rows import among, where
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period

POWER = 0.8


@dataclass(frozen=True)
class Detectable:
    """Detectable change of one area in one period, by the rule that marks it.

    denominator: of the area in the period; above, below: the smallest distance of its true rate from the
    comparator's, as a fraction of this (0.20 is 20%), at which the count of the period lies outside the
    limits of its verdict on that side with 80% probability; NaN where no distance does.
    """

    indicator: str
    area_code: str
    period: str
    basis: str
    denominator: int
    above: float
    below: float


DETECTABLE = of_records("detectable-change", Detectable, "indicator", "area_code", "period", "basis")


def detectable(
    rates: pd.DataFrame,
    indicator: Indicator,
    area_type: str,
    periods: Sequence[Period],
    rules: Mapping[tuple[str, str, str, str], AnyRule],
) -> tuple[Detectable, ...]:
    """Detectable rises and falls of each area of a level whose denominator is released.

    Args:
        rates: the table of rates.
        indicator: the indicator's record.
        area_type: the networks' area type.
        periods: the periods.
        rules: the rules of verdicts, by indicator, level, period and basis.
    """
    if not kind_of(indicator).has_detectable:
        return ()
    return tuple(
        found
        for period in periods
        if isinstance(
            rule := rules.get((indicator.id, area_type, period.label, period.basis)), Rule | ShareRule
        )
        for found in _of_period(rates, (indicator.id, area_type, period.label, period.basis), rule)
    )


def _of_period(
    rates: pd.DataFrame, key: tuple[str, str, str, str], rule: Rule | ShareRule
) -> Iterator[Detectable]:
    here = where(rates, **dict(zip(KEY, key, strict=True))) & rates["denominator"].notna().to_numpy()
    here &= among(rates["area_code"], rule.codes)
    codes = rates["area_code"].to_numpy(dtype=object)[here].tolist()
    denominator = rates["denominator"].to_numpy(dtype=np.float64, na_value=np.nan)[here]
    change = rule.detectable(codes, denominator, POWER)
    indicator, _, period, basis = key
    for code, size, rise, fall in zip(codes, denominator, change.increase, change.decrease, strict=True):
        yield Detectable(indicator, code, period, basis, int(size), float(rise), -float(fall))
