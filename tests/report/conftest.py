"""The made-up edition's pages and the shipped templates, made once for all tests of the report."""

from pathlib import Path
from typing import Any

import pytest

from reporter.report.page import Page
from reporter.report.pages.outlines import pages
from reporter.report.render import Renderer
from tests.publications import made_up


@pytest.fixture(scope="session")
def made_up_pages() -> dict[str, Page]:
    """Pages of the made-up edition by path."""
    planned = pages(made_up.publication(), made_up.areas(), made_up.findings())
    return {page.path: page for page in planned}


@pytest.fixture(scope="session")
def templates(repository: Path) -> Path:
    return repository / "templates"


@pytest.fixture(scope="session")
def renderer(templates: Path) -> Renderer:
    return Renderer([templates])


@pytest.fixture(scope="session")
def html(made_up_pages: dict[str, Page], renderer: Renderer) -> dict[str, str]:
    """The made-up edition's HTML pages by path."""
    return {
        path: renderer.render(page).decode() for path, page in made_up_pages.items() if path.endswith(".html")
    }


@pytest.fixture(scope="session")
def briefing_pdf(made_up_pages: dict[str, Page], renderer: Renderer) -> bytes:
    return renderer.render(made_up_pages["networks/W2.pdf"])


@pytest.fixture(scope="session")
def words(renderer: Renderer) -> Any:
    """The macros of words.html, for paper."""
    return renderer.module("words.html", "print")
