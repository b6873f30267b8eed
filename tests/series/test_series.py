"""Series of small editions: what one withholds, all of them together do not give away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.series.drawing import FEATURES, draw
from tests.series.run import judge

FIRST_SEED = 26
ROUNDS = 2
"""Series of each feature; the others come in by chance."""


@pytest.mark.parametrize("feature", FEATURES)
def test_what_is_withheld_stays_unknown(feature: str, tmp_path: Path) -> None:
    first = FIRST_SEED + FEATURES.index(feature)
    seeds = [first + len(FEATURES) * number for number in range(ROUNDS)]
    found = {seed: judge(draw(seed), tmp_path / str(seed)) for seed in seeds}
    assert not {seed: each.said for seed, each in found.items() if each.state == "failed"}
    assert any(each.state == "held" and each.withheld for each in found.values())


def test_denominators_that_others_print_are_no_hiding_place(tmp_path: Path) -> None:
    """Series 5005 withheld births as a last resort that another publication, known without births, prints."""
    found = judge(draw(5005), tmp_path)
    assert found.state == "held", found.said
    assert found.withheld
