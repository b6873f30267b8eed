"""What `check` accepts, a build finishes and the final check passes, for whole publications of any shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shapes.run import gather

GROUPS, DRAWS = 8, 25


@pytest.mark.parametrize("group", range(GROUPS))
def test_what_check_accepts_builds_and_passes(group: int, tmp_path: Path) -> None:
    gathered = gather(DRAWS, group, tmp_path)
    assert not gathered.failures, gathered.report()
