"""Where editions stand: below a folder of publications, with private records and what they supersede."""

from __future__ import annotations

from pathlib import Path

from reporter.publication import Publication


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
