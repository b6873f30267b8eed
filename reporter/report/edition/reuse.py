"""Reuse of files in the finished edition that were made from the same inputs.

The finished edition is the store. A page's key is a hash of its data and of the code, packages and templates
that render it; the private record keeps the key and the hash of every page's file. A file that was changed
since is not reused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reporter.report.page import Page
from reporter.report.provenance import sha256

RECORD = "made_from.json"
"""File of the private record with the hashes of inputs of the edition and of its pages."""


def key_of(page: Page, made_with: str) -> str:
    """Hash of everything that determines the bytes of a page's file.

    Args:
        page: the page.
        made_with: hash of the code, packages and templates that render it (`provenance.rendering_hash`).
    """
    return sha256(made_with.encode() + page.data)


@dataclass(frozen=True)
class FinishedPages:
    """The pages of the finished edition, and the keys of those made now.

    Attributes:
        made_with: hash of the code, packages and templates that render pages (`provenance.rendering_hash`).
        folder: folder of the finished edition; None where all pages are to be rendered.
        recorded: key and hash of each of its pages, by path.
        keys: the key of each page reused or rendered now, by path.
    """

    made_with: str
    folder: Path | None = None
    recorded: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def take(self, page: Page) -> bytes | None:
        """The finished file of a page, None where it must be rendered."""
        if self.folder is None or page.path not in self.recorded:
            return None
        key, content_hash = self.recorded[page.path]
        if key != key_of(page, self.made_with):
            return None
        try:
            content = (self.folder / page.path).read_bytes()
        except OSError:
            return None
        if sha256(content) != content_hash:
            return None
        self.keys[page.path] = key
        return content

    def record(self, files: Mapping[str, bytes], made_from: str) -> bytes:
        """Record of this build for the next, as JSON.

        Args:
            files: the bytes of every file of the edition, by path.
            made_from: hash of everything that the edition is made from (`unchanged.made_from`).
        """
        pages = {path: [key, sha256(files[path])] for path, key in sorted(self.keys.items())}
        return json.dumps({"made_from": made_from, "pages": pages}, indent=1).encode() + b"\n"


def finished_pages(folder: Path, private: Path, made_with: str) -> FinishedPages:
    """Pages of the finished edition in a folder; none where there is no edition or no record of it.

    Args:
        folder: folder of the edition.
        private: its private record.
        made_with: hash of current code, packages and templates.
    """
    _, pages = recorded(private)
    return FinishedPages(made_with, folder, pages)


def recorded(private: Path) -> tuple[str, dict[str, tuple[str, str]]]:
    """Hash of an edition's inputs, and key and hash of each page, from its private record; empty if none.

    A record that cannot be read is no error: the edition is then built anew.
    """
    try:
        known = json.loads((private / RECORD).read_bytes())
        pages = {str(path): (str(key), str(content)) for path, (key, content) in known["pages"].items()}
        return str(known["made_from"]), pages
    except (OSError, ValueError, LookupError, AttributeError, TypeError):
        return "", {}
