"""Reads a text file of a user; a file that cannot be read is a problem in plain words."""

from __future__ import annotations

import re
from pathlib import Path

from reporter.errors import InputError, Problem

UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ufdd0-\\ufdef\\ufff9-\\ufffb\\ufffe\\uffff"
    "\\ue000-\\uf8ff\\U000e0000-\\U000e007f\\U000f0000-\\U0010ffff]"
)
"""Characters that nobody sees: control characters, line separators, direction marks, those for private use.

A direction mark turns the text after it as well: '2022' after a name that holds U+202E is shown as '2202'.
What one for private use looks like is for each program to say; this one marks texts with them.
"""


def unseen(text: str) -> str:
    """Words for the first unseen sign of a text, such as 'U+202E, which cannot be seen'; else empty."""
    found = UNSEEN.search(text)
    return f"U+{ord(found[0]):04X}, which cannot be seen" if found else ""


def read_bytes(file: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: the file does not exist or cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError([_unreadable(file, error)]) from None


def read_text(file: Path) -> str:
    """The text of a UTF-8 file, without its byte order mark.

    Raises:
        InputError: the file does not exist, cannot be read, or is not UTF-8; the problem names the first line
            that is not.
    """
    content = read_bytes(file)
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8: byte 0x{content[error.start]:02x}"
        raise InputError([Problem(str(file), line, message, "text saved as UTF-8")]) from None


def _unreadable(file: Path, error: OSError) -> Problem:
    if file.is_dir():
        return Problem(str(file), 0, "this is a folder", "a file")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem(str(file), 0, "there is no such file", "a file")
    return Problem(str(file), 0, f"the file cannot be read: {error.strerror}", "a file that can be read")
