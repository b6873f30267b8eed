"""Reads small publications in a folder of their own, so that messages name files as a user would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reporter.counts.files import read_publication
from reporter.counts.table import Counts
from reporter.errors import InputError
from reporter.publication.areas import Areas
from tests.publications.texts import write_files

Changes = dict[str, str | bytes | None]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Changes | None], tuple[Areas, Counts]]:
    """Reads the areas and counts of the small publication with some files changed."""
    monkeypatch.chdir(tmp_path)

    def read_changed(changes: Changes | None = None) -> tuple[Areas, Counts]:
        write_files(Path(), changes)
        _, areas, counts, _ = read_publication(Path("publication.toml"))
        return areas, counts

    return read_changed


@pytest.fixture
def problems(read: Callable[[Changes | None], tuple[Areas, Counts]]) -> Callable[[Changes], list[str]]:
    """The problem lines of the small publication with some files changed."""

    def of(changes: Changes) -> list[str]:
        with pytest.raises(InputError) as refused:
            read(changes)
        assert refused.value.exit_code == 2
        return [str(problem) for problem in refused.value.problems]

    return of
