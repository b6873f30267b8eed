"""Parts: columns of the counts whose events are all in another column, such as neonatal in infant deaths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from reporter.errors import Problem
from reporter.publication.indicator import Indicator
from reporter.publication.settings import Settings
from reporter.records.toml_records import Reading


def problems_of_parts(
    reading: Reading[Settings], parts: Mapping[str, Sequence[str]], indicators: Sequence[Indicator] | None
) -> Iterator[Problem]:
    """Problems of `[data.parts]`: columns that no numerator has, and parts that are their own wholes.

    Args:
        reading: the settings file.
        parts: the columns that each column is a part of.
        indicators: the indicators; None where any could not be read, and columns are not checked.
    """
    columns = dict.fromkeys(name for each in indicators or () for name in each.numerator.columns)
    for part, wholes in parts.items():
        unknown = [name for name in (part, *wholes) if name not in columns] if indicators else []
        if unknown:
            expected = f"one of {', '.join(columns)}"
            yield reading.problem(
                ("data", "parts", part), f"no numerator has the column '{unknown[0]}'", expected
            )
    try:
        TopologicalSorter(parts).prepare()
    except CycleError as error:
        circle = list(error.args[1])[::-1]
        message = f"each of these is a part of the next: {', '.join(circle)}"
        yield reading.problem(("data", "parts", circle[0]), message, "no column within itself")
