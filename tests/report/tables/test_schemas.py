"""What a kind of finding lacks: a table, words in the dictionary, an example, cells that are found again."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from reporter.findings.edition import TABLES, Findings
from reporter.findings.schema import Schema
from reporter.machine.resources import templates_folder
from reporter.publication.addresses import address
from reporter.report.tables.dictionary import FILE, Dictionary
from reporter.report.words.catalogue import catalogue
from reporter.verification.cells import NoSuchCellError, look_up
from reporter.verification.published import Published
from tests.report.tables.extremes import SCHEMAS

NO_TABLE = {"rules", "main_period", "latest_year", "main_basis"}
"""Fields of `Findings` that hold no finding: they say by which rules and of which periods findings are."""


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return catalogue([templates_folder()], FILE, Dictionary)


def test_every_field_of_findings_names_its_tables() -> None:
    fields = {field.name for field in dataclasses.fields(Findings)}
    assert fields - NO_TABLE == TABLES.keys()


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_a_kind_of_finding_lacks_nothing(
    schema: Schema[Any], dictionary: Dictionary, files: dict[str, bytes]
) -> None:
    missing = [*_words_missing(schema, dictionary), *_cells_missing(schema, files)]
    assert not missing, "\n".join(missing)


def _words_missing(schema: Schema[Any], dictionary: Dictionary) -> Iterator[str]:
    entry = dictionary.tables.get(schema.name)
    if entry is None:
        yield f"templates/{FILE}: no [tables.{schema.name}]"
    own = entry.columns if entry else {}
    for column in schema.columns:
        if column not in own and column not in dictionary.columns:
            yield f"templates/{FILE}: no [tables.{schema.name}.columns.{column}]"
    for column in own.keys() - schema.columns.keys():
        yield f"templates/{FILE}: [tables.{schema.name}.columns.{column}] is of no column"


def _cells_missing(schema: Schema[Any], files: dict[str, bytes]) -> Iterator[str]:
    """What the final check does not find in the data files of the edition."""
    if f"tables/{schema.name}.csv" not in files:
        yield f"tests/report/tables/extremes.py: no example of {schema.name}"
    published = Published(files)
    for row in published.rows(schema.name):
        start = address(schema.name, *(row[column] for column in schema.key))
        for column, text in row.items():
            try:
                if look_up(published, f"{start}/{column}").value != text:
                    yield f"{start}/{column}: another cell is found"
            except NoSuchCellError:
                yield f"{start}/{column}: not found"


def test_the_dictionary_explains_nothing_that_no_table_has(dictionary: Dictionary) -> None:
    own = {name: entry.columns for name, entry in dictionary.tables.items()}
    shared = {
        column for schema in SCHEMAS for column in schema.columns if column not in own.get(schema.name, ())
    }
    # Where years are not calendar years, their labels stand beside them.
    shared |= {"first_period", "last_period"}
    assert dictionary.tables.keys() <= {schema.name for schema in SCHEMAS}
    assert dictionary.columns.keys() <= shared
