"""An edition's tables, made of its findings, its areas and its indicators; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from reporter.findings.edition import TABLES, Findings
from reporter.findings.schema import Schema, of_frame
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.periods import label_of, year_of
from reporter.report.tables.dictionary import Dictionary, words
from reporter.report.tables.model import Table
from reporter.report.words.catalogue import StepWords
from reporter.report.words.names import printed_names

AREAS = of_frame(
    "areas",
    dict.fromkeys(("area_code", "area_name", "short_name", "area_type", "parent_code"), str),
    "area_code",
)
INDICATORS = of_frame(
    "indicators",
    {
        **dict.fromkeys(("indicator", "title", "numerator", "denominator"), str),
        "multiplier": int,
        **dict.fromkeys(("calculation", "definition", "basis", "polarity"), str),
    },
    "indicator",
)


def tables(
    publication: Publication, findings: Findings, areas: Areas, dictionary: Dictionary, step: StepWords
) -> tuple[Table, ...]:
    """All tables that have a row, the rates first.

    Years of other calendars, quarters and months are given as the calendar year with which their label
    begins; the label stands beside it, in columns of its own where the table has no period.
    """
    texts = words(dictionary, publication, areas, publication.indicators, step)
    frames = [
        *(
            (schema, schema.rows(getattr(findings, field), areas))
            for field, schemas in TABLES.items()
            for schema in schemas
        ),
        (AREAS, _areas(areas, printed_names(areas, publication.settings.levels))),
        (INDICATORS, _indicators(publication.indicators)),
    ]
    labelled = (_with_labels(schema, frame) for schema, frame in frames if len(frame))
    return tuple(dictionary.table(schema, frame, texts) for schema, frame in labelled)


def _with_labels(schema: Schema[Any], frame: pd.DataFrame) -> tuple[Schema[Any], pd.DataFrame]:
    """A table whose steps are calendar years, with the labels of steps that are none."""
    years = [name for name in schema.columns if schema.datatype(name).kind == "year"]
    if all(year_of(int(step)) == step for name in years for step in frame[name].unique()):
        return schema, frame
    columns: dict[str, Any] = {}
    for name, hint in schema.columns.items():
        if name in years and "period" not in schema.columns:
            label = name.replace("year", "period")
            columns[label] = str
            frame = frame.assign(**{label: frame[name].map(label_of)})
        columns[name] = hint
    frame = frame.assign(**{name: frame[name].map(year_of) for name in years})
    return replace(schema, columns=columns), frame


def _areas(areas: Areas, names: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": area.code,
            "area_name": area.name,
            "short_name": names.get(area.code, area.name),
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
