"""Access to an edition at a time: everyone after its release, the pre-release list up to 24 hours before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from reporter.delivery.edition import ManifestRelease
from reporter.delivery.plan import Message, in_words
from reporter.publication.release import Status


def access_refusals(
    messages: Iterable[Message],
    status: Status,
    release_time: dt.datetime,
    release: ManifestRelease,
    now: dt.datetime,
) -> Iterator[str]:
    """Every reason why messages may not be sent now.

    Args:
        messages: the messages.
        status: the status marked in the edition.
        release_time: the release time.
        release: whether that time is confirmed, its zone, and the roles and organisations with pre-release
            access, each with the hours before the release from which it applies.
        now: the present time.
    """
    when = in_words(release_time, release.time_zone)
    if release.kind == "provisional":
        yield f"the release time, {when}, is provisional: confirm it and build the edition again"
        return
    if now >= release_time:
        if status == "pre-release":
            yield f"the edition is marked pre-release, and was released at {when}: build it again as released"
        return
    if status != "pre-release":
        yield (
            f"the edition is released at {when} and is not marked pre-release: nobody may have it before, "
            "and those on the pre-release list only as a marked edition"
        )
        return
    hours = {
        (_plain(each.role), _plain(each.organisation)): each.hours for each in release.pre_release_access
    }
    for message in messages:
        who = f"{message.area_code} {message.role} ({message.label})"
        allowed = hours.get((_plain(message.role), _plain(message.organisation)))
        if allowed is None:
            yield f"{who} is not on the pre-release list, and the edition is released at {when}"
        elif now < release_time - dt.timedelta(hours=allowed):
            earliest = in_words(release_time - dt.timedelta(hours=allowed), release.time_zone)
            yield f"{who} may have the edition from {earliest}, not earlier"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
