"""Known models change no finding: with none known, with all of them, and with those of other data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from reporter.counts.files import read_settings
from reporter.disclosure.gate import release
from reporter.disclosure.public_counts import NO_PUBLIC_COUNTS
from reporter.disclosure.released import ReleasedCells
from reporter.findings import find
from reporter.findings.models import KnownModels
from reporter.machine.resources import example_folder
from reporter.pipeline.build import read_inputs
from reporter.publication.loading import Publication

Given = tuple[Publication, ReleasedCells]


@pytest.fixture(scope="module")
def given() -> Given:
    """The shipped example and what the gate lets through of it."""
    publication = read_settings(example_folder() / "publication.toml")
    inputs = read_inputs(publication)
    return publication, release(
        publication, inputs.areas, inputs.counts, inputs.profile, NO_PUBLIC_COUNTS
    ).released


def other(released: ReleasedCells) -> ReleasedCells:
    """The same cells with one event more in every seventh that has a count, of everyone and by category."""

    def more(cells: pd.DataFrame) -> pd.DataFrame:
        count = cells["numerator"] + (np.arange(len(cells)) % 7 == 0)
        return cells.assign(numerator=count, rate_numerator=count)

    return replace(released, cells=more(released.cells), by_category=more(released.by_category))


def values(finding: Any) -> Iterator[Any]:
    """Everything that findings hold, floats as their bits, so that NaN is NaN and nothing is nearly equal."""
    if isinstance(finding, pd.DataFrame):
        for name in finding:
            yield name, str(finding[name].dtype)
            yield from values(finding[name].tolist())
    elif is_dataclass(finding):
        for field in fields(finding):
            yield field.name
            yield from values(getattr(finding, field.name))
    elif isinstance(finding, list | tuple):
        for each in finding:
            yield from values(each)
    else:
        yield finding.hex() if isinstance(finding, float) else str(finding)


@pytest.mark.parametrize("most", [4000, 3])
def test_known_models_change_no_finding(given: Given, most: int) -> None:
    publication, released = given
    wanted = list(values(find(released, publication)))
    models = KnownModels(most)
    assert list(values(find(released, publication, models))) == wanted
    assert list(values(find(released, publication, models))) == wanted
    foreign = other(released)
    assert list(values(find(foreign, publication, models))) == list(values(find(foreign, publication)))
    assert list(values(find(released, publication, models))) == wanted


def test_what_is_known_is_not_worked_out_again() -> None:
    asked: list[tuple[list[float], object]] = []

    def total(array: NDArray[np.float64], *, times: float = 1) -> float:
        asked.append((array.tolist(), times))
        return float(array.sum()) * times

    models = KnownModels(most=2)
    first, second = np.array([1.0, 2.0]), np.array([2.0, 1.0])
    assert [models(total, each) for each in (first, second, first.copy())] == [3.0, 3.0, 3.0]
    assert len(asked) == 2
    # Other settings, other shapes and other types of the same number are other models.
    assert models(total, first, times=2) == 6.0
    assert models(total, first, times=2.0) == 6.0
    assert models(total, first.reshape(2, 1), times=2) == 6.0
    assert len(asked) == 5
    # Two are kept, the latest that were asked for.
    models(total, first, times=2.0)
    assert len(asked) == 5
    models(total, second)
    assert len(asked) == 6
