"""The file of a plan: JSON in one exact form, with sorted keys, an indent of 1, and UTF-8.

A file that differs from that form in any byte was changed after it was written, and is refused.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from reporter.delivery.plan import DeliveryPlan
from reporter.errors import InputError, Problem
from reporter.machine.folders import write_file


def write_plan(plan: DeliveryPlan, file: Path) -> None:
    """Write a plan; an existing file is replaced whole or stays as it is.

    Raises:
        InputError: the file cannot be written.
    """
    write_file(file, plan_bytes(plan), private=True)  # It holds addresses.


def plan_bytes(plan: DeliveryPlan) -> bytes:
    """The bytes of a plan's file."""
    text = json.dumps(plan.described(), ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def read_plan(file: Path) -> tuple[DeliveryPlan, bytes]:
    """A plan and the bytes of its file.

    Raises:
        InputError: the file is no plan.
    """
    wanted = "a plan that reporter send plan wrote"
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError([Problem(str(file), 0, f"cannot be read ({error.strerror})", wanted)]) from None
    try:
        return DeliveryPlan.model_validate_json(content), content
    except ValidationError as error:
        problems = []
        for each in error.errors(include_url=False, include_input=False):
            place = ".".join(str(part) for part in each["loc"])
            where = f"{place}: " if place else ""
            problems.append(Problem(str(file), 0, f"this is no plan: {where}{each['msg'].lower()}", wanted))
        raise InputError(problems) from None
