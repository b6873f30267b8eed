"""Periods as sources print them, and the labels that the counts file has for them."""

from __future__ import annotations

import pytest

from reporter.importing.any_table.printed_periods import labels, period_in, readings_of


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("2022", "2022"),
        ("2020 [note 3]", "2020"),
        ("2022/23", "2022/23"),
        ("2022/2023", "2022/23"),
        ("FY 2022/23", "2022/23"),
        ("1999/00", "1999/00"),
        ("2019 - 21", "2019 to 2021"),
        ("1999 - 01", "1999 to 2001"),
        ("2020 \N{EN DASH} 2022", "2020 to 2022"),
        ("2018/19 - 20/21", "2018/19 to 2020/21"),
        ("1998/99 - 00/01", "1998/99 to 2000/01"),
        ("2018/19-2020/21", "2018/19 to 2020/21"),
        ("2011 Q1", "2011 Q1"),
        ("Q1 2022/23", "2022/23 Q1"),
        ("Quarter 1 2013/14", "2013/14 Q1"),
        ("2022-23 Q2", "2022/23 Q2"),
        ("January to March 2022", "2022 Q1"),
        ("May 2022", "2022-05"),
        ("May-22", "2022-05"),
        ("Jan 2021-Dec 2021", "2021"),
        ("April 2021 to March 2022", "2021/22"),
        ("Year ending March 2022", "2021/22"),
        ("July 2013 to June 2014", "2013-07 to 2014-06"),
    ],
)
def test_a_plain_form_has_one_label(printed: str, label: str) -> None:
    assert labels(printed) == {None: label}


@pytest.mark.parametrize(
    "printed", ["", "soon", "98/99", "2018 - 16", "2022-13", "2022/24", "2022 Q5", "13/2022"]
)
def test_what_is_no_period_has_none(printed: str) -> None:
    assert labels(printed) == {}


def test_two_numbers_are_told_by_other_periods_of_the_file() -> None:
    assert labels("2010-11") == {"split": "2010/11", "months": "2010-11"}
    assert readings_of(["2010-11", "2012-13"]) == {"split"}
    assert readings_of(["2010-11", "2010-05"]) == {"months"}
    assert readings_of(["2010-11", "2011-12"]) == {"split", "months"}


@pytest.mark.parametrize(
    ("heading", "printed"),
    [
        ("Births 2013", "2013"),
        ("Live births (2013/14)", "2013/14"),
        ("2019 - 21 deaths", "2019 - 21"),
        ("Births", None),
    ],
)
def test_the_period_of_a_heading(heading: str, printed: str | None) -> None:
    assert period_in(heading) == printed
