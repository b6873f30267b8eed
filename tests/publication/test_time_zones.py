"""Time zones: the same moment everywhere, by the clocks of the zone, and when the zone is named."""

from __future__ import annotations

import datetime as dt
import json
import re
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reporter.publication.loading import Publication
from reporter.publication.release import ReleaseState
from reporter.publication.settings import Settings
from reporter.publication.time_zones import in_zone, offset_of, place_of
from reporter.report.edition.manifest import manifest
from reporter.report.pages.imprint import imprint
from reporter.report.words.catalogue import words
from tests.publications import made_up, with_sections
from tests.publications.examples import two_networks

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"}))
OFFSETS = st.integers(-1439, 1439).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
MOMENTS = st.datetimes(dt.datetime(1000, 1, 2), dt.datetime(9998, 12, 30), timezones=OFFSETS)
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)")


def with_release(
    language: str = "en-GB", corrections: tuple[dt.datetime, ...] = (), **release: object
) -> Publication:
    """The made-up publication with another release."""
    return with_sections(
        made_up.publication(),
        publication={"language": language},
        release=release,
        corrections=[{"time": time, "what": "A.", "why": "B."} for time in corrections],
    )


@given(MOMENTS, ZONES)
def test_a_moment_is_the_same_by_the_clocks_of_any_zone(time: dt.datetime, zone: str) -> None:
    local = in_zone(time, zone)
    assert local == time
    assert dt.datetime.fromisoformat(local.isoformat()) == time
    assert re.fullmatch(A_MOMENT, local.isoformat())
    # Before there were standard times, offsets had seconds.
    by_clock = time.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert abs(local.replace(tzinfo=None) - by_clock) <= dt.timedelta(seconds=30)
    assert offset_of(local) in local.isoformat()


@given(MOMENTS, ZONES, OFFSETS, st.integers(1, 10**6))
def test_an_edition_writes_one_moment_in_one_way(
    time: dt.datetime, zone: str, written_in: dt.timezone, later: int
) -> None:
    corrected = (time + dt.timedelta(minutes=later)).astimezone(written_in) if time.year < 9990 else None
    made = with_release(time=time, time_zone=zone, corrections=(corrected,) if corrected else ())
    said = imprint(made, made_up.areas(), ReleaseState(), words(made.templates))
    files = {"manifest.json": manifest(made, {})}
    described = json.loads(files["manifest.json"])
    assert described["release_time"] == described["release"]["time"] == said["release"]["iso"]
    assert dt.datetime.fromisoformat(described["release_time"]) == time
    assert said["modified"] == max(
        [said["release"]["iso"], *(each["iso"] for each in said["corrections"])],
        key=dt.datetime.fromisoformat,
    )
    assert [each["time"] for each in described["corrections"]] == [
        each["iso"] for each in said["corrections"]
    ]
    assert (said["release"]["zone"] is None) == ("time_zone" not in described["release"])


def test_data_files_write_the_moment_as_the_manifest_does() -> None:
    release = {"time": "2024-07-01T23:30:00Z", "time_zone": "Asia/Kathmandu"}
    corrections = [{"time": "2024-08-01T00:00:00Z", "what": "A.", "why": "B."}]
    files = two_networks(release=release, corrections=corrections).tables()
    texts = [content.decode() for name, content in files.items() if name.endswith((".json", ".csv"))]
    moments = {found for text in texts for found in A_MOMENT.findall(text)}
    assert moments == {"2024-07-02T05:15:00+05:45", "2024-08-01T05:45:00+05:45"}


@pytest.mark.parametrize(
    ("release", "language", "said"),
    [
        ({"time": "2024-11-21T09:30:00Z"}, "en-GB", None),
        ({"time": "2024-06-20T08:30:00Z"}, "cy", None),
        ({"time": "2024-06-20T09:30:00+01:00"}, "en", None),
        ({"time": "2024-11-21T09:30:00Z"}, "en-US", "London time"),
        ({"time": "2024-11-21T09:30:00Z"}, "fr", "London time"),
        ({"time": "2024-11-21T10:00:00-05:00"}, "en-GB", "London time"),
        ({"time": "2024-11-21T10:00:00+01:00"}, "en-GB", "London time"),
        ({"time": "2024-11-21T10:00:00-05:00", "time_zone": "America/New_York"}, "en-US", "New York time"),
        ({"time": "2024-11-21T10:00:00-05:00", "time_zone": "Etc/GMT+5"}, "en-GB", "UTC-05:00"),
        ({"time": "2024-11-21T10:00:00-05:00", "time_zone": "UTC"}, "en-GB", "UTC"),
    ],
)
def test_the_zone_is_named_where_readers_do_not_take_it_for_granted(
    release: dict[str, str], language: str, said: str | None
) -> None:
    made = with_release(language, (), **release)
    shown = imprint(made, made_up.areas(), ReleaseState(), words(made.templates))
    assert shown["release"]["zone"] == said


@given(ZONES)
def test_every_zone_has_words(zone: str) -> None:
    place = place_of(zone)
    assert place.strip() == place
    assert "/" not in place
    assert "_" not in place


def test_places_that_say_nothing_alone_have_more_of_the_name() -> None:
    assert place_of("America/North_Dakota/Center") == "Center, North Dakota"
    assert place_of("US/Eastern") == "Eastern, US"
    assert place_of("Etc/GMT+5") == ""


@pytest.mark.parametrize(
    ("zone", "near"),
    [
        ("New York", "America/New_York"),
        ("europe/london", "Europe/London"),
        ("America", "America/"),
        ("localtime", "/"),
        ("../etc/passwd", "/"),
    ],
)
def test_an_unknown_zone_is_refused_with_one_that_is_known(zone: str, near: str) -> None:
    with pytest.raises(ValidationError) as caught:
        with_release(time_zone=zone)
    (error,) = caught.value.errors()
    assert error["loc"] == ("release", "time_zone")
    assert near in error["ctx"]["expected"]


def test_corrections_are_in_the_zone_of_the_release() -> None:
    settings: Settings = with_release(
        time="2024-03-14T09:30:00Z", corrections=(dt.datetime(2024, 7, 1, 23, 30, tzinfo=dt.UTC),)
    ).settings
    assert settings.modified.isoformat() == "2024-07-02T00:30:00+01:00"
