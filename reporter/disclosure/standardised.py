"""Directly standardised rates: worked out from all bands before the gate, released rounded and audited.

A rate rests on the counts of its bands, of which most are too small to be shown. Reader and attacker get the
rate rounded to the decimal places of its record, and its standard error to three figures; with the area's
count and the populations of the bands these are three equations for the bands. A rate is released only where,
for every small count of a band that is not shown, another set of counts fits them as well.

Not covered: equations of several areas or periods taken together. An area's rate is judged by its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from reporter.counts.table import CountKey, Counts, in_period
from reporter.disclosure.cells import Cell, ShownCell
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.pattern import Pattern
from reporter.disclosure.primary import primary
from reporter.publication.breakdowns import Category
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile
from reporter.publication.standards import standard_population
from reporter.statistics.standardise import FEWEST_EVENTS, weighted_rate

Floats = NDArray[np.float64]

FIGURES = 3
"""Significant figures of a released standard error."""

NODES = 2000
"""The longest search for other counts of one band; a rate whose search ends without any is withheld."""


class Standardised(NamedTuple):
    """The released rate of a cell and its variance, per unit of denominator; NaN where it is withheld."""

    rate: float
    variance: float


NOTHING = Standardised(np.nan, np.nan)


def standardised_cells(
    publication: Publication, counts: Counts, linked: LinkedCells, pattern: Pattern, profile: Profile
) -> dict[ShownCell, Standardised]:
    """The released rate of each shown cell of a directly standardised indicator.

    Args:
        publication: settings and indicators.
        counts: complete counts, with those of the bands.
        linked: the linked cells.
        pattern: which of them are withheld, and the intervals of these.
        profile: the rules.
    """
    withheld = {cell for cell, gone in zip(linked.values, pattern.withheld, strict=True) if gone}
    found: dict[ShownCell, Standardised] = {}
    for indicator in publication.indicators:
        how = indicator.standardisation
        if how is None:
            continue
        breakdown = next(each for each in publication.settings.breakdowns if each.id == how.breakdown)
        bands = tuple(Category(how.breakdown, band) for band in breakdown.categories)
        weights = np.array(
            standard_population(how.standard, publication.file.parent, tuple(breakdown.categories))
        )
        by_key = counts.of(indicator.numerator), counts.of(indicator.denominator)
        for planned in linked.planned:
            if planned.indicator.id != indicator.id or planned.cell in withheld:
                continue
            x, n = (_of_bands(planned.cell, bands, each) for each in by_key)
            if np.isnan(x + n).any() or x.sum() < FEWEST_EVENTS or not (n > 0).all():
                continue
            known = _known(planned.cell, bands, linked, pattern, withheld)
            scale = indicator.multiplier, how.decimals
            found[planned] = _released(x, n, weights, known, scale, profile)
    return found


def _of_bands(cell: Cell, bands: tuple[Category, ...], by_key: Mapping[CountKey, int]) -> Floats:
    """The counts of the bands over the years of a cell's period; NaN where a year has none."""
    found = (in_period(by_key, cell.area_code, cell.period, band) for band in bands)
    return np.array([np.nan if None in each else float(sum(filter(None, each))) for each in found])


class _Known(NamedTuple):
    """What tables say of the counts of bands: bounds, and which of them are shown."""

    least: Floats
    greatest: Floats
    shown: NDArray[np.bool_]


def _known(
    cell: Cell, bands: tuple[Category, ...], linked: LinkedCells, pattern: Pattern, withheld: set[Cell]
) -> _Known:
    least, greatest, shown = np.zeros(len(bands)), np.full(len(bands), np.inf), []
    for place, band in enumerate(bands):
        own = cell._replace(category=band)
        is_shown = own in linked.shown and own not in withheld
        shown.append(is_shown)
        if is_shown:
            least[place] = greatest[place] = linked.values[own]
        elif own in withheld and own.id in pattern.intervals:
            low, high = pattern.intervals[own.id]
            least[place] = 0.0 if low is None else low
            greatest[place] = np.inf if high is None else high
    return _Known(least, greatest, np.array(shown, dtype=np.bool_))


def _released(
    x: Floats, n: Floats, weights: Floats, known: _Known, scale: tuple[int, int], profile: Profile
) -> Standardised:
    """The rounded rate, or nothing where a small count of a band would follow from it."""
    multiplier, decimals = scale
    _, rate, variance = weighted_rate(x, n, weights)
    value = round(multiplier * rate, decimals)
    error = multiplier * float(np.sqrt(variance))
    printed_error = float(f"{error:.{FIGURES}g}")
    half_error = 0.5 * 10.0 ** (np.floor(np.log10(printed_error)) - FIGURES + 1) if printed_error > 0 else 0.0
    share = weights / weights.sum()
    equations = _Equations(
        np.stack([np.ones(x.size), multiplier * share / n, (multiplier * share / n) ** 2]),
        np.array([x.sum(), value - 0.5 * 10.0**-decimals, max(printed_error - half_error, 0.0) ** 2]),
        np.array([x.sum(), value + 0.5 * 10.0**-decimals, (printed_error + half_error) ** 2]),
    )
    secret = primary(x, profile) & ~known.shown
    for place in np.flatnonzero(secret).tolist():
        if not _has_another(equations, x, place, known, profile.minimum_width):
            return NOTHING
    return Standardised(value / multiplier, (printed_error / multiplier) ** 2)


class _Equations(NamedTuple):
    """What is published of the bands: `least` ≤ `rows` · counts ≤ `greatest`."""

    rows: Floats
    least: Floats
    greatest: Floats

    def fit(self, counts: Floats) -> bool:
        """Whether counts of the bands agree with all that is published."""
        said = self.rows @ counts
        near = 1e-9 * np.maximum(np.abs(said), 1.0)
        return bool(((said >= self.least - near) & (said <= self.greatest + near)).all())


def _has_another(equations: _Equations, x: Floats, place: int, known: _Known, width: int) -> bool:
    """Whether counts of all bands fit in which one band has at least `width` more, or fewer."""
    return any(equations.fit(other) for other in _exchanges(x, place, known, width)) or any(
        _solved(equations, place, known, x[place] + side * width, side) for side in (1, -1)
    )


def _exchanges(x: Floats, place: int, known: _Known, width: int) -> Iterator[Floats]:
    """Counts with `width` events more or fewer in one band, and as many fewer or more in another."""
    for side in (width, -width):
        for other in np.flatnonzero(~known.shown).tolist():
            moved = x.copy()
            moved[place] += side
            moved[other] -= side
            if other != place and (moved >= known.least).all() and (moved <= known.greatest).all():
                yield moved


def _solved(equations: _Equations, place: int, known: _Known, bound: float, side: int) -> bool:
    """Whether whole counts fit with one band at `bound` or beyond it."""
    least, greatest = known.least.copy(), known.greatest.copy()
    (least if side > 0 else greatest)[place] = bound
    if least[place] > greatest[place] or bound < 0:
        return False
    # Rows of very different size are brought to one, so that the solver's tolerance means the same in each.
    size = np.abs(equations.rows).max(axis=1)
    slack = 1e-7
    found = milp(
        np.zeros(equations.rows.shape[1]),
        integrality=np.ones(equations.rows.shape[1]),
        bounds=Bounds(least, greatest),
        constraints=LinearConstraint(
            equations.rows / size[:, None],
            equations.least / size + slack * (equations.least < equations.greatest),
            equations.greatest / size - slack * (equations.least < equations.greatest),
        ),
        options={"node_limit": NODES},
    )
    return found.x is not None and equations.fit(np.round(found.x))
