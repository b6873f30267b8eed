"""Every kind of bad counts file gives exactly its problem lines; harmless differences of form give none."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from reporter.counts.table import Counts
from reporter.publication.areas import Areas
from tests.publications.texts import AREAS, COUNTS, changed

Read = Callable[..., tuple[Areas, Counts]]
Problems = Callable[[dict[str, str | bytes | None]], list[str]]

A_2021 = "A,2021,occurring,100,3,2"
B_2021 = "B,2021,occurring,200,4,1\n"


def test_events_may_be_more_than_a_denominator_that_they_are_not_within(read: Read) -> None:
    settings = changed("all.toml", ("[numerator]\n", "[numerator]\nwithin_denominator = false\n"))
    late = changed("late.toml", ("[numerator]\n", "[numerator]\nwithin_denominator = false\n"))
    rows = COUNTS.replace(A_2021, "A,2021,occurring,2,3,0").replace("N,2021,occurring,600,12,8\n", "")
    _, counts = read({**settings, **late, "counts.csv": rows})
    assert counts.table.loc[counts.table["area_code"] == "A", "births"].tolist() == [2, 110]


@pytest.mark.parametrize("wholes", ['"deaths"', '["deaths"]'])
def test_a_part_is_no_more_than_its_whole(read: Read, problems: Problems, wholes: str) -> None:
    """Declared parts are compared in every row, also where no indicator takes one from the other."""
    settings = changed(
        "publication.toml",
        (
            '[[levels]]\narea_type = "district"',
            f'[data.parts]\nearly = {wholes}\n\n[[levels]]\narea_type = "district"',
        ),
    )
    apart = changed("late.toml", ('add = ["deaths"]', 'add = ["early"]'), ('subtract = ["early"]\n', ""))
    read({**settings, **apart})
    more = COUNTS.replace(A_2021, "A,2021,occurring,100,3,4").replace("N,2021,occurring,600,12,8\n", "")
    assert problems({**settings, **apart, "counts.csv": more}) == [
        "counts.csv:2: early is 4 and deaths 3, expected no more than those"
    ]


def test_larger_areas_are_added_up(read: Read) -> None:
    _, counts = read()
    # By hand from the rows of `three_districts`: W1 = A + B, W2 = C, N = A + B + C.
    expected = pd.DataFrame(
        [
            ("N", 2021, "occurring", 600, 12, 8),
            ("W1", 2021, "occurring", 300, 7, 3),
            ("W2", 2021, "occurring", 300, 5, 5),
            ("A", 2021, "occurring", 100, 3, 2),
            ("B", 2021, "occurring", 200, 4, 1),
            ("C", 2021, "occurring", 300, 5, 5),
            ("N", 2022, "occurring", 630, 15, 8),
            ("W1", 2022, "occurring", 320, 9, 3),
            ("W2", 2022, "occurring", 310, 6, 5),
            ("A", 2022, "occurring", 110, 4, 2),
            ("B", 2022, "occurring", 210, 5, 1),
            ("C", 2022, "occurring", 310, 6, 5),
        ],
        columns=["area_code", "year", "basis", "births", "deaths", "early"],
    )
    pd.testing.assert_frame_equal(counts.table, expected)
    assert counts.columns == ("births", "deaths", "early")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + COUNTS.encode(), id="byte order mark"),
        pytest.param(COUNTS.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(COUNTS.removesuffix("\n"), id="no line end at the end"),
        pytest.param("\n" + COUNTS.replace(B_2021, f"\n{B_2021}\n  \n,,,,,\n"), id="blank lines"),
        pytest.param(COUNTS.replace(",", " , ").replace("\n", "  \n"), id="spaces around cells"),
        pytest.param(
            '"' + COUNTS.strip().replace(",", '","').replace("\n", '"\n"') + '"\n', id="quoted cells"
        ),
        pytest.param(
            "\n".join([COUNTS.splitlines()[0], *COUNTS.splitlines()[:0:-1]]), id="rows in another order"
        ),
        pytest.param(
            COUNTS.replace("N,2021,occurring,600,12,8\n", "W1,2021,occurring,300,7,3\n"), id="another total"
        ),
        pytest.param(COUNTS.replace("N,2021,occurring,600,12,8\n", ""), id="no total in one year"),
        pytest.param(COUNTS.replace(A_2021, "A,2021,occurring,0100,03,02"), id="zeros before a number"),
    ],
)
def test_harmless_differences_of_form(read: Read, content: str | bytes) -> None:
    _, expected = read()
    _, counts = read({"counts.csv": content})
    pd.testing.assert_frame_equal(counts.table, expected.table)


def test_columns_that_no_indicator_needs_are_carried_and_added_up(read: Read) -> None:
    lines = COUNTS.splitlines()
    extra = [f"{lines[0]},stillbirths", *(f"{line},{1 if line[0] != 'N' else 3}" for line in lines[1:])]
    _, counts = read({"counts.csv": "\n".join(extra)})
    assert counts.columns == ("births", "deaths", "early", "stillbirths")
    assert counts.table.query("year == 2022")["stillbirths"].tolist() == [3, 2, 1, 1, 1, 1]


def test_an_area_counted_with_another_has_no_row(read: Read) -> None:
    # The nation's row shows that A holds the counts of B.
    combined = COUNTS.replace(A_2021, "A,2021,occurring,300,7,3").replace(B_2021, "")
    _, counts = read({"counts.csv": combined})
    rows = counts.table.query("year == 2021").set_index("area_code")
    assert rows.index.tolist() == ["N", "W1", "W2", "A", "C"]
    assert rows.loc[["W1"], list(counts.columns)].to_numpy().tolist() == [[300, 7, 3]]


NAMES = "area_code,year,basis,births,deaths,early"
CASES = {
    "empty file": (
        "",
        [f"counts.csv:1: the file is empty, expected a header such as {NAMES}, and rows below it"],
    ),
    "only blank lines": (
        "\n \n",
        [f"counts.csv:1: the file is empty, expected a header such as {NAMES}, and rows below it"],
    ),
    "header only": (
        f"{NAMES}\n",
        ["counts.csv:1: there are no rows below the header, expected at least one"],
    ),
    "not UTF-8": (
        COUNTS.encode().replace(b"B,2021", b"B\xe9,2021"),
        ["counts.csv:3: the file is not UTF-8: byte 0xe9, expected text saved as UTF-8"],
    ),
    "UTF-16": (
        COUNTS.encode("utf-16"),
        ["counts.csv:1: the file is not UTF-8: byte 0xff, expected text saved as UTF-8"],
    ),
    "NUL": (
        COUNTS.replace("C,2022", "C\0,2022"),
        ["counts.csv:8: this line holds U+0000, which cannot be seen, expected text"],
    ),
    "semicolons": (
        COUNTS.replace(",", ";"),
        [f"counts.csv:1: the columns are not separated by commas, expected a header such as {NAMES}"],
    ),
    "missing columns": (
        COUNTS.replace("births", "live births").replace("early", "neonatal"),
        [
            "counts.csv:1: the column 'births' is missing, expected it in the header: "
            "a count that the indicator all needs",
            "counts.csv:1: the column 'early' is missing, expected it in the header: "
            "a count that the indicator late needs",
        ],
    ),
    "missing key column": (
        COUNTS.replace("basis", "cohort"),
        [
            "counts.csv:1: the column 'basis' is missing, expected it in the header: "
            "how events are counted, such as occurring or registered"
        ],
    ),
    "column twice": (
        COUNTS.replace("deaths,early", "deaths,early,deaths"),
        ["counts.csv:1: the column 'deaths' stands twice, expected every column once"]
        + [
            f"counts.csv:{line}: this row has 6 cells, "
            "expected 7, as in the header; a number has no comma in it"
            for line in range(2, 10)
        ],
    ),
    "column without a name": (
        "\n".join(f"{line}," for line in COUNTS.splitlines()),
        [
            "counts.csv:1: column 7 has no name, expected a name for every column",
            "counts.csv:1: the column '', which no indicator needs, is empty on line 2, "
            "expected whole numbers, or no such column",
        ],
    ),
    "text in a column that no indicator needs": (
        "\n".join(
            f"{line},{'note' if n == 0 else 'late' if n == 4 else 1}"
            for n, line in enumerate(COUNTS.splitlines())
        ),
        [
            "counts.csv:1: the column 'note', which no indicator needs, is 'late' on line 5, "
            "expected whole numbers, or no such column"
        ],
    ),
    "too few and too many cells": (
        COUNTS.replace(A_2021, "A,2021,occurring,100,3").replace(
            "C,2022,occurring,310", "C,2022,occurring,1,310"
        ),
        [
            "counts.csv:2: this row has 5 cells, expected 6, as in the header; a number has no comma in it",
            "counts.csv:8: this row has 7 cells, expected 6, as in the header; a number has no comma in it",
        ],
    ),
    "a quote that is never closed": (
        COUNTS.replace("B,2021", '"B,2021'),
        [
            'counts.csv:3: a quote is opened and never closed, expected a cell such as "Bristol, City of", '
            "its quotes in pairs"
        ],
    ),
    "text after a quote": (
        COUNTS.replace("B,2021", '"B"x,2021'),
        [
            'counts.csv:3: text stands beside a cell in quotes, expected a cell such as "Bristol, City of", '
            "its quotes in pairs"
        ],
    ),
    "a line end in quotes": (
        COUNTS.replace(A_2021, 'A,2021,"occur\nring",100,3,2').replace("B,2021", "X,2021"),
        [
            "counts.csv:2: there is no row of B (Beeton), occur ring 2021, "
            "expected one a year, or a row of a larger area that the others add up to",
            "counts.csv:2: there is no row of C (Ceeton), occur ring 2021, "
            "expected one a year, or a row of a larger area that the others add up to",
            "counts.csv:4: area_code is 'X', expected an area_code of the areas file",
        ],
    ),
    "unknown area": (
        COUNTS.replace("B,2021", "X,2021").replace("C,2022", ",2022"),
        [
            "counts.csv:3: area_code is 'X', expected an area_code of the areas file",
            "counts.csv:8: area_code is empty, expected an area_code of the areas file",
        ],
    ),
    "no year and no basis": (
        COUNTS.replace("B,2021", "B,21").replace("C,2021,occurring", "C,2021.0,").replace("A,2022", "A,"),
        [
            "counts.csv:3: year is '21', expected a year such as 2022",
            "counts.csv:4: basis is empty, expected a basis such as occurring or registered",
            "counts.csv:4: year is '2021.0', expected a year such as 2022",
            "counts.csv:6: year is empty, expected a year such as 2022",
        ],
    ),
    "duplicate row": (
        COUNTS + B_2021,
        [
            "counts.csv:10: B, occurring 2021, stands on line 3 already, "
            "expected one row an area, year and basis"
        ],
    ),
    "negative, fractional, empty and other counts": (
        COUNTS.replace(A_2021, "A,2021,occurring,100,-3,2.5").replace(B_2021, "B,2021,occurring,,four,2e1\n"),
        [
            "counts.csv:2: deaths is '-3', expected 0 or more",
            "counts.csv:2: early is '2.5', expected a whole number",
            "counts.csv:3: births is empty, expected a whole number",
            "counts.csv:3: deaths is 'four', expected a whole number",
            "counts.csv:3: early is '2e1', expected a whole number",
        ],
    ),
    "whole number with a decimal point": (
        COUNTS.replace(A_2021, "A,2021,occurring,100.0,3,2"),
        ["counts.csv:2: births is '100.0', expected a whole number"],
    ),
    "digits of another script": (
        COUNTS.replace(A_2021, "A,2021,occurring,\u0661\u0660\u0660,3,2"),
        ["counts.csv:2: births is '\u0661\u0660\u0660', expected a whole number"],
    ),
    "thousands separator": (
        COUNTS.replace(A_2021, 'A,2021,occurring,"1,100",3,2'),
        ["counts.csv:2: births is '1,100', expected 1100, without commas"],
    ),
    "huge number": (
        COUNTS.replace(A_2021, f"A,2021,occurring,{'9' * 50},3,2"),
        [f"counts.csv:2: births is '{'9' * 39}…', expected a number of at most 12 digits"],
    ),
    "deaths above births": (
        COUNTS.replace(A_2021, "A,2021,occurring,2,3,2"),
        ["counts.csv:2: 3 all deaths of 2 births, expected no more than those"],
    ),
    "a part above its whole": (
        COUNTS.replace(A_2021, "A,2021,occurring,100,3,4"),
        ["counts.csv:2: deaths less early is -1, expected 0 or more"],
    ),
    "a total that does not add up": (
        COUNTS.replace("N,2022,occurring,630,15,8", "N,2022,occurring,631,15,7"),
        [
            "counts.csv:9: births of N (Nation) is 631, expected 630, the sum of its parts",
            "counts.csv:9: early of N (Nation) is 7, expected 8, the sum of its parts",
        ],
    ),
    "a total in the middle that does not add up": (
        COUNTS + "W1,2022,occurring,320,8,3\n",
        ["counts.csv:10: deaths of W1 (North) is 8, expected 9, the sum of its parts"],
    ),
    "a total without one of its parts": (
        COUNTS.replace(B_2021, ""),
        [
            f"counts.csv:4: {name} of N (Nation) is {given}, expected {parts}, the sum of its parts; "
            "B (Beeton) without a row"
            for name, given, parts in (("births", 600, 400), ("deaths", 12, 8), ("early", 8, 7))
        ],
    ),
    "a total without any of its parts": (
        COUNTS + "N,2023,occurring,1,0,0\n",
        ["counts.csv:10: none of the parts of N (Nation) has a row, expected a row for each part"],
    ),
    "a part missing in some years": (
        "\n".join(line for line in COUNTS.splitlines() if line[0] not in "NB"),
        [
            "counts.csv:2: there is no row of B (Beeton), occurring 2021, 2022, "
            "expected one a year, or a row of a larger area that the others add up to"
        ],
    ),
    "a part missing where only the other network has a total": (
        COUNTS.replace("N,2021,occurring,600,12,8", "W2,2021,occurring,300,5,5").replace(B_2021, ""),
        [
            "counts.csv:2: there is no row of B (Beeton), occurring 2021, "
            "expected one a year, or a row of a larger area that the others add up to"
        ],
    ),
    "one wrong year leaves the totals of the other checked": (
        COUNTS.replace(A_2021, "A,2021,occurring,100,x,2").replace(
            "N,2022,occurring,630", "N,2022,occurring,600"
        ),
        [
            "counts.csv:2: deaths is 'x', expected a whole number",
            "counts.csv:9: births of N (Nation) is 600, expected 630, the sum of its parts",
        ],
    ),
    "years and basis that are shown and not there": (
        COUNTS.replace("2022", "2023"),
        [
            "publication.toml:39: there are no counts with the basis 'occurring' for 2022, "
            "expected years that have counts: 2021, 2023",
            "publication.toml:47: there are no counts with the basis 'occurring' for 2022, "
            "expected years that have counts: 2021, 2023",
        ],
    ),
    "basis spelled another way": (
        COUNTS.replace("occurring", "Occurring"),
        [
            "publication.toml:37: there are no counts with the basis 'occurring', expected one of Occurring",
            "publication.toml:45: there are no counts with the basis 'occurring', expected one of Occurring",
        ],
    ),
}


@pytest.mark.parametrize(("content", "expected"), CASES.values(), ids=CASES.keys())
def test_bad_counts(problems: Problems, content: str | bytes, expected: list[str]) -> None:
    assert problems({"counts.csv": content}) == expected


def test_largest_counts_add_up_without_overflow(read: Read) -> None:
    rows = [f"{area},2021,occurring,{'9' * 12},0,0" for area in "ABC"]
    more = [f"{area},2022,occurring,1,0,0" for area in "ABC"]
    _, counts = read({"counts.csv": "\n".join([NAMES, *rows, *more])})
    assert counts.table["births"].max() == 3 * 999_999_999_999


def test_counts_are_checked_as_far_as_they_can_be_beside_bad_areas(problems: Problems) -> None:
    found = problems(
        {
            "areas.csv": AREAS.replace("district,W1\nB", "district,X\nB"),
            "counts.csv": COUNTS.replace(A_2021, "Z,2021,occurring,100,x,2"),
        }
    )
    assert found == [
        "areas.csv:5: parent_code X of A is not the code of an area, "
        "expected an area_code of this file, several separated by ;",
        "counts.csv:2: deaths is 'x', expected a whole number",
    ]


def test_problems_of_all_files_stand_together(problems: Problems) -> None:
    changes = {
        **changed("publication.toml", ('title = "A small publication"\n', "")),
        **changed("late.toml", ("multiplier = 1000", "multiplier = 0")),
        "areas.csv": AREAS.replace("W2,South", "W1,South"),
        "counts.csv": COUNTS.replace("B,2021", "B,x"),
    }
    assert [line.partition(": ")[0] for line in problems(changes)] == [
        "areas.csv:4",
        "areas.csv:7",
        "counts.csv:3",
        "late.toml:7",
        "publication.toml:4",
    ]


def test_counts_of_a_broken_publication_are_still_checked_by_its_indicators(problems: Problems) -> None:
    changes = {
        **changed("publication.toml", ('email = "test@example.org"', 'email = "nobody"')),
        "counts.csv": COUNTS.replace(A_2021, "A,2021,occurring,100,x,2"),
    }
    assert problems(changes) == [
        "counts.csv:2: deaths is 'x', expected a whole number",
        "publication.toml:59: 'email' in [producer] is 'nobody', "
        "expected an e-mail address such as team@example.org",
    ]
