"""Spark gives the same cells as DuckDB, from the same registers, faults and all."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from reporter.importing.registers.importer import RegistersImport, RegistersRequest, import_registers
from reporter.machine.progress import Silent
from tests.importing.registers.conftest import births, deaths, write_rows

pytestmark = [
    pytest.mark.java,
    pytest.mark.xdist_group("spark"),
    # PySpark leaves sockets to its garbage collector, wherever a test then is.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

BIRTHS = """
    select i as birth_id,
        case when i % 97 = 0 then null else date '2019-11-01' + (i * 7919 % 800)::int end as date_of_birth,
        case when i % 89 = 0 then null else 'vf' || i * 31 % 5 end as area_code,
        case when i % 3 = 0 then 'fév v' when i % 3 = 1 then 'male' end as sex
    from range(20000) rows(i)
"""
# Every 13th birth is followed by a death; some have no birth, no date, or dates in the wrong order.
DEATHS = """
    select case when birth_id % 17 = 0 then birth_id + 50000 else birth_id end as birth_id,
        case when birth_id % 11 = 0 then null else date_of_birth end as date_of_birth,
        date_of_birth + (birth_id * 101 % 420 - 10)::int as date_of_death,
        date_of_birth + (birth_id * 101 % 420 + birth_id % 300 - 12)::int as date_of_registration,
        case when birth_id % 19 = 0 then 'elsewhere' else area_code end as area_code
    from births where birth_id % 13 = 0
"""


@pytest.fixture(autouse=True)
def _needs_spark() -> None:
    pytest.importorskip("pyspark", reason="needs PySpark")
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs Java 17")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    if 'version "17' not in said and 'version "21' not in said:
        pytest.skip(f"needs Java 17 or 21, the versions that Spark 4.0 runs on: {said.splitlines()[0]}")


@pytest.fixture(params=["csv", "parquet"])
def registers(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., RegistersImport]:
    form = request.param
    with duckdb.connect() as connection:
        connection.execute(f"create table births as {BIRTHS}")
        connection.execute(f"copy births to '{tmp_path}/births.{form}'")
        connection.execute(f"copy ({DEATHS}) to '{tmp_path}/deaths.{form}'")

    def imported(engine: str | None) -> RegistersImport:
        born, died = (str(tmp_path / f"{name}.{form}") for name in ("births", "deaths"))
        return import_registers(RegistersRequest(born, died, engine=engine, with_breakdowns=True), Silent())

    return imported


def test_spark_and_duckdb_give_the_same_cells(registers: Callable[..., RegistersImport]) -> None:
    ours, theirs = registers(None), registers("local[2]")
    pd.testing.assert_frame_equal(theirs.counts, ours.counts)
    pd.testing.assert_frame_equal(theirs.breakdowns, ours.breakdowns)
    assert theirs.quality == ours.quality
    assert ours.counts["infant_deaths"].sum() > 1000
    assert sum(line.number > 0 for line in ours.quality) > 12


def test_spark_refuses_the_same_rows(tmp_path: Path) -> None:
    wrong = ({"date_of_birth": text} for text in ("2021", "2021-02-30", " 2021-06-15 ", "v"))
    born = write_rows(tmp_path / "births.csv", births({}, *wrong))
    died = write_rows(tmp_path / "deaths.csv", deaths({}))
    refused = []
    for engine in (None, "local[2]"):
        with pytest.raises(Exception, match="3 rows have a malformed date") as error:
            import_registers(RegistersRequest(str(born), str(died), engine=engine), Silent())
        refused.append(str(error.value))
    assert refused[0] == refused[1]


def test_spark_finds_rows_of_another_length(tmp_path: Path) -> None:
    born = tmp_path / "births.csv"
    born.write_text("date_of_birth,area_code,sex\n2021-06-15,A1,f\n2021-06-15,A1\n")
    died = write_rows(tmp_path / "deaths.csv", deaths({}))
    with pytest.raises(Exception, match=r"births.csv:3: this row has 2 cells, expected 3"):
        import_registers(RegistersRequest(str(born), str(died), engine="local[2]"), Silent())
