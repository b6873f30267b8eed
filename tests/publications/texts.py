"""The files of `three_districts` as text, for tests that put a fault into one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.publications.examples import three_districts

Changes = Mapping[str, str | bytes | None]
"""Files with other content, by their name; None for a file that is left out."""

FILES = three_districts().files(totals=("nation",))
AREAS, COUNTS = FILES["areas.csv"], FILES["counts.csv"]


def write_files(folder: Path, changes: Changes | None = None) -> Path:
    """Write the files, some changed; gives the settings file's path."""
    for name, content in {**FILES, **(changes or {})}.items():
        if isinstance(content, str):
            (folder / name).write_bytes(content.encode())
        elif content is not None:
            (folder / name).write_bytes(content)
    return folder / "publication.toml"


def changed(name: str, *replacements: tuple[str, str]) -> dict[str, str | bytes | None]:
    """One file with each first text, which stands in it once, replaced by the second."""
    text = FILES[name]
    for old, new in replacements:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return {name: text}
