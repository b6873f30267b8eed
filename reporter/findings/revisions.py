"""Revisions: which of an edition's cells differ from what earlier editions published for the same cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from reporter.comparison.differences import revisions
from reporter.comparison.published import CellName, PublishedCell, PublishedEdition
from reporter.findings.model import Findings

REVISED = "[r]"


def with_revisions(findings: Findings, earlier: Sequence[PublishedEdition]) -> Findings:
    """Findings with the differences to each earlier edition, and `[r]` where a number that is given differs.

    Only what both editions publish is compared, so that a reader of both can work out the same.

    Args:
        findings: what the edition found.
        earlier: editions that were published before, as read back.
    """
    if not earlier:
        return findings
    tables = [published(findings.rates), published(findings.by_category)]
    found = tuple(revisions(edition, {**tables[0], **tables[1]}) for edition in earlier)
    differing = {each.name for since in found for each in since.differences if each.is_given}
    return replace(
        findings,
        rates=_marked(findings.rates, tables[0], differing),
        by_category=_marked(findings.by_category, tables[1], differing),
        revisions=found,
    )


def published(table: pd.DataFrame) -> dict[CellName, PublishedCell]:
    """A table of rates as its readers will have it, in its order."""
    names = [column for column in CellName._fields if column in table]
    return {
        CellName(**{name: row[name] for name in names}): PublishedCell(
            area_name=row["area_name"],
            area_type=row["area_type"],
            numerator=None if pd.isna(row["numerator"]) else int(row["numerator"]),
            denominator=None if pd.isna(row["denominator"]) else int(row["denominator"]),
            value=None if pd.isna(row["value"]) else float(row["value"]),
            symbols=row["symbols"],
        )
        for row in table.to_dict("records")
    }


def _marked(
    table: pd.DataFrame, cells: Mapping[CellName, PublishedCell], differing: set[CellName]
) -> pd.DataFrame:
    marks = [cell.symbols + REVISED * (name in differing) for name, cell in cells.items()]
    return table.assign(symbols=marks)
