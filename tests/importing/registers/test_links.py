"""Deaths linked to their births by an identifier, and what becomes of those that are not."""

from collections.abc import Callable

import pytest

from reporter.importing.registers.importer import RegistersImport
from tests.importing.registers.conftest import births, cell, deaths, quality

Import = Callable[..., RegistersImport]


def test_without_an_identifier_in_both_nothing_is_linked(registers: Import) -> None:
    imported = registers(births({"birth_id": "1"}), deaths({}))
    assert not imported.linked
    assert cell(imported, "A1", 2021, "occurring") == (1, 1, 1)


def test_a_death_without_its_birth_is_counted_and_reported(registers: Import) -> None:
    imported = registers(
        births({"birth_id": "1"}), deaths({"birth_id": "1"}, {"birth_id": "7"}, {"birth_id": ""})
    )
    assert imported.linked
    assert cell(imported, "A1", 2021, "occurring") == (1, 3, 3)
    found = quality(imported)
    assert found["deaths: under 1 without a birth: its identifier is not in the births"] == 1
    assert found["deaths: under 1 not linked: no identifier of a birth"] == 1


def test_several_births_of_one_identifier_do_not_multiply_a_death(registers: Import) -> None:
    imported = registers(births({"birth_id": "1"}, {"birth_id": "1"}), deaths({"birth_id": "1"}))
    assert cell(imported, "A1", 2021, "occurring") == (2, 1, 1)
    assert quality(imported)["deaths: under 1 whose identifier several births have"] == 1


def test_deaths_that_share_a_birth_are_counted_each_and_reported(registers: Import) -> None:
    imported = registers(
        births({"birth_id": "1"}, {"birth_id": "2"}),
        deaths({"birth_id": "1"}, {"birth_id": "1"}, {"birth_id": "2"}),
    )
    assert cell(imported, "A1", 2021, "occurring") == (2, 3, 3)
    assert quality(imported)["deaths: under 1 that share a birth with another death"] == 2


def test_a_death_takes_from_its_birth_what_it_lacks(registers: Import) -> None:
    imported = registers(
        births(
            {"birth_id": "1", "deprivation": "Decile 1", "sex": "f"},
            {"birth_id": "2", "deprivation": "2", "sex": "f"},
        ),
        deaths(
            {"birth_id": "1", "date_of_birth": "", "sex": "m"},
            {"birth_id": "2", "sex": ""},
        ),
        with_breakdowns=True,
    )
    assert cell(imported, "A1", 2021, "occurring") == (2, 2, 2)
    table = imported.breakdowns
    rows = table[(table["basis"] == "occurring") & (table["infant_deaths"] > 0)]
    assert rows[["breakdown", "category", "infant_deaths"]].to_numpy().tolist() == [
        ["deprivation", "2", 1],
        ["deprivation", "decile-1", 1],
        ["sex", "f", 1],
        ["sex", "m", 1],
    ]


def test_another_date_of_birth_than_at_the_birth_is_reported_and_the_one_at_death_holds(
    registers: Import,
) -> None:
    imported = registers(births({"birth_id": "1", "date_of_birth": "2021-05-01"}), deaths({"birth_id": "1"}))
    assert quality(imported)["deaths: under 1 born on another date by the births"] == 1
    # By the date at death the child lived 5 days; by that at birth 50, which is no neonatal death.
    assert cell(imported, "A1", 2021, "occurring") == (1, 1, 1)


@pytest.mark.parametrize("identifier", ["007", "x-7"])
def test_identifiers_are_text_as_they_stand(registers: Import, identifier: str) -> None:
    imported = registers(
        births({"birth_id": identifier}), deaths({"birth_id": identifier}, {"birth_id": "7"})
    )
    assert quality(imported)["deaths: under 1 without a birth: its identifier is not in the births"] == 1
