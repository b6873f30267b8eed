"""What every page of an edition says alike: its footer, when it was released, which edition it is of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from reporter.verify.listing import MANIFEST
from reporter.verify.page_text import PageText


def sameness_problems(pages: Mapping[str, PageText], files: Mapping[str, bytes]) -> Iterator[str]:
    """Every page with another footer than most, or of another edition than the manifest, as one line each.

    Args:
        pages: every page by its path in the edition.
        files: the bytes of every file by its path in the edition's folder.
    """
    manifest = json.loads(files[MANIFEST])
    wanted = {
        name: str(manifest[key])
        for name, key in (("edition", "edition"), ("status", "status"), ("dcterms.created", "release_time"))
        if key in manifest
    }
    footers = {path: _footer(page) for path, page in pages.items()}
    usual = max(footers.values(), key=list(footers.values()).count, default="")
    for path, page in pages.items():
        if footers[path] != usual:
            yield f"{path}: another footer than on other pages: “{footers[path]}”, not “{usual}”"
        if page.language != manifest.get("language", page.language):
            yield f"{path}: says its language is {page.language}, {MANIFEST} says {manifest['language']}"
        for name, value in wanted.items():
            if page.meta(name) != value:
                yield f"{path}: says {name} is {page.meta(name)}, {MANIFEST} says {value}"


def _footer(page: PageText) -> str:
    return " ".join(footer.text() for footer in page.root.all("footer"))
