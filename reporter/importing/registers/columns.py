"""The columns of the two registers, with their purpose, and which of them are optional."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reporter.errors import InputError, Problem

BREAKDOWNS = ("deprivation", "sex", "gestation", "ethnicity")
"""Characteristics by which counts can be broken down, named as in the breakdowns file."""


@dataclass(frozen=True)
class RegisterColumn:
    """A column of a register.

    Attributes:
        name: the name in this program; the register's own may differ.
        purpose: its contents, in words.
        is_date: whether it has dates.
        is_optional: whether a register may lack it.
    """

    name: str
    purpose: str
    is_date: bool = False
    is_optional: bool = False


AREA = RegisterColumn("area_code", "the code of the area of residence")
DATE_OF_BIRTH = RegisterColumn("date_of_birth", "the date of birth", is_date=True)
_CHARACTERISTICS = tuple(
    RegisterColumn(name, f"the category of {name} that the birth falls in", is_optional=True)
    for name in BREAKDOWNS
)

BIRTHS = (
    DATE_OF_BIRTH,
    AREA,
    RegisterColumn("birth_id", "the identifier that a death names its birth by", is_optional=True),
    *_CHARACTERISTICS,
)
"""The register of live births: one row a birth."""

DEATHS = (
    DATE_OF_BIRTH,
    RegisterColumn("date_of_death", "the date of death", is_date=True),
    RegisterColumn("date_of_registration", "the date on which the death was registered", is_date=True),
    AREA,
    RegisterColumn("birth_id", "the identifier of the birth in the register of births", is_optional=True),
    *_CHARACTERISTICS,
)
"""The register of deaths: one row a death, at any age."""


def names_in_register(
    columns: Iterable[RegisterColumn], given: Iterable[str], option: str
) -> Mapping[str, str]:
    """Name of each column in a register, by its name in this program.

    Args:
        columns: the columns of the register.
        given: texts such as 'area_code=LAD22CD' for names that differ.
        option: the option that gave them, for messages.

    Raises:
        InputError: a text has another form or names an unknown column.
    """
    names = {column.name: column.name for column in columns}
    expected = f"NAME=COLUMN, NAME being one of {', '.join(names)}"
    problems = []
    for text in given:
        name, separator, column = text.partition("=")
        if not separator or name not in names or not column:
            problems.append(Problem(option, 0, f"'{text}' names no column", expected))
        else:
            names[name] = column
    if problems:
        raise InputError(problems)
    return names
