"""The breakdowns file: what it may hold, and what is said where it is wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reporter.counts.table import Counts
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import Category
from tests.counts.files.conftest import Changes
from tests.publications.texts import changed

SEXES = """\
area_code,year,basis,breakdown,category,births,deaths
A,2022,occurring,sex,f,50,1
B,2022,occurring,sex,f,100,2
C,2022,occurring,sex,f,150,3
A,2022,occurring,sex,m,60,3
B,2022,occurring,sex,m,110,3
C,2022,occurring,sex,m,160,3
"""

SETTINGS = changed(
    "publication.toml",
    ('areas = "areas.csv"\n', 'areas = "areas.csv"\nbreakdowns = "sexes.csv"\n'),
    (
        "[disclosure]\n",
        """[[show]]
indicators = ["all"]
levels = ["district", "nation"]
breakdowns = ["sex"]
basis = "occurring"
first_year = 2022
last_year = 2022

[[breakdowns]]
id = "sex"
title = "Sex"
kind = "groups"
complete = true
[breakdowns.categories]
f = "Girls"
m = "Boys"

[disclosure]
""",
    ),
)


def files(*replacements: tuple[str, str], settings: tuple[str, str] | None = None) -> Changes:
    """The small publication by sex, with texts of the breakdowns file and of the settings replaced."""
    text = SEXES
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    toml = str(SETTINGS["publication.toml"])
    if settings is not None:
        assert toml.count(settings[0]) == 1, settings[0]
        toml = toml.replace(*settings)
    return {"publication.toml": toml, "sexes.csv": text}


Read = Callable[[Changes | None], tuple[Areas, Counts]]
Problems = Callable[[Changes], list[str]]


def test_larger_areas_are_the_sums_of_the_smallest(read: Read) -> None:
    _, counts = read(files())
    rows = counts.with_categories()
    assert rows["N", 2022, "occurring", Category("sex", "f")] == {"births": 300, "deaths": 6}
    assert rows["W1", 2022, "occurring", Category("sex", "m")] == {"births": 170, "deaths": 6}
    assert rows["A", 2022, "occurring", Category("sex", "f")] == {"births": 50, "deaths": 1}


def test_rows_of_the_nation_alone_are_enough(read: Read) -> None:
    nation = """area_code,year,basis,breakdown,category,births,deaths
N,2022,occurring,sex,f,300,6
N,2022,occurring,sex,m,330,9
"""
    _, counts = read(
        {
            **files(settings=('["district", "nation"]\nbreakdowns', '["nation"]\nbreakdowns')),
            "sexes.csv": nation,
        }
    )
    assert sorted(set(counts.by_category["area_code"])) == ["N"]


def test_a_larger_area_is_not_added_up_where_a_part_has_no_row(read: Read) -> None:
    lacking = files(("C,2022,occurring,sex,f,150,3\n", ""), ("C,2022,occurring,sex,m,160,3\n", ""))
    _, counts = read(
        {
            **lacking,
            "sexes.csv": str(lacking["sexes.csv"])
            + "N,2022,occurring,sex,f,300,6\nN,2022,occurring,sex,m,330,9\n",
        }
    )
    assert sorted(set(counts.by_category["area_code"])) == ["A", "B", "N", "W1"]


def test_rows_of_other_breakdowns_are_left_out(read: Read) -> None:
    more = files()
    more["sexes.csv"] = str(more["sexes.csv"]) + "A,2022,occurring,shoe size,9,1,1\n"
    _, counts = read(more)
    assert set(counts.by_category["breakdown"]) == {"sex"}


def test_a_column_that_no_indicator_of_the_breakdown_needs_may_be_blank(
    read: Read, problems: Problems
) -> None:
    """`early` is needed by the indicator `late` alone, which is not shown by sex."""
    rows = SEXES.splitlines()
    early = "\n".join([f"{rows[0]},early", *(f"{row}," for row in rows[1:])]) + "\n"
    _, counts = read({**files(), "sexes.csv": early})
    assert "early" not in counts.by_category
    shown = files(settings=('indicators = ["all"]', 'indicators = ["late"]'))
    assert "sexes.csv:2: early is empty, expected a whole number" in problems({**shown, "sexes.csv": early})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            files(("A,2022,occurring,sex,f,50,1", "A,2022,occurring,sex,x,50,1")),
            "sexes.csv:2: category is 'x', expected one of sex: f, m",
        ),
        (
            files(("A,2022,occurring,sex,f,50,1", "A,2022,occurring,sex,m,50,1")),
            "sexes.csv:5: A, occurring 2022, sex m, stands on line 2 already, "
            "expected one row an area, year, basis and category",
        ),
        (
            files(("A,2022,occurring,sex,f,50,1", "A,2022,occurring,sex,f,50,one")),
            "sexes.csv:2: deaths is 'one', expected a whole number",
        ),
        (
            files(("A,2022,occurring,sex,f,50,1", "A,2022,occurring,sex,f,50,51")),
            "sexes.csv:2: 51 all deaths of 50 births, expected no more than those",
        ),
        (
            files(
                (
                    "C,2022,occurring,sex,m,160,3\n",
                    "C,2022,occurring,sex,m,160,3\nN,2022,occurring,sex,f,300,7\n",
                )
            ),
            "sexes.csv:8: deaths is 7, expected 6, the sum of the area's parts",
        ),
        (
            files(settings=('breakdowns = "sexes.csv"\n', "")),
            "publication.toml:52: breakdowns are shown, and [data] names no file of them, "
            "expected the file as 'breakdowns' in [data]",
        ),
    ],
    ids=["category", "twice", "no number", "more deaths than births", "sum", "no file"],
)
def test_what_is_wrong_is_said_with_its_line(problems: Problems, changes: Changes, expected: str) -> None:
    assert expected in problems(changes)


def test_a_complete_breakdown_adds_up_to_everyone(problems: Problems) -> None:
    expected = (
        "sexes.csv:5: sex: deaths of A, occurring 2022, adds up to 5, expected 4, the count of everyone"
    )
    assert expected in problems(files(("A,2022,occurring,sex,m,60,3", "A,2022,occurring,sex,m,60,4")))


def test_an_incomplete_one_may_hold_fewer_events_but_not_more(read: Read, problems: Problems) -> None:
    partial = ("complete = true\n", "")
    read(files(("A,2022,occurring,sex,m,60,3", "A,2022,occurring,sex,m,60,2"), settings=partial))
    found = problems(files(("A,2022,occurring,sex,m,60,3", "A,2022,occurring,sex,m,60,4"), settings=partial))
    assert any("adds up to 5, expected at most 4" in line for line in found)


def test_a_year_shown_needs_all_categories(problems: Problems) -> None:
    found = problems(files(("A,2022,occurring,sex,m,60,3\n", ""), settings=("complete = true\n", "")))
    assert any("sexes.csv has no sex m of A, occurring 2022" in line for line in found)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            ('breakdowns = ["sex"]', 'breakdowns = ["sax"]'),
            "no breakdown has the id 'sax', expected one of sex",
        ),
        (
            ('kind = "groups"', 'kind = "groups"\nreference = "x"'),
            "is 'x', expected one of its categories: f, m",
        ),
        (('kind = "groups"', 'kind = "groups"\nunknown = "m"'), "is 'm', which others are compared with"),
        (
            ('kind = "groups"', 'kind = "quantile"\nunknown = "f"'),
            "stands in a breakdown of the kind quantile",
        ),
        (('m = "Boys"\n', ""), "'categories' in [[breakdowns]] 1 is a section, expected at least 2"),
    ],
    ids=["unknown breakdown", "reference", "unknown and reference", "unknown of a quantile", "one category"],
)
def test_settings_of_breakdowns(problems: Problems, settings: tuple[str, str], expected: str) -> None:
    assert any(expected in line for line in problems(files(settings=settings)))
