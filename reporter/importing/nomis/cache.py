"""Keeps answers of Nomis on disk: one file an address, and only answers that were read without a fault."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from reporter.errors import InputError
from reporter.machine.folders import write_file


@dataclass(frozen=True)
class Answer:
    """What Nomis answered.

    Attributes:
        text: the body.
        date: the day on which it answered, as YYYY-MM-DD; None where it did not say.
    """

    text: str
    date: str | None


def default_folder() -> Path:
    """Where answers are kept unless told otherwise: in the user's folder for caches."""
    return platformdirs.user_cache_path("indicator-reporter") / "nomis"


class Cache:
    """A folder of answers, each named for the hash of its address; the API key is no part of an address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, address: str) -> Answer | None:
        """The answer kept for an address; None where there is none, or none that can be read."""
        try:
            kept = json.loads(self._file(address).read_text("utf-8"))
            return Answer(kept["text"], kept["date"]) if kept["address"] == address else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, address: str, answer: Answer) -> None:
        """Keep an answer; where that cannot be, go on without it."""
        kept = {"address": address, "date": answer.date, "text": answer.text}
        try:
            write_file(self._file(address), json.dumps(kept).encode())
        except InputError:
            return

    def _file(self, address: str) -> Path:
        return self._folder / f"{hashlib.sha256(address.encode()).hexdigest()}.json"
