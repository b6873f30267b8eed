"""The errors a user can meet, each with an exit code, and the problem lines they are made of.

- `ReporterError`, exit code 1: the build or a check failed.
- `InputError`, exit code 2: something the user wrote must be changed; nothing was written.
- `DisclosureError`, exit code 1: the gate could not protect what the publication plans to show.
- `RenderError`, exit code 1: a page could not be rendered as it must be; 2 where a template of the user's own
  must be changed.
- `WorkerError`, exit code 1: a worker process was killed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one place of one input file.

    Attributes:
        file: path as the user would type it.
        line: line number counted from 1; 0 where the problem is the file as a whole.
        message: what is wrong.
        expected: what was expected instead.
    """

    file: str
    line: int
    message: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}, expected {self.expected}"


class ReporterError(Exception):
    """Anything that stops a command; its text is shown to the user, never a traceback."""

    exit_code = 1


class InputError(ReporterError):
    """Input that must be changed before anything can be built; carries every problem found.

    Attributes:
        problems: all problems, sorted by file and line.
    """

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.problems,)


class DisclosureError(ReporterError):
    """The planned publication cannot be made safe: a withheld count can be worked out."""


class RenderError(ReporterError):
    """A page failed to render, or rendered with a warning.

    Attributes:
        problems: what must be changed in templates of the user's own; none where they are not the cause.
    """

    def __init__(self, said: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        if self.problems:
            self.exit_code = InputError.exit_code
        super().__init__(said)


class WorkerError(ReporterError):
    """A worker process was killed, and the result of its task is lost."""
