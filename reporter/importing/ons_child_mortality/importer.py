"""Imports the child mortality workbooks (death cohort) of the Office for National Statistics.

Deaths are counted in the year in which they occurred, as the indicator's definition requires. Tables are
found by their headings; published rates, sums over areas and sums over categories are checked before anything
is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reporter.counts.files.tidy_writer import areas_csv, breakdowns_csv, counts_csv, source_json
from reporter.errors import InputError, Problem
from reporter.importing.ons_child_mortality.acknowledgement import acknowledge
from reporter.importing.ons_child_mortality.extract import BASIS, Extract, extract, within
from reporter.importing.ons_child_mortality.year import COLUMNS, WorkbookYear, read_year
from reporter.machine.progress import Progress
from reporter.publication.source_record import source_file

__all__ = ["Extract", "read", "tidy_files"]


def read(files: Sequence[Path], acknowledged: Sequence[str], only: str | None, progress: Progress) -> Extract:
    """Read and check workbooks of several years.

    Args:
        files: the workbooks, in any order.
        acknowledged: names of cells that the producer has confirmed to be wrong, such as 3!D363.
        only: code of an area, to keep only this area and the areas in it; None for all.
        progress: advances by one step a workbook.

    Raises:
        InputError: with every problem of all workbooks.
    """
    years: list[WorkbookYear] = []
    problems: list[Problem] = []
    progress.stage("Reading and checking the workbooks", len(files))
    for file in files:
        try:
            years.append(read_year(file))
        except InputError as error:
            problems += error.problems
        progress.step()
    problems += _years_twice(years)
    if problems:
        raise InputError(problems)
    years.sort(key=lambda each: each.year)
    settled, problems = acknowledge(years, acknowledged)
    if problems:
        raise InputError(problems)
    whole = extract(years, settled)
    if only is None:
        return whole
    if only not in {area.code for area in whole.areas}:
        message = "no workbook has this area"
        raise InputError([Problem(f"--within {only}", 0, message, "an area code such as E92000001")])
    return within(whole, only)


def _years_twice(years: Sequence[WorkbookYear]) -> list[Problem]:
    first: dict[int, Path] = {}
    problems = []
    for each in years:
        path = each.workbook.path
        if each.year in first:
            message = f"this workbook is of {each.year}, as {first[each.year]} is"
            problems.append(Problem(str(path), 0, message, "one workbook a year"))
        first.setdefault(each.year, path)
    return problems


def tidy_files(
    whole: Extract, record: Mapping[str, Any], counts: Path, areas: Path | None, breakdowns: Path | None
) -> dict[Path, bytes]:
    """Content of each file by its path: counts, source record, and optionally areas and breakdowns.

    Args:
        whole: the extract.
        record: its source record.
        counts: path of the counts file.
        areas: path of the areas file; None to write none.
        breakdowns: path of the counts by category; None to write none.
    """
    place = {area.code: n for n, area in enumerate(whole.areas)}
    rows = sorted(whole.counts.items(), key=lambda item: (item[0][0], place[item[0][1]]))
    files = {
        counts: counts_csv(((code, year, BASIS, *row) for (year, code), row in rows), whole.columns),
        source_file(counts): source_json(record),
    }
    if areas is not None:
        files[areas] = areas_csv(whole.areas)
    if breakdowns is not None:
        files[breakdowns] = breakdowns_csv(_category_rows(whole, record["breakdowns"]), COLUMNS)
    return files


def _category_rows(
    whole: Extract, recorded: Mapping[str, Mapping[str, Any]]
) -> list[tuple[str | int | None, ...]]:
    """Rows by breakdown, area and year, with categories in their published order.

    A count that the table lacks is None, an empty cell.
    """
    order = {(name, each): n for name in recorded for n, each in enumerate(recorded[name]["categories"])}
    names = list(recorded)
    keys = sorted(
        whole.categories, key=lambda key: (names.index(key[2]), key[0], key[1], order[key[2], key[3]])
    )
    return [
        (area, year, BASIS, breakdown, category, *map(counts.get, COLUMNS))
        for area, year, breakdown, category in keys
        for counts in (whole.categories[area, year, breakdown, category],)
    ]
