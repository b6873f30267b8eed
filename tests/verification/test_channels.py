"""Every channel by which an edition could leak, planted one at a time, and caught by the twins.

Each plant (`plants.py`) puts something behind the gate that saw true counts, in the step where such a mistake
would be made. Of the 25 channels by which small numbers leak:

- 2, 4 to 17, 20 and 25 are planted in turn, 21 (rates from exact counts beside rounded ones) on its own.
- 1 (a total less its shown parts) is implied by published totals, as sums of 2, 4 and 5 are where all of them
  is shown: no twin can differ there, and the audit finds the same.
- 3 (slivers of an authority that lies in two areas) does not apply: each counts in full towards one area.
- 18 (the same count in another's table) is not of an edition's making: the gate takes such tables in as
  `known`, see `tests/disclosure/test_public_counts.py`.
- 19 and 24 (no withheld count is 0; counts that cannot be) are what readers know by rule: every twin keeps to
  the rule, see `test_a_twin_is_a_data_set_of_its_own`.
- 22 (the algorithm itself) stands in no file: see `test_how_often_the_gate_itself_would_withhold_the_same`.
- 23 (a denominator that gives a count away): see `test_live_births_beside_all_births_...` in `test_twins.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reporter.disclosure.audit import audit
from reporter.disclosure.relations import LinkedTable
from reporter.pipeline import build
from reporter.pipeline.twins.find import EditionFiles, Render, Twin, Twins, by_context, edition_differences
from reporter.publication import profiles
from reporter.report.page import Page
from reporter.report.render import Renderer
from tests.verification.gated import Gated, five_networks
from tests.verification.plants import PLANTS, Plant, on_page
from tests.verification.truth import Truth


@pytest.fixture(scope="module")
def folder(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication's folder with a template that prints what is planted on a page."""
    own = tmp_path_factory.mktemp("publication")
    contact = own / "templates/parts/contact.html"
    contact.parent.mkdir(parents=True)
    shipped = (repository / "templates/parts/contact.html").read_text("utf-8")
    contact.write_text(shipped + "{{ planted|default('')|safe }}", "utf-8")
    return own


@pytest.fixture(scope="module")
def made(folder: Path) -> Gated:
    return five_networks(folder=folder)


@pytest.fixture(scope="module")
def twins(made: Gated) -> Twins:
    return made.twins()


@pytest.fixture(scope="module")
def render(folder: Path, repository: Path) -> Render:
    """HTML in full; a PDF only of the national page, whose like the others are."""
    renderer = Renderer([folder / "templates", repository / "templates"])

    def rendered(pages: Sequence[Page]) -> Callable[[], dict[str, bytes]]:
        drawn = [page for page in pages if page.medium == "screen" or page.path == "publication.pdf"]
        return lambda: by_context(pages)() | {page.path: renderer.render(page) for page in drawn}

    return rendered


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, run once for the same first two arguments."""
    known: dict[tuple[int, ...], tuple[Any, Any]] = {}

    def call(*given: Any) -> Any:
        key = tuple(map(id, given[:2]))
        if key not in known:
            known[key] = (given, function(*given))
        return known[key][1]

    return call


FIND, DATA_FILES = (remembered(vars(build)[name]) for name in ("find", "data_files"))


def leaky(made: Gated, truth: Truth) -> EditionFiles:
    """The build behind the gate, telling a plant the true counts of whatever data set it is run with."""

    def files_of(twin: Twin, render: Render) -> dict[str, bytes]:
        truth.counts, truth.record = twin.counts, twin.gate_result.record
        return made.files_of(twin, render)

    return files_of


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.channel}: {plant.what}")
def test_a_planted_leak_is_caught(
    plant: Plant, made: Gated, twins: Twins, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What lies before the plant is the same every time, and is not worked out again.
    if plant.step != "findings":
        monkeypatch.setattr(build, "find", FIND)
    if plant.step == "pages":
        monkeypatch.setattr(build, "data_files", DATA_FILES)
    truth = Truth(made.inputs.counts)
    plant.put(monkeypatch, truth)
    differences = edition_differences(
        twins, leaky(made, truth), render if plant.step == "pages" else by_context
    )
    assert any(plant.seen_in in line for line in differences)


def test_rates_from_exact_counts_beside_rounded_ones_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Channel 21: 'hes' rounds counts to 5 and makes rates from these; here rates are from exact ones."""
    hes = five_networks(profile=profiles.shipped("hes"))
    truth = Truth(hes.inputs.counts)
    monkeypatch.setattr(build, "find", FIND)
    monkeypatch.setattr(build, "data_files", DATA_FILES)
    on_page(lambda small: " ".join(f"{rate:.1f}" for rate in small["rate"]))(monkeypatch, truth)
    found = list(edition_differences(hes.twins(limit=1), leaky(hes, truth), by_context))
    assert found == ["twin 1: index.html differs", "twin 1: manifest.json differs"]


def test_what_published_totals_imply_is_no_leak_of_the_page(
    made: Gated, twins: Twins, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Channel 1: the sum of the withheld districts of a network is the network's count less the shown ones.

    A page that prints it gives nothing away, and no twin differs. The audit says the same: as a cell of its
    own, withheld, such a sum has one feasible value.
    """
    inputs = made.inputs
    linked, table = made.table(inputs.counts)
    names = {*made.gate_result.record["primary"], *made.gate_result.record["secondary"]}
    sums = {
        f"W{n}": [
            name
            for name in table.ids
            if name in names and name.startswith(f"events | D{n}-") and "| 2022 |" in name
        ]
        for n in range(5)
    }
    sums = {network: parts for network, parts in sums.items() if parts}
    assert sums
    truth = Truth(inputs.counts)

    def withheld_sums(_: Any) -> str:
        rows = {name: (name.split(" | ")[1], 2022, "occurring") for parts in sums.values() for name in parts}
        events = truth.counts.by_key()
        return str([sum(events[rows[name]]["events"] for name in parts) for parts in sums.values()])

    on_page(withheld_sums)(monkeypatch, truth)
    monkeypatch.setattr(build, "find", FIND)
    monkeypatch.setattr(build, "data_files", DATA_FILES)
    assert list(edition_differences(twins, leaky(made, truth), by_context)) == []

    values = dict(zip(table.ids, table.values.tolist(), strict=True))
    with_sums = LinkedTable.build(
        ids=[*table.ids, *sums],
        values=[*table.values, *(sum(values[name] for name in parts) for parts in sums.values())],
        relations=[
            *({cell.id: sign for cell, sign in relation.items()} for relation in linked.relations),
            *((network, parts) for network, parts in sums.items()),
        ],
        lower=[*table.lower, *(0 for _ in sums)],
    )
    hidden = np.array([name in names or name in sums for name in with_sums.ids])
    assert {*sums} <= {*audit(with_sums, hidden).exactly_disclosed}


def test_the_plants_are_of_every_channel_that_a_rendering_has() -> None:
    elsewhere = {3, 18, 19, 22, 24}  # why, in the words at the head of this file
    of_their_own = {1, 21, 23}  # channel 23 in test_twins.py: live births beside all births
    assert {plant.channel for plant in PLANTS} | of_their_own | elsewhere == set(range(1, 26))
