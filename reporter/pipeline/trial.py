"""The trial of a publication's own templates, which a check makes instead of rendering every page.

A page of each kind is made from the released cells as HTML, and held against the data files as in a build's
final check. What only other pages, or the layout of a PDF, would show is not foreseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from reporter.comparison.published import PublishedEdition
from reporter.disclosure.released import ReleasedCells
from reporter.errors import InputError, Problem, RenderError
from reporter.pipeline.build import behind_the_gate
from reporter.publication.loading import Publication
from reporter.publication.release import ReleaseState
from reporter.report.edition.workers import Rendering
from reporter.report.page import Page
from reporter.report.render import Renderer
from reporter.verification.checked_pages import check_pages
from reporter.verification.links import link_problems

_OF_STYLE = frozenset({".css", ".ttf", ".woff2", ".svg", ".png"})


def refuse_wrong_templates(
    publication: Publication,
    released: ReleasedCells,
    earlier: Sequence[PublishedEdition],
    release_state: ReleaseState,
) -> None:
    """Try a publication's own templates, words, fonts, style sheets and logo, where it has any.

    Args:
        publication: settings and indicators; its own templates stand beside its settings.
        released: the released cells.
        earlier: editions that its figures are compared with.
        release_state: whether a build would be before or after its release.

    Raises:
        InputError: with every problem of them that can be foreseen.
    """
    own = publication.templates[0]
    if not own.is_dir():
        return
    try:
        renderer = Renderer(publication.templates)
        problems = list(renderer.mistakes())
        if not problems and any(file.suffix in _OF_STYLE for file in own.rglob("*")):
            renderer.try_style()
        if not problems:
            problems = list(_on_trial(publication, released, earlier, release_state, renderer))
    except RenderError as error:
        problems = [*error.problems] or [_of(own, line) for line in str(error).splitlines()]
    if problems:
        raise InputError(problems)


def _on_trial(
    publication: Publication,
    released: ReleasedCells,
    earlier: Sequence[PublishedEdition],
    release_state: ReleaseState,
    renderer: Renderer,
) -> Iterator[Problem]:
    """Problems of one page of each kind."""
    planned: list[str] = []
    render = partial(_tried, renderer, planned)
    _, files = behind_the_gate(publication, released, earlier, release_state, render)
    pages = check_pages(files)()
    siblings = [f"{name}/index.html" for name in release_state.superseded.values()]
    links = link_problems({path: page.links for path, page in pages.items()}, {*planned, *files}, siblings)
    told = [*(problem for page in pages.values() for problem in page.problems), *links]
    yield from (_of(publication.templates[0], problem) for problem in told)


def _tried(renderer: Renderer, planned: list[str], pages: Sequence[Page]) -> Rendering:
    """Render the first page of each kind; those for the screen are the result."""
    planned += (page.path for page in pages)
    first = {(page.template, page.medium): page for page in reversed(pages)}

    def render() -> dict[str, bytes]:
        made = [(page, renderer.html(page)) for page in first.values()]
        return {page.path: html for page, html in made if page.medium == "screen"}

    return render


def _of(folder: Path, what: str) -> Problem:
    return Problem(str(folder), 0, what, "templates that say what the data say, and load nothing")
