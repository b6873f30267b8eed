"""What the pattern itself gives away: what somebody learns who runs the program on every data set that fits.

The gate chooses from the true counts which further counts to withhold. Whoever has the program and the
figures can list the data sets that fit the figures, run the gate on each, and leave out those for which it
would have withheld others. Where all that are left agree on a withheld count, the pattern gives it away.
Nothing else in the program defends against this; here it is measured, in publications so small that all data
sets can be listed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from reporter.counts.table import Counts
from reporter.disclosure.attacker import linked_table
from reporter.disclosure.gate import GateResult, release
from reporter.disclosure.propagation import propagate
from reporter.disclosure.public_counts import NO_PUBLIC_COUNTS, PublicCounts
from reporter.disclosure.relations import LinkedTable
from reporter.disclosure.released import ReleasedCells
from reporter.errors import DisclosureError
from reporter.machine.progress import SILENT, Progress
from reporter.pipeline.twins.counts import twin_counts
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile

MOST_DATA_SETS = 500
"""Greatest number of data sets on which the gate is run; a publication that more of them fit is too large."""
MOST_HIDDEN = 200
"""Greatest number of counts that can differ between data sets; of more, far more data sets fit."""
MOST_BRANCHES = 20
"""Branches of the search for one data set after which a publication is too large as well."""


@dataclass(frozen=True)
class PatternShare:
    """How many withheld counts the pattern alone gives away.

    Attributes:
        withheld: number of withheld counts.
        data_sets: number of data sets that fit the published figures, the true one among them.
        same: number of these for which the gate releases the same.
        exact: number of withheld counts that all of these agree on.
        exact_before: number of withheld counts that all data sets agree on; 0, or the audit is wrong.
    """

    withheld: int
    data_sets: int
    same: int
    exact: int
    exact_before: int


def pattern_share(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    profile: Profile,
    gate_result: GateResult,
    public_counts: PublicCounts = NO_PUBLIC_COUNTS,
    progress: Progress = SILENT,
    most: int | None = None,
) -> PatternShare | None:
    """How many withheld counts the pattern alone gives away; None where the publication is too large.

    Counts that no relation ties to a withheld one are taken to be known. None too where the source withholds
    counts: the gate is given possible ones in their place, which are no secret.

    Args:
        publication: settings and indicators.
        areas: the areas.
        counts: the true counts.
        profile: the rules.
        gate_result: the gate's result for these counts.
        public_counts: what was published before.
        progress: told of each data set.
        most: greatest number of data sets; `MOST_DATA_SETS` by default.
    """
    linked, status = gate_result.linked, gate_result.status
    withheld = gate_result.pattern.withheld
    if counts.at_source:
        return None
    if not withheld.any():
        return PatternShare(0, 1, 1, 0, 0)
    table = linked_table(linked, status, profile)
    rounded = status.rounded & (profile.rates_from != "exact")
    hidden = withheld | (((~status.shown & ~status.public) | rounded) & ~table.fixed)
    tables = fitting_tables(table, _tied(table, hidden, withheld), most or MOST_DATA_SETS)
    if tables is None:
        return None
    progress.stage("Running the gate on every data set that fits", len(tables))
    true = _printed(gate_result.released)
    same = []
    for values in tables:
        other = replace(linked, values=dict(zip(linked.values, values.tolist(), strict=True)))
        try:
            of_other = twin_counts(publication, counts, areas, other)
            again = release(publication, areas, of_other, profile, public_counts).released
            if _printed(again) == true:
                same.append(values)
        except DisclosureError:  # Of these counts there would be no edition.
            pass
        progress.step()
    return PatternShare(
        withheld=int(withheld.sum()),
        data_sets=len(tables),
        same=len(same),
        exact=_agreed(same, withheld),
        exact_before=_agreed(tables, withheld),
    )


def fitting_tables(
    table: LinkedTable, hidden: NDArray[np.bool_], most: int
) -> list[NDArray[np.int64]] | None:
    """Values of all cells, shape (cells,) each, that fit those that are not hidden; None where too many do.

    Args:
        table: the cells, their relations and the attacker's bounds.
        hidden: the cells that take other values, shape (cells,).
        most: greatest number of vectors.
    """
    places = np.flatnonzero(hidden)
    if places.size > MOST_HIDDEN:
        return None
    matrix = sparse.csr_array(table.relations[:, places])
    matrix = sparse.csr_array(matrix[np.flatnonzero(np.diff(matrix.indptr))])
    right = matrix @ table.values[places]
    branches = [(table.lower[places], table.upper[places])]
    found: list[NDArray[np.int64]] = []
    for _ in range(MOST_BRANCHES * most):
        if not branches:
            return found
        low, high = propagate(matrix, right, *branches.pop())
        if (low > high).any():
            continue
        if (low == high).all():
            values = table.values.copy()
            values[places] = low.astype(np.int64)
            found.append(values)
            if len(found) > most:
                return None
            continue
        width = np.where(low < high, high - low, np.inf)
        place = int(width.argmin())
        if width[place] > most:
            return None
        for value in np.arange(high[place], low[place] - 1, -1):
            one = low.copy(), high.copy()
            one[0][place] = one[1][place] = value
            branches.append(one)
    return None


def _tied(table: LinkedTable, hidden: NDArray[np.bool_], withheld: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The hidden cells that relations tie to a withheld one, over other hidden cells."""
    places = np.flatnonzero(hidden)
    pattern = abs(sparse.csr_array(table.relations[:, places]))
    _, label = csgraph.connected_components(pattern.T @ pattern, directed=False)
    tied = np.zeros_like(hidden)
    tied[places] = np.isin(label, label[withheld[places]])
    return tied


def _agreed(tables: list[NDArray[np.int64]], withheld: NDArray[np.bool_]) -> int:
    """Number of withheld cells of which all tables have one value."""
    values = np.array(tables)[:, withheld]
    return int((values.min(axis=0) == values.max(axis=0)).sum())


def _printed(released: ReleasedCells) -> list[list[object]]:
    """The counts and denominators as they are released."""
    return [
        frame[column].astype(object).where(frame[column].notna(), None).tolist()
        for frame in (released.cells, released.by_category)
        for column in ("numerator", "denominator")
    ]
