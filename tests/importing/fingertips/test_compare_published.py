"""Comparing with Fingertips: an answer and an edition's table, small and made for each trap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from reporter.cli import commands
from reporter.errors import InputError
from reporter.importing.fingertips.answer import label_of, read_answer
from reporter.importing.fingertips.comparison import compare_published
from reporter.importing.fingertips.differences import Cause, RateComparison
from reporter.statistics.intervals import crude_rate, exact_rate, proportion
from tests.publications.finished import Row, write_rates

# The header of the server (fingertips-open, DataControllerTest.cs), with the column added since.
HEADER_LINE = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,"
    "Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,"
    "Upper CI 99.8 limit,Count,Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to Region value or percentiles,Time period Sortable,New data,Compared to goal,Time period range"
)
HEADER = HEADER_LINE.split(",")

ENGLAND = {
    "Area Code": "E92000001",
    "Area Name": "England",
    "Time period": "2016 - 18",
    "Value": "3.9306",
    "Lower CI 95.0 limit": "3.8427",
    "Upper CI 95.0 limit": "4.0199",
    "Count": "7608",
    "Denominator": "1935602",
}
"""Published by Fingertips: indicator 92196, England, 2016 to 2018."""

ADUR = {
    "Area Code": "E07000223",
    "Area Name": "Adur",
    "Time period": "2016 - 18",
    "Value": "1.0137",
    "Lower CI 95.0 limit": "0.1228",
    "Upper CI 95.0 limit": "3.6618",
    "Count": "2",
    "Denominator": "1973",
}
"""Published by Fingertips: 2 deaths, exact limits (0.2422 and 7.2247 events over 1,973 births)."""


def answer(file: Path, *rows: dict[str, str], header: Sequence[str] = HEADER) -> Path:
    """An answer as the server sends it: with a byte order mark, and Windows line ends."""
    fixed = {
        "Indicator ID": "92196",
        "Indicator Name": "Infant mortality rate",
        "Sex": "Persons",
        "Age": "<1 yr",
    }
    lines = [",".join(header)]
    lines += [",".join(f'"{(fixed | row).get(name, "")}"' for name in header) for row in rows]
    file.write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n").encode())
    return file


def edition(
    folder: Path,
    count: float | None = 7608,
    denominator: float | None = 1935602,
    *,
    code: str = "E92000001",
    basis: str = "registered",
    years: tuple[int, int] = (2016, 2018),
    method: str = "Byar",
    with_rate: bool = True,
) -> Path:
    """An edition's table of rates with one cell."""
    estimate = (exact_rate if method == "exact" else crude_rate)(count or 0, denominator or math.nan)
    given = count is not None and with_rate
    row: Row = {
        "indicator": "infant-mortality",
        "area_code": code,
        "area_name": "An area",
        "period": f"{years[0]} to {years[1]}",
        "basis": basis,
        "first_year": years[0],
        "last_year": years[1],
        "numerator": "" if count is None else count,
        "denominator": "" if denominator is None else denominator,
        "value": float(estimate.value) if given else "",
        "lower_95": float(estimate.lower) if given else "",
        "upper_95": float(estimate.upper) if given else "",
        "method": method if given else "",
        "symbols": "[c]" if count is None or denominator is None else "" if given else "[x]",
    }
    return write_rates(folder, [row])


def compared(tmp_path: Path, row: dict[str, str], there: Path) -> RateComparison:
    return compare_published(answer(tmp_path / "answer.csv", row), there, "infant-mortality")


def causes(comparison: RateComparison) -> dict[str, Cause]:
    return {each.quantity: each.cause for each in comparison.differences}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["compare-published", *map(str, arguments)])


def test_the_same_counts_give_the_published_rate_and_interval(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ENGLAND, edition(tmp_path / "edition"))
    assert (comparison.rows, comparison.compared, comparison.agreeing) == (1, 1, 1)
    assert set(causes(comparison).values()) == {Cause.ROUNDING}


def test_below_ten_deaths_the_interval_is_exact(tmp_path: Path) -> None:
    there = edition(tmp_path / "edition", 2, 1973, code="E07000223", method="exact")
    comparison = compared(tmp_path, ADUR, there)
    assert comparison.agreeing == 1


def test_deaths_occurring_against_deaths_registered(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ENGLAND, edition(tmp_path / "edition", 7400, basis="occurring"))
    assert causes(comparison) == dict.fromkeys(("count", "value", "lower", "upper"), Cause.BASIS)
    count = comparison.differences[0]
    assert (count.theirs, count.ours) == (Decimal(7608), Decimal(7400))


def test_another_count_on_the_same_basis(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ENGLAND, edition(tmp_path / "edition", 7609))
    assert causes(comparison)["count"] is Cause.COUNT


def test_other_live_births(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ENGLAND, edition(tmp_path / "edition", 7608, 1936000))
    assert causes(comparison) == dict.fromkeys(("denominator", "value", "lower", "upper"), Cause.DENOMINATOR)


def test_another_method_of_interval_is_named(tmp_path: Path) -> None:
    """27 deaths: exact limits are wider than Byar's, which Fingertips uses from 10 deaths on."""
    estimate = crude_rate(27, 8075)
    brighton = ENGLAND | {
        "Value": f"{float(estimate.value):.4f}",
        "Lower CI 95.0 limit": f"{float(estimate.lower):.4f}",
        "Upper CI 95.0 limit": f"{float(estimate.upper):.4f}",
        "Count": "27",
        "Denominator": "8075",
    }
    comparison = compared(tmp_path, brighton, edition(tmp_path / "edition", 27, 8075, method="exact"))
    found = {each.quantity: (each.cause, each.detail) for each in comparison.differences}
    assert found["upper"] == (Cause.INTERVAL, "Byar there, exact here")
    assert comparison.agreeing == 0


def test_an_area_withheld_here(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ADUR, edition(tmp_path / "edition", None, 1973, code="E07000223"))
    assert causes(comparison) == dict.fromkeys(("count", "value", "lower", "upper"), Cause.WITHHELD)


def test_births_withheld_here(tmp_path: Path) -> None:
    there = edition(tmp_path / "edition", 2, None, code="E07000223", with_rate=False)
    assert causes(compared(tmp_path, ADUR, there)) == dict.fromkeys(
        ("denominator", "value", "lower", "upper"), Cause.WITHHELD
    )


def test_a_rate_that_fingertips_does_not_give(tmp_path: Path) -> None:
    row = ENGLAND | dict.fromkeys(("Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Count"), "")
    comparison = compared(tmp_path, row, edition(tmp_path / "edition"))
    assert causes(comparison) == dict.fromkeys(("count", "value", "lower", "upper"), Cause.NOT_GIVEN)


def test_a_rate_that_does_not_follow_from_its_counts(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ENGLAND | {"Value": "3.9"}, edition(tmp_path / "edition"))
    assert causes(comparison)["value"] is Cause.UNEXPLAINED


def test_a_rate_that_is_not_given_on_fewer_than_3_deaths(tmp_path: Path) -> None:
    there = edition(tmp_path / "edition", 2, 1973, code="E07000223", with_rate=False)
    assert causes(compared(tmp_path, ADUR, there)) == dict.fromkeys(
        ("value", "lower", "upper"), Cause.NO_RATE
    )


def test_a_period_or_an_area_that_the_edition_does_not_have(tmp_path: Path) -> None:
    there = edition(tmp_path / "edition", years=(2020, 2022))
    (difference,) = compared(tmp_path, ENGLAND, there).differences
    assert difference.cause is Cause.PERIOD
    assert difference.detail == "it shows registered 2020 to 2022"
    (difference,) = compared(tmp_path, ADUR, there).differences
    assert difference.cause is Cause.AREA


def test_rows_by_sex_category_or_another_indicator_are_left_out(tmp_path: Path) -> None:
    file = answer(
        tmp_path / "answer.csv",
        ENGLAND,
        ENGLAND | {"Sex": "Male", "Count": "1"},
        ENGLAND | {"Category Type": "Deprivation", "Category": "Most deprived decile", "Count": "1"},
        ENGLAND | {"Indicator ID": "92195", "Count": "1"},
        ENGLAND | {"Area Type": "Another type"},
    )
    (rate,) = read_answer(file, "92196")
    assert rate.count == 7608
    (male,) = read_answer(file, "92196", "Male")
    assert male.count == 1
    with pytest.raises(
        InputError, match="'Indicator ID' is 92196, 92195, expected one of them, named by --fi"
    ):
        read_answer(file)
    with pytest.raises(
        InputError, match="no row is of the indicator 1, expected rows of it; the file has 921"
    ):
        read_answer(file, "1")


def test_an_indicator_of_one_sex(tmp_path: Path) -> None:
    """Conceptions under 18 are of women alone; without a row of all persons, the only sex is taken."""
    (rate,) = read_answer(answer(tmp_path / "answer.csv", ENGLAND | {"Sex": "Female"}))
    assert rate.count == 7608
    with pytest.raises(InputError, match="'Sex' is Female, Male, expected one of them, named by --sex"):
        read_answer(answer(tmp_path / "b.csv", ENGLAND | {"Sex": "Female"}, ENGLAND | {"Sex": "Male"}))


def test_a_percentage_of_a_financial_year(tmp_path: Path) -> None:
    """Smoking at delivery, Halton, 2018/19, as Fingertips has it: 220 of 1,273 and Wilson's limits."""
    halton = {
        "Area Code": "E06000006",
        "Area Name": "Halton",
        "Time period": "2018/19",
        "Value": "17.2820109976434",
        "Lower CI 95.0 limit": "15.3042633390175",
        "Upper CI 95.0 limit": "19.4566269621661",
        "Count": "220",
        "Denominator": "1273",
    }
    estimate = proportion(220, 1273, multiplier=1000)
    cell: Row = {
        "indicator": "smoking",
        "area_code": "E06000006",
        "area_name": "Halton",
        "period": "2018/19",
        "basis": "occurring",
        "numerator": 220,
        "denominator": 1273,
        "value": float(estimate.value),
        "lower_95": float(estimate.lower),
        "upper_95": float(estimate.upper),
        "method": "Wilson",
        "symbols": "",
    }
    there = write_rates(tmp_path / "edition", [cell])
    comparison = compare_published(answer(tmp_path / "a.csv", halton), there, "smoking")
    assert comparison.agreeing == comparison.rows == 1
    there = write_rates(tmp_path / "byar", [cell | {"method": "Byar", "upper_95": 196.5}])
    comparison = compare_published(answer(tmp_path / "a.csv", halton), there, "smoking")
    assert [each.detail for each in comparison.differences if each.cause is Cause.INTERVAL] == [
        "Wilson there, Byar here"
    ]


def test_columns_are_found_by_name(tmp_path: Path) -> None:
    """An older answer had 'Target data' for 'Compared to goal' and no 'Time period range'."""
    older = ["Target data" if name == "Compared to goal" else name for name in reversed(HEADER[:-1])]
    (rate,) = read_answer(answer(tmp_path / "answer.csv", ENGLAND, header=older))
    assert rate.denominator == 1935602


@pytest.mark.parametrize(
    ("period", "label"),
    [
        ("2018", "2018"),
        ("2016 - 18", "2016 to 2018"),
        ("2016-18", "2016 to 2018"),
        ("2016 - 2018", "2016 to 2018"),
        ("1999 - 01", "1999 to 2001"),
        ("2016 – 18", "2016 to 2018"),
        ("2010 - 11", "2010 to 2011"),
        ("2017/18", "2017/18"),
        ("2018/19 - 20/21", "2018/19 to 2020/21"),
        ("2018/19 Q1", "2018/19 Q1"),
        ("2017/19", None),
        ("2018 - 16", None),
        ("2018 - 2016", None),
        ("", None),
    ],
)
def test_periods(period: str, label: str | None) -> None:
    assert label_of(period) == label


def test_an_answer_without_data_is_refused(tmp_path: Path) -> None:
    """The server answers 200 with a header alone where it has no data."""
    with pytest.raises(InputError, match="there are no rows below the header"):
        read_answer(answer(tmp_path / "answer.csv"))


def test_all_that_is_wrong_is_listed_with_its_line(tmp_path: Path) -> None:
    file = answer(
        tmp_path / "answer.csv",
        ENGLAND | {"Time period": "2017/19"},
        ENGLAND | {"Count": "many", "Value": "-1"},
        ADUR | {"Area Code": ""},
        ADUR,
        ADUR | {"Count": "3"},
    )
    result = run(file, tmp_path / "no-edition")
    assert isinstance(result.exception, InputError)
    lines = [str(problem) for problem in result.exception.problems]
    expected = [
        ":2: 'Time period' is '2017/19'",
        ":3: 'Count' is 'many'",
        ":3: 'Value' is '-1'",
        ":4: 'Area Code' is empty",
        ":6: E07000223, 2016 - 18, has other figures on line 5",
        "rates.csv: there is no such file",
    ]
    for text in expected:
        assert sum(text in line for line in lines) == 1, text
    assert len(lines) == len(expected)


def test_an_indicator_that_the_edition_does_not_have(tmp_path: Path) -> None:
    result = run(
        answer(tmp_path / "a.csv", ENGLAND), edition(tmp_path / "edition"), "--indicator", "stillbirths"
    )
    assert isinstance(result.exception, InputError)
    assert "one of infant-mortality, named by --indicator" in str(result.exception)


def test_the_command_shows_causes_and_writes_all_differences(tmp_path: Path) -> None:
    there = edition(tmp_path / "edition", 7400, basis="occurring")
    result = run(answer(tmp_path / "a.csv", ENGLAND, ADUR), there, "--csv", tmp_path / "differences.csv")
    assert result.exit_code == 0, result.output
    assert "2 rates of Fingertips: 1 are in the edition, 0 of them the same" in result.output
    assert "Adur: the edition has no such area." in result.output
    table = pd.read_csv(tmp_path / "differences.csv")
    assert table["quantity"].tolist() == ["count", "value", "lower", "upper", "all"]
    assert table["fingertips"][0] == 7608
    assert table["edition"][0] == 7400
    assert table["cause"][0] == Cause.BASIS.value


def test_the_published_sample_agrees_with_our_rates_and_intervals(reference: Path, tmp_path: Path) -> None:
    """Every rate of the real sample, against ours from its counts: exact below 10 deaths, then Byar's."""
    file = reference / "api-samples" / "fingertips_all_data_csv_shape_92196.csv"
    theirs = read_answer(file)
    counts = [float(each.count or 0) for each in theirs]
    births = [float(each.denominator or 0) for each in theirs]
    estimate = crude_rate(counts, births)
    table = pd.DataFrame(
        {
            "indicator": "infant-mortality",
            "area_code": [each.area_code for each in theirs],
            "area_name": [each.area_name for each in theirs],
            "period": "2016 to 2018",
            "basis": "registered",
            "first_year": 2016,
            "last_year": 2018,
            "numerator": counts,
            "denominator": births,
            "value": estimate.value,
            "lower_95": estimate.lower,
            "upper_95": estimate.upper,
            "method": "exact or Byar",
            "symbols": "",
        }
    )
    (tmp_path / "tables").mkdir()
    table.to_csv(tmp_path / "tables" / "rates.csv", index=False)
    comparison = compare_published(file, tmp_path, "infant-mortality")
    assert comparison.rows > 50
    assert comparison.agreeing == comparison.compared == comparison.rows
