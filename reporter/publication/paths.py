"""Where editions stand, with private records and what they supersede, and where pages stand in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.publication.loading import Publication

NETWORK_PAGES = "networks/"
"""The folder of the briefings; what delivery sends stands here, and nothing else does."""
AREA_PAGES = "areas/"
"""The folder of the pages of other areas."""


def edition_folder(publication: Publication, output: Path) -> Path:
    """Where an edition stands below a folder of publications."""
    about = publication.settings.publication
    return output / about.id / about.edition


def private_folder(folder: Path) -> Path:
    """Where the private record of an edition stands: beside it, never in it."""
    return folder.with_name(f"{folder.name}.private")


def superseded_folder(folder: Path, number: int) -> Path:
    """Where the edition is kept that a correction, by its number from 1, supersedes."""
    return folder.with_name(f"{folder.name}.superseded-{number}")
