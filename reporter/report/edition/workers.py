"""Rendering of many pages at once, each in the next free worker process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reporter.errors import RenderError
from reporter.machine.garbage import collected_after
from reporter.machine.parallel import WorkerPool
from reporter.machine.progress import Progress
from reporter.report.edition.reuse import FinishedPages, key_of
from reporter.report.page import Page

if TYPE_CHECKING:
    from reporter.report.render import Renderer

Rendering: TypeAlias = Callable[[], dict[str, bytes]]
"""Function that waits for rendering and returns the bytes of each page by its path."""


def render_all(
    pages: Sequence[Page],
    folders: tuple[Path, ...],
    pool: WorkerPool,
    progress: Progress,
    finished: FinishedPages,
) -> Rendering:
    """Start rendering every page that is not finished already, in workers.

    Args:
        pages: the pages.
        folders: template folders, the first that has a template wins.
        pool: its workers render; if it has none, this process does, when the result is called.
        progress: advanced by each finished page.
        finished: pages of the finished edition; receives the key of every page.

    Returns:
        Function that waits for the workers and returns the bytes of each page by its path, sorted; it raises
        RenderError if a page failed, with its name, or WorkerError if a worker process was killed.
    """
    taken = {page.path: finished.take(page) for page in pages}
    files = {path: content for path, content in taken.items() if content is not None}
    left = [page for page in pages if page.path not in files]
    progress.stage("Rendering pages", len(left))
    # The national pages take longest: they come first, so that no worker is left with one at the end.
    tasks = ((page, folders, finished.made_with) for page in left)
    drawn = pool.run(rendered, tasks)

    def wait() -> dict[str, bytes]:
        for path, content, key in drawn:
            files[path] = content
            finished.keys[path] = key
            progress.step()
        return dict(sorted(files.items()))

    return wait


def load_renderers(pool: WorkerPool, folders: tuple[Path, ...], made_with: str) -> None:
    """Have workers load the renderer at the lowest priority; do not wait for them.

    Args:
        pool: the workers.
        folders: template folders of the pages that will be rendered.
        made_with: hash of the code, packages and templates that render them (`provenance.rendering_hash`).
    """
    pool.warm_up(_load, folders, made_with)


@lru_cache(maxsize=1)
def _renderer(folders: tuple[Path, ...], made_with: str) -> Renderer:
    """Renderer of this process: it reads templates, fonts and style sheets once, and again if they change.

    A process outlives a build where one program builds repeatedly.
    """
    # A process that leaves rendering to workers need not load WeasyPrint.
    from reporter.report.render import Renderer

    return Renderer(folders)


def _load(folders: tuple[Path, ...], made_with: str) -> None:
    _renderer(folders, made_with).load()


def rendered(page: Page, folders: tuple[Path, ...], made_with: str) -> tuple[str, bytes, str]:
    """The path, the bytes and the key of one page, rendered in this process.

    Args:
        page: the page.
        folders: template folders, the first that has a template wins.
        made_with: hash of code, packages and templates (`provenance.rendering_hash`); a new one reloads them.

    Raises:
        RenderError: the page failed; names the page.
    """
    try:
        with collected_after():
            return page.path, _renderer(folders, made_with).render(page), key_of(page, made_with)
    except RenderError:
        raise
    except Exception as error:
        raise RenderError(f"{page.path}: {type(error).__name__}: {error}") from error
