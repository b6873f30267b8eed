"""`reporter import nomis` as a user meets it: exit codes, what is printed, what stands on disk after."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.importing.nomis.conftest import Nomis


def reporter(nomis: Nomis, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "reporter", "import", "nomis", "--base-url", nomis.url]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cwd / "cache"), "NOMIS_API_KEY": "0xKEY"}
    return subprocess.run(
        [*command, "--counts", "out/counts.csv", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_counts_intervals_and_a_source_record(nomis: Nomis, tmp_path: Path) -> None:
    done = reporter(nomis, "--years", "2013-2014", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    counts = (tmp_path / "out/counts.csv").read_text().splitlines()
    assert counts[:2] == [
        "area_code,year,basis,live_births,infant_deaths",
        "E06000055,2013,registered,2074,8",
    ]
    assert not any(line.startswith(("E06000017", "E09000020", "E06000024")) for line in counts)
    assert (tmp_path / "out/intervals.csv").read_text() == (
        "area_code,year,column,low,high\n"
        "E06000017,2013,infant_deaths,0,2\n"
        "E09000020,2013,infant_deaths,3,5\n"
        "E06000024,2014,infant_deaths,3,5\n"
    )
    record = json.loads((tmp_path / "out/counts.source.json").read_text())
    assert record["basis"] == "registered"
    assert record["extracted"] == "2024-02-06"
    assert "12 exact counts" in done.stdout
    assert "3 are intervals" in done.stdout
    assert nomis.asked[0]["uid"] == "0xKEY"
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["indicator-reporter"]


def test_what_nomis_does_not_know_is_refused_and_changes_nothing(nomis: Nomis, tmp_path: Path) -> None:
    done = reporter(nomis, "--areas", "TYPE999", cwd=tmp_path)
    assert done.returncode == 2
    assert "Nomis answered with an empty page" in done.stderr
    assert "0xKEY" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_years_and_areas_of_another_form_are_refused(nomis: Nomis, tmp_path: Path) -> None:
    for option in (("--years", "2022-2013"), ("--years", "13"), ("--areas", "E06000001")):
        done = reporter(nomis, *option, cwd=tmp_path)
        assert done.returncode == 2
        assert "is neither" in done.stderr
    assert nomis.asked == []
