"""A small publication that has passed the gate, with its twins and the build behind the gate, for tests."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from reporter.counts.table import Counts
from reporter.disclosure.attacker import cell_status, linked_table
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.gate import GateResult, release
from reporter.disclosure.linked import LinkedCells, link
from reporter.disclosure.pattern import Pattern
from reporter.disclosure.public_counts import NO_PUBLIC_COUNTS
from reporter.disclosure.relations import LinkedTable
from reporter.pipeline import build
from reporter.pipeline.build import Inputs
from reporter.pipeline.twins.find import Render, Twin, Twins, find_twins
from reporter.publication import profiles
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile
from reporter.publication.release import ReleaseState
from tests.publications import areas, counts, publication

STRICT = profiles.shipped("strict")


@dataclasses.dataclass(frozen=True)
class Gated:
    """What went into the gate and what came out."""

    inputs: Inputs
    gate_result: GateResult

    def twins(self, pattern: Pattern | None = None, limit: int = 12) -> Twins:
        """The twins; of another pattern of withheld cells, where one is given."""
        gate_result = (
            self.gate_result if pattern is None else dataclasses.replace(self.gate_result, pattern=pattern)
        )
        made = self.inputs
        return find_twins(made.publication, made.areas, made.counts, made.profile, gate_result, limit=limit)

    def table(self, counts: Counts) -> tuple[LinkedCells, LinkedTable]:
        """The linked cells of some counts, and their table, which checks every sum."""
        made = self.inputs
        linked = link(made.publication, made.areas, counts)
        denominators = Denominators.of(made.publication, counts)
        status = cell_status(linked, made.publication, made.areas, made.profile, denominators)
        return linked, linked_table(linked, status, made.profile)

    def files_of(self, twin: Twin, render: Render) -> dict[str, bytes]:
        """The build behind the gate."""
        publication, released = self.inputs.publication, twin.gate_result.released
        return build.behind_the_gate(publication, released, (), ReleaseState(), render)[1]


def gated(
    made: Publication,
    hierarchy: Areas,
    truth: Counts,
    profile: Profile = STRICT,
    folder: Path = Path("no-such-folder"),
) -> Gated:
    """A publication let through the gate; `folder` may hold templates of its own."""
    made = dataclasses.replace(made, file=folder / "publication.toml")
    inputs = Inputs(made, hierarchy, truth, profile, (), NO_PUBLIC_COUNTS)
    return Gated(inputs, release(made, hierarchy, truth, profile))


def five_networks(seed: int = 3, profile: Profile = STRICT, folder: Path = Path("no-such-folder")) -> Gated:
    """Five networks of three districts, as few as over-dispersion is estimated from."""
    hierarchy = areas(5, 3)
    return gated(publication(), hierarchy, counts(hierarchy, seed, mean=4.0), profile, folder)
