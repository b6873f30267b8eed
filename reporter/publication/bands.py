"""The bands of directly standardised rates: whether the settings have what such a rate needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporter.errors import InputError, Problem
from reporter.publication import profiles
from reporter.publication.indicator import Indicator, Standardisation
from reporter.publication.settings import Settings
from reporter.publication.standards import standard_population
from reporter.records.toml_lines import KeyPath
from reporter.records.toml_records import Reading


def problems_of_bands(
    reading: Reading[Settings], settings: Settings, records: Sequence[Indicator]
) -> Iterator[Problem]:
    """Problems of the indicators that are directly standardised, or have decimal counts under rounding."""
    for number, record in enumerate(records):
        place: KeyPath = ("data", "indicators", number)
        if record.standardisation is not None:
            yield from _of_bands(reading, settings, record, record.standardisation, place)
        is_exact = record.standardisation is None and not record.numerator.decimal
        if not is_exact and _rounds(settings):
            what = "directly standardised" if record.standardisation else "made of decimal counts"
            message = f"'{record.id}' is {what}, and the profile rounds counts"
            yield reading.problem(("disclosure", "profile"), message, "a profile that withholds counts")


def _rounds(settings: Settings) -> bool:
    disclosure = settings.disclosure
    if disclosure.rules is not None:
        return disclosure.rules.round_to > 1
    return disclosure.profile in profiles.names() and profiles.shipped(disclosure.profile).round_to > 1


def _of_bands(
    reading: Reading[Settings], settings: Settings, record: Indicator, how: Standardisation, place: KeyPath
) -> Iterator[Problem]:
    found = next((each for each in settings.breakdowns if each.id == how.breakdown), None)
    if found is None or not found.complete or settings.data.breakdowns is None:
        message = f"'{record.id}' is standardised by '{how.breakdown}', which is no complete breakdown"
        expected = (
            f"[[breakdowns]] with id = '{how.breakdown}' and complete = true, and 'breakdowns' in [data]"
        )
        yield reading.problem(place, message, expected)
        return
    for block, show in enumerate(settings.show):
        if show.breakdowns and record.id in (show.indicators or (record.id,)):
            message = f"'{record.id}' is standardised, and not shown by category"
            yield reading.problem(
                ("show", block, "breakdowns"), message, "other indicators under 'indicators'"
            )
    try:
        standard_population(how.standard, reading.file.parent, tuple(found.categories))
    except InputError as error:
        for problem in error.problems:
            message = f"'{record.id}' by '{how.standard}': {problem.message}"
            yield reading.problem(place, message, problem.expected)
