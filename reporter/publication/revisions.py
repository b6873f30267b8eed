"""Revisions and corrections: how an edition relates to what was published before it.

A revision is planned: later data change figures of an earlier edition. A correction is not: something was
wrong in this edition after its release.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from reporter.publication.free_text import FreeText
from reporter.publication.indicator import Record
from reporter.records.fields import Time


class RevisionSettings(Record):
    """The edition before this one, and the policy on revisions."""

    previous: Path | None = None
    """Folder of the previous edition as it was published; left out, figures are not compared."""
    earlier: tuple[Path, ...] = ()
    """Folders of more editions that were published before and that no edition names as the one before it."""
    policy: FreeText | None = None
    """When and why figures are revised, for the quality report; left out, nothing is stated."""


@dataclass(frozen=True)
class Predecessor:
    """The edition before an edition.

    Attributes:
        publication: id of its publication.
        edition: its name.
        folder: its folder, as a path from the folder of the edition after it; None where that is not stated.
    """

    publication: str
    edition: str
    folder: str | None = None


class Correction(Record):
    """An error in this edition that was corrected after its release."""

    time: Time
    """Time of the correction with its offset from UTC."""
    what: FreeText
    """What was wrong and what has changed, in sentences."""
    why: FreeText
    """Why it was wrong, in sentences."""


def out_of_order(released: dt.datetime, corrections: Sequence[Correction]) -> Iterator[tuple[int, str, str]]:
    """Corrections with an impossible time: number from 0, what is wrong with the time, what was expected.

    Args:
        released: the release time.
        corrections: the corrections in the order of the settings, which must be the order of their times.
    """
    times = [released, *(correction.time for correction in corrections)]
    for place, (earlier, later) in enumerate(pairwise(times)):
        if later <= earlier:
            before = "the correction before it" if place else "the release"
            yield place, f"is {later.isoformat()}", f"a time after {before}, {earlier.isoformat()}"
