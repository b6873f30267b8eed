"""Revisions of figures of earlier editions, for the pages."""

from __future__ import annotations

from collections import Counter

from reporter.comparison.differences import Difference, Revisions
from reporter.comparison.published import CellName, PublishedEdition
from reporter.findings.vocabulary import EVERYONE
from reporter.publication.addresses import address
from reporter.publication.time_zones import in_zone
from reporter.report.contexts.revised import RevisedCell, RevisedLevel, RevisionsInPrint
from reporter.report.pages import imprint
from reporter.report.pages.page_inputs import TABLE_DECIMALS, PageInputs
from reporter.report.words.numbers import Number, decimal, whole


def revised(page_inputs: PageInputs) -> tuple[RevisionsInPrint, ...]:
    """One record per earlier edition: differing cells by indicator and level, and the comparator's."""
    return tuple(_since(page_inputs, found) for found in page_inputs.findings.revisions)


def _since(page_inputs: PageInputs, found: Revisions) -> RevisionsInPrint:
    since = found.since
    about = page_inputs.publication.settings.publication
    zone = page_inputs.publication.settings.release.time_zone
    comparator = (each for each in found.differences if _is_headline(page_inputs, each.name))
    return RevisionsInPrint(
        title=since.title,
        edition=since.edition,
        time=None if since.time is None else imprint.day(in_zone(since.time, zone)),
        corrections=since.corrections,
        is_this_edition=(since.publication, since.edition) == (about.id, about.edition),
        compared=whole(len(found.compared)),
        differing=Number(
            whole(len(found.differences)),
            address("revisions", since.edition, since.corrections, "differing"),
        ),
        any=bool(found.differences),
        rows=_rows(page_inputs, found),
        comparator_rows=tuple(_before_and_after(since, each) for each in comparator),
    )


def _is_headline(page_inputs: PageInputs, name: CellName) -> bool:
    """Whether a cell is the comparator's, of the headline indicator and of everyone."""
    here = (name.indicator, name.area_code, name.breakdown)
    return here == (page_inputs.headline, page_inputs.comparator.code, "")


def _rows(page_inputs: PageInputs, found: Revisions) -> tuple[RevisedLevel, ...]:
    """Differing cells by indicator, level and kind of difference."""
    since = found.since
    titles = page_inputs.titles
    compared = Counter((name.indicator, found.since.cells[name].area_type) for name in found.compared)
    kinds: Counter[tuple[str, str, str]] = Counter(
        (each.name.indicator, each.cell.area_type, each.kind) for each in found.differences
    )
    return tuple(
        RevisedLevel(
            indicator=titles[indicator],
            area_type=level.area_type,
            cells_of=address("revisions", since.edition, since.corrections, indicator, level.area_type, ""),
            compared=whole(compared[indicator, level.area_type]),
            revised=whole(kinds[indicator, level.area_type, "revised"]),
            newly_withheld=whole(kinds[indicator, level.area_type, "newly withheld"]),
            newly_released=whole(kinds[indicator, level.area_type, "newly released"]),
        )
        for indicator in titles
        for level in page_inputs.publication.settings.levels
        if compared[indicator, level.area_type]
    )


def _before_and_after(since: PublishedEdition, difference: Difference) -> RevisedCell:
    """The comparator's numbers in both editions; None where one is not given or now withheld."""
    numbers: dict[str, str | None] = {}
    old, new = difference.old, difference.new
    assert old is not None
    assert new is not None
    for place, cell in (("before", old.without_what_is_withheld_in(new)), ("after", new)):
        numbers[f"numerator_{place}"] = None if cell.numerator is None else whole(cell.numerator)
        numbers[f"denominator_{place}"] = None if cell.denominator is None else whole(cell.denominator)
        numbers[f"value_{place}"] = None if cell.value is None else decimal(cell.value, TABLE_DECIMALS)
    name = [part or EVERYONE for part in difference.name]
    return RevisedCell(
        period=difference.name.period,
        basis=difference.name.basis,
        cells_of=address("revisions", since.edition, since.corrections, *name, ""),
        **numbers,
    )
