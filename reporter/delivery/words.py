"""The words of e-mails: templates, one's own or the shipped ones, frozen in the plan that is approved.

A folder of own templates may hold any of `NAMES`; what it lacks is the shipped one, which an own template may
extend or include as `shipped/NAME`.
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
"""The subject, what a correction tells, and the letter as plain text and as HTML."""

LONGEST = 6_000
"""Bytes of each at most."""
LONGEST_SUBJECT = 400
"""Characters of a subject at most."""
WANTED = "a template that can be rendered"

_ODD = re.compile(f"{UNSEEN.pattern}|[\\x00\\x0b-\\x0d\\x80-\\x9f\\ud800-\\udfff\\ufeff]")
"""What may not be in a letter: what no text of a publication may hold, and controls but breaks and tabs."""


class WordsError(ReporterError):
    """Words that cannot be said, or may not be.

    Attributes:
        name: the template.
        line: the line; 0 where it is the template as a whole.
        message: what is wrong.
        expected: what was expected instead.
    """

    def __init__(self, name: str, line: int, message: str, expected: str) -> None:
        super().__init__(str(Problem(name, line, message, expected)))
        self.name = name
        self.line = line
        self.message = message
        self.expected = expected


class Words(NamedTuple):
    """What one recipient reads: the subject, and the letter as plain text and as HTML."""

    subject: str
    text: str
    html: str

    def frozen(self) -> dict[str, str]:
        """What a plan has of them, by the field of a message: the subject as it is, the letter as hashes."""
        text, page = (hashlib.sha256(each.encode()).hexdigest() for each in (self.text, self.html))
        return {"subject": self.subject, "text_sha256": text, "html_sha256": page}


@dataclass(frozen=True)
class Moment:
    """A time as templates see it: no more of a clock than its hands."""

    year: int
    month: int
    day: int
    hour: int
    minute: int

    @classmethod
    def of(cls, time: dt.datetime) -> Moment:
        """A time in its own zone."""
        return cls(time.year, time.month, time.day, time.hour, time.minute)


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
            # With or without the byte order mark that some editors write.
            words[path.name] = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(str(path), 0, f"cannot be read ({error})", "a template in UTF-8"))
    if not files:
        problems.append(Problem(str(folder), 0, "holds no words", wanted))
    if problems:
        raise InputError(problems)
    return words


def words_of(own: Mapping[str, str], values: Mapping[str, object]) -> Words:
    """All that one recipient reads.

    Args:
        own: own templates by name.
        values: what it is made from: `plan.said_to`.

    Raises:
        WordsError: a template fails, or says what may not be in a letter.
    """
    return Words(*(say(own, name, values) for name in (SUBJECT, TEXT, HTML)))


def say(own: Mapping[str, str], name: str, values: Mapping[str, object]) -> str:
    """One of `NAMES` in words; subject and notice on one line.

    Args:
        own: own templates by name.
        name: what is said.
        values: what it is made from: `plan.said_to`, or for a notice what has `changed`.

    Raises:
        WordsError: the template fails, or says what may not be in a letter.
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
    """Refuse own templates that cannot be rendered, or say what may not be in a letter.

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
    """What is wrong with each template, before and after the release and in a correction."""
    changed = "what has changed"
    pre_release = {**values, "status": "pre-release"}
    corrected = {**values, "corrected": True, "notice": changed}
    for name in own:
        try:
            for case in [{"changed": changed}] if name == NOTICE else [values, pre_release, corrected]:
                say(own, name, case)
        except WordsError as error:
            yield Problem(str(folder / error.name), error.line, error.message, error.expected)


def _faults(name: str, said: str, notice: str) -> Iterator[tuple[str, str]]:
    """What may not be in a letter, and what is expected instead."""
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
    """A text to compare: lines are broken anywhere, and headings may be in capitals."""
    return "".join(text.split()).casefold()
