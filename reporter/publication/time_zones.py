"""Time zones: names of the IANA database, and moments by the clocks of a zone."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator

from reporter.records.record_errors import refusal

LONDON = "Europe/London"
"""The zone of the official statistics of the United Kingdom."""

_COUNTRIES = {"Brazil", "Canada", "Chile", "Mexico", "US"}
"""First parts of names whose second part says nothing without them, as in US/Eastern."""


def _known(name: str) -> str:
    if name == LONDON:  # The list of all names takes a tenth of a second.
        return name
    # "localtime" is the zone of the machine, and another on the next.
    names = available_timezones() - {"localtime"}
    if name not in names:
        by_place = {each.rpartition("/")[2].casefold(): each for each in sorted(names)}
        said = name.rpartition("/")[2].casefold().replace(" ", "_")
        near = get_close_matches(said, by_place, n=1)
        example = by_place[near[0]] if near else "America/New_York"
        raise refusal(f"is '{name}'", f"the IANA name of a time zone, such as {example}")
    return name


TimeZone = Annotated[str, AfterValidator(_known)]


def in_zone(time: dt.datetime, zone: str) -> dt.datetime:
    """A moment by the clocks of a zone, with the zone's offset at that moment in whole minutes.

    The offset is a fixed one: times of one `ZoneInfo` are compared and subtracted by their clocks, which is
    wrong by an hour where these are put forward or back.

    Args:
        time: the moment, with its offset from UTC.
        zone: name of the zone.
    """
    offset = time.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    minute = dt.timedelta(minutes=1)
    return time.astimezone(dt.timezone(round(offset / minute) * minute))


def place_of(zone: str) -> str:
    """The place in a zone's name, such as 'New York'; empty where the name holds none, as in Etc/GMT+5."""
    area, *places = zone.split("/")
    if area == "Etc":
        return ""
    named = [area, *places] if area in _COUNTRIES else places
    return ", ".join(reversed(named)).replace("_", " ")


def offset_of(time: dt.datetime) -> str:
    """A time's offset from UTC, such as '-05:00'; empty at UTC itself."""
    return time.isoformat()[-6:] if time.utcoffset() else ""
