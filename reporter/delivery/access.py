"""Who may have an edition at a given time: everyone after its release, the pre-release list a day before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from reporter.delivery.edition import Release
from reporter.delivery.plan import Message, in_words
from reporter.publication.release import Status


def access_refusals(
    messages: Iterable[Message], status: Status, release_time: dt.datetime, release: Release, now: dt.datetime
) -> Iterator[str]:
    """Every reason why messages may not go now.

    Args:
        messages: what would be sent.
        status: what the edition is marked as.
        release_time: when it is released.
        release: whether the time is confirmed, and the roles and organisations that may have the edition
            earlier, by at most so many hours.
        now: the present time.
    """
    when = in_words(release_time)
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
            earliest = in_words(release_time - dt.timedelta(hours=allowed))
            yield f"{who} may have the edition from {earliest}, not earlier"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
