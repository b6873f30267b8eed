"""The text of e-mails: rendered from templates, whose text and results are frozen in the approved plan.

A folder of custom templates may contain any of `NAMES`; the others are the shipped ones. A custom template
may extend or include a shipped one as `shipped/NAME`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reporter.delivery.word_templates import place, word_template
from reporter.errors import InputError, Problem, ReporterError
from reporter.records.text_files import UNSEEN

SUBJECT, NOTICE, TEXT, HTML = NAMES = ("subject.txt", "notice.txt", "briefing.txt", "briefing.html")
"""Templates of the subject, of a correction's notice, and of the letter as plain text and as HTML."""

LONGEST = 6_000
"""Greatest size of each text in bytes."""
LONGEST_SUBJECT = 400
"""Greatest length of a subject in characters."""
WANTED = "a template that can be rendered"

_ODD = re.compile(f"{UNSEEN.pattern}|[\\r\\ud800-\\udfff\\ufeff]")
"""Characters that no letter may contain: `UNSEEN`, returns, surrogates, byte order marks."""


class WordsError(ReporterError):
    """A template that fails, or whose text may not be sent.

    Attributes:
        name: the template.
        line: the line; 0 where the template as a whole is wrong.
        message: what is wrong.
        expected: what was expected instead.
    """

    def __init__(self, name: str, line: int, message: str, expected: str) -> None:
        super().__init__(str(Problem(name, line, message, expected)))
        self.name = name
        self.line = line
        self.message = message
        self.expected = expected


class MessageText(NamedTuple):
    """The text of one message: its subject, and the letter as plain text and as HTML."""

    subject: str
    text: str
    html: str

    def frozen(self) -> dict[str, str]:
        """Fields of a planned message that fix its text: the subject itself, and hashes of the letter."""
        text, page = (hashlib.sha256(each.encode()).hexdigest() for each in (self.text, self.html))
        return {"subject": self.subject, "text_sha256": text, "html_sha256": page}


@dataclass(frozen=True)
class Moment:
    """A time of day and date as templates see it, without methods."""

    year: int
    month: int
    day: int
    hour: int
    minute: int

    @classmethod
    def of(cls, time: dt.datetime) -> Moment:
        """The moment of a time in its own zone."""
        return cls(time.year, time.month, time.day, time.hour, time.minute)


def read_words(folder: Path) -> dict[str, str]:
    """Custom templates of a folder by name.

    Raises:
        InputError: with every problem of the folder.
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
            # With or without the byte order mark that some editors write.
            words[path.name] = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(str(path), 0, f"cannot be read ({error})", "a template in UTF-8"))
    if not files:
        problems.append(Problem(str(folder), 0, "holds no words", wanted))
    if problems:
        raise InputError(problems)
    return words


def message_text(own: Mapping[str, str], values: Mapping[str, object]) -> MessageText:
    """The text of one message.

    Args:
        own: custom templates by name.
        values: the variables of the templates, from `plan.template_variables`.

    Raises:
        WordsError: a template fails, or its text may not be sent.
    """
    return MessageText(*(rendered(own, name, values) for name in (SUBJECT, TEXT, HTML)))


def rendered(own: Mapping[str, str], name: str, values: Mapping[str, object]) -> str:
    """The text of one template; subject and notice are on one line.

    Args:
        own: custom templates by name.
        name: the template, one of `NAMES`.
        values: its variables, from `plan.template_variables`; for the notice only `changed`.

    Raises:
        WordsError: the template fails, or its text may not be sent.
    """
    try:
        said = word_template(own, name).render(values)
    except Exception as error:  # A template can fail in any way.
        where, line = place(error, own) or (name, 0)
        raise WordsError(where, line, f"{type(error).__name__}: {error}", WANTED) from None
    if name in (SUBJECT, NOTICE):
        # A line break would end the header.
        said = " ".join(said.split())
    if fault := next(_faults(name, said, str(values.get("notice", ""))), None):
        raise WordsError(name, 0, *fault)
    return said


def check_words(folder: Path, own: Mapping[str, str], values: Iterable[Mapping[str, object]]) -> None:
    """Refuse custom templates that fail, or whose text may not be sent.

    Args:
        folder: the folder of the templates, for messages.
        own: custom templates by name.
        values: the variables of each message.

    Raises:
        InputError: with the file and line of every mistake.
    """
    found = {problem for each in values for problem in _problems(folder, own, each)}
    if found:
        raise InputError(found)


def _problems(folder: Path, own: Mapping[str, str], values: Mapping[str, object]) -> Iterator[Problem]:
    """Problems of each template before release, after release and in a correction."""
    changed = "what has changed"
    pre_release = {**values, "status": "pre-release"}
    corrected = {**values, "corrected": True, "notice": changed}
    for name in own:
        try:
            for case in [{"changed": changed}] if name == NOTICE else [values, pre_release, corrected]:
                rendered(own, name, case)
        except WordsError as error:
            yield Problem(str(folder / error.name), error.line, error.message, error.expected)


def _faults(name: str, said: str, notice: str) -> Iterator[tuple[str, str]]:
    """Reasons why a text may not be sent, each with what was expected."""
    if not said.strip():
        yield "says nothing", "words"
    hidden = [sign for sign in said if name == SUBJECT and not sign.isprintable()] or _ODD.findall(said)
    if hidden:
        yield f"holds U+{ord(hidden[0]):04X}, which cannot be seen", "text that shows what it is"
    if name == SUBJECT and len(said) > LONGEST_SUBJECT:
        yield f"says {len(said):,} characters", f"at most {LONGEST_SUBJECT} characters"
    if (size := len(said.encode())) > LONGEST:
        yield f"says {size:,} bytes", f"at most {LONGEST:,} bytes"
    if name in (TEXT, HTML) and _letters(notice) not in _letters(html.unescape(said)):
        yield "does not tell a correction's notice", "{{ notice }} in it"


def _letters(text: str) -> str:
    """A text for comparison: without white space and case, since lines may break anywhere."""
    return "".join(text.split()).casefold()
