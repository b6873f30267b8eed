"""The gate: counts go in; released cells and a private record of what was withheld come out.

The attacker is taken to know every relation between cells, everything published before, and that events are
some of those counted in their denominator. The build fails if the audit finds a withheld cell with too few
feasible values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reporter.counts.table import Counts
from reporter.disclosure.attacker import CellStatus, cell_status
from reporter.disclosure.cells import ShownCell, measure_name, measures
from reporter.disclosure.cost import costs
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.earlier_cells import with_earlier
from reporter.disclosure.earlier_table import UNBOUNDED
from reporter.disclosure.linked import LinkedCells, link
from reporter.disclosure.pattern import Pattern, safe_pattern
from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.disclosure.protection.solution_cache import SolutionCache
from reporter.disclosure.public_counts import NO_PUBLIC_COUNTS, PublicCounts
from reporter.disclosure.readers_intervals import readers_intervals
from reporter.disclosure.released import ReleasedCells
from reporter.disclosure.seen import released_with
from reporter.disclosure.standardised import Standardised, standardised_cells
from reporter.errors import DisclosureError
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile

Interval: TypeAlias = tuple[int | None, int | None]
"""The least and the greatest value that a reader finds possible; None where there is no bound."""


class PublicAlready(DisclosureError):  # noqa: N818 -- reads as the sentence it is
    """Counts that the rules withhold are public, and the settings do not say that they are shown."""


@dataclass(frozen=True)
class GateResult:
    """Result of the gate.

    Attributes:
        released: the released cells; everything after the gate works on these alone.
        record: the private record, ready for JSON: primary and secondary cells, the interval that an attacker
            can find for each withheld cell, and how near the cost is to its lower bound. Not for publication.
        linked: the linked cells with their true counts, the withheld ones too. Not for publication.
        status: the status of each linked cell.
        pattern: which cells are withheld, and what an attacker can find of each.
        standardised: released rates that are directly standardised.
    """

    released: ReleasedCells
    record: dict[str, Any]
    linked: LinkedCells = field(repr=False)
    status: CellStatus = field(repr=False)
    pattern: Pattern = field(repr=False)
    standardised: Mapping[ShownCell, Standardised] = field(repr=False, default_factory=dict)


def release(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    profile: Profile,
    public_counts: PublicCounts = NO_PUBLIC_COUNTS,
    cache: SolutionCache | None = None,
    jobs: int = 1,
) -> GateResult:
    """Released cells of a publication, with primary and secondary suppression applied and audited.

    Args:
        publication: settings and indicators; its show blocks say which cells are planned.
        areas: the areas.
        counts: complete counts.
        profile: the rules.
        public_counts: what was published before; the attacker has it.
        cache: solutions of earlier calls, for a process that releases similar counts again; the result is
            the same without it.
        jobs: threads that search for a pattern; the result is the same for any number.

    Raises:
        DisclosureError: a count to withhold is public already (unless the settings show such counts), a cell
            cannot be protected, or the audit found a withheld count that can be worked out.
    """
    given = publication, areas, counts, profile
    cache = cache or SolutionCache()
    refusal: CannotBeProtected | None = None
    for with_denominators in _attempts(publication, profile, public_counts):
        linked = _linked(publication, areas, counts, public_counts, with_denominators)
        try:
            return _released(*given, public_counts, linked, cache, jobs)
        except CannotBeProtected as error:
            # What cannot be protected beside all denominators may be if some of them are withheld too.
            refusal = refusal or error
    assert refusal is not None
    raise refusal


def _attempts(publication: Publication, profile: Profile, public_counts: PublicCounts) -> Iterator[bool]:
    """Whether denominators are among the linked cells, in the order to try: without first."""
    of_numerators = measures(publication.indicators)
    wholes = [each.denominator for each in publication.indicators if each.denominator.counts_people]
    shared = any(column in of_numerators for whole in wholes for column in whole.columns)
    names = set(map(measure_name, wholes))
    before = any(cell.measure in names for table in public_counts.tables for cell in table.withheld)
    if not wholes or not (profile.withholds_denominators or shared or before):
        yield False
    within = any(indicator.numerator.within_denominator for indicator in publication.indicators)
    if wholes and (profile.withholds_denominators or shared or before or within):
        yield True


def _linked(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    public_counts: PublicCounts,
    with_denominators: bool,
) -> LinkedCells:
    told = [
        cell for table in public_counts.tables for cell, bounds in table.bounds.items() if bounds != UNBOUNDED
    ]
    linked = link(publication, areas, counts, public_counts, told, with_denominators=with_denominators)
    return with_earlier(linked, public_counts.tables)


def _released(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    profile: Profile,
    public_counts: PublicCounts,
    linked: LinkedCells,
    cache: SolutionCache,
    jobs: int,
) -> GateResult:
    denominators = Denominators.of(publication, counts)
    rules = profile.in_units(denominators.event_unit)
    status = cell_status(linked, publication, areas, rules, denominators)
    if publication.settings.disclosure.known_counts == "refuse":
        _refuse_public(linked, status.small & status.public, public_counts)
    weights = costs(publication, areas, denominators, linked)
    found = safe_pattern(linked, status, rules, weights, cache, jobs)
    own = linked
    if public_counts.counts or public_counts.tables:
        own = link(publication, areas, counts, with_denominators=bool(linked.denominators))
    intervals = readers_intervals(own, linked, status, found.withheld, rules, denominators)
    found = replace(found, readers_intervals=intervals)
    record = _record(publication, linked, status, found, public_counts)
    standardised = standardised_cells(publication, counts, linked, found, profile)
    released = released_with(areas, denominators, linked, status, found, profile, standardised)
    return GateResult(released, record, linked, status, found, standardised)


def _record(
    publication: Publication,
    linked: LinkedCells,
    status: CellStatus,
    found: Pattern,
    public_counts: PublicCounts,
) -> dict[str, Any]:
    """The private record, ready for JSON."""
    ids = np.array(list(linked.ids.values()))
    cells = list(linked.values)
    record: dict[str, Any] = {
        "primary": ids[found.primary].tolist(),
        "secondary": ids[found.withheld & ~found.primary].tolist(),
        "withheld_before": ids[status.kept & status.shown].tolist(),
        "intervals": {name: list(interval) for name, interval in found.intervals.items()},
        "differences": list(found.differences),
        "public_already": {
            cells[place].id: public_counts.source.get(cells[place], "an earlier edition")
            for place in np.flatnonzero(status.shown & status.public)
        },
    }
    if found.withheld.any():
        record |= {
            "cost": found.cost,
            "lower_bound": found.lower_bound,
            "gap": (found.cost - found.lower_bound) / found.cost if found.cost else 0.0,
            "proved_optimal": found.proved_optimal,
            "minimised": publication.settings.disclosure.cost,
        }
    return record


def _refuse_public(linked: LinkedCells, public: NDArray[np.bool_], public_counts: PublicCounts) -> None:
    cells = [cell for cell, one in zip(linked.values, public, strict=True) if one]
    if cells:
        named = "; ".join(f"{cell.id} (in {public_counts.source[cell]})" for cell in cells)
        raise PublicAlready(
            "counts that the profile withholds are public already, so that withholding them protects nobody: "
            + named
        )
