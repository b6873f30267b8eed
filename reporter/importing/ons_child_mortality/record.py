"""The source record: the workbooks and sheets of the tidy files, the checks, and notes on the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reporter.importing.ons_child_mortality.area_table import AreaRow
from reporter.importing.ons_child_mortality.breakdown_tables import TITLES, UNLINKED, preterm_labels
from reporter.importing.ons_child_mortality.breaks import EARLIEST, breaks
from reporter.importing.ons_child_mortality.extract import BASIS, Extract
from reporter.importing.ons_child_mortality.year import (
    WorkbookYear,
    counts_by_category,
    deaths_by_category,
)

SOURCE = "Office for National Statistics: Child mortality (death cohort) tables in England and Wales"
BIRTHS = "Live births that occurred in the year, with births of the year before that were registered late"


def source_record(whole: Extract) -> dict[str, Any]:
    """The source record, in the order in which it is written."""
    return {
        "source": SOURCE,
        "basis": BASIS,
        "births": BIRTHS,
        "workbooks": [_workbook(each, whole) for each in whole.years],
        "counts": {
            "rows": len(whole.counts),
            "years": sorted({year for year, _ in whole.counts}),
            "columns": list(whole.columns),
        },
        "areas_not_in_every_year": not_in_every_year(whole),
        "breakdowns": {name: _breakdown(name, whole) for name in _breakdowns(whole)},
    }


def _workbook(each: WorkbookYear, whole: Extract) -> dict[str, Any]:
    file = str(each.workbook.path)
    return {
        "file": each.workbook.path.name,
        "sha256": each.workbook.sha256,
        "released": each.workbook.released.isoformat() if each.workbook.released else None,
        "year": each.year,
        "tables": [
            {
                "of": table.kind,
                "sheet": table.sheet.name,
                "header_row": table.header + 1,
                "rows": len(table.rows),
                "title": table.title,
            }
            for table in each.tables
        ],
        "checks": {"made": each.checks.made, "rates": each.checks.rates, "failed": len(each.checks.failures)},
        "acknowledged": [
            {"cell": whole.acknowledged.names[cell], "checks": [failure.says for failure in failures]}
            for cell, failures in whole.acknowledged.failures.items()
            if cell.file == file
        ],
        "areas_left_out": [code for year, code in whole.left_out if year == each.year],
        "areas_counted_together": [
            {"area_code": area.code, "area_name": area.name, "stands_for": list(area.stands_for)}
            for area in counted_together(each)
        ],
    }


def counted_together(each: WorkbookYear) -> list[AreaRow]:
    """The areas that stand for several codes in one row."""
    return [area for area in each.areas if len(area.stands_for) > 1 and area.kind != "total"]


def not_in_every_year(whole: Extract) -> dict[str, list[int]]:
    """Areas without counts in some of the years, with the years that they have."""
    years: dict[str, list[int]] = {}
    for year, code in whole.counts:
        years.setdefault(code, []).append(year)
    every = {year for year, _ in whole.counts}
    return {code: found for code, found in sorted(years.items()) if set(found) != every}


def _breakdowns(whole: Extract) -> list[str]:
    found = {breakdown for _, _, breakdown, _ in whole.categories}
    return [name for name in TITLES if name in found]


def _breakdown(name: str, whole: Extract) -> dict[str, Any]:
    years: dict[str, set[int]] = {}
    for area, year, breakdown, _ in whole.categories:
        if breakdown == name:
            years.setdefault(area, set()).add(year)
    differences = list(_differences(name, whole))
    source = "gestation" if name == "preterm" else name
    unlinked = [
        {"area_code": area, "year": year, **deaths}
        for (area, year, breakdown), deaths in sorted(whole.unlinked.items())
        if breakdown == source
    ]
    of_gestation = (
        {"combined_years": _combined(whole), "breaks": _breaks(whole)} if name == "gestation" else {}
    )
    return {
        "title": TITLES[name],
        "complete": not differences and not unlinked,
        "years": {area: sorted(found) for area, found in sorted(years.items())},
        "categories": _labels(name, whole),
        "unlinked_deaths": unlinked,
        "differs_from_areas": differences,
        "revised": _revised(name, whole),
        **of_gestation,
    }


def _revised(name: str, whole: Extract) -> list[dict[str, Any]]:
    """Counts that differ between a newer and an older workbook."""
    return [
        {
            "area_code": each.key[0],
            "year": each.key[1],
            "category": each.key[3],
            "before": dict(each.before),
            "taken": dict(each.after),
            "from_workbook_of": each.workbook,
        }
        for each in whole.revised
        if each.key[2] == name
    ]


def _combined(whole: Extract) -> list[dict[str, Any]]:
    """Rows of several years counted together, as published; the tidy files have single years only."""
    groups: dict[tuple[str, int, int], dict[str, Any]] = {}
    for row in whole.combined:
        counts = deaths_by_category(row.row) if row.category == UNLINKED else counts_by_category(row.row)
        group = groups.setdefault((row.area, row.first_year, row.year), {})
        group[row.category or "all"] = counts or {}
    return [
        {"area_code": area, "first_year": first, "last_year": last, "categories": categories}
        for (area, first, last), categories in sorted(groups.items())
    ]


def _breaks(whole: Extract) -> list[dict[str, Any]]:
    return [
        {
            "area_code": each.area,
            "category": each.category,
            "years": list(each.years),
            "counts": [dict(counts) for counts in each.counts],
            EARLIEST: [dict(counts) for counts in each.earliest],
        }
        for each in breaks(whole.categories)
    ]


def _labels(name: str, whole: Extract) -> Mapping[str, str]:
    """Names of the categories, in order; from the newest workbook where the wording changed."""
    if name == "preterm":
        return preterm_labels()
    labels: dict[str, str] = {}
    present = {category for _, _, breakdown, category in whole.categories if breakdown == name}
    for each in reversed(whole.years):
        for category in each.categories:
            if category.breakdown == name and category.category in present:
                labels.setdefault(category.category, category.label)
    return labels


def _differences(name: str, whole: Extract) -> Iterator[dict[str, Any]]:
    """Sums of the categories that differ from the table of areas."""
    sums: dict[tuple[str, int], dict[str, int]] = {}
    for (area, year, breakdown, _), counts in whole.categories.items():
        if breakdown == name:
            total = sums.get((area, year), {})
            sums[area, year] = {column: total.get(column, 0) + count for column, count in counts.items()}
    for (area, year), found in sorted(sums.items()):
        if (year, area) in whole.counts:
            every = dict(zip(whole.columns, whole.counts[year, area], strict=True))
            given = {column: every[column] for column in found}
            if given != found:
                yield {"area_code": area, "year": year, "categories": found, "areas": given}
