"""Where editions stand, with private records and what they supersede, and where pages stand in them."""

from __future__ import annotations

import os.path
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.publication.loading import Publication

NETWORK_PAGES = "networks/"
"""The folder of the briefings; what delivery sends stands here, and nothing else does."""
AREA_PAGES = "areas/"
"""The folder of the pages of other areas."""
PRIVATE = "private"
"""The folder below a folder of publications that is never published; no publication has this id."""


def edition_folder(publication: Publication, output: Path) -> Path:
    """Where an edition stands below a folder of publications."""
    about = publication.settings.publication
    return output / about.id / about.edition


def private_root(folder: Path) -> Path:
    """The folder of everything that is not for publication, OUTPUT/private.

    Args:
        folder: the folder of an edition, OUTPUT/PUBLICATION/EDITION.
    """
    return _with_parents(folder).parent.parent / PRIVATE


def private_folder(folder: Path) -> Path:
    """The folder of what is private of an edition, OUTPUT/private/PUBLICATION/EDITION."""
    place = _with_parents(folder)
    return private_root(place) / place.parent.name / place.name


def _with_parents(folder: Path) -> Path:
    """The same folder by a path that names the two folders above it."""
    named = len(folder.parts) > 1 and ".." not in folder.parts
    return folder if named else Path(os.path.abspath(folder))


def earlier_private_folder(folder: Path) -> Path:
    """Where versions before 0.2 kept the private record of an edition: beside it."""
    return folder.with_name(f"{folder.name}.private")


def superseded_folder(folder: Path, number: int) -> Path:
    """Where the edition is kept that a correction, by its number from 1, supersedes."""
    return folder.with_name(f"{folder.name}.superseded-{number}")
