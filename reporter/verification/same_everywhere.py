"""What every page of an edition says alike: its footer, when it was released, which edition it is of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reporter.verification.listing import MANIFEST
from reporter.verification.page_text import PageText

STATED = {"edition": "edition", "status": "status", "dcterms.created": "release_time"}
"""`meta` elements that every page has, and the fields of the manifest that say the same."""


@dataclass(frozen=True)
class Statements:
    """What a page says of itself and of its edition.

    Attributes:
        footer: the text of its footer.
        language: the language that it says it is in.
        meta: what its `meta` elements say, by name.
    """

    footer: str
    language: str
    meta: Mapping[str, str]


def statements_of(page: PageText) -> Statements:
    """What a page says of itself."""
    footer = " ".join(footer.text() for footer in page.root.all("footer"))
    return Statements(footer, page.language, {name: page.meta(name) for name in STATED})


def sameness_problems(pages: Mapping[str, Statements], files: Mapping[str, bytes]) -> Iterator[str]:
    """Every page with another footer than most, or of another edition than the manifest, as one line each.

    Args:
        pages: what every page says of itself, by its path in the edition.
        files: the bytes of every file by its path in the edition's folder.
    """
    manifest = json.loads(files[MANIFEST])
    wanted = {name: str(manifest[key]) for name, key in STATED.items() if key in manifest}
    footers = [page.footer for page in pages.values()]
    usual = max(footers, key=footers.count, default="")
    for path, page in pages.items():
        if page.footer != usual:
            yield f"{path}: another footer than on other pages: “{page.footer}”, not “{usual}”"
        if page.language != manifest.get("language", page.language):
            yield f"{path}: says its language is {page.language}, {MANIFEST} says {manifest['language']}"
        for name, value in wanted.items():
            if page.meta[name] != value:
                yield f"{path}: says {name} is {page.meta[name]}, {MANIFEST} says {value}"
