"""Ages at death, as expressions with the same result on every engine."""

from __future__ import annotations

import ibis.expr.types as ir

NEONATAL_DAYS = 28


def is_under_one(birth: ir.DateValue, death: ir.DateValue) -> ir.BooleanValue:
    """Whether a death came before the first birthday; missing where a date is missing.

    A person attains an age in years at the commencement of the relevant anniversary of the date of birth
    (Family Law Reform Act 1969, section 9), so a person who dies on the first birthday is 1. A person born on
    29 February has the first birthday on 1 March, the first day that is not before the anniversary in a year
    without that date. Each date is compared as the number YYYYMMDD, in which 29 February of any year lies
    between 28 February and 1 March.

    False for a death before the birth.
    """
    return (death >= birth) & (_number(death) < _number(birth) + 10_000)


def is_neonatal(birth: ir.DateValue, death: ir.DateValue) -> ir.BooleanValue:
    """Whether a death came under 28 completed days of life, the day of birth being day 0.

    Source: Office for National Statistics, user guide to child mortality statistics: neonatal deaths are
    those at under 28 days.
    """
    days = death.epoch_days() - birth.epoch_days()
    return (days >= 0) & (days < NEONATAL_DAYS)


def _number(date: ir.DateValue) -> ir.IntegerValue:
    return date.year().cast("int64") * 10_000 + date.month().cast("int64") * 100 + date.day().cast("int64")
