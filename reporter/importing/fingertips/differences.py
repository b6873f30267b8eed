"""Differences between the rates of Fingertips and those of an edition, each with its cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import numpy as np

from reporter.importing.fingertips.answer import TheirRate
from reporter.importing.fingertips.edition import OurRate
from reporter.statistics.count_limits import CountLimits, byar_limits, exact_limits
from reporter.statistics.intervals.proportions import proportion

BASIS = "registered"
"""Basis of Fingertips: its 7,608 deaths in England in 2016 to 2018 equal those registered in these years."""

_PER_MULTIPLIER = ("value", "lower", "upper")
_QUANTITIES = ("count", "denominator", *_PER_MULTIPLIER)


class Cause(Enum):
    """Cause of a difference; the value describes it."""

    AREA = "the edition has no such area"
    PERIOD = "the edition does not show this period"
    WITHHELD = "withheld in the edition"
    NO_RATE = "the edition gives no rate on fewer than 3 events"
    NOT_GIVEN = "not given by Fingertips"
    BASIS = "another count; of deaths, those registered in the period there, occurring in it here"
    COUNT = "another count on the same basis: another extract of the source, or its revision"
    DENOMINATOR = "another denominator: another extract, or other late registrations"
    INTERVAL = "another method of interval"
    ROUNDING = "rounding"
    UNEXPLAINED = "none that is known here"


@dataclass(frozen=True)
class RateDifference:
    """A figure that differs between Fingertips and an edition.

    Attributes:
        area_code: code of the area.
        area_name: name of the area.
        period: the period as Fingertips writes it.
        basis: basis of the edition's figure; empty where it has none.
        quantity: 'count', 'denominator', 'value', 'lower' or 'upper'; 'all' where nothing can be compared.
        theirs: the figure of Fingertips.
        ours: the figure of the edition.
        cause: the cause.
        detail: more on the cause, such as the periods that the edition has; may be empty.
    """

    area_code: str
    area_name: str
    period: str
    basis: str
    quantity: str
    theirs: Decimal | None
    ours: Decimal | None
    cause: Cause
    detail: str = ""


@dataclass(frozen=True)
class RateComparison:
    """Result of a comparison.

    Attributes:
        rows: number of rates that Fingertips gives.
        compared: how many of them the edition has, for the same area and period.
        agreeing: how many of those are equal but for rounding.
        differences: every difference, in the order of Fingertips.
    """

    rows: int
    compared: int
    agreeing: int
    differences: tuple[RateDifference, ...]


def compare(theirs: Sequence[TheirRate], ours: Sequence[OurRate]) -> RateComparison:
    """Comparison of rates by area code and years.

    Where the edition has a period on two bases, the one of Fingertips is compared.
    """
    unit = _last_decimal(theirs)
    of_area: dict[str, list[OurRate]] = {}
    for rate in ours:
        of_area.setdefault(rate.area_code, []).append(rate)
    differences: list[RateDifference] = []
    compared = agreeing = 0
    for their in theirs:
        known = of_area.get(their.area_code, [])
        same = [our for our in known if our.period == their.label]
        if not same:
            differences.append(_unmatched(their, known))
            continue
        our = min(same, key=lambda each: each.basis != BASIS)
        found = list(_differences(their, our, unit))
        differences += found
        compared += 1
        agreeing += all(each.cause is Cause.ROUNDING for each in found)
    return RateComparison(len(theirs), compared, agreeing, tuple(differences))


def _unmatched(their: TheirRate, known: Sequence[OurRate]) -> RateDifference:
    periods: dict[str, list[str]] = {}
    for our in known:
        periods.setdefault(our.basis, []).append(our.period)
    shown = "; ".join(f"{basis} {', '.join(dict.fromkeys(each))}" for basis, each in periods.items())
    cause, detail = (Cause.PERIOD, f"it shows {shown}") if known else (Cause.AREA, "")
    nothing = (their.area_code, their.area_name, their.period, "", "all", None, None)
    return RateDifference(*nothing, cause, detail)


def _differences(their: TheirRate, our: OurRate, unit: Decimal) -> Iterator[RateDifference]:
    """Differences of one rate; figures that follow from a differing count or denominator have its cause."""
    events, of_denominator = _events_cause(their, our), _denominator_cause(their, our)
    scale = _scale_between(their, our)
    for quantity in _QUANTITIES:
        there: Decimal | None = getattr(their, quantity)
        here: Decimal | None = getattr(our, quantity)
        if here is not None and quantity in _PER_MULTIPLIER:
            here *= scale
        if there == here:
            continue
        cause, detail = Cause.UNEXPLAINED, ""
        if there is None or here is None:
            cause = _missing_cause(there, our)
        elif quantity == "count" or (quantity != "denominator" and events is not None):
            cause = events or Cause.UNEXPLAINED
        elif of_denominator is not None:
            cause = of_denominator
        elif abs(there - here) <= unit:
            cause = Cause.ROUNDING
        elif quantity in ("lower", "upper"):
            cause, detail = _interval_cause(their, our, unit)
        place = (their.area_code, their.area_name, their.period, our.basis)
        yield RateDifference(*place, quantity, there, here, cause, detail)


def _events_cause(their: TheirRate, our: OurRate) -> Cause | None:
    if their.count is None or our.count is None or their.count == our.count:
        return None
    return Cause.COUNT if our.basis == BASIS else Cause.BASIS


def _denominator_cause(their: TheirRate, our: OurRate) -> Cause | None:
    given = their.denominator is not None and our.denominator is not None
    return Cause.DENOMINATOR if given and their.denominator != our.denominator else None


def _missing_cause(there: Decimal | None, our: OurRate) -> Cause:
    if there is None:
        return Cause.NOT_GIVEN
    return Cause.WITHHELD if our.count is None or our.denominator is None else Cause.NO_RATE


def _interval_cause(their: TheirRate, our: OurRate, unit: Decimal) -> tuple[Cause, str]:
    """Cause of a difference between intervals around the same rate, with the methods of both."""
    method = _method(their, unit)
    if method is None or method == our.method:
        return Cause.UNEXPLAINED, ""
    return Cause.INTERVAL, f"{method} there, {our.method} here"


def _method(their: TheirRate, unit: Decimal) -> str | None:
    """The method, exact, Byar's or Wilson's, that gives the published limits; None where none does."""
    if their.count is None or not their.denominator or their.lower is None or their.upper is None:
        return None
    multiplier = _multiplier(their) or Decimal(1000)
    count, denominator = np.array([float(their.count)]), np.array([float(their.denominator)])
    methods: dict[str, CountLimits] = {"exact": exact_limits}
    if their.count:
        methods["Byar"] = byar_limits
    published = np.array([float(their.lower), float(their.upper)])
    for name, limits in methods.items():
        found = np.concatenate(limits(count, 0.95)) * float(multiplier / their.denominator)
        if (np.abs(found - published) <= float(unit)).all():
            return name
    if their.count <= their.denominator:
        wilson = proportion(count, denominator, multiplier=float(multiplier))
        if (np.abs(np.concatenate([wilson.lower, wilson.upper]) - published) <= float(unit)).all():
            return "Wilson"
    return None


def _scale_between(their: TheirRate, our: OurRate) -> Decimal:
    """Factor from our values to theirs: 100 where theirs are of every 100,000 and ours of every 1,000."""
    there, here = _multiplier(their), _multiplier(our)
    return there / here if there and here else Decimal(1)


def _multiplier(rate: TheirRate | OurRate) -> Decimal | None:
    """The power of ten that a rate is of; None where it does not follow from its count and denominator."""
    if not rate.count or not rate.denominator or not rate.value:
        return None
    factor = rate.value * rate.denominator / rate.count
    return Decimal(10) ** int(factor.log10().to_integral_value())


def _last_decimal(theirs: Sequence[TheirRate]) -> Decimal:
    """One unit of the last decimal of the published rates, whose trailing zeros are not written."""
    rates = [rate for each in theirs for rate in (each.value, each.lower, each.upper) if rate is not None]
    decimals = max((-int(rate.as_tuple().exponent) for rate in rates), default=0)
    return Decimal(1).scaleb(-max(decimals, 0))
