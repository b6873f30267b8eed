"""Release: its time, its status on either side of it, its designation and who sees it before."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from reporter.publication.release import Release


def release(time: str = "2026-11-19T09:30:00+00:00", **settings: object) -> Release:
    return Release.model_validate({"time": time, "next_release": "Next year.", **settings})


def refused(time: str = "2026-11-19T09:30:00+00:00", **settings: object) -> tuple[str, str, str]:
    """The key that is refused, what is wrong with it, and what was expected."""
    with pytest.raises(ValidationError) as caught:
        release(time, **settings)
    (error,) = caught.value.errors()
    context = error["ctx"]
    return context["key"], context["message"], context["expected"]


@pytest.mark.parametrize(
    "time",
    [
        "2026-11-19T09:30:00+00:00",  # a Thursday in winter
        "2026-07-02T09:30:00+01:00",  # a Thursday in summer, British Summer Time
        "2026-07-02T08:30:00+00:00",  # the same moment
        "2026-07-02T17:30:00+09:00",  # the same moment, written in Tokyo
    ],
)
def test_half_past_nine_in_london_on_a_weekday_is_a_release_time(time: str) -> None:
    local = release(time).local_time
    assert (local.hour, local.minute) == (9, 30)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("2026-11-19T10:00:00+00:00", "is 10:00 on Thursday 2026-11-19 in London"),
        ("2026-07-02T09:30:00+00:00", "is 10:30 on Thursday 2026-07-02 in London"),
        ("2026-11-21T09:30:00+00:00", "is 09:30 on Saturday 2026-11-21 in London"),
        ("2026-11-22T09:30:00+00:00", "is 09:30 on Sunday 2026-11-22 in London"),
        ("2026-11-19T09:30:01+00:00", "is 09:30 on Thursday 2026-11-19 in London"),
    ],
)
def test_another_time_needs_someone_who_approved_it(time: str, said: str) -> None:
    key, message, expected = refused(time, designation="official statistics")
    assert (key, message) == ("time", said)
    assert "exception_approved_by" in expected
    approved = release(time, designation="official statistics", exception_approved_by="the regulator")
    assert approved.is_exception


@pytest.mark.parametrize(
    "settings", [{"designation": "none"}, {"designation": "official statistics", "time_zone": "Asia/Tokyo"}]
)
def test_only_official_statistics_of_the_united_kingdom_have_their_time(settings: dict[str, str]) -> None:
    assert not release("2026-11-22T10:00:00+00:00", **settings).is_exception


@pytest.mark.parametrize(
    ("time", "said"),
    [("2026-11-19T09:30:00", "has no offset from UTC"), ("0001-01-01T00:00:00+00:00", "is of the year 1")],
)
def test_a_time_is_a_moment_in_every_zone(time: str, said: str) -> None:
    assert refused(time)[1] == said


def test_an_announcement_comes_before_the_release() -> None:
    assert release(announced=dt.date(2026, 10, 15)).announced == dt.date(2026, 10, 15)
    assert refused(announced=dt.date(2026, 11, 20))[:2] == ("announced", "is 2026-11-20")


@pytest.mark.parametrize(
    ("seconds", "status"), [(-1, "pre-release"), (0, "released"), (1, "released"), (86400 * 365, "released")]
)
def test_the_status_turns_at_the_release_time(seconds: int, status: str) -> None:
    planned = release()
    assert planned.status(planned.time + dt.timedelta(seconds=seconds)) == status


def test_the_same_moment_in_another_time_zone_is_the_same_moment() -> None:
    tokyo = dt.timezone(dt.timedelta(hours=9))
    before = dt.datetime(2026, 11, 19, 18, 29, 59, tzinfo=tokyo)
    assert release().status(before) == "pre-release"
    assert release().status(before + dt.timedelta(seconds=1)) == "released"


def test_nothing_is_released_at_a_provisional_time() -> None:
    provisional = release(kind="provisional")
    assert provisional.status(provisional.time + dt.timedelta(days=1)) == "pre-release"


def test_a_designation_says_what_its_readers_must_know() -> None:
    assert refused(designation="accredited official statistics")[0] == "designation"
    assert refused(designation="official statistics in development")[0] == "designation"
    assert release(designation="accredited official statistics", reviewed="June 2024").reviewed == "June 2024"
    assert release(designation="official statistics").reviewed is None


@pytest.mark.parametrize("hours", [0, 25, -1, 24.5])
def test_access_before_the_release_is_24_hours_at_most(hours: float) -> None:
    access = {"role": "Minister", "organisation": "Department", "reason": "To answer questions."}
    with pytest.raises(ValidationError):
        release(pre_release_access=[{**access, "hours": hours}])
    assert release(pre_release_access=[{**access, "hours": 24}]).pre_release_access[0].hours == 24
