"""Recipients and approved plans of small finished editions."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reporter.delivery.plan import DeliveryPlan
from reporter.delivery.planning import approve_plan, plan_delivery
from tests.publications.briefings import NETWORKS, RELEASE, write_briefings

AFTER = RELEASE + dt.timedelta(days=1)
"""A time at which a released edition may go to everyone."""

ACCESS = {"role": "Minister", "organisation": "Department", "hours": 24, "reason": "To answer questions."}


def write_recipients(file: Path, codes: Sequence[str] = tuple(NETWORKS), each: int = 1) -> Path:
    """Write recipients.csv: some recipients of each network."""
    lines = ["area_code,name,email,role"]
    lines += [
        f"{code},Lead {number} of {code},lead{number}@{code.lower()}.example,Network lead"
        for code in codes
        for number in range(each)
    ]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def approved_plan(folder: Path, each: int = 1, **edition: Any) -> Path:
    """An edition, its recipients and its approved plan, all in one folder; the path of the plan."""
    write_briefings(folder / "edition", **edition)
    write_recipients(folder / "recipients.csv", tuple(edition.get("networks", NETWORKS)), each)
    plan_file = folder / "plan.json"
    plan_delivery(folder / "edition", folder / "recipients.csv", plan_file, AFTER)
    approve_plan(plan_file, "A. Approver", AFTER, None)
    return plan_file


def load(plan_file: Path) -> DeliveryPlan:
    """The plan of a file."""
    return DeliveryPlan.model_validate_json(plan_file.read_bytes())


def after() -> dt.datetime:
    """A clock that stands still after the release."""
    return AFTER
