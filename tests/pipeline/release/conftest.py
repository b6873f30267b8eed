"""The shipped templates, and the made-up edition of the report's tests with what a release adds to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporter.comparison.published import PublishedCell, PublishedEdition
from reporter.findings import Findings, with_revisions
from reporter.findings.revisions import published
from reporter.publication.release import ReleaseState
from reporter.report.pages.outlines import pages
from reporter.report.render import Renderer
from tests.publications import made_up, with_sections

Render = Callable[..., bytes]


@pytest.fixture(scope="session")
def renderer(repository: Path) -> Renderer:
    return Renderer([repository / "templates"])


def earlier(change: Callable[[PublishedCell], PublishedCell], edition: str = "2021") -> PublishedEdition:
    """An earlier edition: the made-up one with another content of the nation's cells."""
    cells = {
        name: change(cell) if name.area_code == "N" else cell
        for name, cell in published(made_up.findings().rates).items()
    }
    return PublishedEdition(Path("2021"), "made-up", edition, "Made up before", None, True, 0, cells)


def revised(change: Callable[[PublishedCell], PublishedCell], edition: str = "2021") -> Findings:
    """The made-up findings, compared with such an earlier edition."""
    return with_revisions(made_up.findings(), [earlier(change, edition)])


@pytest.fixture(scope="session")
def render(renderer: Renderer) -> Render:
    """Renders one page of the made-up edition."""

    def rendered(
        path: str,
        findings: Findings | None = None,
        release_state: ReleaseState | None = None,
        **sections: Any,
    ) -> bytes:
        planned = pages(
            with_sections(made_up.publication(), **sections),
            made_up.areas(),
            findings or made_up.findings(),
            release_state or ReleaseState(),
        )
        return renderer.render(next(page for page in planned if page.path == path))

    return rendered
