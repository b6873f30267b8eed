"""Small numbers by kind of measure: what is left of a share, decimal counts, bands of a standardised rate."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from reporter.disclosure.standardised import NOTHING, _Known, _released
from reporter.publication import profiles
from tests.publications import Small, added_up, areas, publication
from tests.publications.kinds import KINDS, of_kind
from tests.publications.settings import indicator

STRICT = profiles.shipped("strict")
"""Withholds 1 and 2."""


def _released_of(fields: dict[str, Any], rows: list[tuple[int, int]]) -> pd.DataFrame:
    """Released cells of networks with such denominators and counts, in one year."""
    hierarchy = areas(len(rows), 0)
    counted = added_up(
        hierarchy,
        [(f"W{n}", 2022, "occurring", births, events, 0) for n, (births, events) in enumerate(rows)],
    )
    record = indicator("measured", ("events",), **fields)
    made = publication(types=("network", "nation"), years=(2022,), pools=(), indicators=(record,))
    return Small(made, hierarchy, counted).gate_result().released.cells.set_index("area_code")


def test_what_is_left_of_a_share_is_protected_like_its_count() -> None:
    """49 of 50: the one without is as rare as the one of 50."""
    cells = _released_of(KINDS["percentage"], [(50, 49), (60, 40), (70, 50), (80, 60)])
    assert bool(cells.loc["W0", "withheld"])
    assert not cells["withheld"].all()


def test_a_ratio_of_counts_has_nothing_left_to_protect() -> None:
    cells = _released_of(KINDS["count ratio"], [(50, 49), (60, 40), (70, 90), (80, 60)])
    assert not cells["withheld"].any()


def test_decimal_counts_are_withheld_up_to_the_next_whole_one() -> None:
    """1 and 2 are withheld, so that 2.9 events are, and 3 and 0 are not."""
    fields = {**KINDS["count ratio"], "numerator": {"add": ("events",), "decimal": True}}
    rows = [(50_000, 2_900), (60_000, 3_000), (70_000, 0), (80_000, 12_345), (90_000, 20_000)]
    cells = _released_of(fields, rows)
    assert bool(cells.loc["W0", "withheld"])
    assert not bool(cells.loc["W2", "withheld"])
    shown = cells[~cells["withheld"]]
    assert shown.loc["W2", "numerator"] == 0
    true = {f"W{n}": events / 1000 for n, (_, events) in enumerate(rows)}
    assert all(shown.loc[code, "numerator"] == true[code] for code in true if code in shown.index)


def test_a_decimal_denominator_is_no_count_of_people_and_always_shown() -> None:
    cells = of_kind("rate").gate_result().released.cells
    assert cells["denominator"].notna().all()
    assert (cells["denominator"] % 1 != 0).any()


def test_a_count_alone_has_no_denominator() -> None:
    cells = of_kind("count").gate_result().released.cells
    assert cells["denominator"].isna().all()
    assert cells["numerator"].notna().any()


def _rate_of(x: list[int], n: list[int], decimals: int) -> bool:
    """Whether the rate of bands of the same weight is released."""
    known = _Known(np.zeros(len(x)), np.full(len(x), np.inf), np.zeros(len(x), dtype=np.bool_))
    counts, people = np.array(x, dtype=float), np.array(n, dtype=float)
    found = _released(counts, people, np.ones(len(x)), known, (1000, decimals), STRICT)
    return found is not NOTHING


def test_a_standardised_rate_is_withheld_where_a_small_count_of_a_band_would_follow() -> None:
    """Two bands, 1 and 19 events: with the sum known, 1 of 100 and 19 of 900 is the only answer.

    Bands as large as each other tell nothing of which event was in which.
    """
    assert not _rate_of([1, 19], [100, 900], 1)
    assert _rate_of([1, 19], [500, 500], 1)


def test_a_rate_of_many_bands_is_released() -> None:
    """Six bands leave many answers to three equations."""
    assert _rate_of([1, 2, 8, 20, 40, 60], [9000, 8000, 9500, 4000, 2100, 1050], 1)


@pytest.mark.parametrize("share", [0.05, 1.0])
def test_standardised_rates_are_published_rounded(share: float) -> None:
    cells = of_kind("directly standardised rate", share=share).gate_result().released.cells
    given = 100_000 * cells["standardised"].dropna().to_numpy()
    assert given == pytest.approx(np.round(given, 1), abs=1e-6)
    assert cells.loc[cells["numerator"].fillna(0) < 10, "standardised"].isna().all()
