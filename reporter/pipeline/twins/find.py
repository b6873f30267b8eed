"""Twin publications: data sets that release the same cells must give the same edition, byte for byte.

A twin data set agrees with the true one on every published count and differs in counts that are withheld or
not published at all. It passes the whole pipeline from counts to files. Any byte that differs tells a
reader which of the two is true, whatever the channel: a rate, a limit, a test, a sort order, the width of a
bar, the name of a file. A twin keeps the pattern of the true data set. The gate chose it from the true
counts and may choose another for a twin; `chosen_again` counts the twins for which it does not.
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
from reporter.disclosure.gate import GateResult, release
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.public_counts import NO_PUBLIC_COUNTS, PublicCounts
from reporter.disclosure.released import ReleasedCells
from reporter.disclosure.seen import released_with
from reporter.pipeline.twins.counts import twin_counts
from reporter.pipeline.twins.rerun import PatternShare
from reporter.pipeline.twins.values import twin_values
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile
from reporter.publication.units import event_unit
from reporter.report.edition.workers import Rendering
from reporter.report.page import Page
from reporter.verification import VerificationError

MOST_TWINS = 12
"""Greatest number of twins; withheld counts that none of them changes are reported as not covered."""

Render: TypeAlias = Callable[[Sequence[Page]], Rendering]
"""Function that starts to render pages."""


@dataclass(frozen=True, eq=False)
class Twin:
    """A data set and the gate's result for it."""

    counts: Counts
    gate_result: GateResult


EditionFiles: TypeAlias = Callable[[Twin, Render], Mapping[str, bytes]]
"""The build behind the gate: a function from a data set to the files of its edition, in order."""


@dataclass(frozen=True)
class Coverage:
    """Numbers of counts that the twins change.

    Attributes:
        twins: number of twins.
        primary: number of cells under primary suppression.
        primary_changed: number of these with another count in at least one twin.
        withheld: number of withheld cells, primary and secondary.
        withheld_changed: number of these with another count in at least one twin.
        unpublished_changed: number of further counts, rounded or never shown, with another value.
    """

    twins: int
    primary: int
    primary_changed: int
    withheld: int
    withheld_changed: int
    unpublished_changed: int


@dataclass(frozen=True, eq=False)
class Twins:
    """The true data set, its twins and their coverage."""

    truth: Twin
    twins: tuple[Twin, ...]
    coverage: Coverage


@dataclass(frozen=True)
class TwinReport:
    """Result of the twin check of a publication.

    Attributes:
        coverage: numbers of counts that the twins change.
        differences: differences between their editions and the true one, one line each.
        chosen_again: number of twins for which the gate would choose the same pattern.
        pattern_share: what the pattern alone gives away; None where the publication is too large to tell.
    """

    coverage: Coverage
    differences: tuple[str, ...]
    chosen_again: int
    pattern_share: PatternShare | None


def find_twins(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    profile: Profile,
    gate_result: GateResult,
    limit: int = MOST_TWINS,
) -> Twins:
    """The true data set, twins that agree with it on everything published, and their coverage.

    Args:
        publication: settings and indicators.
        areas: the areas.
        counts: the true counts.
        profile: the rules.
        gate_result: the gate's result for these counts; those that are public already stay unchanged.
        limit: greatest number of twins.
    """
    linked, status = gate_result.linked, gate_result.status
    table = linked_table(linked, status, profile.in_units(event_unit(publication.indicators)))
    primary, withheld = gate_result.pattern.primary, gate_result.pattern.withheld
    # A rounded count beside a rate from the exact count is as good as published.
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
    """The twin with the values of `linked`, released with the same cells withheld."""
    other = twin_counts(publication, counts, areas, linked)
    denominators = Denominators.of(publication, other)
    own = cell_status(linked, publication, areas, profile.in_units(denominators.event_unit), denominators)
    # What is rounded is part of the pattern, and what rounded counts stand for follows from figures shown.
    true = gate_result.status
    status = replace(own, rounded=true.rounded, lower=true.lower, upper=true.upper)
    given = gate_result.standardised
    released = released_with(areas, denominators, linked, status, gate_result.pattern, profile, given)
    small = status.small & gate_result.pattern.withheld
    ids = np.array(list(linked.ids.values()))
    record = {
        **gate_result.record,
        "primary": ids[small].tolist(),
        "secondary": ids[gate_result.pattern.withheld & ~small].tolist(),
    }
    return Twin(other, GateResult(released, record, linked, status, gate_result.pattern, given))


def released_differences(twins: Twins) -> Iterator[str]:
    """Columns of the released cells in which a twin differs, one line each, without numbers."""
    for number, twin in enumerate(twins.twins, start=1):
        for what in ("cells", "by_category"):
            true, other = (getattr(each.gate_result.released, what) for each in (twins.truth, twin))
            for column in _differing_columns(true, other):
                yield f"twin {number}: released {what.replace('_', ' ')}: {column} differs"


def refuse_different_release(twins: Twins) -> None:
    """Refuse to build an edition whose released cells depend on counts that are not released.

    Raises:
        VerificationError: names the columns that differ, no number.
    """
    if found := list(released_differences(twins)):
        raise VerificationError(
            "what is released depends on counts that are withheld, so nothing was built:\n" + "\n".join(found)
        )


def _differing_columns(true: pd.DataFrame, other: pd.DataFrame) -> list[str]:
    if list(true.columns) != list(other.columns) or len(true) != len(other):
        return ["the list of cells"]
    return [column for column in true.columns if not true[column].equals(other[column])]


def edition_differences(twins: Twins, files_of: EditionFiles, render: Render) -> Iterator[str]:
    """Files of the edition in which a twin differs, one line each, without numbers.

    Pages of the same plain data are rendered to the same bytes. So only pages whose data differ are rendered,
    to see whether their files differ too.

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
    """Names of files that differ or are in one edition only; their order, if nothing else differs."""
    names = [name for name in {**true, **other} if true.get(name) != other.get(name)]
    return names or ([] if list(true) == list(other) else ["the order of files"])


def by_context(pages: Sequence[Page]) -> Rendering:
    """Replacement for rendering: the data on which a page's bytes depend, besides its template."""
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
    """Number of twins for which the gate chooses the same pattern as for the true data set.

    The pattern is chosen from the true counts. An attacker who knows the algorithm can rule out counts for
    which it would choose another pattern; if few twins are left, this attack is worth something.
    """
    true = _withheld(twins.truth.gate_result.released)
    return sum(
        _withheld(release(publication, areas, twin.counts, profile, public_counts, jobs=jobs).released)
        == true
        for twin in twins.twins
    )


def _withheld(released: ReleasedCells) -> tuple[list[bool], list[bool]]:
    return released.cells["withheld"].tolist(), released.by_category["withheld"].tolist()
