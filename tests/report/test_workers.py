"""Rendering many pages: in local processes, on a cluster through joblib, and when one of them fails."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import joblib
import pytest
from joblib.externals.loky import get_reusable_executor

from reporter.errors import RenderError, WorkerError
from reporter.machine.parallel import LAST, beside, handed_out, importing
from reporter.machine.parallel import getting_ready as getting_ready_in_general
from reporter.machine.progress import Silent
from reporter.machine.resources import templates_folder
from reporter.report.edition.reuse import FinishedPages, key_of
from reporter.report.edition.workers import getting_ready, render_all
from reporter.report.page import Medium, Page
from reporter.report.provenance import rendering_hash
from reporter.report.render import Renderer

TEMPLATE = """<!doctype html>
<html lang="en"><head><title>{{ area.name }}</title></head>
<body><h1>{{ area.name }}</h1><p>{{ area.events / area.births }}</p></body></html>
"""


KINDS: tuple[tuple[str, Medium], ...] = (("html", "screen"), ("pdf", "print"))


def pages(births: int = 1000) -> list[Page]:
    contexts = [{"area": {"name": f"Area {n}", "events": n, "births": births - n}} for n in range(6)]
    return [
        Page(f"networks/{n}.{kind}", "area.html", medium, context)
        for n, context in enumerate(contexts)
        for kind, medium in KINDS
    ]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, ...]:
    (tmp_path / "area.html").write_text(TEMPLATE)
    return tmp_path, templates_folder()


def rendered(folders: tuple[Path, ...], jobs: int) -> dict[str, bytes]:
    made_with = rendering_hash(folders)
    with (
        getting_ready(folders, made_with, jobs),
        render_all(pages(), folders, jobs, Silent(), FinishedPages(made_with)) as drawn,
    ):
        return drawn()


def test_any_number_of_processes_gives_the_same_bytes(folders: tuple[Path, ...]) -> None:
    alone = rendered(folders, 1)
    assert list(alone) == sorted(page.path for page in pages())
    assert b"<h1>Area 3</h1><p>%a</p>" % (3 / 997) in alone["networks/3.html"]
    assert rendered(folders, 3) == alone


def test_a_cluster_can_render_the_pages(folders: tuple[Path, ...]) -> None:
    """Dask, on two processes of this machine; Spark and Ray register themselves with joblib likewise."""
    distributed = pytest.importorskip("distributed", reason="needs the package distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        joblib.parallel_config(backend="dask"),
    ):
        done = rendered(folders, 2)
        used = client.run(lambda: "weasyprint" in sys.modules)
    assert any(used.values())  # The workers of the cluster import nothing of the kind by themselves.
    assert done == rendered(folders, 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_style_sheet_that_was_changed_is_read_again(folders: tuple[Path, ...], jobs: int) -> None:
    """By the same processes: those of a cluster outlive a build."""
    own = folders[0] / "own/style/print.css"
    own.parent.mkdir(parents=True)
    drawn, workers = [], []
    for colour in ("#111111", "#123456"):
        own.write_text(f"h1{{color:{colour}}}")
        drawn.append(rendered(folders, jobs))
        workers.append({process.pid for process in multiprocessing.active_children()})
    assert workers[0] == workers[1]
    papers = [page for page in pages() if page.medium == "print"]
    assert [drawn[1][page.path] for page in papers] == [Renderer(folders).render(page) for page in papers]
    assert not [page.path for page in papers if drawn[0][page.path] == drawn[1][page.path]]


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_page_that_fails_fails_them_all_and_is_named(folders: tuple[Path, ...], jobs: int) -> None:
    wrong = pages(births=4)  # The fifth area has no births.
    with (
        pytest.raises(RenderError, match=r"^networks/4\.(html|pdf): area\.html:3: ZeroDivisionError: "),
        render_all(wrong, folders, jobs, Silent(), FinishedPages("")) as drawn,
    ):
        drawn()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_done_meanwhile_stops_the_workers_by_raising(folders: tuple[Path, ...], jobs: int) -> None:
    """Nothing is said of the pages that are left: a warning would fail this test."""
    with (
        pytest.raises(InterruptedError),
        getting_ready(folders, "", jobs),
        render_all(pages() * 20, folders, jobs, Silent(), FinishedPages("")),
    ):
        raise InterruptedError
    assert len(rendered(folders, jobs)) == len(pages())


def test_a_worker_that_the_system_ends_fails_the_build_with_advice(folders: tuple[Path, ...]) -> None:
    with render_all(pages() * 20, folders, 2, Silent(), FinishedPages("")) as drawn:
        worker = multiprocessing.active_children()[0].pid
        assert worker is not None
        os.kill(worker, signal.SIGKILL)
        with pytest.raises(WorkerError, match=r"^A worker process was ended from outside, .* \(--jobs\)"):
            drawn()
    assert len(rendered(folders, 2)) == len(pages())  # The next build has new ones.


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_import_while_this_process_does_something_else(jobs: int) -> None:
    module = "tabnanny"  # Nothing here has a use for it.
    with importing(jobs, module):
        assert module not in sys.modules
    assert module not in sys.modules
    if jobs > 1:
        assert any(joblib.Parallel(n_jobs=jobs)(joblib.delayed(_has_imported)(module) for _ in range(20)))


def _has_imported(module: str) -> bool:
    return module in sys.modules


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows the priority of a thread")
def test_workers_that_get_ready_stand_back(tmp_path: Path) -> None:
    with getting_ready_in_general(2, _note_priority, tmp_path):
        pass
    assert {file.read_text() for file in tmp_path.iterdir()} == {str(LAST)}
    with handed_out(2, _note_priority, [(tmp_path,)] * 4) as done:  # The same processes, at work.
        list(done)
    assert {file.read_text() for file in tmp_path.iterdir()} == {str(LAST), str(os.nice(0))}


def _note_priority(folder: Path) -> None:
    thread = threading.get_native_id()
    (folder / str(thread)).write_text(str(os.getpriority(os.PRIO_PROCESS, thread)))


@pytest.mark.parametrize("jobs", [1, 2])
def test_something_is_worked_out_once_beside_the_rest(jobs: int) -> None:
    threads = []

    def work(number: int) -> int:
        threads.append(threading.current_thread())
        return number + 1

    with beside(jobs, work, 3) as worked_out:
        assert worked_out() == worked_out() == 4
    assert worked_out() == 4
    assert [thread is threading.current_thread() for thread in threads] == [jobs == 1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_fails_beside_the_rest_fails_where_it_is_asked_for(jobs: int) -> None:
    with beside(jobs, divmod, 1, 0) as worked_out, pytest.raises(ZeroDivisionError):
        worked_out()
    with beside(jobs, divmod, 1, 0):
        pass  # It was not asked for.


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_key_of_every_rendered_page_is_told(folders: tuple[Path, ...], jobs: int) -> None:
    finished = FinishedPages("code")
    with render_all(pages(), folders, jobs, Silent(), finished) as drawn:
        drawn()
    assert finished.keys == {page.path: key_of(page, "code") for page in pages()}


def test_ctrl_c_waits_until_a_worker_has_begun() -> None:
    get_reusable_executor().shutdown(wait=True)  # Workers of earlier tests may have begun otherwise.
    with handed_out(2, _is_ctrl_c_blocked, [()] * 4) as inside:
        assert not any(inside)
    assert not _is_ctrl_c_blocked()
    # The same workers, of whom nothing has been asked: one that starts is in the same state.
    assert all(joblib.Parallel(n_jobs=2)(joblib.delayed(_is_ctrl_c_blocked)() for _ in range(4)))


def _is_ctrl_c_blocked() -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_ctrl_c_ends_all_work_that_is_handed_out_at_once() -> None:
    with handed_out(1, _as_if_ctrl_c, [()]) as outer:
        with pytest.raises(KeyboardInterrupt):
            list(outer)
        with handed_out(1, abs, [(-1,)]) as inner, pytest.raises(KeyboardInterrupt):
            list(inner)
    with handed_out(1, abs, [(-1,)]) as later:
        assert list(later) == [1]


def _as_if_ctrl_c() -> None:
    raise KeyboardInterrupt


def test_ctrl_c_while_work_is_handed_out_is_told_afterwards() -> None:
    def numbers() -> Iterator[tuple[int]]:
        yield (-1,)
        os.kill(os.getpid(), signal.SIGINT)
        yield (-2,)

    with pytest.raises(KeyboardInterrupt), handed_out(2, abs, numbers()):
        pytest.fail("nothing is done under `with`")
    with handed_out(2, abs, [(-3,)]) as done:  # The workers are as they were.
        assert list(done) == [3]
