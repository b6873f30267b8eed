"""The file of a plan: JSON of one exact form, keys in order, one indent, UTF-8.

A file that differs from that form in any byte is not the file that was written, and is refused.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from reporter.delivery.plan import Plan
from reporter.errors import InputError, Problem
from reporter.machine.folders import write_file


def write_plan(plan: Plan, file: Path) -> None:
    """Write a plan; an earlier file is replaced whole or stays.

    Raises:
        InputError: the file cannot be written.
    """
    write_file(file, plan_bytes(plan), private=True)  # It holds addresses.


def plan_bytes(plan: Plan) -> bytes:
    """A plan in its one exact form."""
    text = json.dumps(plan.described(), ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def read_plan(file: Path) -> tuple[Plan, bytes]:
    """Read a plan, and the bytes of its file as they stand.

    Raises:
        InputError: the file is no plan.
    """
    wanted = "a plan that reporter send plan wrote"
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError([Problem(str(file), 0, f"cannot be read ({error.strerror})", wanted)]) from None
    try:
        return Plan.model_validate_json(content), content
    except ValidationError as error:
        problems = []
        for each in error.errors(include_url=False, include_input=False):
            place = ".".join(str(part) for part in each["loc"])
            where = f"{place}: " if place else ""
            problems.append(Problem(str(file), 0, f"this is no plan: {where}{each['msg'].lower()}", wanted))
        raise InputError(problems) from None
