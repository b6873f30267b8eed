"""Settings of live transports from environment variables; all problems at once, secrets never shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from reporter.delivery.recipient import email_fault
from reporter.errors import InputError, Problem

T = TypeVar("T")


class Environment:
    """Reads environment variables and collects the problems with them.

    Args:
        variables: the environment.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._problems: list[Problem] = []

    def text(self, name: str, expected: str) -> str:
        """A required variable; where it is not set, '' and a problem."""
        return self.optional(name) or self._wrong(name, "is not set", expected, "")

    def optional(self, name: str, default: str = "") -> str:
        """An optional variable."""
        return self._variables.get(name, "").strip() or default

    def address(self, name: str, expected: str, default: str | None = None) -> str:
        """A variable with an e-mail address; required unless there is a default."""
        found = self.optional(name, default or "") or self.text(name, expected)
        fault = email_fault(found) if found else None
        return self._wrong(name, f"is no e-mail address ({fault})", expected, found) if fault else found

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        """A variable with one of several values, by default the first."""
        found = self.optional(name, choices[0])
        return found if found in choices else self._wrong(name, f"is '{found}'", " or ".join(choices), found)

    def number(self, name: str, default: int, is_right: Callable[[int], bool], expected: str) -> int:
        """A variable with a whole number."""
        found = self.optional(name, str(default))
        if found.isascii() and found.isdigit() and is_right(int(found)):
            return int(found)
        return self._wrong(name, f"is '{found}'", expected, default)

    def _wrong(self, name: str, message: str, expected: str, instead: T) -> T:
        self._problems.append(Problem(name, 0, message, expected))
        return instead

    def finish(self) -> None:
        """Raise the problems found.

        Raises:
            InputError: with every variable that is missing or wrong.
        """
        if self._problems:
            raise InputError(self._problems)
