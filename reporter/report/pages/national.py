"""What the national publication says: the context of its template."""

from __future__ import annotations

from typing import Any

from reporter.findings.vocabulary import EVERYONE
from reporter.report.charts.tiles import tile_map
from reporter.report.pages.annual import annual
from reporter.report.pages.inequalities import inequalities
from reporter.report.pages.material import PROSE_DECIMALS, TABLE_DECIMALS, Material
from reporter.report.pages.revised import revised
from reporter.report.words import verdicts
from reporter.report.words.cells import shown
from reporter.report.words.numbers import whole


def national(material: Material) -> dict[str, Any]:
    """The context of the national publication, in plain data."""
    findings, headline, comparator = material.findings, material.headline, material.comparator
    codes = [area.code for area in material.networks]
    networks = material.rows(headline, codes, TABLE_DECIMALS, last=[comparator.code])
    return {
        **material.imprint,
        "root": "",
        "main_period": findings.main_period,
        "latest_year": findings.latest_year,
        "basis": findings.main_basis,
        **material.spoken(headline, comparator.code),
        "annual": annual(
            material,
            [
                (indicator.id, comparator.code, indicator.title)
                for indicator in material.publication.indicators
            ],
        ),
        "funnel": _funnel(material),
        "networks": networks,
        "tiles": tile_map(
            material.areas.tiles, {row["area_code"]: row["comparison"] for row in networks["rows"]}
        )
        if material.areas.tiles and networks["rows"]
        else None,
        "upper_levels": _upper_levels(material),
        "places": _places(material),
        "parts": _parts(material),
        "inequalities": inequalities(material, comparator.code),
        "inequalities_of": {"code": comparator.code, "name": comparator.name},
        "withholding": _withholding(material),
        "revisions": revised(material),
        "revision_policy": material.publication.settings.revisions.policy,
        "symbols": material.symbols(material.rates.symbols(set(material.areas.by_code))),
    }


def _funnel(material: Material) -> dict[str, Any] | None:
    """The funnel with its words' numbers and its chart in both widths."""
    found = material.funnel(material.headline)
    if found is None:
        return None
    return {
        **verdicts.funnel(found, PROSE_DECIMALS),
        **{size: drawing.chart() for size, drawing in material.headline_funnel.items()},
        "flagged": [
            {"name": material.names[str(row["area_code"])], "flag": str(row["adjusted_comparison"])}
            for row in found.points.sort_values("value", kind="stable").to_dict("records")
            if row["adjusted_comparison"] not in ("similar", "not compared")
        ],
    }


def _upper_levels(material: Material) -> list[dict[str, Any]]:
    """A table for each level between networks and comparator."""
    return [
        material.level_table(
            level, material.areas.of_type(level.area_type), TABLE_DECIMALS, [material.comparator.code]
        )
        for level in material.upper_levels
    ]


def _places(material: Material) -> list[dict[str, Any]]:
    """For each level below the networks, the names of its areas by network, so that a reader finds hers."""
    return [
        {
            "level": level.model_dump(mode="json"),
            "networks": [
                {
                    "code": network.code,
                    "name": material.names[network.code],
                    "parts": sorted(
                        material.names[area.code]
                        for area in material.areas.within(network.code, level.area_type)
                        if material.rate(material.headline, area.code) is not None
                    ),
                }
                for network in material.networks
            ],
        }
        for level in material.lower_levels
    ]


def _parts(material: Material) -> dict[str, Any]:
    """The other indicators: each for the comparator, and a table of all by area above the networks."""
    others = material.publication.indicators[1:]
    comparator = material.comparator.code
    above = [area for level in material.upper_levels for area in material.areas.of_type(level.area_type)]
    return {
        "indicators": [
            {
                "id": indicator.id,
                **material.spoken(indicator.id, comparator),
                "funnel": verdicts.funnel(found, PROSE_DECIMALS)
                if (found := material.funnel(indicator.id))
                else None,
            }
            for indicator in others
        ],
        "rows": [
            {
                "name": material.names[code],
                "code": code,
                "cells": [
                    shown(rate, TABLE_DECIMALS) if (rate := material.rate(indicator, code)) else None
                    for indicator in material.indicators
                ],
            }
            for code in (*(area.code for area in material.by_name(above)), comparator)
        ],
    }


def _withholding(material: Material) -> dict[str, Any]:
    """How much is withheld: by level for the headline indicator, for a year and the main period; in all."""
    findings = material.findings
    periods = list(dict.fromkeys((findings.latest_year, findings.main_period)))
    records = [
        record
        for record in findings.withholding
        if record.basis == findings.main_basis and record.breakdown == EVERYONE
    ]
    by_key = {
        (record.area_type, record.period): record
        for record in records
        if record.indicator == material.headline
    }
    levels = [level.area_type for level in material.publication.settings.levels]
    total = {
        field: whole(sum(getattr(record, field) for record in findings.withholding))
        for field in ("cells", "withheld")
    }
    return {
        "rules": material.rules,
        "rows": [
            verdicts.withholding(by_key[level, period])
            for level in levels
            for period in periods
            if (level, period) in by_key
        ],
        "total_cells": {"text": total["cells"], "cell": "withholding/cells"},
        "total_withheld": {"text": total["withheld"], "cell": "withholding/withheld"},
        "any": any(record.withheld for record in findings.withholding),
    }
