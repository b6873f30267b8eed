"""Publications without their words: the part on which the figures depend.

The preview passes this to the gate and the findings in place of the publication, so that a changed title
does not run them again. That is safe: a stage that came to need one of these words would not find it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from reporter.publication.indicator import Indicator, Record
from reporter.publication.loading import Publication

R = TypeVar("R", bound=Record)


def without_words(publication: Publication) -> Publication:
    """The publication with None for every text that is used in pages and tables alone.

    Names of categories and of denominators are kept, because findings contain them; so is every field not
    named here.
    """
    settings = publication.settings
    without_texts = _without(settings, "release", "quality", "producer").model_copy(
        update={
            "publication": _without(settings.publication, "title", "summary", "language", "licence"),
            "data": _without(settings.data, "source", "extracted", "notes"),
            "levels": _each_without(settings.levels, "singular", "plural"),
            "breakdowns": _each_without(settings.breakdowns, "title", "note"),
            "revisions": _without(settings.revisions, "policy"),
            "corrections": _each_without(settings.corrections, "what", "why"),
        }
    )
    return replace(
        publication, settings=without_texts, indicators=tuple(map(_without_texts, publication.indicators))
    )


def _without_texts(indicator: Indicator) -> Indicator:
    words = ("title", "type", "rationale", "guidance", "definition", "calculation", "data_source", "caution")
    return _without(indicator, *words, "notes", "expected_population").model_copy(
        update={
            "words": _without(indicator.words, "rate", "event", "events", "plain"),
            "numerator": _without(indicator.numerator, "description"),
            "denominator": _without(indicator.denominator, "description"),
        }
    )


def _without(record: R, *keys: str) -> R:
    return record.model_copy(update=dict.fromkeys(keys))


def _each_without(records: Iterable[R], *keys: str) -> tuple[R, ...]:
    return tuple(_without(record, *keys) for record in records)
