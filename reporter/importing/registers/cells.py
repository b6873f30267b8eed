"""Queries on the registers: expressions that return a few thousand rows, whatever the registers' size.

Codes are counted as they are; a missing year or code is a group of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from reporter.importing.registers.ages import is_neonatal, is_under_one
from reporter.importing.registers.columns import BREAKDOWNS
from reporter.importing.registers.reading import Register


def is_linked(births: Register, deaths: Register) -> bool:
    """Whether both registers have the identifier of a birth."""
    return births.holds("birth_id") and deaths.holds("birth_id")


def births_by_area(births: Register, breakdown: str | None = None) -> ir.Table:
    """Query for births by area and year.

    Args:
        births: the register of births.
        breakdown: a characteristic of the register to count by as well; None for none.

    Returns:
        Columns `area_code`, `year`, with a breakdown `category`, then `live_births` and `malformed`, the
        number of these births whose date is malformed.
    """
    table = births.table
    keys = {"area_code": table.area_code, "year": table.date_of_birth.year()}
    if breakdown is not None:
        keys["category"] = table[breakdown]
    # Without text dates nothing can be malformed, and a columnar engine need not read the dates again.
    malformed = table.count(where=table.malformed) if births.texts else ibis.literal(0, type="int64")
    return table.group_by(**keys).agg(live_births=table.count(), malformed=malformed)


def births_of_deaths(births: Register, deaths: Register, breakdowns: Sequence[str]) -> ir.Table:
    """Query for the births of the deaths, in one pass through the register; at most one row a death.

    Args:
        births: the register of births.
        deaths: the register of deaths; both have `birth_id`.
        breakdowns: the characteristics of the births to return.

    Returns:
        Columns `birth_of` (the identifier), `found` (how many births have it), `date_at_birth`, and a column
        such as `sex_at_birth` for each characteristic; the smallest value where several births have the
        identifier.
    """
    of_birth, of_death = _identifiers(births, deaths)
    named = births.table.mutate(birth_id=of_birth)
    named = named.semi_join(deaths.table.mutate(birth_id=of_death), "birth_id")
    return named.group_by(birth_of=named.birth_id).agg(
        found=named.count(),
        date_at_birth=named.date_of_birth.min(),
        **{f"{name}_at_birth": named[name].min() for name in breakdowns if births.holds(name)},
    )


def with_ages(deaths: Register, births: Register, found: ir.Table | None) -> ir.Table:
    """Query for every death with its age; characteristics missing in its row are taken from its birth.

    A row with a malformed date is neither under one nor neonatal, so it is counted nowhere.

    Args:
        deaths: the register of deaths.
        births: the register of births.
        found: the result of `births_of_deaths`; None where the registers are not linked.

    Returns:
        The columns of the register of deaths and `under_one`, `neonatal`, `found`, `date_at_birth`.
    """
    if found is None:
        table = deaths.table.mutate(found=ibis.literal(0, type="int64"), date_at_birth=ibis.null("date"))
    else:
        of_death = _identifiers(births, deaths)[1]
        table = deaths.table.mutate(birth_id=of_death)
        table = table.left_join(found, table.birth_id == found.birth_of)
        taken = {
            name: _own_or_at_birth(table, name) for name in BREAKDOWNS if f"{name}_at_birth" in found.columns
        }
        table = table.mutate(found=table.found.fill_null(0), **taken)
    table = table.mutate(date_of_birth=ibis.coalesce(table.date_of_birth, table.date_at_birth))
    birth, death = table.date_of_birth, table.date_of_death
    return table.mutate(
        under_one=is_under_one(birth, death).fill_null(False) & ~table.malformed,
        neonatal=is_neonatal(birth, death).fill_null(False) & ~table.malformed,
    )


def deaths_by_area(deaths: ir.Table, breakdown: str | None = None) -> ir.Table:
    """Query for deaths under one year by area, year of death and year of registration.

    Args:
        deaths: the result of `with_ages`.
        breakdown: a characteristic to count by as well; None for none.

    Returns:
        Columns `area_code`, `died`, `registered` (years), with a breakdown `category`, then `infant_deaths`
        and `neonatal_deaths`.
    """
    under_one = deaths.filter(deaths.under_one)
    keys = {
        "area_code": under_one.area_code,
        "died": under_one.date_of_death.year(),
        "registered": under_one.date_of_registration.year(),
    }
    if breakdown is not None:
        keys["category"] = under_one[breakdown]
    return under_one.group_by(**keys).agg(
        infant_deaths=under_one.count(), neonatal_deaths=under_one.count(where=under_one.neonatal)
    )


def faults_of_deaths(deaths: ir.Table, is_linked: bool) -> ir.Table:
    """Query for one row: the number of deaths, and the number with each possible fault.

    Args:
        deaths: the result of `with_ages`.
        is_linked: whether the registers are linked.
    """
    birth, death, registration = deaths.date_of_birth, deaths.date_of_death, deaths.date_of_registration
    infant, readable = deaths.under_one, ~deaths.malformed
    faults = {
        "malformed": deaths.malformed,
        "no_date_of_birth": readable & birth.isnull(),
        "no_date_of_death": readable & death.isnull(),
        "before_birth": readable & (death < birth),
        "not_registered": infant & registration.isnull(),
        "registered_before_death": infant & (registration < death),
    }
    if is_linked:
        faults |= {
            "no_birth_id": infant & deaths.birth_id.isnull(),
            "birth_not_found": infant & deaths.birth_id.notnull() & (deaths.found == 0),
            "several_births": infant & (deaths.found > 1),
            "other_date_of_birth": infant & (birth != deaths.date_at_birth),
        }
    return deaths.agg(
        rows=deaths.count(), **{name: deaths.count(where=fault) for name, fault in faults.items()}
    )


def deaths_of_one_birth(deaths: ir.Table) -> ir.Table:
    """Query for one row: the number of infant deaths that share a birth identifier; each is counted."""
    named = deaths.filter(deaths.under_one & deaths.birth_id.notnull())
    sharing = named.group_by("birth_id").agg(deaths=named.count())
    sharing = sharing.filter(sharing.deaths > 1)
    return sharing.agg(shared_birth=sharing.deaths.sum().fill_null(0))


def _identifiers(births: Register, deaths: Register) -> tuple[ir.Value, ir.Value]:
    """Birth identifiers of both registers, as text where either register has text."""
    both = births.table.birth_id, deaths.table.birth_id
    if any(each.type().is_string() for each in both):
        birth, death = (each.cast("string").nullif("") for each in both)
        return birth, death
    return both


def _own_or_at_birth(joined: ir.Table, name: str) -> ir.StringValue:
    at_birth = joined[f"{name}_at_birth"].cast("string")
    if name not in joined.columns:
        return at_birth
    return ibis.coalesce(joined[name].cast("string").nullif(""), at_birth)
