"""Codes of local authorities of England and Wales that were abolished, with those in their place.

Source: Office for National Statistics, Code History Database, local authority changes of 2009 to 2023, under
the Open Government Licence v3.0. Later changes are not in it, nor those of integrated care boards.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple

from reporter.publication import standards
from reporter.publication.areas import Area


class Abolished(NamedTuple):
    """A code that was abolished: its name, the first day without it, and the code and name in its place."""

    code: str
    name: str
    day: dt.date
    successor_code: str
    successor_name: str


def abolished_before(areas: Iterable[Area], day: dt.date) -> tuple[Abolished, ...]:
    """The codes of areas that were abolished on or before a day and are not said to be valid to some day.

    Args:
        areas: the areas.
        day: the day, such as that of the release.
    """
    listed = _listed()
    found = [listed[area.code] for area in areas if area.code in listed and area.valid_to is None]
    return tuple(each for each in found if each.day <= day)


@cache
def _listed() -> dict[str, Abolished]:
    text = (resources.files(standards) / "abolished_codes.csv").read_text("utf-8")
    rows = csv.reader(text.splitlines()[1:])
    return {
        code: Abolished(code, name, dt.date.fromisoformat(day), *successor)
        for code, name, day, *successor in rows
    }
