"""Minimum widths: how wide the interval of each count must stay that is withheld, rounded or never shown."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.attacker import CellStatus
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.primary import primary
from reporter.publication.profiles import Profile


def minimum_widths(status: CellStatus, counts: NDArray[np.int64], profile: Profile) -> NDArray[np.int64]:
    """Least distance between the least and the greatest feasible value of each cell, shape (cells,).

    A count that is withheld keeps the profile's width, and one of primary size a share of the range of those
    sizes as well; one that was withheld before keeps no more than was told of it then. Withholding a count
    that was published with another value rules that value out, so its interval is one wider. Where a profile
    withholds nothing, rounding is all its protection, and every rounded count keeps an interval. What needs
    no protection has 0.

    Args:
        status: the status of each linked cell under the profile.
        counts: true counts.
        profile: the rules.
    """
    of_range = ceil(profile.minimum_share_of_range * max(profile.withhold_to - profile.withhold_from, 0))
    by_size = np.where(primary(counts, profile), max(profile.minimum_width, of_range), profile.minimum_width)
    # Of a count that was withheld before nobody can be left more than what was told of it then.
    told = np.maximum(status.upper_withheld - status.lower_withheld, 1)
    by_size = np.where(status.kept, np.minimum(by_size, told), by_size)
    width = np.where((status.shown & ~status.rounded) | status.kept, by_size + status.changed, 0)
    if not profile.withholds:
        room = np.where(status.rounded, status.upper - status.lower, 0)
        width = np.maximum(width, np.minimum(room, profile.minimum_width))
    return width.astype(np.int64)


def small_differences(linked: LinkedCells, status: CellStatus, profile: Profile) -> NDArray[np.bool_]:
    """Mask of the counts of primary size that no table shows and subtraction may give, shape (cells,).

    Such are the one year that a pool has beyond those shown, a larger area less its smaller ones, the events
    in no category, and what a column counts beyond a part of it.

    Args:
        linked: the linked cells.
        status: the status of each linked cell under the profile.
        profile: the rules.
    """
    of_events = np.fromiter((cell.measure in linked.events for cell in linked.values), np.bool_)
    never_shown = of_events & ~status.shown & ~status.public & ~status.kept
    return never_shown & ~status.exact & primary(linked.counts, profile)
