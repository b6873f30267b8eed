"""What `import reporter` gives, with the shipped example as a user would take it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import reporter
from tests.publications.examples import every_kind_of_number


def test_every_public_name_is_there() -> None:
    assert [name for name in reporter.__all__ if not hasattr(reporter, name)] == []
    assert not hasattr(reporter, "something else")


def test_importing_the_package_loads_no_data_library() -> None:
    code = (
        "import sys, reporter; print(sorted({'numpy', 'pandas', 'scipy', 'weasyprint'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_check_says_what_a_build_would_withhold(repository: Path) -> None:
    checked = reporter.check(repository / "data/infant-mortality/publication.toml")
    network = checked.inputs.publication.settings.network
    assert len(checked.inputs.areas.of_type(network)) == 42  # integrated care boards of England in 2022
    assert checked.gate_result.record["primary"]


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("workbook/dictionary.toml", '[tables.rates]\nkey = ["indicator"]\n', "dictionary.toml:2"),
        ("words.toml", "[rules]\nwithheld = 7\n", "words.toml:2"),
        ("workbook/sheets.toml", "[cover]\nsheets = 'x'\n", "sheets.toml:2"),
    ],
)
def test_check_tells_words_written_for_another_version(
    tmp_path: Path, file: str, text: str, message: str
) -> None:
    settings = every_kind_of_number().write(tmp_path)
    own = tmp_path / "templates/own" / file
    own.parent.mkdir(parents=True)
    own.write_text(text)
    with pytest.raises(reporter.ReporterError, match=message):
        reporter.check(settings)
