"""Compares rates of Fingertips with those of a finished edition, from published files alone."""

from __future__ import annotations

from pathlib import Path

from reporter.errors import InputError, Problem
from reporter.importing.fingertips.answer import read_answer
from reporter.importing.fingertips.differences import RateComparison, compare
from reporter.importing.fingertips.edition import read_edition

__all__ = ["RateComparison", "compare_published"]


def compare_published(
    answer: Path, edition: Path, indicator: str, number: str | None = None, sex: str | None = None
) -> RateComparison:
    """Comparison of a CSV answer of Fingertips with an edition.

    Args:
        answer: the CSV file.
        edition: folder of the edition; only its `tables/rates.csv` is read.
        indicator: id of the edition's indicator to compare.
        number: Fingertips's number of the indicator; None where the file has one only.
        sex: the sex whose rows are taken; None for all persons, or the only one of the indicator.

    Raises:
        InputError: with every problem of both files.
    """
    problems: list[Problem] = []
    theirs, ours = [], []
    try:
        theirs = read_answer(answer, number, sex)
    except InputError as error:
        problems += error.problems
    try:
        ours = read_edition(edition, indicator)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return compare(theirs, ours)
