"""Refusals of the gate told as problems of the settings, with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reporter.disclosure.gate import PublicAlready
from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.errors import InputError, Problem
from reporter.records.text_files import read_text
from reporter.records.toml_lines import lines_of_keys, nearest_line

_EXPECTED = {
    PublicAlready: 'known_counts = "show", or blocks under [[show]] without these cells',
    CannotBeProtected: "blocks under [[show]] with fewer levels, years or pools, or other rules",
}


@contextmanager
def refusals_with_place(settings_file: Path) -> Iterator[None]:
    """Raise what the gate refuses in a block as InputError, at the line of [disclosure].

    Args:
        settings_file: the publication's `publication.toml`.

    Raises:
        InputError: what is planned cannot be protected, or is public already.
    """
    try:
        yield
    except (PublicAlready, CannotBeProtected) as error:
        line = nearest_line(lines_of_keys(read_text(settings_file)), ("disclosure",))
        problem = Problem(str(settings_file), line, str(error), _EXPECTED[type(error)])
        raise InputError([problem]) from None
