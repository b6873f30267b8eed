"""Standard populations of directly standardised rates: the shipped ones, and files of a publication's own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from reporter.errors import InputError, Problem

SHIPPED = {"ESP 2013": "esp-2013.toml"}
"""File of each shipped standard population by its name."""

OLDEST = 199
"""An age that nobody reaches: the end of the last band."""


def standard_population(name: str, folder: Path, bands: Sequence[str]) -> tuple[float, ...]:
    """The standard population of each band.

    Args:
        name: that of a shipped standard population, or a file with the columns `band` and `population`.
        folder: where a file's path starts.
        bands: ids of the bands: of a shipped population ages such as '0-4', '15-44', '75-and-over', each
            made of whole bands of it; of a file those that it names.

    Raises:
        InputError: the file cannot be read, or a band is not in it.
    """
    if name in SHIPPED:
        text = (files(__name__) / SHIPPED[name]).read_text("utf-8")
        found = tomllib.loads(text)["populations"]
        return tuple(_of_ages(band, found, name) for band in bands)
    file = folder / name
    own = _own(file)
    if missing := [band for band in bands if band not in own]:
        expected = "a row for each category of the breakdown"
        raise InputError([Problem(str(file), 0, f"there is no band {', '.join(missing)}", expected)])
    return tuple(own[band] for band in bands)


def _of_ages(band: str, populations: Mapping[str, float], name: str) -> float:
    """The sum of the shipped bands that an age range is made of."""
    wanted = _ages(band)
    inside = {
        each: ages
        for each, ages in ((each, _ages(each)) for each in populations)
        if wanted and ages and wanted[0] <= ages[0] and ages[1] <= wanted[1]
    }
    ends = [ages for ages in inside.values() if ages]
    if not wanted or not ends or (min(ends)[0], max(ends)[1]) != wanted:
        message = f"the band '{band}' is not made of bands of {name}"
        raise InputError(
            [Problem(name, 0, message, f"ages such as {', '.join([*populations][:2])} or 75-and-over")]
        )
    return float(sum(populations[each] for each in inside))


def _ages(band: str) -> tuple[int, int] | None:
    """The first and the last age of a band; None where its id names none."""
    found = re.fullmatch(r"([0-9]{1,3})-(?:([0-9]{1,3})|and-over)", band)
    return None if found is None else (int(found[1]), int(found[2]) if found[2] else OLDEST)


def _own(file: Path) -> dict[str, float]:
    """Populations by band of a file."""
    # Workers read settings without the libraries of data; few publications have a file of this kind.
    from reporter.records.csv_file import read_csv

    table, problems = read_csv(file, {"band": "the band", "population": "its standard population"})
    if table is None or problems:
        raise InputError(problems)
    found: dict[str, float] = {}
    wrong = []
    for line, band, text in zip(
        table.lines.tolist(), table.cells["band"].tolist(), table.cells["population"].tolist(), strict=True
    ):
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text) or float(text) <= 0 or band in found:
            message = f"the population of '{band}' is '{text}'" + (" a second time" if band in found else "")
            wrong.append(Problem(str(file), line, message, "one number above 0 for each band"))
            continue
        found[band] = float(text)
    if wrong:
        raise InputError(wrong)
    return found
