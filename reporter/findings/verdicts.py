"""The verdict on areas: one for each rate, by limits that allow for chance and for variation between areas.

Everything that says how an area compares follows from `Rule.range`: words and marks, lines drawn, the numbers
of marks to expect, and what change could be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.disclosure.released import ReleasedCells
from reporter.findings.kinds import kind_of
from reporter.findings.level_rules import RULES, AnyRule, Level, Reason
from reporter.findings.models import NOTHING, Models
from reporter.findings.schema import PValue, of_records
from reporter.findings.vocabulary import Verdict
from reporter.machine.rows import row_keys, where
from reporter.publication.loading import Publication

Floats: TypeAlias = NDArray[np.float64]


KEY = ("indicator", "area_type", "period", "basis")

AMONG_MANY: Mapping[int, Verdict] = {
    -1: "clearly lower",
    0: "within expected variation",
    1: "clearly higher",
}
AMONG_FEW: Mapping[int, Verdict] = {
    -1: "lower than the comparator",
    0: "close to the comparator",
    1: "higher than the comparator",
}


@dataclass(frozen=True)
class Variation:
    """How much areas of a level vary, and how many of them are marked, in one period.

    areas: areas with a rate, each with a verdict; known, known_within: areas whose count is known exactly,
    and within an interval only; tau2 with its 95% limits: the variance of true rates between areas, relative
    to the comparator's, by maximum likelihood (negative binomial); p_value: of the hypothesis that they do
    not vary; limits: 95 or 99.8; allows_for: what the limits of the verdict allow for; reason: why for chance
    alone: 'few areas' (fewer than ten with a known count: no mark, only a comparison), 'no event' (no rate
    above 0 to compare with, or none possible in the level), 'withheld' (a decimal count, or one withheld
    of a kind whose variation needs every count of the level); higher, lower: areas outside the limits;
    expected_higher, expected_lower: how many of them to expect anyway, by the same limits.
    """

    indicator: str
    area_type: str
    period: str
    basis: str
    areas: int
    known: int
    known_within: int
    tau2: float
    tau2_lower: float
    tau2_upper: float
    p_value: PValue
    limits: float
    allows_for: Literal["chance", "chance and variation"]
    reason: Reason
    higher: int
    lower: int
    expected_higher: float
    expected_lower: float


VARIATION = of_records("variation", Variation, *KEY)


class Verdicts(NamedTuple):
    """The verdict on each row of the table of rates, the levels' variation, and the rules by their keys."""

    column: list[Verdict]
    variation: tuple[Variation, ...]
    rules: Mapping[tuple[str, str, str, str], AnyRule]


def verdicts(
    rates: pd.DataFrame, released: ReleasedCells, publication: Publication, models: Models = NOTHING
) -> Verdicts:
    """The verdict on every rate but the comparator's and those of areas that hold it.

    Args:
        rates: the table of rates, in the order of the released cells.
        released: the released cells, with the interval in which a reader knows each count to lie.
        publication: settings and indicators.
        models: cache of fitted models.
    """
    comparator = publication.settings.comparator
    indicators = {each.id: each for each in publication.indicators}
    confidence = publication.settings.verdict.confidence
    targets = {
        (indicator, period, basis): value
        for indicator, code, period, basis, value in row_keys(
            rates, ("indicator", "area_code", "period", "basis", "value")
        )
        if code == comparator
    }
    column: list[Verdict] = [""] * len(rates)
    variation, rules = [], {}
    for key, level in _levels(rates, released, publication):
        indicator, _, period, basis = key
        record = indicators[indicator]
        kind = kind_of(record)
        if not kind.variation:
            continue
        of_comparator = np.array([targets.get((indicator, period, basis), np.nan)], dtype=np.float64)
        target = float(kind.target(of_comparator, record.multiplier)[0])
        given = ~np.isnan(level.value)
        if np.isnan(target) or not given.any():
            continue
        rule, found = RULES[kind.variation](level, target, record, confidence, models)
        codes = [level.codes[place] for place in np.flatnonzero(given).tolist()]
        expected = rule.range_of(codes, level.denominator[given])
        placed = (level.value if kind.variation == "additive" else level.events)[given]
        side = np.where(placed < expected.least, -1, 0)
        side = np.where(placed > expected.greatest, 1, side)
        words = AMONG_FEW if found.reason in ("few areas", "withheld") else AMONG_MANY
        for row, where_it_lies in zip(level.rows[given].tolist(), side.tolist(), strict=True):
            column[row] = words[where_it_lies]
        rules[key] = rule
        variation.append(
            Variation(
                *key,
                areas=int(given.sum()),
                **found._asdict(),
                limits=publication.settings.verdict.limits,
                higher=int((side > 0).sum()),
                lower=int((side < 0).sum()),
                expected_higher=float(expected.above.sum()),
                expected_lower=float(expected.below.sum()),
            )
        )
    return Verdicts(column, tuple(variation), rules)


def _levels(
    rates: pd.DataFrame, released: ReleasedCells, publication: Publication
) -> Iterator[tuple[tuple[str, str, str, str], Level]]:
    """Each level of each indicator and period, without the comparator and the areas that hold it."""
    comparator = publication.settings.comparator
    not_judged = {comparator, *(area.code for area in released.areas.ancestors(comparator))}
    cells = released.cells
    of_indicator = cells["indicator"].to_numpy(dtype=object)
    order = np.concatenate([np.flatnonzero(of_indicator == each.id) for each in publication.indicators])
    least, greatest = (
        cells[name].to_numpy(dtype=np.float64, na_value=np.nan)[order] for name in ("least", "greatest")
    )
    count, denominator = (
        rates[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("numerator", "denominator")
    )
    value, codes = rates["value"].to_numpy(dtype=np.float64), rates["area_code"].tolist()
    error = _standard_errors(rates, publication)
    levels: dict[tuple[str, str, str, str], list[int]] = {}
    for row, key in enumerate(row_keys(rates, KEY)):
        if codes[row] not in not_judged:
            levels.setdefault(key, []).append(row)
    for key, rows in levels.items():
        yield (
            key,
            Level(
                np.array(rows),
                [codes[row] for row in rows],
                *(each[rows] for each in (count, least, greatest, denominator, value, error)),
            ),
        )


def _standard_errors(rates: pd.DataFrame, publication: Publication) -> Floats:
    """The standard error of each standardised rate; NaN of others."""
    error = np.full(len(rates), np.nan)
    for indicator in (each for each in publication.indicators if each.standardisation):
        here = where(rates, indicator=indicator.id)
        variance = kind_of(indicator).observed(rates[here], indicator).variance
        error[here] = indicator.multiplier * np.sqrt(variance)
    return error
