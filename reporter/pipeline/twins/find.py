"""Twin publications: data sets that release the same cells must give the same edition, byte for byte.

A twin data set agrees with the true one on every published count and differs in counts that are withheld or
not published at all. It goes the whole way from counts to files. Any byte that differs tells a reader which
of the two is true, whatever the channel: a rate, a limit, a test, a sort order, the width of a bar, the name
of a file. The cells withheld are those of the true data set: that pattern is chosen by looking at true
counts, so the gate may choose another one for a twin, which `chosen_again` counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.counts.table import Counts
from reporter.disclosure.attacker import cell_status, linked_table
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.gate import GateResult, release, released_with
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.public_counts import NO_PUBLIC_COUNTS, PublicCounts
from reporter.disclosure.released import ReleasedCells
from reporter.pipeline.twins.counts import twin_counts
from reporter.pipeline.twins.values import twin_values
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile
from reporter.report.edition.workers import Rendering
from reporter.report.page import Page
from reporter.verification import VerificationError

MOST_TWINS = 12
"""Withheld counts that so many twins have not changed are reported as not covered."""

Render: TypeAlias = Callable[[Sequence[Page]], Rendering]
"""Begins to render pages."""


@dataclass(frozen=True, eq=False)
class Twin:
    """A data set and what of it came through the gate."""

    counts: Counts
    gate_result: GateResult


EditionFiles: TypeAlias = Callable[[Twin, Render], Mapping[str, bytes]]
"""Everything a build does behind the gate: what came through it to the files of an edition, in order."""


@dataclass(frozen=True)
class Coverage:
    """How many counts a handful of twins changes.

    Attributes:
        twins: how many twins there are.
        primary: how many cells the profile withholds.
        primary_changed: how many of these have another count in at least one twin.
        withheld: how many cells are withheld, primary and secondary.
        withheld_changed: how many of these have another count in at least one twin.
        unpublished_changed: how many further counts, rounded or never shown, have another value.
    """

    twins: int
    primary: int
    primary_changed: int
    withheld: int
    withheld_changed: int
    unpublished_changed: int


@dataclass(frozen=True, eq=False)
class Twins:
    """The true data set, its twins, and what these change."""

    truth: Twin
    twins: tuple[Twin, ...]
    coverage: Coverage


@dataclass(frozen=True)
class TwinReport:
    """What the twins of a publication show.

    Attributes:
        coverage: how many counts they change.
        differences: what differs between their editions and the true one, as one line each.
        chosen_again: for how many of them the gate itself would withhold the same cells.
    """

    coverage: Coverage
    differences: tuple[str, ...]
    chosen_again: int


def find_twins(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    profile: Profile,
    gate_result: GateResult,
    limit: int = MOST_TWINS,
) -> Twins:
    """A handful of data sets that agree with the true one on everything published.

    Args:
        publication: settings and indicators.
        areas: the areas.
        counts: the true counts.
        profile: the rules.
        gate_result: what came through the gate of these counts; those that are public already stand still.
        limit: most twins.
    """
    linked, status = gate_result.linked, gate_result.status
    table = linked_table(linked, status, profile)
    names = np.array(table.ids)
    primary = np.isin(names, gate_result.record["primary"])
    withheld = primary | np.isin(names, gate_result.record["secondary"])
    # A rounded count beside a rate from the exact one is as good as published.
    rounded = status.rounded & (profile.rates_from != "exact")
    unpublished = (~status.shown & ~status.public) | rounded
    hidden = (withheld | unpublished) & ~table.fixed
    vectors = twin_values(table, hidden, withheld if withheld.any() else hidden, limit)
    changed = np.zeros(hidden.shape, dtype=np.bool_)
    twins = []
    for values in vectors:
        changed |= values != table.values
        other = replace(linked, values=dict(zip(linked.values, values.tolist(), strict=True)))
        twins.append(_twin(publication, areas, counts, other, withheld, profile, gate_result))
    coverage = Coverage(
        twins=len(twins),
        primary=int(primary.sum()),
        primary_changed=int((changed & primary).sum()),
        withheld=int(withheld.sum()),
        withheld_changed=int((changed & withheld).sum()),
        unpublished_changed=int((changed & ~withheld).sum()),
    )
    return Twins(Twin(counts, gate_result), tuple(twins), coverage)


def _twin(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    linked: LinkedCells,
    withheld: NDArray[np.bool_],
    profile: Profile,
    gate_result: GateResult,
) -> Twin:
    """The data set of other values, let through the gate with the same cells withheld."""
    other = twin_counts(publication, counts, areas, linked)
    status = cell_status(linked, publication, areas, profile)
    denominators = Denominators.of(publication, other)
    released = released_with(areas, denominators, linked, status, withheld, profile)
    small = status.small & withheld
    ids = np.array([cell.id for cell in linked.values])
    record = {
        **gate_result.record,
        "primary": ids[small].tolist(),
        "secondary": ids[withheld & ~small].tolist(),
    }
    return Twin(other, GateResult(released, record, linked, status))


def released_differences(twins: Twins) -> Iterator[str]:
    """Every column of the released cells in which a twin differs, as one line each; no number is told."""
    for number, twin in enumerate(twins.twins, start=1):
        for what in ("cells", "by_category"):
            true, other = (getattr(each.gate_result.released, what) for each in (twins.truth, twin))
            for column in _differing_columns(true, other):
                yield f"twin {number}: released {what.replace('_', ' ')}: {column} differs"


def refuse_different_release(twins: Twins) -> None:
    """Refuse to build an edition whose released cells depend on counts that are not released.

    Raises:
        VerificationError: names what differs, no number.
    """
    if found := list(released_differences(twins)):
        raise VerificationError(
            "what is released depends on counts that are withheld, so nothing was built; a denominator may "
            "hold a numerator's counts beside another denominator that does not:\n" + "\n".join(found)
        )


def _differing_columns(true: pd.DataFrame, other: pd.DataFrame) -> list[str]:
    if list(true.columns) != list(other.columns) or len(true) != len(other):
        return ["the list of cells"]
    return [column for column in true.columns if not true[column].equals(other[column])]


def edition_differences(twins: Twins, files_of: EditionFiles, render: Render) -> Iterator[str]:
    """Every file of the edition in which a twin differs, as one line each; no number is told.

    A page is plain data until it is rendered, so pages of the same data have the same bytes. Only those whose
    data differ are rendered, to see whether a reader of their files can tell.

    Args:
        twins: the true data set and its twins.
        files_of: the build behind the gate.
        render: the renderer of pages.
    """
    if not twins.twins:
        return
    true = files_of(twins.truth, by_context)
    for number, twin in enumerate(twins.twins, start=1):
        other = files_of(twin, by_context)
        differing = different_files(true, other)
        if differing:
            drawn = _rendered_where(set(differing), render)
            differing = different_files(files_of(twins.truth, drawn), files_of(twin, drawn))
        yield from (f"twin {number}: {name} differs" for name in differing)


def different_files(true: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Names of files whose bytes differ or that only one has; their order, where nothing else differs."""
    names = [name for name in {**true, **other} if true.get(name) != other.get(name)]
    return names or ([] if list(true) == list(other) else ["the order of files"])


def by_context(pages: Sequence[Page]) -> Rendering:
    """Stands in for rendering: the data that decide a page's bytes, its template's content apart."""
    return partial(_contexts, pages)


def _contexts(pages: Sequence[Page]) -> dict[str, bytes]:
    return {page.path: page.data for page in sorted(pages, key=lambda page: page.path)}


def _rendered_where(paths: set[str], render: Render) -> Render:
    def some(pages: Sequence[Page]) -> Rendering:
        drawn = render([page for page in pages if page.path in paths])
        return lambda: _contexts(pages) | drawn()

    return some


def chosen_again(
    publication: Publication,
    areas: Areas,
    profile: Profile,
    twins: Twins,
    public_counts: PublicCounts = NO_PUBLIC_COUNTS,
    jobs: int = 1,
) -> int:
    """For how many twins the gate itself would withhold the same cells as for the true data set.

    Which cells are withheld is chosen by looking at true counts. Whoever knows the algorithm can leave out
    counts for which it would have chosen otherwise; a small share here says that this is worth something.
    """
    true = _withheld(twins.truth.gate_result.released)
    return sum(
        _withheld(release(publication, areas, twin.counts, profile, public_counts, jobs=jobs).released)
        == true
        for twin in twins.twins
    )


def _withheld(released: ReleasedCells) -> tuple[list[bool], list[bool]]:
    return released.cells["withheld"].tolist(), released.by_category["withheld"].tolist()
