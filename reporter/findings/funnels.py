"""Funnels: the networks' rates against the limits of their verdict, and against limits for chance alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.kinds import KindOfMeasure, Observed, kind_of
from reporter.findings.models import NOTHING, Models
from reporter.findings.rates import RATES, comparison
from reporter.findings.rules import AdditiveRule, Rule, ShareRule
from reporter.findings.schema import Schema, of_records
from reporter.findings.verdicts import Verdicts
from reporter.machine.rows import among, where
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period
from reporter.publication.settings import Settings
from reporter.statistics.funnel import (
    Limits,
    adjusted_rate_limits,
    expected_false_flags,
    outside,
    overdispersion,
    rate_overdispersion,
)

CURVE_POINTS = 121
"""Number of denominators at which the limits are drawn."""

FEWEST_AREAS = 5
"""Over-dispersion factors are given for at least this many areas."""

OUTSIDE = ("lower (99.8%)", "higher (99.8%)")

LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")


@dataclass(frozen=True)
class Funnel:
    """A funnel of one level: rates against denominators, with control limits about a target rate.

    Attributes:
        indicator, area_type, period, basis: the rates drawn.
        target: the target rate, the comparator's.
        target_code: the comparator's area code.
        phi: over-dispersion as the field computes it (SHMI); calibrated_phi: 1 when chance alone acts; both
            NaN unless every count of the level is released. tau2: the variance of true rates between areas,
            relative to the target, as in the table `variation`.
        points: one row an area whose rate is released: area_code, area_name, numerator, denominator, value,
            comparison (limits for chance alone), adjusted_comparison (limits that take tau2 as known; 'not
            compared' where it is NaN) and verdict.
        curve: one row a denominator: denominator, limits for chance alone (lower_95, upper_95, lower_998,
            upper_998), and those of the verdict (verdict_lower, verdict_upper).
        not_drawn: areas of the level whose rate is not released.
        outside: areas outside the 99.8% limits for chance alone.
        expected_false_flags: areas expected outside these by chance alone.
    """

    indicator: str
    area_type: str
    period: str
    basis: str
    target: float
    target_code: str
    phi: float
    calibrated_phi: float
    tau2: float
    points: pd.DataFrame
    curve: pd.DataFrame
    not_drawn: int
    outside: int
    expected_false_flags: float


_KEY = ("indicator", "area_type", "period", "basis")
_DRAWN = ("area_code", "area_name", "numerator", "denominator", "value")


def _of_part(name: str, part: str, columns: dict[str, Any], key: str) -> Schema[Iterable[Funnel]]:
    """The schema of one part of every funnel: the columns that name the funnel, then those of the part."""

    def rows(funnels: Iterable[Funnel], _: Areas) -> pd.DataFrame:
        parts = [
            getattr(each, part).assign(**{column: getattr(each, column) for column in _KEY})
            for each in funnels
        ]
        return pd.concat(parts) if parts else pd.DataFrame()

    return Schema(name, dict.fromkeys(_KEY, str) | columns, (*_KEY, key), rows)


FUNNELS = of_records("funnels", Funnel, *_KEY)
FUNNEL_POINTS = _of_part(
    "funnel-points",
    "points",
    {column: RATES.columns[column] for column in (*_DRAWN, "comparison", "adjusted_comparison", "verdict")},
    "area_code",
)
FUNNEL_LIMITS = _of_part(
    "funnel-limits",
    "curve",
    dict.fromkeys(("denominator", *LIMITS, "verdict_lower", "verdict_upper"), float),
    "denominator",
)


class _Factors(NamedTuple):
    """Over-dispersion factors of a level: as SHMI has it, and calibrated."""

    phi: float
    calibrated_phi: float


def funnel(
    rates: pd.DataFrame,
    indicator: Indicator,
    period: Period,
    settings: Settings,
    judgement: Verdicts,
    models: Models = NOTHING,
) -> Funnel | None:
    """The funnel of the networks in a period, or None where they have no verdict.

    Args:
        rates: the table of rates with verdicts.
        indicator: the indicator's record.
        period: the period drawn.
        settings: the settings, which name networks and comparator.
        judgement: the verdicts with their rules.
        models: cache of fitted models.
    """
    level = settings.network
    key = (indicator.id, level, period.label, period.basis)
    rule = judgement.rules.get(key)
    if rule is None or isinstance(rule, AdditiveRule):
        # Limits of a standardised rate depend on its bands, not on its denominator alone.
        return None
    kind = kind_of(indicator)
    tau2 = next(
        each.tau2
        for each in judgement.variation
        if (each.indicator, each.area_type, each.period, each.basis) == key
    )
    here = rates[
        where(rates, indicator=indicator.id, area_type=level, period=period.label, basis=period.basis)
    ]
    drawn = here[~np.isnan(here["value"].to_numpy(dtype=np.float64))]
    denominator = drawn["denominator"].to_numpy(dtype=np.float64)
    points = _points(drawn, denominator, rule, tau2, models)
    factors = _factors(here, rule, models)
    chance = expected_false_flags(denominator, rule.target, multiplier=rule.multiplier, confidence=0.998)
    return Funnel(
        *key,
        target=rule.target,
        target_code=settings.comparator,
        phi=factors.phi,
        calibrated_phi=factors.calibrated_phi,
        tau2=tau2,
        points=points,
        curve=_curve(points, rule, kind),
        not_drawn=len(here) - len(drawn),
        outside=int(points["comparison"].isin(OUTSIDE).sum()),
        expected_false_flags=chance.nominal,
    )


def _factors(here: pd.DataFrame, rule: Rule | ShareRule, models: Models) -> _Factors:
    count = here["numerator"].to_numpy(dtype=np.float64, na_value=np.nan)
    denominator = here["denominator"].to_numpy(dtype=np.float64, na_value=np.nan)
    if isinstance(rule, ShareRule) or count.size < FEWEST_AREAS or np.isnan(count + denominator).any():
        return _Factors(np.nan, np.nan)
    parity = models(overdispersion, count, denominator * rule.target / rule.multiplier)
    about = {"target": rule.target, "multiplier": rule.multiplier}
    return _Factors(parity.phi, models(rate_overdispersion, count, denominator, **about).phi)


def _points(
    drawn: pd.DataFrame, denominator: NDArray[np.float64], rule: Rule | ShareRule, tau2: float, models: Models
) -> pd.DataFrame:
    points = drawn[[*_DRAWN, "comparison", "verdict"]].reset_index(drop=True)
    value = points["value"].to_numpy(dtype=np.float64)
    inner, outer = (
        outside(value, _with_variation(rule, denominator, tau2, confidence, models))
        for confidence in (0.95, 0.998)
    )
    points["adjusted_comparison"] = comparison(inner, outer, np.full(len(points), not np.isnan(tau2)))
    return points


def _with_variation(
    rule: Rule | ShareRule, denominator: NDArray[np.float64], tau2: float, confidence: float, models: Models
) -> Limits:
    """Limits that take the variation between areas as known; NaN where it is not."""
    if isinstance(rule, ShareRule):
        found = rule.with_variation(denominator, confidence)
        return Limits(*(each + 0 * tau2 for each in found))
    about = {"target": rule.target, "multiplier": rule.multiplier}
    return models(adjusted_rate_limits, denominator, **about, tau2=tau2, confidence=confidence)


def _curve(points: pd.DataFrame, rule: Rule | ShareRule, kind: KindOfMeasure) -> pd.DataFrame:
    """Table of limits, from a little below the smallest denominator to a little above the largest.

    The limits narrow with the root of the denominator, so even steps of the root give an even curve. The
    lines of the verdict rest on all areas; each area is judged by what the others show. Where that puts a dot
    on the other side of the line, the line passes through the area's own limits.
    """
    denominator = points["denominator"].to_numpy(dtype=np.float64)
    grid, lower, upper = _lines(points, denominator, rule).T
    columns = {"denominator": grid}
    drawn, target = Observed.of(np.full(grid.shape, np.nan), grid), np.asarray(rule.target)
    for confidence, name in ((0.95, "95"), (0.998, "998")):
        plain = kind.limits(drawn, target, rule.multiplier, confidence)
        columns[f"lower_{name}"], columns[f"upper_{name}"] = plain.lower, plain.upper
    columns["verdict_lower"], columns["verdict_upper"] = lower, upper
    return pd.DataFrame(columns)


def _lines(
    points: pd.DataFrame, denominator: NDArray[np.float64], rule: Rule | ShareRule
) -> NDArray[np.float64]:
    """Denominators, and lower and upper lines of the verdict there: a column each."""
    grid = np.linspace(np.sqrt(denominator.min() * 0.8), np.sqrt(denominator.max() * 1.05), CURVE_POINTS) ** 2
    if isinstance(rule, ShareRule):
        grid = np.unique(np.maximum(np.rint(grid), 1.0))
    drawn = rule.range(grid)
    lines = {size: limits for size, *limits in zip(grid, drawn.lower, drawn.upper, strict=True)}
    judged = among(points["area_code"], rule.without)
    codes = points["area_code"].to_numpy(dtype=object)[judged].tolist()
    count, size = points["numerator"].to_numpy(dtype=np.float64, na_value=np.nan)[judged], denominator[judged]
    by_all, by_others = rule.range(size), rule.range_of(codes, size)
    unlike = (count < by_all.least) != (count < by_others.least)
    unlike |= (count > by_all.greatest) != (count > by_others.greatest)
    for place in np.flatnonzero(unlike).tolist():
        lines[size[place]] = [by_others.lower[place], by_others.upper[place]]
    return np.array([[at, *lines[at]] for at in sorted(lines)])
