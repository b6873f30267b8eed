"""`reporter import registers` as a user meets it: exit codes, what is printed, what stands on disk after."""

import json
import subprocess
import sys
from pathlib import Path

from tests.edition import read_folder
from tests.importing.registers.conftest import births, deaths, write_rows


def reporter(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "reporter", "import", "registers", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


FILES = ("--births", "births.csv", "--deaths", "deaths.csv", "--counts", "out/counts.csv")


def test_counts_breakdowns_and_a_source_record(tmp_path: Path) -> None:
    write_rows(tmp_path / "births.csv", births({"sex": "f"}, {"sex": "m"}))
    write_rows(tmp_path / "deaths.csv", deaths({"sex": "m"}))
    options = ("--breakdowns", "out/breakdowns.csv", "--extracted", "2026-01-31")
    done = reporter(*FILES, *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Counted 1 area, 2021 to 2021" in done.stdout
    assert (tmp_path / "out/counts.csv").read_text() == (
        "area_code,year,basis,live_births,infant_deaths,neonatal_deaths\n"
        "A1,2021,occurring,2,1,1\n"
        "A1,2021,registered,2,1,1\n"
    )
    assert "A1,2021,occurring,sex,m,1,1,1\n" in (tmp_path / "out/breakdowns.csv").read_text()
    record = json.loads((tmp_path / "out/counts.source.json").read_text())
    assert record["extracted"] == "2026-01-31"
    assert record["basis"] == ["occurring", "registered"]
    assert {"register": "births", "what": "rows", "number": 2, "consequence": ""} in record["quality"]


def test_what_is_refused_is_listed_and_changes_nothing(tmp_path: Path) -> None:
    write_rows(tmp_path / "births.csv", births({}, {"date_of_birth": "x"}))
    write_rows(tmp_path / "deaths.csv", deaths({}))
    (tmp_path / "out").mkdir()
    (tmp_path / "out/counts.csv").write_text("earlier")
    before = read_folder(tmp_path)
    done = reporter(*FILES, cwd=tmp_path)
    assert done.returncode == 2
    assert "births.csv:3: date_of_birth is 'x', expected a date such as 2022-03-31" in done.stderr
    assert "nothing was written" in done.stderr
    assert "Traceback" not in done.stderr
    assert read_folder(tmp_path) == before
