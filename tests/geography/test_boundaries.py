"""Area codes moved to later boundaries: made-up authorities, and real ones of Somerset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from reporter.errors import InputError
from reporter.geography.boundaries import CodeChanges, Combination, combine

HEADER = (
    "changed_to_code,changed_to_name,changed_from_code,changed_from_name,"
    "desc,entity_type,date,year,split,merge\n"
)
CITY = Combination("H", of=("H", "C"))


@pytest.fixture
def changes(tmp_path: Path) -> Callable[..., CodeChanges]:
    """A lookup from lines of new code, old code, date and whether it is marked as a split."""

    def lookup(*rows: tuple[str, str, str, str]) -> CodeChanges:
        file = tmp_path / "changes.csv"
        lines = [
            f'{new},"New {new}",{old},"Old {old}",Order,E06,{day},2000,{split},FALSE'
            for new, old, day, split in rows
        ]
        file.write_text(HEADER + "\n".join(lines) + "\n")
        return CodeChanges.read(file)

    return lookup


def counts(*rows: tuple[str, int, int | None, int | None]) -> pd.DataFrame:
    """Counts of code, year, births and deaths on one basis."""
    table = pd.DataFrame(rows, columns=["area_code", "year", "births", "deaths"])
    table.insert(2, "basis", "registered")
    return table.astype({"births": "Int64", "deaths": "Int64"})


def plain(table: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(row) for row in table[["area_code", "year", "births", "deaths"]].itertuples(index=False)]


def test_merger_is_the_sum_of_all_parts(changes: Callable[..., CodeChanges]) -> None:
    lookup = changes(("M", "A", "2019-04-01", "FALSE"), ("M", "B", "2019-04-01", "FALSE"))
    moved = lookup.move(
        counts(("A", 2015, 100, 1), ("B", 2015, 50, 2), ("Z", 2015, 7, 0)), dt.date(2020, 1, 1)
    )
    assert plain(moved) == [("M", 2015, 150, 3), ("Z", 2015, 7, 0)]


def test_a_change_after_the_day_is_left_alone(changes: Callable[..., CodeChanges]) -> None:
    lookup = changes(("M", "A", "2019-04-01", "FALSE"))
    before, on_the_day = dt.date(2019, 3, 31), dt.date(2019, 4, 1)
    assert plain(lookup.move(counts(("A", 2015, 100, 1)), before)) == [("A", 2015, 100, 1)]
    assert plain(lookup.move(counts(("A", 2015, 100, 1)), on_the_day)) == [("M", 2015, 100, 1)]


def test_chain_of_changes_in_any_order_of_rows(changes: Callable[..., CodeChanges]) -> None:
    lookup = changes(
        ("N", "M", "2023-04-01", "FALSE"),
        ("N", "C", "2023-04-01", "FALSE"),
        ("M", "A", "2019-04-01", "FALSE"),
        ("M", "B", "2019-04-01", "FALSE"),
    )
    rows = counts(
        ("A", 2010, 1, 0), ("B", 2010, 2, 0), ("C", 2010, 4, 1), ("M", 2020, 8, 0), ("C", 2020, 16, 1)
    )
    assert plain(lookup.move(rows, dt.date(2024, 1, 1))) == [("N", 2010, 7, 1), ("N", 2020, 24, 1)]


def test_change_of_name_alone_moves_nothing(changes: Callable[..., CodeChanges]) -> None:
    lookup = changes(("A", "A", "2018-04-01", "FALSE"))
    assert plain(lookup.move(counts(("A", 2010, 1, 0)), dt.date(2024, 1, 1))) == [("A", 2010, 1, 0)]


@pytest.mark.parametrize(
    ("rows", "given", "line", "words"),
    [
        pytest.param(
            [("M", "A", "2019-04-01", "FALSE"), ("M", "B", "2019-04-01", "FALSE")],
            [("A", 2015, 1, 0), ("A", 2016, 1, 0), ("B", 2016, 1, 0)],
            3,
            "M (New M), registered 2015: no counts of its part B (Old B)",
            id="a part of a merger is missing in one year",
        ),
        pytest.param(
            [("M", "A", "2019-04-01", "FALSE"), ("M", "B", "2019-04-01", "FALSE")],
            [("A", 2015, 1, 0), ("B", 2015, 1, 0), ("M", 2015, 2, 0)],
            2,
            "M (New M), registered 2015: counts of the new area and of its former parts A, B",
            id="parts and whole in one year",
        ),
        pytest.param(
            [("M", "A", "2019-04-01", "TRUE")],
            [("A", 2015, 1, 0)],
            2,
            "A (Old A) was split by Order, so its counts cannot be moved to M (New M)",
            id="marked as a split",
        ),
        pytest.param(
            [
                ("M", "B", "2019-04-01", "FALSE"),
                ("M", "A", "2019-04-01", "FALSE"),
                ("N", "A", "2019-04-01", "FALSE"),
            ],
            [("A", 2015, 1, 0), ("B", 2015, 1, 0)],
            3,
            "A (Old A) was split by Order, so its counts cannot be moved to M (New M)",
            id="two new codes on one day",
        ),
    ],
)
def test_refused(
    changes: Callable[..., CodeChanges],
    rows: list[tuple[str, str, str, str]],
    given: list[tuple[str, int, int | None, int | None]],
    line: int,
    words: str,
) -> None:
    with pytest.raises(InputError) as refused:
        changes(*rows).move(counts(*given), dt.date(2024, 1, 1))
    first = refused.value.problems[0]
    assert (first.line, first.message) == (line, words)


SPLIT = (
    ("N", "A", "2019-04-01", "TRUE"),
    ("O", "A", "2019-04-01", "TRUE"),
    ("O", "B", "2019-04-01", "FALSE"),
)


def test_a_split_is_divided_by_shares_of_all_its_parts(changes: Callable[..., CodeChanges]) -> None:
    given = counts(("A", 2015, 100, 3), ("B", 2015, 50, 2))
    shares = {"A": {"N": Fraction(6, 10), "O": Fraction(4, 10)}}
    moved = changes(*SPLIT).move(given, dt.date(2020, 1, 1), shares)
    # 100 births are 60 and 40; 3 deaths are 1.8 and 1.2; O also takes in B.
    assert plain(moved) == [("N", 2015, 60, 2), ("O", 2015, 90, 3)]


def test_shares_of_some_parts_do_not_make_up_for_a_split(changes: Callable[..., CodeChanges]) -> None:
    given = counts(("A", 2015, 100, 3), ("B", 2015, 50, 2))
    with pytest.raises(InputError, match="was split by Order"):
        changes(*SPLIT).move(given, dt.date(2020, 1, 1), {"A": {"N": Fraction(1)}})


def test_changes_that_counts_go_through(changes: Callable[..., CodeChanges]) -> None:
    lookup = changes(
        ("M", "A", "2019-04-01", "FALSE"),
        ("N", "M", "2023-04-01", "FALSE"),
        ("Y", "X", "2019-04-01", "FALSE"),
    )
    applied = lookup.applied(["A", "Z"], dt.date(2023, 4, 1))
    assert [(change.old_code, change.new_code) for change in applied] == [("A", "M"), ("M", "N")]
    assert lookup.applied(["A"], dt.date(2018, 1, 1)) == ()


def test_a_split_of_an_area_without_counts_is_no_problem(changes: Callable[..., CodeChanges]) -> None:
    lookup = changes(("M", "A", "2019-04-01", "TRUE"), ("N", "A", "2019-04-01", "TRUE"))
    assert plain(lookup.move(counts(("M", 2020, 1, 0)), dt.date(2024, 1, 1))) == [("M", 2020, 1, 0)]


def test_lookup_that_is_not_one(tmp_path: Path) -> None:
    file = tmp_path / "changes.csv"
    file.write_text("old,new\nA,B\n")
    with pytest.raises(InputError, match=r"changes.csv:1: missing column 'date'"):
        CodeChanges.read(file)
    file.write_text(HEADER + "M,New,A,Old,Order,E06,1 April 2019,2019,FALSE,FALSE\n")
    with pytest.raises(InputError, match=r"changes.csv:2: date is '1 April 2019', expected a date such as"):
        CodeChanges.read(file)


def test_double_code_becomes_the_declared_one() -> None:
    combined = combine(counts(("H, C", 2012, 100, 3), ("A", 2012, 5, 0)), [CITY])
    assert plain(combined) == [("A", 2012, 5, 0), ("H", 2012, 100, 3)]
    assert combined["births"].dtype == "int64"


def test_births_together_and_deaths_apart() -> None:
    # As Hackney and the City of London in 2013.
    combined = combine(
        counts(("C", 2013, None, 1), ("H", 2013, None, 28), ("H, C", 2013, 4500, None)), [CITY]
    )
    assert plain(combined) == [("H", 2013, 4500, 29)]


def test_double_code_on_two_rows() -> None:
    # As Cornwall and the Isles of Scilly in 2014.
    combined = combine(counts(("H, C", 2014, 5447, None), ("H, C", 2014, None, 21)), [CITY])
    assert plain(combined) == [("H", 2014, 5447, 21)]


def test_parts_of_their_own_stay_apart_in_other_years() -> None:
    combined = combine(counts(("H, C", 2012, 100, 3), ("H", 2014, 90, 2), ("C", 2014, 9, 1)), [CITY])
    assert plain(combined) == [("H", 2012, 100, 3), ("C", 2014, 9, 1), ("H", 2014, 90, 2)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param([("X, Y", 2012, 1, 0)], "double area code 'X, Y'", id="not declared"),
        pytest.param([("H, C", 2012, 1, None)], "no deaths of H, registered 2012", id="a count is missing"),
        pytest.param(
            [("A", 2012, None, 0)], "no births of A, registered 2012", id="missing outside a combination"
        ),
        pytest.param(
            [("H, C", 2012, 1, 3), ("H", 2012, None, 3)],
            "deaths of H, registered 2012, given 2 times",
            id="together and apart",
        ),
        pytest.param(
            [("H, C", 2012, 1, 3), ("H, C", 2012, 1, 3)],
            "births of H, registered 2012, given 2 times",
            id="twice",
        ),
        pytest.param(
            [("A", 2012, 1, 3), ("A", 2012, 1, 3)],
            "births of A, registered 2012, given 2 times",
            id="plain row twice",
        ),
    ],
)
def test_combination_refused(given: list[tuple[str, int, int | None, int | None]], words: str) -> None:
    with pytest.raises(InputError) as refused:
        combine(counts(*given), [CITY])
    assert words in [problem.message for problem in refused.value.problems]


def test_real_lookup(reference: Path) -> None:
    """Somerset: Taunton Deane and West Somerset merged in 2019, all districts in 2023."""
    lookup = CodeChanges.read(reference / "ons/lookup_lad_code_changes_2009_2023.csv")
    districts = ["E07000187", "E07000188", "E07000189", "E07000190", "E07000191"]
    given = counts(*((code, 2010, 2**n, 1) for n, code in enumerate(districts)))
    in_2022 = lookup.move(given, dt.date(2022, 4, 1))
    in_2023 = lookup.move(given, dt.date(2023, 4, 1))
    assert plain(in_2022) == [
        ("E07000187", 2010, 1, 1),
        ("E07000188", 2010, 2, 1),
        ("E07000189", 2010, 4, 1),
        ("E07000246", 2010, 24, 2),
    ]
    assert plain(in_2023) == [("E06000066", 2010, 31, 5)]
