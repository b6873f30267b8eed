"""The pool of worker processes: results, errors, Ctrl-C, and what becomes of workers when a command ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.errors import WorkerError
from reporter.machine.parallel import LOWEST_PRIORITY, WorkerPool, in_background

A_DAY = 24 * 60 * 60
"""Seconds of a task that no test waits for."""


@pytest.fixture(scope="module")
def two_workers() -> Iterator[WorkerPool]:
    """For tests that leave the workers as they were."""
    with WorkerPool(2) as pool:
        yield pool


@pytest.fixture(params=[1, 2])
def pool(request: pytest.FixtureRequest, two_workers: WorkerPool) -> WorkerPool:
    return two_workers if request.param == 2 else WorkerPool(1)


def test_a_result_for_each_input(pool: WorkerPool) -> None:
    assert sorted(pool.run(divmod, ((n, 7) for n in range(50)))) == [divmod(n, 7) for n in range(50)]
    assert list(pool.run(divmod, ())) == []


def test_tasks_run_in_workers_unless_there_is_only_one(two_workers: WorkerPool) -> None:
    assert os.getpid() not in two_workers.run(os.getpid, [()] * 4)
    assert list(two_workers.run(os.getpid, [()])) == list(WorkerPool(1).run(os.getpid, [()])) == [os.getpid()]


def test_what_a_task_raises_is_raised_where_its_result_is_asked_for(pool: WorkerPool) -> None:
    results = pool.run(divmod, [(1, 0), (1, 0)])
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert sorted(pool.run(abs, [(-1,), (-2,)])) == [1, 2]


def test_the_end_of_the_block_waits_for_tasks(tmp_path: Path) -> None:
    with WorkerPool(2) as pool:
        pool.run(_write, [(tmp_path / str(n),) for n in range(10)])
    assert len(list(tmp_path.iterdir())) == 10


def _write(file: Path) -> None:
    file.touch()


def test_an_exception_that_leaves_the_block_ends_workers_in_the_middle_of_tasks() -> None:
    before = multiprocessing.active_children()
    with pytest.raises(InterruptedError):
        _interrupt_endless_tasks()
    assert set(multiprocessing.active_children()) == set(before)


def _interrupt_endless_tasks() -> None:
    with WorkerPool(2) as pool:
        pool.run(time.sleep, [(A_DAY,)] * 9)
        raise InterruptedError


def test_a_worker_that_is_killed_is_told_with_advice() -> None:
    advice = r"^A worker process was killed, .* \(--jobs\)"
    with WorkerPool(2) as pool:
        results = pool.run(_kill_this_process, [()] * 2)
        with pytest.raises(WorkerError, match=advice):
            next(results)
        with pytest.raises(WorkerError, match=advice):
            pool.run(abs, [(-1,), (-2,)])
        with pytest.raises(WorkerError, match=advice):
            pool.import_modules("abc")


def _kill_this_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_workers_do_not_hear_ctrl_c(two_workers: WorkerPool) -> None:
    assert all(two_workers.run(_is_ctrl_c_blocked, [()] * 4))
    assert not _is_ctrl_c_blocked()


def _is_ctrl_c_blocked() -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_workers_import_while_this_process_does_something_else() -> None:
    module = "tabnanny"  # Nothing here has a use for it.
    with WorkerPool(2) as pool:
        pool.import_modules(module)
        assert any(pool.run(_has_imported, [(module,)] * 20))
    WorkerPool(1).import_modules(module)
    assert not _has_imported(module)


def _has_imported(module: str) -> bool:
    return module in sys.modules


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows the priority of a thread")
def test_workers_warm_up_at_the_lowest_priority(tmp_path: Path) -> None:
    with WorkerPool(2) as pool:
        pool.warm_up(_note_priority, tmp_path)
    assert {file.read_text() for file in tmp_path.iterdir()} == {str(LOWEST_PRIORITY)}
    with WorkerPool(2) as pool:
        pool.warm_up(_note_priority, tmp_path)
        list(pool.run(_note_priority, [(tmp_path,)] * 4))  # The same processes, at work.
    assert {file.read_text() for file in tmp_path.iterdir()} == {str(LOWEST_PRIORITY), str(os.nice(0))}


def _note_priority(folder: Path) -> None:
    thread = threading.get_native_id()
    (folder / str(thread)).write_text(str(os.getpriority(os.PRIO_PROCESS, thread)))


SCRIPT = """
from time import sleep
from reporter.machine.parallel import WorkerPool

with WorkerPool(2) as pool:
    print(sorted(pool.run(abs, [(-1,), (-2,)])), flush=True)
    {then}
"""
WORK = "print('working', flush=True); import time; time.sleep(86400)"


def start(folder: Path, then: str, repository: Path) -> subprocess.Popen[str]:
    """Start a script that runs two tasks and then something else; its workers share its streams."""
    (folder / "script.py").write_text(SCRIPT.format(then=then))
    return subprocess.Popen(
        [sys.executable, folder / "script.py"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )


def test_workers_do_not_run_the_script_that_starts_them(tmp_path: Path, repository: Path) -> None:
    assert start(tmp_path, "", repository).communicate() == ("[1, 2]\n", "")


@pytest.mark.parametrize(
    ("then", "last"),
    [("sleep(86400)", "[1, 2]"), (f'list(pool.run(exec, [("{WORK}",)] * 2))', "working")],
    ids=["idle", "working"],
)
def test_workers_end_with_a_command_that_is_killed(
    tmp_path: Path, repository: Path, then: str, last: str
) -> None:
    command = start(tmp_path, then, repository)
    assert command.stdout is not None
    while last not in (line := command.stdout.readline()):
        assert line
    command.kill()
    # The streams end with the last process that has them. Python's own resource tracker says on one that it
    # cleans up after the command.
    command.communicate(timeout=60)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_function_runs_once_in_the_background(jobs: int) -> None:
    threads = []

    def work(number: int) -> int:
        threads.append(threading.current_thread())
        return number + 1

    with in_background(jobs, work, 3) as result:
        assert result() == result() == 4
    assert result() == 4
    assert [thread is threading.current_thread() for thread in threads] == [jobs == 1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_fails_in_the_background_fails_where_it_is_asked_for(jobs: int) -> None:
    with in_background(jobs, divmod, 1, 0) as result, pytest.raises(ZeroDivisionError):
        result()
    with in_background(jobs, divmod, 1, 0):
        pass  # It was not asked for.
