"""Workers: renders many pages at once, each in whichever process is free.

The fan-out goes through joblib, so that a cluster's backend (Dask, Spark, Ray) can take the place of the
local processes by `joblib.parallel_config` around a build. The result is the same for any backend and number
of workers.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache
from itertools import takewhile
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import joblib
from joblib.externals.loky.process_executor import TerminatedWorkerError

from reporter.errors import RenderError
from reporter.progress import Progress
from reporter.report.page import Page
from reporter.report.reuse import FinishedPages

if TYPE_CHECKING:
    from reporter.report.render import Renderer

T = TypeVar("T")

Rendering: TypeAlias = AbstractContextManager[Callable[[], dict[str, bytes]]]
"""Pages being rendered; what it yields waits for them and gives the bytes of each by its path."""


@contextmanager
def render_all(
    pages: Sequence[Page], folders: tuple[Path, ...], jobs: int, progress: Progress, finished: FinishedPages
) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Begin to render every page that is not finished already; one page that fails fails them all.

    Worker processes render while this one does what stands under `with`. What they have not begun when that
    ends is not rendered.

    Args:
        pages: what to render.
        folders: template folders, the first that has a template wins.
        jobs: worker processes; a single one is this process, which renders when the files are asked for.
        progress: told of every finished page.
        finished: pages of the edition that stands; told the key of every page.

    Yields:
        What waits for the workers and gives the bytes of each page by its path, sorted; it raises
        RenderError if a page failed, with its name, or a worker process was lost.
    """
    taken = {page.path: finished.take(page) for page in pages}
    files = {path: content for path, content in taken.items() if content is not None}
    left = [page for page in pages if page.path not in files]
    progress.stage("Rendering pages", len(left))
    # The national pages take longest: they come first, so that no worker is left with one at the end.
    with _begun(min(jobs, len(left)), rendered, ((page, folders) for page in left)) as drawn:

        def wait() -> dict[str, bytes]:
            for path, content in drawn:
                files[path] = content
                progress.step()
            return dict(sorted(files.items()))

        yield wait


@contextmanager
def getting_ready(folders: tuple[Path, ...], jobs: int) -> Iterator[None]:
    """Let worker processes start and load what renders pages while this one does what stands under `with`.

    Args:
        folders: template folders of the pages that will be rendered.
        jobs: worker processes; a single one needs none.
    """
    with _begun(jobs, _load, ((folders,) for _ in range(jobs if jobs > 1 else 0))) as loaded:
        yield
        deque(loaded, maxlen=0)


@contextmanager
def _begun(jobs: int, function: Callable[..., T], inputs: Iterable[tuple[Any, ...]]) -> Iterator[Iterator[T]]:
    """What a function gives for each input, in any order; workers begin at once.

    Workers finish what they have in hand before this ends, for whichever reason, and are handed nothing more.
    They are not killed: joblib kills them where a task raises or its results are closed, which now and then
    prints a traceback from a thread of its own, and leaves the next pages to wait for new ones.
    """
    ended = Event()
    handed = takewhile(lambda _: not ended.is_set(), inputs)
    attempts = (joblib.delayed(_attempted)(function, each) for each in handed)
    done = joblib.Parallel(n_jobs=max(1, jobs), return_as="generator_unordered")(attempts)
    try:
        yield _succeeded(done)
    finally:
        ended.set()
        with suppress(Exception):  # A worker that is gone has been told of before, or is not missed.
            deque(done, maxlen=0)


def _attempted(function: Callable[..., T], given: tuple[Any, ...]) -> T | BaseException:
    """What a function gives, or raises: Ctrl-C in a terminal reaches workers as well."""
    try:
        return function(*given)
    except (Exception, KeyboardInterrupt) as error:
        return error


def _succeeded(attempts: Iterable[T | BaseException]) -> Iterator[T]:
    try:
        for outcome in attempts:
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome
    except TerminatedWorkerError as error:
        message = "A worker process was ended from outside, mostly for want of memory: use fewer (--jobs)."
        raise RenderError(message) from error


@cache
def _renderer(folders: tuple[Path, ...]) -> Renderer:
    """One renderer a process: templates, fonts and style sheets are read once."""
    # A process that leaves rendering to others need not load what lays out pages.
    from reporter.report.render import Renderer

    return Renderer(folders)


def _load(folders: tuple[Path, ...]) -> None:
    _renderer(folders).load()


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
