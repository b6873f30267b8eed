"""Release of an edition: its time, its designation, and pre-release access."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, model_validator

from reporter.publication.free_text import FreeText
from reporter.publication.indicator import Record
from reporter.publication.revisions import Predecessor
from reporter.publication.time_zones import LONDON, TimeZone, in_zone
from reporter.records.fields import Date, Text, Time
from reporter.records.record_errors import refusal

RELEASE_HOUR = dt.time(9, 30)
"""Time of day at which official statistics of the United Kingdom are released (Code of Practice, T3.6)."""

SATURDAY = 6

MOST_HOURS = 24
"""Longest pre-release access in hours (Pre-release Access to Official Statistics Order, SI 2008/2998)."""

Status = Literal["pre-release", "released"]
"""Whether an edition was built before or after its release time."""


class PreReleaseAccess(Record):
    """A person with access to the edition before its release."""

    role: Text
    """Role of the person who has access."""
    organisation: Text
    """Organisation in which they have this role."""
    hours: Annotated[int, Field(strict=True, ge=1, le=MOST_HOURS)]
    """Hours before the release from which they have access, 24 at most."""
    reason: FreeText
    """Why they need it before everyone else."""


class Release(Record):
    """Time and conditions of the edition's release."""

    time: Time
    """Release time with its offset from UTC; official statistics: 9:30am in London on a weekday."""
    time_zone: TimeZone = LONDON
    """IANA name of the zone in which times are printed, such as America/New_York."""
    kind: Literal["provisional", "confirmed"] = "confirmed"
    """Whether the release time is provisional or confirmed; at a provisional time nothing is released."""
    announced: Date | None = None
    """The date on which the release was announced; left out, none is stated."""
    exception_approved_by: Text | None = None
    """Who approved another time of official statistics than 9:30am in London on a weekday; left out, nobody
    did."""
    lead_statistician: Text | None = None
    """The lead statistician, by role or name; left out, the producer's contact."""
    designation: Literal[
        "accredited official statistics", "official statistics", "official statistics in development", "none"
    ] = "none"
    """The designation of the statistics."""
    reviewed: Text | None = None
    """Month and year of the regulator's review, which accredited official statistics must state."""
    development: FreeText | None = None
    """What is being developed, why, and until when, which official statistics in development must state."""
    next_release: FreeText
    """When the next edition is expected."""
    pre_release_access: tuple[PreReleaseAccess, ...] = ()
    """Who may see the edition before its release; printed in the publication."""

    @model_validator(mode="after")
    def _time_is_a_release_time(self) -> Release:
        local = self.local_time
        if self.is_exception and self.exception_approved_by is None:
            expected = (
                f"09:30 on a weekday, when {self.designation} are released in the United Kingdom, or "
                "'exception_approved_by' with who approved another time"
            )
            raise refusal(f"is {local:%H:%M} on {local:%A} {local.date()} in London", expected, "time")
        if self.announced is not None and self.announced > local.date():
            raise refusal(f"is {self.announced}", f"a date before the release on {local.date()}", "announced")
        return self

    @model_validator(mode="after")
    def _designation_is_explained(self) -> Release:
        if self.designation == "accredited official statistics" and self.reviewed is None:
            raise refusal("is accredited", "'reviewed' with the month and year of the review", "designation")
        if self.designation == "official statistics in development" and self.development is None:
            expected = "'development' with what is being developed, why and until when"
            raise refusal("is in development", expected, "designation")
        return self

    @property
    def local_time(self) -> dt.datetime:
        """The release time by the clocks of its zone."""
        return in_zone(self.time, self.time_zone)

    @property
    def is_exception(self) -> bool:
        """Whether the time is not the one at which official statistics of the United Kingdom are released."""
        if self.designation == "none" or self.time_zone != LONDON:
            return False
        local = self.local_time
        return local.time() != RELEASE_HOUR or local.isoweekday() >= SATURDAY

    def status(self, now: dt.datetime) -> Status:
        """Whether the edition is released at a moment: its time is confirmed and has come.

        Args:
            now: the moment, with its offset from UTC.
        """
        return "released" if self.kind == "confirmed" and now >= self.time else "pre-release"


@dataclass(frozen=True)
class ReleaseState:
    """State of an edition at its build: released or not, and the editions that its corrections superseded.

    Attributes:
        status: whether it is built before or after its release time.
        superseded: by number of the correction, from 1, the folder beside this edition with the one that it
            superseded; without corrections whose superseded edition was never kept there.
        previous: the edition before this one.
    """

    status: Status = "released"
    superseded: Mapping[int, str] = field(default_factory=dict)
    previous: Predecessor | None = None

    @property
    def is_pre_release(self) -> bool:
        """Whether every page must say that it is not yet for publication."""
        return self.status == "pre-release"


AFTER_RELEASE = ReleaseState()
"""An edition that is released and supersedes none."""
