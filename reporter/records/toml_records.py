"""Reads a TOML file into a record; every problem has its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from reporter.errors import InputError, Problem
from reporter.records.record_errors import explain
from reporter.records.text_files import read_text
from reporter.records.toml_lines import KeyPath, lines_of_keys, nearest_line

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True)
class Reading(Generic[R]):
    """A TOML file as far as it could be read.

    Attributes:
        file: the file.
        values: all its values, unchecked; empty where it is not TOML.
        record: the record; None where there is any problem.
        problems: all problems.
        lines: the line of every key.
    """

    file: Path
    values: Mapping[str, Any]
    record: R | None
    problems: tuple[Problem, ...]
    lines: Mapping[KeyPath, int]

    def problem(self, key: KeyPath, message: str, expected: str) -> Problem:
        """A problem with the value of a key."""
        return Problem(str(self.file), nearest_line(self.lines, key), message, expected)


def read_record(file: Path, model: type[R]) -> Reading[R]:
    """Read a TOML file into a record of a model."""
    try:
        text = read_text(file)
        values = parsed(file, text)
    except InputError as error:
        return Reading(file, {}, None, error.problems, {})
    lines = lines_of_keys(text)
    try:
        return Reading(file, values, model.model_validate(values), (), lines)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    # Pydantic drops wrong items and then finds their list too short; only the items are worth telling.
    inside = {each["loc"][: len(each["loc"]) - 1] for each in errors} | {each["loc"][:-2] for each in errors}
    explained = [
        explain(each, model) for each in errors if each["type"] != "too_short" or each["loc"] not in inside
    ]
    problems = tuple(Problem(str(file), nearest_line(lines, path), *words) for path, *words in explained)
    return Reading(file, values, None, problems, lines)


def lines_of_file(file: Path) -> dict[KeyPath, int]:
    """Line of each key, section and list item of a valid TOML file (see `lines_of_keys`).

    Raises:
        InputError: the file cannot be read.
    """
    return lines_of_keys(read_text(file))


def parsed(file: Path, text: str) -> dict[str, Any]:
    """The values of a TOML text.

    Raises:
        InputError: the text is not TOML; the problem names the line.
    """
    try:
        return tomllib.loads(text)
    except ValueError as error:
        # Only the message holds the line: "Invalid value (at line 3, column 5)", or "(at end of document)".
        what, _, place = str(error).partition(" (at ")
        found = re.match(r"line (\d+)", place)
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        message = f"this cannot be read as TOML: {what[:1].lower()}{what[1:]}"
        expected = 'a line such as key = "text", or a section such as [data]'
        raise InputError([Problem(str(file), line, message, expected)]) from None
