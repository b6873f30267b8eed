"""Files inside PDFs: in an archive the published tables of rates, in any other edition none.

A PDF named by an area code holds the rows of that area, of areas within it and of areas that it is a part of;
any other holds the whole tables, byte for byte.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Set
from pathlib import PurePosixPath

import pypdfium2

from reporter.records.formulas import unguarded
from reporter.verification.listing import MANIFEST
from reporter.verification.published import Published

TABLES = ("rates", "rates-by-category")
"""The tables that an archive file holds, where the edition has them."""

IDENTIFICATION = (b'pdfaid:part="3"', b'pdfaid:conformance="A"', b'pdfuaid:part="1"')
"""Marks of PDF/A-3a and PDF/UA-1 in an archive file's metadata."""


def is_archive(files: Mapping[str, bytes]) -> bool:
    """Whether the manifest says that the PDFs of an edition are archive files."""
    return bool(json.loads(files[MANIFEST]).get("archive"))


def embedded_problems(files: Mapping[str, bytes]) -> Iterator[str]:
    """Wrong files and metadata in PDFs, one line each.

    Args:
        files: the bytes of every file by its path in the edition's folder, the manifest among them.
    """
    archive = is_archive(files)
    published = {table: files[f"tables/{table}.csv"] for table in TABLES if f"tables/{table}.csv" in files}
    parents = _parents(files) if archive else {}
    for path in sorted(path for path in files if path.endswith(".pdf")):
        try:
            held = _embedded(files[path])
        except pypdfium2.PdfiumError:
            continue  # The comparison with its page reports it.
        if archive:
            yield from _archive_problems(path, files[path], held, published, parents)
        else:
            yield from (f"{path}: holds the file {name}, but this edition is no archive" for name in held)


def _embedded(pdf: bytes) -> dict[str, bytes]:
    """The files in a PDF by their names."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = [document.get_attachment(place) for place in range(document.count_attachments())]
        return {each.get_name(): bytes(each.get_data()) for each in found}
    finally:
        document.close()


def _archive_problems(
    path: str,
    pdf: bytes,
    held: Mapping[str, bytes],
    published: Mapping[str, bytes],
    parents: Mapping[str, Set[str]],
) -> Iterator[str]:
    for mark in IDENTIFICATION:
        if mark not in pdf:
            yield f"{path}: its metadata do not say {mark.decode()}"
    code = PurePosixPath(path).stem
    about = _about(code, parents) if code in parents else None
    wanted = {f"{table}.csv" if about is None else f"{table}-{code}.csv": table for table in published}
    for name in sorted(held.keys() | wanted.keys()):
        if name not in held:
            yield f"{path}: does not hold {name}"
        elif name not in wanted:
            yield f"{path}: holds {name}, which is none of the published tables"
        else:
            table = wanted[name]
            if not _is_selection(held[name], published[table], about):
                yield f"{path}: {name} is not what tables/{table}.csv says"


def _is_selection(held: bytes, published: bytes, about: Set[str] | None) -> bool:
    """Whether a table holds exactly the published rows of some areas in their order, or all of them."""
    if about is None:
        return held == published
    header, *rows = _read(published)
    area = header.index("area_code")
    return list(_read(held)) == [header, *(row for row in rows if unguarded(row[area]) in about)]


def _read(table: bytes) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(table.decode(errors="replace"), newline=""))


def _parents(files: Mapping[str, bytes]) -> dict[str, frozenset[str]]:
    """The areas that each area is a part of, directly, by the published table of areas."""
    rows = Published(files).rows("areas")
    return {row["area_code"]: frozenset(row["parent_code"].split(";")) - {""} for row in rows}


def _about(code: str, parents: Mapping[str, Set[str]]) -> frozenset[str]:
    """An area, areas within it, and areas it is a part of."""
    return frozenset(
        each for each in parents if each in _above(code, parents) or code in _above(each, parents)
    )


def _above(code: str, parents: Mapping[str, Set[str]]) -> frozenset[str]:
    """An area and all areas it is a part of."""
    found = {code}
    while more := {parent for each in found for parent in parents.get(each, ())} - found:
        found |= more
    return frozenset(found)
