"""Of an import's record only sentences reach the quality report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reporter.errors import InputError
from reporter.publication.source_record import statements


def test_sentences_are_taken_and_numbers_left(tmp_path: Path) -> None:
    record = {
        "source": "Registers of births and deaths",
        "rules": ["Under 28 completed days.", " "],
        "quality": [{"what": "not linked", "number": 2}],
        "sha256": "ab" * 32,
        "births": 1234,
    }
    (tmp_path / "counts.source.json").write_text(json.dumps(record))
    assert statements(tmp_path / "counts.csv") == [
        "Registers of births and deaths",
        "Under 28 completed days.",
    ]


def test_without_a_record_nothing_is_said(tmp_path: Path) -> None:
    assert statements(tmp_path / "counts.csv") == []


@pytest.mark.parametrize("content", ["{", "[]", '"text"'])
def test_what_is_no_record_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "counts.source.json").write_text(content)
    with pytest.raises(InputError, match=r"counts\.source\.json: cannot be read as a source record"):
        statements(tmp_path / "counts.csv")
