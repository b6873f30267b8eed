"""What a producer says besides figures: release, contact, and statements on quality."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.shapes.choices import now_and_then, one_of

_TIMES = (
    ("2024-03-14T09:30:00+00:00", False),
    ("2024-06-20T09:30:00+01:00", False),
    ("2024-06-20T08:30:00+00:00", False),
    ("2024-11-21T10:00:00-05:00", True),
    ("2024-09-12T10:00:00+05:45", True),
    ("2024-02-29T00:01:00+00:00", True),
    ("2024-03-31T23:45:00-10:00", True),
    ("2099-06-18T09:30:00+01:00", False),
)
"""Release times, each with whether somebody must have approved it."""


def release(draw: st.DrawFn) -> dict[str, Any]:
    """The section `[release]`."""
    time, is_exception = one_of(draw, *_TIMES, odds=8)
    made: dict[str, Any] = {"time": time, "next_release": one_of(draw, "Next year.", "On 20 November 2026.")}
    if is_exception:
        made["exception_approved_by"] = "the chief statistician"
    if now_and_then(draw, 6):
        made["kind"] = "provisional"
    if now_and_then(draw, 4):
        made["announced"] = "2024-01-25"
    if now_and_then(draw, 8):
        made["lead_statistician"] = "Lead 2 of 3"
    designation = one_of(
        draw,
        "none",
        "official statistics",
        "accredited official statistics",
        "official statistics in development",
    )
    made["designation"] = designation
    if designation.startswith("accredited"):
        made["reviewed"] = "June 2021"
    if designation.endswith("development"):
        made["development"] = "The 12 networks are new; we ask users until June 2027."
    if now_and_then(draw, 6):
        access = {
            "role": "Director",
            "organisation": "Department 7",
            "hours": 24,
            "reason": "Answers at 9:30am.",
        }
        made["pre_release_access"] = [access, {**access, "role": "Minister", "hours": 1}]
    return made


def producer(draw: st.DrawFn) -> dict[str, Any]:
    """The section `[producer]`."""
    made: dict[str, Any] = {"name": one_of(draw, "Test office", "Office 7 & Partners", "O’Rose / Lower")}
    if now_and_then(draw, 4):
        made |= {"contact": "Team 3", "telephone": "+44 1632 960 000", "website": "https://example.org/2022"}
    return made


def quality(draw: st.DrawFn) -> dict[str, Any]:
    """The section `[quality]`."""
    if not now_and_then(draw, 6):
        return {}
    said = ("Figures of 3.5% of places fell in 2019.", "Used by 40 networks.")
    return dict.fromkeys(("relevance", "accuracy", "timeliness", "accessibility", "coherence"), said)
