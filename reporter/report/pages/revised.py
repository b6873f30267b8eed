"""Revisions of figures of earlier editions, for the pages."""

from __future__ import annotations

from collections import Counter
from typing import Any

from reporter.comparison.differences import Difference, Revisions
from reporter.comparison.published import CellName, PublishedEdition
from reporter.findings.vocabulary import EVERYONE
from reporter.publication.addresses import address
from reporter.publication.time_zones import in_zone
from reporter.report.pages import imprint
from reporter.report.pages.page_inputs import TABLE_DECIMALS, PageInputs
from reporter.report.words.numbers import decimal, whole


def revised(page_inputs: PageInputs) -> list[dict[str, Any]]:
    """One record per earlier edition: differing cells by indicator and level, and the comparator's."""
    return [_since(page_inputs, found) for found in page_inputs.findings.revisions]


def _since(page_inputs: PageInputs, found: Revisions) -> dict[str, Any]:
    since = found.since
    about = page_inputs.publication.settings.publication
    zone = page_inputs.publication.settings.release.time_zone
    comparator = [each for each in found.differences if _is_headline(page_inputs, each.name)]
    return {
        "title": since.title,
        "edition": since.edition,
        "time": None if since.time is None else imprint.date(in_zone(since.time, zone)),
        "corrections": since.corrections,
        "is_this_edition": (since.publication, since.edition) == (about.id, about.edition),
        "compared": whole(len(found.compared)),
        "differing": {
            "text": whole(len(found.differences)),
            "cell": address("revisions", since.edition, since.corrections, "differing"),
        },
        "any": bool(found.differences),
        "rows": _rows(page_inputs, found),
        "comparator_rows": [_before_and_after(since, each) for each in comparator],
    }


def _is_headline(page_inputs: PageInputs, name: CellName) -> bool:
    """Whether a cell is the comparator's, of the headline indicator and of everyone."""
    here = (name.indicator, name.area_code, name.breakdown)
    return here == (page_inputs.headline, page_inputs.comparator.code, "")


def _rows(page_inputs: PageInputs, found: Revisions) -> list[dict[str, Any]]:
    """Differing cells by indicator, level and kind of difference."""
    since = found.since
    of = ("revisions", since.edition, since.corrections)
    titles = {indicator.id: indicator.title for indicator in page_inputs.publication.indicators}
    compared = Counter((name.indicator, found.since.cells[name].area_type) for name in found.compared)
    kinds: Counter[tuple[str, str, str]] = Counter(
        (each.name.indicator, each.cell.area_type, each.kind) for each in found.differences
    )
    return [
        {
            "indicator": titles[indicator],
            "area_type": level.area_type,
            "cells_of": address(*of, indicator, level.area_type, ""),
            "compared": whole(compared[indicator, level.area_type]),
            **{
                name: whole(kinds[indicator, level.area_type, kind])
                for name, kind in (
                    ("revised", "revised"),
                    ("newly_withheld", "newly withheld"),
                    ("newly_released", "newly released"),
                )
            },
        }
        for indicator in titles
        for level in page_inputs.publication.settings.levels
        if compared[indicator, level.area_type]
    ]


def _before_and_after(since: PublishedEdition, difference: Difference) -> dict[str, Any]:
    """The comparator's numbers in both editions; None where one is not given or now withheld."""
    numbers: dict[str, str | None] = {}
    gone = difference.kind == "newly withheld"
    for place, cell in (("before", difference.old), ("after", difference.new)):
        assert cell is not None
        count, value = (None, None) if gone else (cell.numerator, cell.value)
        numbers[f"numerator_{place}"] = None if count is None else whole(count)
        numbers[f"denominator_{place}"] = None if cell.denominator is None else whole(cell.denominator)
        numbers[f"value_{place}"] = None if value is None else decimal(value, TABLE_DECIMALS)
    name = [part or EVERYONE for part in difference.name]
    return {
        "period": difference.name.period,
        "basis": difference.name.basis,
        "cells_of": address("revisions", since.edition, since.corrections, *name, ""),
        **numbers,
    }
