"""Tables from files: results as the command line prints them, and everything wrong with a file at once."""

import json

import pytest

from reporter.disclosure.instance import read_instance
from reporter.errors import InputError

# 1 + 5 + 7 = 13 with the total published, by hand: withholding a alone leaves 13 - 5 - 7.
CELLS = [
    {"id": "t", "value": 13},
    {"id": "a", "value": 1},
    {"id": "b", "value": 5},
    {"id": "c", "value": 7},
]
TABLE = {
    "cells": CELLS,
    "relations": [{"total": "t", "parts": ["a", "b", "c"]}],
    "primary": ["a"],
    "attackers": {"x>=0": {"lb": 0, "ub": None}, "x>=1": {"lb": 1, "ub": None}},
    "weights": {"level": [9, 1, 4, 3], "births": [9, 1, 3, 4]},
}


def written(tmp_path, content):
    path = tmp_path / "table.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_file_with_primary_cells_only_is_audited_for_these(tmp_path):
    found = read_instance(written(tmp_path, TABLE)).audit()
    assert found == {"intervals": {"a": [1, 1]}, "exactly_disclosed": 1}


def test_a_given_pattern_is_audited_for_the_attacker_asked_for(tmp_path):
    """a + b = 6: 0 to 6 each, or 1 to 5 where zeros are shown."""
    instance = read_instance(written(tmp_path, TABLE | {"suppressed": ["a", "b"]}))
    assert instance.audit()["intervals"] == {"a": [0, 6], "b": [0, 6]}
    assert instance.audit("x>=1")["intervals"] == {"a": [1, 5], "b": [1, 5]}


@pytest.mark.parametrize(
    ("cost", "cell", "total"), [("weights", "c", 3), ("births", "b", 3), ("level", "c", 3)]
)
def test_the_cheapest_neighbour_hides_the_primary_cell(tmp_path, cost, cell, total):
    found = read_instance(written(tmp_path, TABLE)).protect("x>=1", cost)
    assert found == {
        "suppressed": ["a", cell],
        "secondary": 1,
        "cost": total,
        "lower_bound": total,
        "proved_optimal": True,
    }


def test_unknown_attackers_and_weights_are_answered_with_those_there_are(tmp_path):
    instance = read_instance(written(tmp_path, TABLE))
    with pytest.raises(InputError, match="no attacker x>=9, expected one of x>=0, x>=1"):
        instance.audit("x>=9")
    with pytest.raises(InputError, match="no weights money, expected count or one of level, births"):
        instance.protect(cost="money")


def test_relations_that_do_not_add_up_are_problems_of_the_file(tmp_path):
    cells = [{"id": "t", "value": 12}, *CELLS[1:]]
    with pytest.raises(InputError, match=r"relation 1 adds up to 1.*t \(12\)"):
        read_instance(written(tmp_path, TABLE | {"cells": cells})).audit()


def test_everything_wrong_with_a_file_is_said_at_once(tmp_path):
    wrong = {
        "cells": [{"id": "t", "value": 1.5}, {"value": 2}, {"id": "a", "value": 1}, {"id": "a", "value": 1}],
        "relations": [{"total": "t", "parts": ["z"]}, {"total": "t"}],
        "primary": ["q"],
        "suppressed": "a",
        "attackers": {"one": {"lb": 3, "ub": 2}, "two": {"lb": "low"}},
        "weights": {"short": [1], "free": [1, 1, 0, 1]},
    }
    with pytest.raises(InputError) as caught:
        read_instance(written(tmp_path, wrong))
    said = {problem.message for problem in caught.value.problems}
    assert said == {
        "cell 't' has value 1.5",
        "cell 2 has no id",
        "cell 'a' stands in the file more than once",
        "relation 1 names cell 'z'",
        "relation 2 has no total and parts",
        "primary names cell 'q'",
        "suppressed is not a list",
        "attacker 'one' has lb 3 above ub 2",
        "attacker 'two' has bounds {'lb': 'low'}",
        "weights 'short' is not a list of 4 numbers",
        "weights 'free' holds something that is not a number above 0",
    }
    assert all(problem.expected for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[1, 2", "table.json:1: .*expected JSON"),
        ("[]", "the file is not one object"),
        ('{"cells": []}', "relations is missing or not a list"),
    ],
)
def test_files_that_are_not_tables(tmp_path, content, message):
    with pytest.raises(InputError, match=message):
        read_instance(written(tmp_path, content))
    with pytest.raises(InputError, match="expected a file"):
        read_instance(tmp_path / "missing.json")


@pytest.mark.parametrize(("attacker", "disclosed"), [("x>=0", 127), ("x>=1", 204)])
def test_primary_suppression_alone_discloses_as_many_cells_as_the_real_table_says(
    reference, attacker, disclosed
):
    """ONS 2021, Table 3: `primary_only_exactly_disclosed_*` of the instance file."""
    instance = read_instance(reference / "disclosure" / "ons2021-table3.json")
    assert instance.audit(attacker)["exactly_disclosed"] == disclosed


def test_the_real_year_is_protected_at_the_proved_optimum(reference):
    """`optimum_count_x>=1` of the instance file is 119; the bound proves it again."""
    found = read_instance(reference / "disclosure" / "ons2021-table3.json").protect("x>=1")
    assert (found["secondary"], found["lower_bound"], found["proved_optimal"]) == (119, 119, True)
