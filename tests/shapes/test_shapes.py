"""What `check` accepts, a build finishes, passes and is true, for whole publications of any shape."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reporter.report.words.texts import ClaimTexts
from tests.shapes.run import gather
from tests.shapes.truth import JUDGED

GROUPS, DRAWS = 8, 25
RARE = {
    "change_untested",
    "trend_rose",
    "trend_fell",
    "no_clear_trend",
    "trend_untested",
    "one_withheld",
    "variation_unknown",
    "by_category_alone",
    "denominators_withheld",
    "no_comparator_rate",
}
"""Claims that fewer than three publications in a hundred make."""


def test_every_claim_is_judged() -> None:
    assert ClaimTexts.model_fields.keys() == JUDGED


@pytest.fixture(scope="session")
def claims_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the claims of each group, which all worker processes of a run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "claims-made"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize("group", range(GROUPS))
def test_what_check_accepts_builds_passes_and_is_true(group: int, tmp_path: Path, claims_made: Path) -> None:
    gathered = gather(DRAWS, group, tmp_path)
    assert not gathered.failures, gathered.report()
    (claims_made / "part").with_suffix(f".{group}").write_text("\n".join(gathered.claims), "utf-8")
    written = list(claims_made.glob("part.*"))
    if len(written) == GROUPS:
        made = {claim for file in written for claim in file.read_text("utf-8").split("\n")}
        assert made >= ClaimTexts.model_fields.keys() - RARE
