"""Statements that all pages of an edition share: footer, language, release time and edition."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reporter.verification.listing import MANIFEST
from reporter.verification.names import wordings
from reporter.verification.page_text import PageText

STATED = {"edition": "edition", "status": "status", "dcterms.created": "release_time"}
"""Fields of the manifest, by the `meta` element that repeats each on every page."""

_MONTH = re.compile(r"^periods/.*\d{4}-\d\d")

MODIFIED = "dcterms.modified"
"""The `meta` element with the time of the last correction, or of the release."""


@dataclass(frozen=True)
class Statements:
    """Statements of a page on itself and its edition.

    Attributes:
        footer: the text of its footer.
        language: its declared language tag.
        meta: content of its `meta` elements, by name.
        wordings: wordings of units and periods, by address.
        title: the title of its window.
        heading: its first heading.
    """

    footer: str
    language: str
    meta: Mapping[str, str]
    wordings: Mapping[str, frozenset[str]]
    title: str
    heading: str


def statements_of(page: PageText) -> Statements:
    """The statements of a page."""
    footer = " ".join(footer.text() for footer in page.root.all("footer"))
    meta = {name: page.meta(name) for name in (*STATED, MODIFIED)}
    title, heading = (next((each.text() for each in page.root.all(tag)), "") for tag in ("title", "h1"))
    return Statements(footer, page.language, meta, wordings(page.root), title, heading)


def sameness_problems(pages: Mapping[str, Statements], files: Mapping[str, bytes]) -> Iterator[str]:
    """Pages with another footer than most, or that contradict the manifest, one line each.

    Args:
        pages: the statements of every page, by its path in the edition.
        files: the bytes of every file by its path in the edition's folder.
    """
    manifest = json.loads(files[MANIFEST])
    wanted = {name: str(manifest[key]) for name, key in STATED.items() if key in manifest}
    if corrections := manifest.get("corrections"):
        wanted[MODIFIED] = str(corrections[-1]["time"])
    elif "release_time" in manifest:
        wanted[MODIFIED] = str(manifest["release_time"])
    footers = [page.footer for page in pages.values()]
    usual = max(footers, key=footers.count, default="")
    titled = " ".join(str(manifest.get("title", "")).split())
    for path, page in pages.items():
        for wanted_in_title in (titled, page.heading):
            if wanted_in_title not in page.title:
                yield f"{path}: its title is “{page.title}”, without “{wanted_in_title}”"
        if page.footer != usual:
            yield f"{path}: another footer than on other pages: “{page.footer}”, not “{usual}”"
        if page.language != manifest.get("language", page.language):
            yield f"{path}: says its language is {page.language}, {MANIFEST} says {manifest['language']}"
        for name, value in wanted.items():
            if page.meta[name] != value:
                yield f"{path}: says {name} is {page.meta[name]}, {MANIFEST} says {value}"
    worded: dict[str, str] = {}
    months: dict[str, str] = {}
    for path, page in pages.items():
        for address, texts in page.wordings.items():
            for text in sorted(texts):
                if (usual := worded.setdefault(address, text)) != text:
                    yield f"{path}: words {address} as “{text}”, elsewhere it is “{usual}”"
                # A month has a name in place of its number: no two months may have the same.
                if _MONTH.search(address) and (other := months.setdefault(text, address)) != address:
                    yield f"{path}: words {address} as “{text}”, which is {other} elsewhere"
