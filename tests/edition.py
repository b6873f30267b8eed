"""The shipped edition, built once for all tests that read it."""

import csv
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class BuiltEdition:
    """A finished edition on disk and its private record."""

    folder: Path
    private: Path

    def files(self) -> dict[str, bytes]:
        """The bytes of every file by its path in the edition."""
        return read_folder(self.folder)

    def rates(self) -> list[dict[str, str]]:
        """Rows of tables/rates.csv as text."""
        return list(csv.DictReader(io.StringIO((self.folder / "tables/rates.csv").read_text("utf-8"))))

    def rate(self, indicator: str, area: str, period: str) -> dict[str, str]:
        """The one row of an indicator, area (code or end of its name) and period."""
        (row,) = [
            row
            for row in self.rates()
            if row["indicator"] == indicator
            and row["period"] == period
            and (row["area_code"] == area or row["area_name"] == area)
        ]
        return row


SETTINGS = "data/infant-mortality/publication.toml"


def run_build(
    repository: Path, output: Path, jobs: str = "2", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Build the shipped edition by its command, with some environment variables changed."""
    command = [sys.executable, "-m", "reporter", "build", SETTINGS, "--output", str(output), "--jobs", jobs]
    return subprocess.run(
        command,
        cwd=repository,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def read_folder(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
