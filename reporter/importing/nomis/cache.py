"""Keeps answers of Nomis on disk, one file a URL, and only answers that were read without a fault."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from reporter.errors import InputError
from reporter.machine.folders import write_file


@dataclass(frozen=True)
class NomisAnswer:
    """An answer of Nomis.

    Attributes:
        text: the body.
        date: day of the answer, as YYYY-MM-DD; None where Nomis did not give it.
    """

    text: str
    date: str | None


def default_folder() -> Path:
    """Default folder of the answers, in the user's cache folder."""
    return platformdirs.user_cache_path("indicator-reporter") / "nomis"


class Cache:
    """A folder of answers, each named by the hash of its URL, which does not include the API key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, address: str) -> NomisAnswer | None:
        """The answer kept for a URL; None where there is none or it cannot be read."""
        try:
            kept = json.loads(self._file(address).read_text("utf-8"))
            return NomisAnswer(kept["text"], kept["date"]) if kept["address"] == address else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, address: str, answer: NomisAnswer) -> None:
        """Keep an answer; does nothing where the folder cannot be written to."""
        kept = {"address": address, "date": answer.date, "text": answer.text}
        try:
            write_file(self._file(address), json.dumps(kept).encode())
        except InputError:
            return

    def _file(self, address: str) -> Path:
        return self._folder / f"{hashlib.sha256(address.encode()).hexdigest()}.json"
