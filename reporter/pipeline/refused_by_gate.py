"""Refusals of the gate told as problems of the settings, with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from reporter.disclosure.gate import PublicAlready
from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.errors import InputError, Problem
from reporter.records.toml_lines import nearest_line
from reporter.records.toml_records import lines_of_file

_EXPECTED = {
    PublicAlready: 'known_counts = "show", or blocks under [[show]] without these cells',
    CannotBeProtected: "blocks under [[show]] with fewer levels, years or pools, or other rules",
}


Instead: TypeAlias = Callable[[Sequence[str]], Iterable[str]]
"""Function from the names of cells that can be worked out to what could be shown instead."""


@contextmanager
def refusals_with_place(settings_file: Path, instead: Instead = lambda _: ()) -> Iterator[None]:
    """Raise what the gate refuses in a block as InputError, at the line of [disclosure].

    Args:
        settings_file: the publication's `publication.toml`.
        instead: tells what would be safe; it takes as long as the gate, so only a check asks.

    Raises:
        InputError: what is planned cannot be protected, or is public already.
    """
    try:
        yield
    except (PublicAlready, CannotBeProtected) as error:
        line = nearest_line(lines_of_file(settings_file), ("disclosure",))
        expected = _EXPECTED[type(error)]
        if isinstance(error, CannotBeProtected) and (safe := list(instead(error.cells))):
            expected = f"a publication that can be protected, such as this one with {', or '.join(safe)}"
        raise InputError([Problem(str(settings_file), line, str(error), expected)]) from None
