"""CSVW metadata of the CSV files (W3C, "Metadata Vocabulary for Tabular Data", 2015).

Each CSV file has a `<name>-metadata.json` beside it. One more, `csv-metadata.json`, the name that the
standard looks for, describes all files together and states which columns refer to rows of another file.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable

from reporter.publication.loading import Publication
from reporter.publication.release import ReleaseState
from reporter.report.tables.model import Column, Table

_CONTEXT = "http://www.w3.org/ns/csvw"
_DATATYPES = {
    "text": "string",
    "count": "nonNegativeInteger",
    "year": "integer",
    "number": "number",
    "p value": "number",
}
_SYMBOLS = r"(\[[a-z]+\] ?)+"
_REFERENCES = {
    "indicator": ("indicators", "indicator"),
    "area_code": ("areas", "area_code"),
    "target_code": ("areas", "area_code"),
}
_LIST_COLUMN, _LIST_SEPARATOR = "parent_code", ";"


def table_metadata(
    publication: Publication, release_state: ReleaseState, table: Table, format_note: str
) -> bytes:
    """The metadata of one CSV file."""
    return _json(_context(publication) | _table(publication, release_state, table, format_note))


def group_metadata(
    publication: Publication, release_state: ReleaseState, tables: Iterable[Table], format_note: str
) -> bytes:
    """The metadata of all CSV files together, with the references between them."""
    tables = tuple(tables)
    names = {table.name for table in tables}
    described = [_table(publication, release_state, table, format_note, names) for table in tables]
    return _json(_context(publication) | _edition(publication, release_state) | {"tables": described})


def _json(described: dict[str, object]) -> bytes:
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _context(publication: Publication) -> dict[str, object]:
    return {"@context": [_CONTEXT, {"@language": publication.settings.publication.language}]}


def _edition(publication: Publication, release_state: ReleaseState) -> dict[str, object]:
    """Metadata common to all files of the edition; `dc`: Dublin Core Terms."""
    settings = publication.settings
    corrections = settings.corrections
    publisher = {"schema:name": settings.producer.name, "schema:email": settings.producer.email}
    if settings.producer.website:
        publisher["schema:url"] = settings.producer.website
    edition: dict[str, object] = {
        "dc:title": settings.publication.title,
        "dc:description": settings.publication.summary,
        "dc:publisher": publisher,
        "schema:version": settings.publication.edition,
        "schema:creativeWorkStatus": release_state.status,
        "dc:issued": _moment(settings.release.local_time),
        "dc:modified": _moment(settings.modified),
        "dc:language": settings.publication.language,
        "dc:source": settings.data.source,
    }
    if corrections:
        edition["schema:correction"] = [f"{each.time.date()}: {each.what} {each.why}" for each in corrections]
    if settings.publication.licence:
        edition["dc:license"] = {"@id": settings.publication.licence}
    return edition


def _moment(time: dt.datetime) -> dict[str, str]:
    return {"@value": time.isoformat(), "@type": "xsd:dateTime"}


def _table(
    publication: Publication,
    release_state: ReleaseState,
    table: Table,
    format_note: str,
    names: Collection[str] = (),
) -> dict[str, object]:
    return {
        "url": f"{table.name}.csv",
        **_edition(publication, release_state),
        "dc:title": f"{table.title}. {publication.settings.publication.title}",
        "dc:description": " ".join((*table.description, format_note)),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True, "delimiter": ","},
        "null": "",
        "tableSchema": {
            "columns": [_column(column, required=column.name in table.key) for column in table.columns],
            "primaryKey": list(table.key),
            **({"foreignKeys": _foreign_keys(table, names)} if names else {}),
        },
    }


def _column(column: Column, *, required: bool) -> dict[str, object]:
    described: dict[str, object] = {
        "name": column.name,
        # The heading in the file comes first: the file's header must be one of the titles.
        "titles": [column.name, column.title],
        "dc:description": column.description,
        "datatype": _datatype(column),
        "required": required,
    }
    if column.unit:
        described["schema:unitText"] = column.unit
    if column.name == _LIST_COLUMN:
        described["separator"] = _LIST_SEPARATOR
    return described


def _datatype(column: Column) -> str | dict[str, str]:
    base = _DATATYPES[column.kind]
    if column.name == "symbols":
        return {"base": base, "format": f"^{_SYMBOLS}$"}
    if column.values:
        allowed = "|".join(map(_literally, column.values))
        return {"base": base, "format": f"^({allowed})$"}
    return base


def _literally(text: str) -> str:
    """A regular expression for exactly this text, in ECMAScript's dialect, the standard's."""
    return "".join(f"\\{sign}" if sign in r"\^$.|?*+()[]{}" else sign for sign in text)


def _foreign_keys(table: Table, names: Collection[str]) -> list[dict[str, object]]:
    return [
        {
            "columnReference": [column.name],
            "reference": {"resource": f"{resource}.csv", "columnReference": [referred]},
        }
        for column in table.columns
        for resource, referred in [_REFERENCES.get(column.name, ("", ""))]
        if resource in names and resource != table.name
    ]
