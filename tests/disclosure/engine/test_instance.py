"""Tables from files: results as the command line prints them, and everything wrong with a file at once."""

import json
import subprocess
import sys

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


def with_cells(b):
    """The table with the cell b as given: 1 + 5 is 6, or as much less as b is less than 5."""
    less = 5 - b["value"]
    return TABLE | {"cells": [{"id": "t", "value": 13}, {"id": "a", "value": 1 + less}, b, CELLS[3]]}


def written(tmp_path, content):
    path = tmp_path / "table.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_file_with_primary_cells_only_is_audited_for_these(tmp_path):
    found = read_instance(written(tmp_path, TABLE)).audit()
    assert found == {"intervals": {"a": [1, 1]}, "exactly_disclosed": 1, "too_narrow": ["a"]}


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


def test_bounds_of_a_cell_take_the_place_of_those_of_all(tmp_path):
    """a + b = 6 with b from 2 to 4, so a is 2 to 4; where b has no bound, a can be anything."""
    bounded = with_cells({"id": "b", "value": 4, "lb": 2, "ub": 4})
    instance = read_instance(written(tmp_path, bounded | {"suppressed": ["a", "b"]}))
    assert instance.audit("x>=1")["intervals"] == {"a": [2, 4], "b": [2, 4]}
    endless = with_cells({"id": "b", "value": 4, "lb": None, "ub": None})
    endless["attackers"] = {"none": {"lb": None, "ub": None}}
    instance = read_instance(written(tmp_path, endless | {"suppressed": ["a", "b"]}))
    assert instance.audit()["intervals"] == {"a": [None, None], "b": [None, None]}


def test_a_width_of_a_cell_takes_the_place_of_that_of_the_table(tmp_path):
    """a + b = 6 with both from 1: the width is 4, by hand."""
    wide = with_cells({"id": "b", "value": 4, "width": 4}) | {"suppressed": ["a", "b"], "width": 5}
    found = read_instance(written(tmp_path, wide)).audit("x>=1")
    assert found == {"intervals": {"a": [1, 5], "b": [1, 5]}, "exactly_disclosed": 0, "too_narrow": ["a"]}


def test_a_cell_that_must_be_published_is_and_another_one_hides_the_primary_cell(tmp_path):
    """b is the cheapest neighbour by births, as above; c is the other."""
    published = with_cells({"id": "b", "value": 4, "publish": True})
    assert read_instance(written(tmp_path, published)).protect("x>=1", "births")["suppressed"] == ["a", "c"]


@pytest.mark.parametrize(("width", "other"), [(2, "b"), (5, "c")])
def test_a_minimum_width_takes_a_dearer_neighbour(tmp_path, width, other):
    """By hand: a + b = 6, both 1 to 5, a width of 4; a + c = 9, both 1 to 8; by births b is the cheaper."""
    table = with_cells({"id": "b", "value": 4}) | {"width": width}
    assert read_instance(written(tmp_path, table)).protect("x>=1", "births")["suppressed"] == ["a", other]


@pytest.mark.parametrize("large", [2**52, 2**53 - 4])
def test_counts_are_exact_as_far_as_doubles_are(tmp_path, large):
    """a + b = t - large, by hand."""
    table = {
        "cells": [
            {"id": "t", "value": large + 4},
            *({"id": x, "value": 2} for x in "ab"),
            {"id": "c", "value": large},
        ],
        "relations": [{"total": "t", "parts": ["a", "b", "c"]}],
        "suppressed": ["a", "b"],
    }
    assert read_instance(written(tmp_path, table)).audit()["intervals"] == {"a": [0, 4], "b": [0, 4]}
    both = read_instance(written(tmp_path, table | {"suppressed": ["a", "c"]})).audit()["intervals"]
    assert both == {"a": [0, large + 2], "c": [0, large + 2]}
    free = read_instance(written(tmp_path, table | {"suppressed": ["a", "c", "t"]})).audit()["intervals"]
    assert free == {"t": [2, None], "a": [0, None], "c": [0, None]}


@pytest.mark.parametrize("large", [2**53 + 1, 2**63 - 1, 2**64, -(2**53) - 1, 10**400])
def test_counts_that_doubles_do_not_hold_are_refused(tmp_path, large):
    cells = [{"id": "t", "value": large}, {"id": "a", "value": large}]
    with pytest.raises(
        InputError, match=r"has value .* expected a whole number from -9007199254740992 to 90071992"
    ):
        read_instance(written(tmp_path, {"cells": cells, "relations": [{"total": "t", "parts": ["a"]}]}))


def test_a_sum_that_wraps_around_in_64_bits_does_not_add_up(tmp_path):
    """2,048 times 2 to the power of 53 is 2 to the power of 64, which is 0 in 64 bits."""
    names = [f"p{number}" for number in range(2048)]
    cells = [{"id": "t", "value": 0}, *({"id": name, "value": 2**53} for name in names)]
    with pytest.raises(InputError, match=f"adds up to {2**64}, not to 0"):
        read_instance(written(tmp_path, {"cells": cells, "relations": [{"total": "t", "parts": names}]}))


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


def test_everything_wrong_with_what_a_cell_says_of_itself_is_said_at_once(tmp_path):
    wrong = {
        "cells": [
            {"id": "t", "value": 6, "publish": 1, "weight": 2},
            {"id": "a", "value": 3, "lb": 4, "ub": 9, "width": -1},
            {"id": "b", "value": 3, "lb": float("nan"), "publish": True},
            {"id": ["c"], "value": 1},
        ],
        "relations": [
            {"total": "t", "parts": ["a", "b"], "name": "rows"},
            {"total": "a", "parts": []},
            {"total": "b", "parts": ["b"]},
            {"total": "t", "parts": [["a"], 7]},
        ],
        "primary": ["b", {}],
        "attackers": {"one": {"lower": 0}, "two": 3, "three": {"ub": 1e300}},
        "weights": {"none": [1, 1, 1, float("inf")]},
        "width": 1.5,
        "threshold": 3,
    }
    with pytest.raises(InputError) as caught:
        read_instance(written(tmp_path, wrong))
    said = {problem.message for problem in caught.value.problems}
    assert said == {
        "the file has 'threshold'",
        "the file has width 1.5",
        "cell 't' has 'weight'",
        "cell 't' has publish 1",
        "cell 'a' has value 3 outside its lb and ub",
        "cell 'a' has width -1",
        "cell 'b' has bounds {'lb': nan}",
        "cell 4 has no id",
        "relation 1 has 'name'",
        "relation 2 has no parts",
        "relation 3 has its total 'b' among its parts",
        "relation 4 names cell ['a']",
        "relation 4 names cell 7",
        "primary names cell 'b', which must be published",
        "primary names cell {}",
        "attacker 'one' has 'lower'",
        "attacker 'two' is 3",
        "attacker 'three' has bounds {'ub': 1e+300}",
        "weights 'none' holds something that is not a number above 0",
    }
    assert all(problem.expected for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[" * 100_000, "lists within lists without end"),
        ('{"width": ' + "9" * 5000 + "}", "a number of thousands of digits"),
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


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "reporter", *map(str, arguments)], capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"suppressed": ["a", "b"]}, 0),
        ({"suppressed": ["a"]}, 1),
        ({"suppressed": ["a", "b"], "width": 7}, 1),
    ],
)
def test_the_exit_code_says_whether_a_pattern_is_safe_and_only_json_is_printed(tmp_path, change, code):
    """a + b = 6: 0 to 6 each, a width of 6, by hand; a alone is 13 - 5 - 7."""
    found = run("disclosure", "audit", written(tmp_path, TABLE | change))
    assert (found.returncode, found.stderr) == (code, "")
    assert bool(json.loads(found.stdout)["too_narrow"]) == bool(code)


def test_what_cannot_be_protected_or_read_prints_nothing_but_the_reason(tmp_path):
    published = [{**cell, "publish": cell["id"] != "a"} for cell in CELLS]
    found = run("disclosure", "protect", written(tmp_path, TABLE | {"cells": published}))
    assert (found.returncode, found.stdout) == (1, "")
    assert "a" in found.stderr
    found = run("disclosure", "protect", written(tmp_path, TABLE | {"threshold": 3}))
    assert (found.returncode, found.stdout) == (2, "")
    assert "expected no fields but cells, relations" in " ".join(found.stderr.split())
