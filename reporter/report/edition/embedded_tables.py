"""The archive form of an edition: every PDF holds the released tables of rates, as CSV.

The national publication and the quality report are about every area: they hold the tables as they are
published. A document about one area, such as a briefing, holds the rows of that area, of the areas in it and
of the areas that it is a part of, in the same order: its subject and what it is compared with, small enough
to be sent. The other rows are in the national publication.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from reporter.publication.areas import Area, Areas
from reporter.report.page import Embedded, Page
from reporter.report.tables.csv_file import rows_where

CONFORMS_TO = ("PDF/A-3a", "PDF/UA-1")
"""Standards of every PDF of an archive edition."""

TABLES = ("rates", "rates-by-category")
"""The tables that are embedded, where an edition has them: every released count and its rate."""


def with_tables(pages: Sequence[Page], files: Mapping[str, bytes], areas: Areas) -> tuple[Page, ...]:
    """The same pages, with the tables of rates embedded in those that become PDFs.

    Args:
        pages: pages of an edition; a page whose file is named by an area's code is about that area.
        files: the edition's data files, by path.
        areas: the areas.
    """
    return tuple(
        replace(page, embedded=tuple(_tables(page, files, areas))) if page.medium == "print" else page
        for page in pages
    )


def _tables(page: Page, files: Mapping[str, bytes], areas: Areas) -> Iterator[Embedded]:
    folder, _, name = page.path.rpartition("/")
    code = PurePosixPath(name).stem if folder else ""
    for table in TABLES:
        if f"tables/{table}.csv" not in files:
            continue
        content = files[f"tables/{table}.csv"]
        metadata = json.loads(files[f"tables/{table}-metadata.json"])
        title, time = metadata["dc:title"], metadata["dc:modified"]["@value"]
        if code in areas:
            content = rows_where(content, "area_code", frozenset(_about(areas, areas[code])))
            yield Embedded(f"{table}-{code}.csv", f"{title}. {areas[code].name}", time, content.decode())
        else:
            yield Embedded(f"{table}.csv", title, time, content.decode())


def _about(areas: Areas, area: Area) -> Iterator[str]:
    """Codes of an area, of the areas in it, and of those that it is a part of."""
    yield area.code
    yield from (above.code for above in areas.ancestors(area.code))
    yield from (each.code for each in areas.areas if area in areas.ancestors(each.code))
