"""The shipped edition, planned but not rendered, for the benchmarks."""

from __future__ import annotations

from pathlib import Path

from reporter.report.page import Page

REPOSITORY = Path(__file__).resolve().parents[2]
SETTINGS = REPOSITORY / "data/infant-mortality/publication.toml"


def shipped_pages() -> tuple[tuple[Page, ...], tuple[Path, ...]]:
    """Every page of the shipped edition, and the folders of its templates."""
    from reporter.disclosure.gate import release
    from reporter.findings import find
    from reporter.pipeline.build import read
    from reporter.report.pages.outlines import pages

    inputs = read(SETTINGS)
    released = release(inputs.publication, inputs.areas, inputs.counts, inputs.profile).released
    planned = pages(inputs.publication, inputs.areas, find(released, inputs.publication))
    return planned, inputs.publication.templates
