"""`reporter import csv`: each form of table, small and written for it, and every kind of bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reporter.cli import commands
from reporter.errors import InputError

KEYS = ("--map", "area_code=Code", "--map", "period=Year")
LONG = "Code,Name,Year,Births,Deaths\nA1,Ayton,2021,1000,4\nA2,Beeford,2021,2000,7\n"


def run(folder: Path, table: str | bytes | dict[str, str], *options: str) -> Result:
    tables = table if isinstance(table, dict) else {"table.csv": table}
    for name, content in tables.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    files = [str(folder / name) for name in tables]
    arguments = ["import", "csv", *files, *options, "--counts", str(folder / "counts.csv")]
    return CliRunner().invoke(commands, arguments)


def taken(folder: Path, table: str | bytes | dict[str, str], *options: str) -> list[str]:
    """The lines of the counts file."""
    result = run(folder, table, *options)
    assert result.exit_code == 0, result.exception
    return (folder / "counts.csv").read_text().splitlines()


def refused(folder: Path, table: str | bytes | dict[str, str], *options: str) -> list[str]:
    """The problems of a table that is refused; nothing is written."""
    result = run(folder, table, *options)
    assert isinstance(result.exception, InputError)
    assert result.exception.exit_code == 2
    assert not list(folder.glob("counts*"))
    return [str(problem).removeprefix(f"{folder}/") for problem in result.exception.problems]


BIRTHS_AND_DEATHS = (*KEYS, "--map", "live_births=Births", "--map", "infant_deaths=Deaths")
EXPECTED = [
    "area_code,year,basis,live_births,infant_deaths",
    "A1,2021,occurring,1000,4",
    "A2,2021,occurring,2000,7",
]


@pytest.mark.parametrize(
    "content",
    [
        LONG.encode(),
        LONG.encode("utf-8-sig"),
        LONG.encode("utf-16"),
        LONG.encode("utf-16-le"),
        LONG.replace(",", ";").encode(),
        LONG.replace(",", "\t").encode(),
        LONG.replace(",", "|").replace("\n", "\r\n").encode(),
        LONG.replace("Ayton", "Âyton \N{EN DASH} West").encode("cp1252"),
        LONG.replace("1000", '"1,000"').replace("2000", "2\N{NO-BREAK SPACE}000").encode(),
        LONG.replace("Births", "Births [note 2]").replace("Year", "YEAR").encode(),
        LONG.replace("2000,7", "2000.0,7").encode(),
    ],
)
def test_encodings_delimiters_and_numbers(tmp_path: Path, content: bytes) -> None:
    assert taken(tmp_path, content, *BIRTHS_AND_DEATHS) == EXPECTED


def test_the_record_says_where_the_rows_came_from(tmp_path: Path) -> None:
    taken(tmp_path, LONG, *BIRTHS_AND_DEATHS)
    record = json.loads((tmp_path / "counts.source.json").read_text())
    assert record["files"][0]["file"] == "table.csv"
    assert record["map"]["live_births"] == "Births"
    assert record["counts"] == {"rows": 2, "columns": ["live_births", "infant_deaths"]}


def test_a_file_of_the_website_of_nomis(tmp_path: Path) -> None:
    """Lines above, a column for each year, totals and notes below: the form of a download of a table."""
    table = (
        '"Live births in England and Wales"\n"ONS Crown Copyright Reserved [from Nomis on 1 May 2024]"\n\n'
        '"measure","Live births"\n\n"Area","mnemonic","2012","2013"\n"Ayton","A1","1,000","1,010"\n'
        '"Beeford","A2","2000","2010"\n"Column Total","","3000","3020"\n\n"Figures may not add up."\n'
    )
    rows = taken(tmp_path, table, "--map", "area_code=mnemonic", "--map", "live_births={period}")
    assert rows[1:] == [
        "A1,2012,occurring,1000",
        "A2,2012,occurring,2000",
        "A1,2013,occurring,1010",
        "A2,2013,occurring,2010",
    ]
    record = json.loads((tmp_path / "counts.source.json").read_text())
    assert record["files"][0]["header_line"] == 6
    assert record["left_out"]["totals"] == ["table.csv:9"]
    assert record["left_out"]["notes"] == ["table.csv:11"]


@pytest.mark.parametrize(
    "maps",
    [
        ("--map", "births=Births {period}", "--map", "deaths=Deaths {period}"),
        tuple(
            part
            for name in ("Births", "Deaths")
            for year in (2020, 2021)
            for part in ("--map", f"{name.lower()}={name} {year}")
        ),
    ],
)
def test_a_column_for_each_count_and_year(tmp_path: Path, maps: tuple[str, ...]) -> None:
    table = "Code,Births 2020,Deaths 2020,Births 2021,Deaths 2021\nA1,10,1,20,2\n"
    rows = taken(tmp_path, table, "--map", "area_code=Code", *maps)
    assert rows == ["area_code,year,basis,births,deaths", "A1,2020,occurring,10,1", "A1,2021,occurring,20,2"]


def test_one_indicator_of_several(tmp_path: Path) -> None:
    table = (
        "ID,Code,Year,Sex,Count\n1,A1,2019 - 21,Persons,5\n2,A1,2019 - 21,Persons,6\n1,A1,2019 - 21,Male,3\n"
    )
    options = (*KEYS, "--map", "deaths=Count")
    assert taken(tmp_path, table, *options, "--where", "ID=1", "--where", "Sex=Persons") == [
        "area_code,period,basis,deaths",
        "A1,2019 to 2021,occurring,5",
    ]
    (tmp_path / "counts.csv").unlink()
    (tmp_path / "counts.source.json").unlink()
    assert refused(tmp_path, table, *options, "--where", "ID=1") == [
        "table.csv:4: deaths of A1, 2019 to 2021, is 3 and 5 on line 2, expected one row; "
        '--where "Sex=Persons" or "Sex=Male" tells which'
    ]


def test_texts_of_a_column_become_columns(tmp_path: Path) -> None:
    table = "Measure,Code,Year,Value\nLive births,A1,2021,50\nDeaths,A1,2021,1\n"
    named = ("--map", "live_births=Value[Measure=Live births]", "--map", "deaths=Value[Measure=Deaths]")
    assert taken(tmp_path, table, *KEYS, *named)[1] == "A1,2021,occurring,50,1"
    by_text = taken(tmp_path, table, *KEYS, "--map", "{Measure}=Value")
    assert by_text == ["area_code,year,basis,live_births,deaths", "A1,2021,occurring,50,1"]


def test_counts_of_several_files(tmp_path: Path) -> None:
    files = {"b.csv": "Code,Year,Births\nA1,2021,50\n", "d.csv": "Code,Year,Deaths\nA1,2021,1\n"}
    assert taken(tmp_path, files, *BIRTHS_AND_DEATHS)[1] == "A1,2021,occurring,50,1"


def test_signs_need_a_meaning(tmp_path: Path) -> None:
    table = (
        LONG.replace(",4", ",*").replace(",7", ",") + "A3,C,2021,900,z\nA4,D,2021,800,-\nA5,E,2021,700,[c]\n"
    )
    problems = refused(tmp_path, table, *BIRTHS_AND_DEATHS)
    starts = ["2: infant_deaths is '*'", "3: infant_deaths is empty", "4: infant_deaths is 'z'"]
    starts += ["5: infant_deaths is '-'", "6: infant_deaths is '[c]'"]
    assert [line.removeprefix("table.csv:").split(",")[0] for line in problems] == starts
    assert all("--marker" in line for line in problems)
    meanings = ("*=1-4", "blank=missing", "z=missing", "-=zero", "[c]=0 to 7")
    markers = [part for meaning in meanings for part in ("--marker", meaning)]
    result = run(tmp_path, table, *BIRTHS_AND_DEATHS, *markers)
    assert (tmp_path / "counts.csv").read_text().splitlines()[1:] == [
        "A1,2021,occurring,1000,*",
        "A4,2021,occurring,800,0",
        "A5,2021,occurring,700,[c]",
    ]
    assert '[data.withheld]\n"*" = "1 to 4"\n"[c]" = "0 to 7"\n' in result.output
    assert "2 areas and periods are left out, since a sign says that a count is missing" in result.output


def test_decimal_counts_are_rounded_only_where_asked(tmp_path: Path) -> None:
    table = "Code,Year,Expected\nA1,2021,490.445837691426\n"
    options = (*KEYS, "--map", "expected=Expected")
    (problem,) = refused(tmp_path, table, *options)
    assert "at most 6 decimal places" in problem
    assert taken(tmp_path, table, *options, "--decimals", "expected=6")[1] == "A1,2021,occurring,490.445838"


def test_a_period_that_can_mean_two_things_is_told(tmp_path: Path) -> None:
    table = "Code,Year,Births\nA1,2010-11,5\n"
    options = (*KEYS, "--map", "births=Births")
    assert refused(tmp_path, table, *options) == [
        "table.csv:2: the period '2010-11' can mean several things, expected one of "
        "--periods split (2010/11), --periods months (2010-11)"
    ]
    assert taken(tmp_path, table, *options, "--periods", "split")[1] == "A1,2010/11,occurring,5"
    assert taken(tmp_path, table + "A1,2012-13,5\n", *options)[1] == "A1,2010/11,occurring,5"


def test_period_and_basis_of_every_row(tmp_path: Path) -> None:
    table = "Code,Births\nA1,5\n"
    options = ("--map", "area_code=Code", "--map", "births=Births")
    assert "the heading 'Births' has the period" in refused(tmp_path, table, *options)[0]
    rows = taken(tmp_path, table, *options, "--period", "2022/23", "--basis", "registered")
    assert rows == ["area_code,period,basis,births", "A1,2022/23,registered,5"]


def test_a_count_in_no_row_is_refused_unless_said(tmp_path: Path) -> None:
    table = "M,Code,Year,Value\nb,A1,2021,50\nd,A1,2021,1\nb,A2,2021,60\n"
    options = (*KEYS, "--map", "{M}=Value")
    assert refused(tmp_path, table, *options) == [
        "table.csv:4: A2, 2021, has no d, expected a row with every count, or --leave-out-incomplete"
    ]
    assert taken(tmp_path, table, *options, "--leave-out-incomplete")[1:] == ["A1,2021,occurring,50,1"]


def test_every_problem_of_a_table_with_its_line(tmp_path: Path) -> None:
    table = (
        "Code,Name,Year,Births,Deaths\nA1,Ayton,2021,1,000,4\n,Beeford,2021,5,1\nA3,C,soon,5,1\n"
        "A4,D,2021,-5,12%\nA5,E,2021,5,1\nA5,E,2021,6,1\n"
    )
    found = [
        line.removeprefix("table.csv:").split(", expected")[0]
        for line in refused(tmp_path, table, *BIRTHS_AND_DEATHS)
    ]
    assert found == [
        "2: this row has 6 cells",
        "3: 'Code' is empty",
        "4: the period is 'soon'",
        "5: infant_deaths is '12%'",
        "5: live_births is '-5'",
        "7: live_births of A5, 2021, is 6 and 5 on line 6",
    ]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (
            ("--map", "area_code=Area", "--map", "period=Year", "--map", "b=Births"),
            "there is no column 'Area'",
        ),
        (("--map", "area_code=Code"), "no column has a count"),
        (("--map", "b=Births"), "no column has the area's code"),
        ((*KEYS, "--map", "births"), "'births' has another form"),
        ((*KEYS, "--map", "Births=Births"), "'Births' is no name of a count"),
        ((*KEYS, "--map", "b=Births", "--marker", "*=few"), "'*=few' says no meaning"),
        ((*KEYS, "--map", "b=Births", "--marker", "*=5-1"), "'*=5-1' says no meaning"),
        ((*KEYS, "--map", "b=Births", "--where", "Year=1999"), "no row is taken"),
        ((*KEYS, "--map", "b=Births[Name=X]"), "no row is taken"),
        ((*KEYS, "--map", "b=Births {period}"), "no heading is 'Births {period}'"),
        ((*KEYS, "--map", "b=Births", "--encoding", "klingon"), "'klingon' is no encoding"),
        ((*KEYS, "--map", "b=Births", "--decimals", "b=many"), "'b=many' has another form"),
        (("--map", "area_code=X", "--map", "period=Y", "--map", "b=Z"), "no row has any of the columns"),
    ],
)
def test_options_that_do_not_fit(tmp_path: Path, options: tuple[str, ...], problem: str) -> None:
    assert any(problem in line for line in refused(tmp_path, LONG, *options))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_table(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path, content, *BIRTHS_AND_DEATHS)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = run(tmp_path, {}, str(tmp_path / "none.csv"), *BIRTHS_AND_DEATHS)
    assert isinstance(result.exception, InputError)
    assert "there is no such file" in str(result.exception)
