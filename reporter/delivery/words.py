"""The words of e-mails: templates, one's own or the shipped ones, frozen in the plan that is approved.

A folder of own templates may hold any of `NAMES`; what it lacks is the shipped one, which an own template may
extend or include as `shipped/NAME`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reporter.errors import InputError, Problem, ReporterError
from reporter.resources import templates_folder

NAMES = ("subject.txt", "notice.txt", "briefing.txt", "briefing.html")
"""The subject, what a correction tells, and the letter as plain text and as HTML."""

LONGEST = 6_000
"""Bytes of each at most: an e-mail's size is reckoned with so many before it is written."""


class WordsError(ReporterError):
    """A template of words that cannot be rendered.

    Attributes:
        name: which.
        line: the line; 0 where it cannot be told.
        message: what is wrong.
    """

    def __init__(self, name: str, line: int, message: str) -> None:
        super().__init__(f"{name}:{line}: {message}")
        self.name = name
        self.line = line
        self.message = message


def read_words(folder: Path) -> dict[str, str]:
    """The own templates of a folder, by name.

    Raises:
        InputError: with everything wrong with the folder.
    """
    wanted = f"some of {', '.join(NAMES)}"
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise InputError([Problem(str(folder), 0, f"cannot be read ({error.strerror})", wanted)]) from None
    problems = [
        Problem(str(path), 0, "is no part of an e-mail", wanted) for path in files if path.name not in NAMES
    ]
    words = {}
    for path in files:
        try:
            words[path.name] = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(str(path), 0, f"cannot be read ({error})", "a template in UTF-8"))
    if not files:
        problems.append(Problem(str(folder), 0, "holds no words", wanted))
    if problems:
        raise InputError(problems)
    return words


def say(own: Mapping[str, str], name: str, values: Mapping[str, object]) -> str:
    """One of `NAMES` in words.

    Args:
        own: own templates by name.
        name: what is said.
        values: what it is made from: `plan.said_to`, or for a notice what has `changed`.

    Raises:
        WordsError: an own template has a mistake.
    """
    try:
        return _environment(tuple(sorted(own.items()))).get_template(name).render(values)
    except Exception as error:  # A template can fail in any way.
        raise WordsError(name, _line(error, name), f"{type(error).__name__}: {error}") from None


def check_words(folder: Path, own: Mapping[str, str], values: Iterable[Mapping[str, object]]) -> None:
    """Refuse own templates that cannot be rendered, or say more than an e-mail has room for.

    Args:
        folder: where they stand.
        own: own templates by name.
        values: those of every message.

    Raises:
        InputError: with the file and the line of every mistake.
    """
    found = {problem for each in values for problem in _problems(folder, own, each)}
    if found:
        raise InputError(found)


def _problems(folder: Path, own: Mapping[str, str], values: Mapping[str, object]) -> Iterator[Problem]:
    pre_release = {**values, "status": "pre-release"}
    corrected = {**values, "corrected": True, "notice": "what has changed"}
    for name in own:
        cases = (
            [{"changed": "what has changed"}] if name == "notice.txt" else [values, pre_release, corrected]
        )
        for case in cases:
            try:
                length = len(say(own, name, case).encode())
            except WordsError as error:
                wanted = "a template that can be rendered"
                yield Problem(str(folder / name), error.line, error.message, wanted)
                break
            if length > LONGEST:
                wanted = f"at most {LONGEST:,} bytes"
                yield Problem(str(folder / name), 0, f"says {length:,} bytes", wanted)
                break


def _line(error: Exception, name: str) -> int:
    """The line of a template in which it failed; 0 where that cannot be told."""
    if isinstance(lineno := getattr(error, "lineno", None), int):
        return lineno
    found, step = 0, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename in (name, "<template>"):
            found = step.tb_lineno
        step = step.tb_next
    return found


@cache
def _environment(own: tuple[tuple[str, str], ...]) -> Environment:
    # A plan is a file that others hand on: what its templates may do is limited.
    shipped = FileSystemLoader(templates_folder() / "mail")
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([DictLoader(dict(own)), PrefixLoader({"shipped": shipped}), shipped]),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
