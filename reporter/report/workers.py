"""Workers: renders many pages at once, each in whichever process is free.

The fan-out goes through joblib, so that a cluster's backend (Dask, Spark, Ray) can take the place of the
local processes by `joblib.parallel_config` around a build. The result is the same for any backend and number
of workers.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import joblib

from reporter.errors import RenderError
from reporter.progress import Progress
from reporter.report.page import Page
from reporter.report.reuse import FinishedPages

if TYPE_CHECKING:
    from reporter.report.render import Renderer


def render_all(
    pages: Sequence[Page], folders: tuple[Path, ...], jobs: int, progress: Progress, finished: FinishedPages
) -> dict[str, bytes]:
    """Render every page that is not finished already; one page that fails fails them all.

    Args:
        pages: what to render.
        folders: template folders, the first that has a template wins.
        jobs: worker processes.
        progress: told of every finished page.
        finished: pages of the edition that stands; told the key of every page.

    Returns:
        The bytes of each page by its path, sorted.

    Raises:
        RenderError: a page failed; names the page.
    """
    taken = {page.path: finished.take(page) for page in pages}
    files = {path: content for path, content in taken.items() if content is not None}
    left = [page for page in pages if page.path not in files]
    progress.stage("Rendering pages", len(left))
    # The national pages take longest: they come first, so that no worker is left with one at the end.
    parallel = joblib.Parallel(n_jobs=min(jobs, len(left)) or 1, return_as="generator_unordered")
    for path, content in parallel(joblib.delayed(rendered)(page, folders) for page in left):
        files[path] = content
        progress.step()
    return dict(sorted(files.items()))


@cache
def _renderer(folders: tuple[Path, ...]) -> Renderer:
    """One renderer a process: templates, fonts and style sheets are read once."""
    # A process that leaves rendering to others need not load what lays out pages.
    from reporter.report.render import Renderer

    return Renderer(folders)


@contextmanager
def _garbage_collected_after() -> Iterator[None]:
    """Collects garbage once after a page, not all the time while it is laid out.

    A page is a web of boxes that live until it is written, so that looking for garbage among them again and
    again finds none, and takes a tenth of the time.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(0)


def rendered(page: Page, folders: tuple[Path, ...]) -> tuple[str, bytes]:
    """The path and the bytes of one page, rendered in this process.

    Args:
        page: what to render.
        folders: template folders, the first that has a template wins.

    Raises:
        RenderError: the page failed; names the page.
    """
    try:
        with _garbage_collected_after():
            return page.path, _renderer(folders).render(page)
    except RenderError:
        raise
    except Exception as error:
        raise RenderError(f"{page.path}: {type(error).__name__}: {error}") from error
