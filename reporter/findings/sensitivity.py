"""Sensitivity of marks: how many areas each way to draw the limits marks, and how many of them by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.level_rules import FEWEST_AREAS, are_whole, weights_by_area
from reporter.findings.models import NOTHING, Models
from reporter.findings.schema import of_records
from reporter.findings.shrunk import count_bounds
from reporter.machine.rows import where
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period
from reporter.statistics.funnel import (
    Limits,
    adjusted_rate_limits,
    false_flags_of,
    mixture_limits,
    negative_binomial,
    outside,
    poisson_limits,
    rate_overdispersion,
)

CONFIDENCES = (0.95, 0.998)

LimitMethod = Literal[
    "each area by all others",
    "all areas together",
    "one variance",
    "extremes drawn in",
    "rest of the comparator",
    "chance alone",
]
"""Ways to draw the limits: the first is the one to which the others are compared."""


@dataclass(frozen=True)
class Marks:
    """What one way to draw the 95% limits marks in a level.

    areas: those judged; higher, lower: those above and below their limits; changed: those whose mark is not
    that of the first method.
    """

    indicator: str
    area_type: str
    period: str
    basis: str
    method: LimitMethod
    areas: int
    higher: int
    lower: int
    changed: int


@dataclass(frozen=True)
class FalseMarks:
    """How many areas of a level are marked though none is unusual, by limits from all other areas.

    nominal_95, nominal_998: as the limits are named; chance_95, chance_998: by exact sums, if areas do not
    differ; varying_95, varying_998: if they vary as estimated, with relative variance tau2.
    """

    indicator: str
    area_type: str
    period: str
    basis: str
    areas: int
    tau2: float
    nominal_95: float
    chance_95: float
    varying_95: float
    nominal_998: float
    chance_998: float
    varying_998: float


_KEY = ("indicator", "area_type", "period", "basis")
MARKS = of_records("sensitivity", Marks, *_KEY, "method")
FALSE_MARKS = of_records("false-marks", FalseMarks, *_KEY)


class Sensitivity(NamedTuple):
    """Both tables."""

    marks: tuple[Marks, ...]
    false_marks: tuple[FalseMarks, ...]


def sensitivity(
    rates: pd.DataFrame,
    cells: pd.DataFrame,
    indicator: Indicator,
    area_type: str,
    period: Period,
    comparator: str,
    areas: Areas,
    models: Models = NOTHING,
) -> Sensitivity:
    """How many areas of a level are marked by each method, and by chance.

    Nothing unless the comparator's rate is given and above 0 and at least `FEWEST_AREAS` areas have a known
    count or one in an interval. Areas are marked whose rate is given.

    Args:
        rates: the table of rates.
        cells: the released cells that it is made of.
        indicator: the indicator's record.
        area_type: the level.
        period: the period.
        comparator: area code of the comparator.
        areas: the areas.
        models: cache of fitted models.
    """
    lower, upper = count_bounds(rates, cells)
    value, denominator = (
        rates[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("value", "denominator")
    )
    here = where(rates, indicator=indicator.id, period=period.label, basis=period.basis)
    whole = np.flatnonzero(here & where(rates, area_code=comparator))
    rows = np.flatnonzero(here & where(rates, area_type=area_type) & ~np.isnan(denominator + upper))
    if not whole.size or not value[whole[0]] > 0 or rows.size < FEWEST_AREAS or not are_whole(lower[rows]):
        return Sensitivity((), ())
    inside = {area.code for area in areas.within(comparator, area_type)}
    is_rest = inside.issuperset(rates["area_code"].iloc[rows].tolist())
    found = models(
        _of_level,
        *(column[rows] for column in (lower, upper, denominator, value)),
        target=float(value[whole[0]]),
        multiplier=indicator.multiplier,
        count_of_all=float(lower[whole[0]]) if is_rest else np.nan,
        denominator_of_all=float(denominator[whole[0]]),
    )
    named = (indicator.id, area_type, period.label, period.basis)
    judged, *numbers = found.false_marks
    return Sensitivity(
        tuple(Marks(*named, method, *counted) for method, counted in found.marks.items()),
        (FalseMarks(*named, int(judged), *numbers),),
    )


class _OfLevel(NamedTuple):
    """The numbers of `Marks` by method, and those of `FalseMarks`."""

    marks: dict[LimitMethod, tuple[int, int, int, int]]
    false_marks: tuple[float, ...]


def _of_level(
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    denominator: NDArray[np.float64],
    value: NDArray[np.float64],
    target: float,
    multiplier: int,
    count_of_all: float,
    denominator_of_all: float,
) -> _OfLevel:
    """The numbers of one level; NaN in `value`: an area is not judged; in `count_of_all`: no rest."""
    level, about = (lower, upper, denominator), {"multiplier": multiplier}
    tau2 = negative_binomial(*level, target=target, **about).tau2
    weights = weights_by_area(*level, target=target, multiplier=multiplier)
    variances, by_others = weights.tau**2, weights.without
    by_confidence = {
        confidence: mixture_limits(denominator, target, variances, by_others, **about, confidence=confidence)
        for confidence in CONFIDENCES
    }
    drawn: dict[LimitMethod, Limits] = {
        "each area by all others": by_confidence[0.95],
        "all areas together": mixture_limits(denominator, target, variances, weights.all, **about),
        "one variance": adjusted_rate_limits(denominator, target, tau2, **about),
    }
    if (lower == upper).all():
        trimmed = rate_overdispersion(lower, denominator, target, **about).tau2
        drawn["extremes drawn in"] = adjusted_rate_limits(denominator, target, trimmed, **about)
        if count_of_all >= lower.max() and denominator_of_all > denominator.max():
            rest = multiplier * (count_of_all - lower) / (denominator_of_all - denominator)
            drawn["rest of the comparator"] = mixture_limits(denominator, rest, variances, by_others, **about)
    drawn["chance alone"] = poisson_limits(denominator, target, **about)
    flags = {method: outside(value, limits) for method, limits in drawn.items()}
    first, is_judged = flags["each area by all others"], ~np.isnan(value)
    found: list[float] = []
    for confidence, limits in by_confidence.items():
        limits = Limits(*(np.where(is_judged, limit, np.nan) for limit in limits))
        chance, varying = (
            false_flags_of(limits, denominator, target, tau2=each, **about, confidence=confidence)
            for each in (0.0, tau2)
        )
        found += [chance.nominal, chance.below + chance.above, varying.below + varying.above]
    judged = int(is_judged.sum())
    return _OfLevel(
        {
            method: (judged, int((flag > 0).sum()), int((flag < 0).sum()), int((flag != first).sum()))
            for method, flag in flags.items()
        },
        (judged, tau2, *found),
    )
