"""Whatever holds the registers: CSV, Parquet, tables; other names of columns; and what is refused."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet
import pytest

from reporter.errors import InputError, ReporterError
from reporter.importing.registers.importer import RegistersImport, RegistersRequest, import_registers
from reporter.machine.progress import Silent
from tests.importing.registers.conftest import births, cell, deaths, quality, write_rows

Import = Callable[..., RegistersImport]
DAY = dt.date(2021, 6, 15)


def parquet(file: Path, columns: dict[str, list[object]]) -> Path:
    pyarrow.parquet.write_table(pa.table(columns), file)
    return file


def import_files(first: Path | str, second: Path | str, **options: object) -> RegistersImport:
    return import_registers(RegistersRequest(str(first), str(second), **options), Silent())  # type: ignore[arg-type]


def problems(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


def test_parquet_with_dates_and_with_times(tmp_path: Path) -> None:
    born = parquet(tmp_path / "b.parquet", {"date_of_birth": [DAY, None], "area_code": ["A1", "A1"]})
    noon = dt.datetime(2021, 6, 20, 12)
    died = parquet(
        tmp_path / "d.parquet",
        {
            "date_of_birth": [DAY],
            "date_of_death": [noon],
            "date_of_registration": [noon],
            "area_code": ["A1"],
        },
    )
    assert cell(import_files(born, died), "A1", 2021, "registered") == (1, 1, 1)


def test_a_folder_of_parquet_files_and_numbers_as_codes(tmp_path: Path) -> None:
    (tmp_path / "births").mkdir()
    for number in range(3):
        rows: dict[str, list[object]] = {"date_of_birth": [DAY], "area_code": [17], "birth_id": [number]}
        parquet(tmp_path / "births" / f"part-{number}.parquet", rows)
    died = write_rows(tmp_path / "deaths.csv", deaths({"area_code": "17", "birth_id": "2"}))
    imported = import_files(tmp_path / "births", died)
    assert cell(imported, "17", 2021, "occurring") == (3, 1, 1)
    assert "deaths: under 1 without a birth: its identifier is not in the births" not in quality(imported)


def test_tables_of_another_engine(tmp_path: Path) -> None:
    write_rows(tmp_path / "b.csv", births({}, {}))
    write_rows(tmp_path / "d.csv", deaths({}))
    with duckdb.connect(tmp_path / "registers.duckdb") as connection:
        for table in ("b", "d"):
            connection.execute(f"create table {table} as from '{tmp_path / table}.csv'")
    imported = import_files("b", "d", engine=f"duckdb://{tmp_path / 'registers.duckdb'}")
    assert cell(imported, "A1", 2021, "occurring") == (2, 1, 1)


def test_columns_of_other_names(registers: Import) -> None:
    born = [{"DOB": "2021-06-15", "LAD22CD": "A1"}]
    imported = registers(born, deaths({}), births_columns=["date_of_birth=DOB", "area_code=LAD22CD"])
    assert cell(imported, "A1", 2021, "occurring") == (1, 1, 1)


def test_a_missing_column_is_named_with_its_purpose(registers: Import) -> None:
    with pytest.raises(InputError) as error:
        registers([{"born": "2021-06-15", "area_code": "A1"}], deaths({}))
    (problem,) = problems(error)
    assert problem.endswith(
        "births.csv:1: the column 'date_of_birth' is missing, expected the date of birth; "
        "a column of another name is given as date_of_birth=COLUMN"
    )


@pytest.mark.parametrize("text", ["DOB", "dob=DOB", "area_code="])
def test_a_name_for_no_column_is_refused(registers: Import, text: str) -> None:
    with pytest.raises(InputError, match=f"--births-column: '{text}' names no column"):
        registers(births({}), deaths({}), births_columns=[text])


def test_malformed_dates_are_refused_with_their_number_and_first_lines(
    registers: Import, tmp_path: Path
) -> None:
    wrong = ["15/06/21", "2021-02-29", "2021-6-15", "20210631"]
    with pytest.raises(InputError) as error:
        registers(births({}, *({"date_of_birth": text} for text in wrong)), deaths({"date_of_death": "soon"}))
    expected = "expected dates such as 2022-03-31 or 31/03/2022 or none, or --leave-out-malformed"
    a_date = "expected a date such as 2022-03-31, 31/03/2022, 31-Mar-2022 or 20220331"
    assert [problem.replace(f"{tmp_path}/", "") for problem in problems(error)] == [
        f"births.csv: 4 rows have a malformed date, {expected}",
        *(
            f"births.csv:{line}: date_of_birth is '{text}', {a_date}"
            for line, text in enumerate(wrong, start=3)
        ),
        f"deaths.csv: 1 row has a malformed date, {expected}",
        f"deaths.csv:2: date_of_death is 'soon', {a_date}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "15/06/2021",
        "06/15/2021",
        "15.06.2021",
        "15-Jun-2021",
        "15 June 2021",
        "20210615",
        "2021-06-15T23:59:00",
        "2021-06-15 00:00:00.000",
        " 15/06/2021 12:30 ",
    ],
)
def test_dates_in_the_usual_forms(registers: Import, text: str) -> None:
    imported = registers(births({"date_of_birth": text}), deaths({"date_of_birth": text}))
    assert cell(imported, "A1", 2021, "occurring") == (1, 1, 1)


def test_the_order_of_day_and_month_is_told_not_guessed(registers: Import) -> None:
    """A death on 1 December 2021 is under one of a birth on 6 December 2020, and not of one on 12 June."""
    row = {"date_of_birth": "06/12/2020", "date_of_death": "2021-12-01"}
    with pytest.raises(InputError) as error:
        registers(births({"date_of_birth": "06/12/2020"}), deaths({}))
    assert problems(error)[-1].endswith(
        "is '06/12/2020', expected --date-order day-month or month-day, "
        "since it can be 2020-06-12 or 2020-12-06"
    )
    born = births({"date_of_birth": "06/12/2020"}, {"date_of_birth": "2021-01-01"})
    by_day = registers(born, deaths(row), date_order="day-month")
    assert cell(by_day, "A1", 2021, "occurring")[1] == 1  # born on 6 December: 360 days old
    by_month = registers(born, deaths(row), date_order="month-day")
    assert cell(by_month, "A1", 2021, "occurring")[1] == 0  # born on 12 June: over a year old


def test_of_many_malformed_rows_the_first_ten_are_listed(registers: Import) -> None:
    with pytest.raises(InputError) as error:
        registers(births(*[{"date_of_birth": "never"}] * 1234), deaths({}))
    found = problems(error)
    assert len(found) == 11
    assert "1,234 rows have a malformed date, the first 10 listed below" in found[0]
    assert "births.csv:11: date_of_birth is 'never'" in found[-1]


def test_malformed_rows_of_parquet_are_numbered(tmp_path: Path) -> None:
    born = parquet(tmp_path / "b.parquet", {"date_of_birth": ["2021-06-15", "x"], "area_code": ["A1", "A1"]})
    died = write_rows(tmp_path / "d.csv", deaths({}))
    with pytest.raises(InputError, match=r"b.parquet:2: date_of_birth is 'x'"):
        import_files(born, died)


def test_malformed_rows_of_a_table_are_shown(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "registers.duckdb") as connection:
        connection.execute("create table b as select 'x' as date_of_birth, 'A1' as area_code")
    died = write_rows(tmp_path / "d.csv", deaths({}))
    with pytest.raises(InputError, match="b: date_of_birth is 'x'"):
        import_files("b", died, engine=f"duckdb://{tmp_path / 'registers.duckdb'}")


def test_malformed_rows_are_left_out_and_counted_when_asked_to(registers: Import) -> None:
    imported = registers(
        births({}, {"date_of_birth": "x"}),
        deaths({}, {"date_of_registration": "x"}),
        leave_out_malformed=True,
    )
    assert cell(imported, "A1", 2021, "occurring") == (1, 1, 1)
    found = quality(imported)
    assert found["births: with a malformed date"] == 1
    assert found["deaths: with a malformed date"] == 1
    assert "births: without a date of birth" not in found


def test_rows_of_another_length_are_listed(tmp_path: Path) -> None:
    born = tmp_path / "b.csv"
    born.write_text("date_of_birth,area_code\n2021-06-15,A1\n2021-06-15\n2021-06-15,A1,A2\n")
    with pytest.raises(InputError) as error:
        import_files(born, write_rows(tmp_path / "d.csv", deaths({})))
    assert [problem.partition("b.csv")[2] for problem in problems(error)] == [
        ":3: this row has 1 cell, expected 2, as in the header",
        ":4: this row has 3 cells, expected 2, as in the header",
    ]


def test_spaces_byte_order_marks_windows_line_ends_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    born = tmp_path / "b.csv"
    born.write_bytes(b'\xef\xbb\xbfdate_of_birth,area_code\r\n 2021-06-15 ," A1"\r\n\r\n2021-06-16,A1 \r\n')
    died = write_rows(tmp_path / "d.csv", deaths({}))
    assert cell(import_files(born, died), "A1", 2021, "occurring") == (2, 1, 1)


def test_files_that_are_none(tmp_path: Path) -> None:
    died = write_rows(tmp_path / "d.csv", deaths({}))
    for name in ("b.csv", "b.parquet", "b"):
        with pytest.raises(InputError, match="there is no such file"):
            import_files(tmp_path / name, died)
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(InputError, match="there is no header"):
        import_files(tmp_path / "empty.csv", died)
    (tmp_path / "b.parquet").write_text("no Parquet")
    with pytest.raises(ReporterError, match="the engine duckdb stopped"):
        import_files(tmp_path / "b.parquet", died)


def test_a_column_of_dates_held_as_numbers_is_refused(tmp_path: Path) -> None:
    born = parquet(tmp_path / "b.parquet", {"date_of_birth": [20210615], "area_code": ["A1"]})
    with pytest.raises(InputError, match="the column 'date_of_birth' is of the type int64"):
        import_files(born, write_rows(tmp_path / "d.csv", deaths({})))


def test_an_engine_that_is_none(registers: Import) -> None:
    with pytest.raises(InputError, match="cannot connect to 'nowhere://'"):
        registers(births({}), deaths({}), engine="nowhere://")
