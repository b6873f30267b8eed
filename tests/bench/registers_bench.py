"""How long registers of a nation take to count, beside DuckDB only reading the columns that are needed.

Run by `make bench`. 20 years of births (13 million) and 60,000 deaths are generated as Parquet in a temporary
folder. Seconds depend on the machine; the ratios of one run do not. Reading is measured twice: handing the
columns over, as a program that counts by itself would need them, and only scanning them inside the engine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from reporter.machine.progress import Silent
from tests.bench.timing import least

CORES = 2
ROUNDS = 5
BIRTHS = """
    select i as birth_id, date '2003-01-01' + (hash(i) % 7305)::int as date_of_birth,
        'E' || 6000000 + hash(i * 7 + 1) % 309 as area_code,
        case when hash(i * 3) % 1000 < 513 then 'male' else 'female' end as sex,
        1 + hash(i * 5) % 10 as deprivation
    from range(13000000) rows(i)
"""
DEATHS = """
    select birth_id, date_of_birth, area_code,
        date_of_birth + (hash(birth_id * 11) % 364)::int as date_of_death,
        date_of_birth + (hash(birth_id * 11) % 364 + hash(birth_id * 13) % 200)::int as date_of_registration
    from births where hash(birth_id * 17) % 13000000 < 60000
"""
NEEDED = {
    "areas and years": ("date_of_birth", "area_code"),
    "linked": ("date_of_birth", "area_code", "birth_id"),
}
IMPORT = """
import sys, resource
from reporter.importing.registers.importer import Request, import_registers
from reporter.machine.progress import Silent
import_registers(Request(sys.argv[1], sys.argv[2]), Silent())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> None:
    """Print the figures."""
    from reporter.importing.registers.importer import RegistersRequest, import_registers

    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": CORES}) as connection:
        births, deaths = _generate(connection, Path(folder))
        unlinked = Path(folder) / "unlinked.parquet"
        connection.execute(f"copy (select * exclude birth_id from '{deaths}') to '{unlinked}'")
        for what, file in (("areas and years", unlinked), ("linked", deaths)):
            columns = ", ".join(NEEDED[what])
            query = f"select {columns} from '{births}'"
            read = _passed(lambda query=query: _hand_over(connection, query))  # type: ignore[misc]
            hashed = f"select max(hash({columns})) from '{births}'"
            scan = _passed(lambda query=hashed: connection.execute(query).fetchall())  # type: ignore[misc]
            request = RegistersRequest(str(births), str(file))
            counted = _passed(lambda request=request: import_registers(request, Silent()))  # type: ignore[misc]
            print(
                f"{what:<16} {counted:6.2f} s  {counted / read:5.2f} x handing over {columns} (goal: 2)"
                f"  {counted / scan:5.2f} x scanning them"
            )
        command = [sys.executable, "-c", IMPORT, str(births), str(deaths)]
        said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_repository())
        print(f"memory of the whole process, linked  {int(said.stdout) / 1024:.0f} MB (goal: 2,048 MB)")


def _generate(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[Path, Path]:
    births, deaths = folder / "births.parquet", folder / "deaths.parquet"
    connection.execute(f"copy ({BIRTHS}) to '{births}'")
    connection.execute(f"create view births as from '{births}'")
    connection.execute(f"copy ({DEATHS}) to '{deaths}'")
    rows = connection.execute(f"select count(*) from '{deaths}'").fetchall()[0][0]
    print(f"13,000,000 births, {rows:,} deaths; {CORES} cores")
    return births, deaths


def _hand_over(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """Rows of a query, each batch let go before the next."""
    return sum(batch.num_rows for batch in connection.sql(query).to_arrow_reader(100_000))


def _passed(work: Callable[[], object]) -> float:
    """Least seconds that pass: both sides use every core."""
    return least(work, ROUNDS, time.perf_counter)


def _repository() -> Path:
    return Path(__file__).resolve().parents[2]


if __name__ == "__main__":
    main()
