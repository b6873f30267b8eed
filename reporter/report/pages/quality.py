"""Context of the quality report: methods and quality, from settings, records and findings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from reporter.findings.vocabulary import EVERYONE
from reporter.findings.withholding import Withholding
from reporter.publication.addresses import address
from reporter.publication.coverage import completeness, gaps, series
from reporter.publication.periods import years_in_words
from reporter.publication.settings import Show
from reporter.publication.source_record import statements
from reporter.report.pages.page_inputs import PageInputs
from reporter.report.pages.revised import revised
from reporter.report.provenance import built_with
from reporter.report.words.numbers import whole

DAYS_OF_A_WEEK = 7
MONTHS_OF_A_YEAR = 12


def quality(page_inputs: PageInputs) -> dict[str, Any]:
    """The context of the quality report, in plain data."""
    findings, settings = page_inputs.findings, page_inputs.publication.settings
    return {
        **page_inputs.imprint,
        "root": "",
        "main_period": findings.main_period,
        "latest_year": findings.latest_year,
        "basis": findings.main_basis,
        "stated": settings.quality.model_dump(mode="json"),
        "of_source": statements(page_inputs.publication.path(settings.data.counts)),
        "coverage": _coverage(page_inputs),
        **_completeness(page_inputs),
        "shown": [_block(page_inputs, block) for block in settings.show],
        "bases": list(dict.fromkeys(block.basis for block in settings.show)),
        "example": page_inputs.cell(page_inputs.headline, page_inputs.comparator.code, findings.latest_year),
        "methods": _methods(page_inputs),
        "months_after": _months_after(page_inputs),
        "weeks_announced": _weeks_announced(page_inputs),
        "checked": list(settings.checks.acknowledged),
        "rules": page_inputs.rules,
        "withholding": _withholding(page_inputs),
        "revisions": revised(page_inputs),
        "revision_policy": settings.revisions.policy,
        "symbols": page_inputs.symbols(page_inputs.rates.symbols(set(page_inputs.areas.by_code))),
        "built_with": built_with(),
    }


def _coverage(page_inputs: PageInputs) -> list[dict[str, Any]]:
    """Each level, largest first, with the number of its areas."""
    return [
        {
            "level": level.model_dump(mode="json"),
            "areas": len(areas),
            "name": areas[0].name if len(areas) == 1 else None,
        }
        for level in reversed(page_inputs.publication.settings.levels)
        if (areas := page_inputs.areas.of_type(level.area_type))
    ]


def _completeness(page_inputs: PageInputs) -> dict[str, Any]:
    """Areas without counts in some years, and years without any, of the headline indicator's single years."""
    rates = page_inputs.findings.rates
    single = rates[(rates["indicator"] == page_inputs.headline) & (rates["first_year"] == rates["last_year"])]
    keys = list(single[["area_code", "last_year", "basis"]].itertuples(index=False, name=None))
    levels = {level.area_type: level.plural for level in page_inputs.publication.settings.levels}
    shown = [level for level in reversed(levels) if level in set(single["area_type"])]
    return {
        "incomplete": [
            {
                "years": years_in_words(found.years),
                "basis": found.basis,
                "areas": found.areas,
                "level": levels[found.area_type],
                "present": found.areas - len(found.absent),
                "absent": [page_inputs.names[code] for code in found.absent],
            }
            for found in completeness(page_inputs.areas, shown, keys)
            if 0 < len(found.absent) < found.areas
        ],
        "years_without": years_in_words(gaps(series(keys))),
    }


def _block(page_inputs: PageInputs, block: Show) -> dict[str, Any]:
    """One show block of the settings: indicators, levels, basis, years and pools."""
    titles = {indicator.id: indicator.title for indicator in page_inputs.publication.indicators}
    breakdowns = {each.id: each.title for each in page_inputs.publication.settings.breakdowns}
    names = {
        part["level"]["area_type"]: part["name"] or part["level"]["plural"] for part in _coverage(page_inputs)
    }
    return {
        "indicators": [titles[name] for name in block.indicators or titles],
        "levels": [names[level] for level in block.levels],
        "breakdowns": [breakdowns[name] for name in block.breakdowns],
        "basis": block.basis,
        "first_year": block.first_year,
        "last_year": block.last_year,
        "single_years": block.single_years,
        "pools": list(block.pools),
    }


def _methods(page_inputs: PageInputs) -> dict[str, Any]:
    """Methods that the edition uses; it explains no others."""
    findings = page_inputs.findings
    funnel = page_inputs.funnel(page_inputs.headline)
    return {
        "changes": bool(findings.changes),
        "trends": bool(findings.trends),
        "funnel": funnel is not None,
        "dispersion_level": funnel.dispersion_level if funnel is not None else "",
        "shrunk": "shrunk_value" in findings.rates and bool(findings.rates["shrunk_value"].notna().any()),
        "detectable": bool(findings.detectable),
        "categories": not findings.by_category.empty,
        "inequalities": bool(findings.inequalities),
        "inequality_trends": bool(findings.inequality_trends),
        "decompositions": bool(findings.decompositions),
    }


def _months_after(page_inputs: PageInputs) -> int:
    """Whole months from the end of the latest year to the release."""
    released = page_inputs.publication.settings.release.local_time
    latest = int(page_inputs.findings.latest_year)
    return (released.year - latest - 1) * MONTHS_OF_A_YEAR + released.month - 1


def _weeks_announced(page_inputs: PageInputs) -> int | None:
    """Whole weeks from the announcement to the release; None where no announcement is stated."""
    release = page_inputs.publication.settings.release
    announced: dt.date | None = release.announced
    return None if announced is None else (release.local_time.date() - announced).days // DAYS_OF_A_WEEK


def _withholding(page_inputs: PageInputs) -> dict[str, Any]:
    """Withheld and uncertain cells by indicator, breakdown and level, over all periods."""
    titles = {indicator.id: indicator.title for indicator in page_inputs.publication.indicators}
    breakdowns = {each.id: each.title for each in page_inputs.publication.settings.breakdowns}
    fields = ("cells", "withheld", "rate_withheld", "unreliable")
    counted: dict[tuple[str, str, str], Counter[str]] = {}
    for record in page_inputs.findings.withholding:
        key = (record.indicator, record.breakdown, record.area_type)
        counted.setdefault(key, Counter()).update(_numbers(record, fields))
    return {
        "rows": [
            {
                "indicator": titles[indicator],
                "breakdown": None if breakdown == EVERYONE else breakdowns[breakdown],
                "area_type": area_type,
                "cells_of": address("withholding", indicator, breakdown, area_type, ""),
                **{field: whole(numbers[field]) for field in fields},
            }
            for (indicator, breakdown, area_type), numbers in counted.items()
        ],
        "total": {field: whole(sum(each[field] for each in counted.values())) for field in fields},
    }


def _numbers(record: Withholding, fields: tuple[str, ...]) -> dict[str, int]:
    return {field: getattr(record, field) for field in fields}
