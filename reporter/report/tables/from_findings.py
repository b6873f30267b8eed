"""An edition's tables, made of its findings, its areas and its indicators; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import pandas as pd

from reporter.comparison.differences import Revisions
from reporter.findings.inequality_model import Decomposition, Inequality, InequalityTrend
from reporter.findings.model import EVERYONE, Change, Detectable, Findings, Funnel, Trend
from reporter.findings.revisions import REVISED
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.report.tables.dictionary import Dictionary, words
from reporter.report.tables.model import Table

_LIMITS = {"lower": "lower_95", "upper": "upper_95"}
_FUNNEL = ("indicator", "area_type", "period", "basis")
_SUMMARY = (
    *_FUNNEL,
    "target",
    "target_code",
    "phi",
    "calibrated_phi",
    "tau2",
    "dispersion_level",
    "not_drawn",
    "outside",
    "adjusted_outside",
    "expected_false_flags",
)
_FLAGS = {"flag": "comparison", "adjusted_flag": "adjusted_comparison"}


def tables(
    publication: Publication, findings: Findings, areas: Areas, dictionary: Dictionary
) -> tuple[Table, ...]:
    """All tables that have a row, the rates first."""
    spoken = words(dictionary, publication, areas, publication.indicators)
    frames = {
        "rates": findings.rates,
        "changes": _by_area(findings.changes, areas).rename(columns={"ratio": "rate_ratio", **_LIMITS}),
        "trends": _by_area(findings.trends, areas).rename(columns=_LIMITS),
        "funnels": pd.DataFrame(
            {name: getattr(funnel, name) for name in _SUMMARY} for funnel in findings.funnels
        ),
        "funnel-points": _of_funnels(findings.funnels, "points").rename(columns=_FLAGS),
        "funnel-limits": _of_funnels(findings.funnels, "curve"),
        "detectable-change": _by_area(findings.detectable, areas).rename(
            columns={"one_year": "detectable_one_year", "pooled": "detectable_pooled"}
        ),
        "rates-by-category": findings.by_category,
        "inequalities": _by_area(findings.inequalities, areas),
        "inequality-trends": _by_area(findings.inequality_trends, areas),
        "decompositions": _by_area(findings.decompositions, areas),
        "withholding": pd.DataFrame(asdict(each) for each in findings.withholding),
        "revisions": pd.DataFrame(_revised(findings.revisions)),
        "areas": _areas(areas),
        "indicators": _indicators(publication.indicators),
    }
    return tuple(dictionary.table(name, frame, spoken) for name, frame in frames.items() if len(frame))


Found = Change | Trend | Detectable | Inequality | InequalityTrend | Decomposition


def _by_area(found: Iterable[Found], areas: Areas) -> pd.DataFrame:
    """One row a finding, each with the name and the type of its area beside the area's code."""
    return pd.DataFrame(dict(_with_area(asdict(each), areas)) for each in found)


def _with_area(record: dict[str, Any], areas: Areas) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        yield name, value
        if name == "area_code":
            yield "area_name", areas[value].name
            yield "area_type", areas[value].type


def _of_funnels(funnels: Iterable[Funnel], part: str) -> pd.DataFrame:
    """One part of every funnel, points or curve, each row with what the funnel shows before it."""
    parts: list[pd.DataFrame] = []
    for funnel in funnels:
        frame: pd.DataFrame = getattr(funnel, part)
        parts.append(
            frame.assign(**{name: getattr(funnel, name) for name in _FUNNEL})[[*_FUNNEL, *frame.columns]]
        )
    return pd.concat(parts) if parts else pd.DataFrame()


def _revised(revisions: Iterable[Revisions]) -> Iterator[dict[str, Any]]:
    """One row a cell that differs from an earlier edition; a count withheld now is not named again."""
    for found in revisions:
        for difference in found.differences:
            old, new = difference.old, difference.new
            assert old is not None
            assert new is not None
            withheld = difference.kind == "newly withheld"
            without = new if new.value is None else old if old.value is None else None
            yield {
                "edition": found.since.edition,
                "corrections": found.since.corrections,
                **{key: value or EVERYONE for key, value in difference.name._asdict().items()},
                "area_name": new.area_name,
                "area_type": new.area_type,
                "revision": difference.kind,
                "numerator_before": None if withheld else old.numerator,
                "numerator": new.numerator,
                "denominator_before": old.denominator,
                "denominator": new.denominator,
                "value_before": None if withheld else old.value,
                "value": new.value,
                "symbols": without.symbols.replace(REVISED, "") if without else "",
            }


def _areas(areas: Areas) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": area.code,
            "area_name": area.name,
            "area_type": area.type,
            "parent_code": ";".join(area.parents),
        }
        for area in areas.areas
    )


def _indicators(indicators: Iterable[Indicator]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": each.id,
            "title": each.title,
            "numerator": each.numerator.description,
            "denominator": each.denominator.description,
            "multiplier": each.multiplier,
            "calculation": each.calculation,
            "definition": each.definition,
            "basis": each.basis,
            "polarity": each.polarity,
        }
        for each in indicators
    )
