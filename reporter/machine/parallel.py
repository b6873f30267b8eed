"""Work handed out to worker processes, each piece to whichever is free.

The fan-out goes through joblib, so that a cluster's backend (Dask, Spark, Ray) can take the place of the
local processes by `joblib.parallel_config` around a build. The result is the same for any backend and number
of workers.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache, partial
from importlib import import_module
from itertools import count, takewhile
from multiprocessing import resource_tracker
from threading import Event, current_thread, get_native_id, main_thread
from typing import Any, TypeVar

import joblib
from joblib.externals.loky.process_executor import TerminatedWorkerError

from reporter.errors import WorkerError

T = TypeVar("T")

LAST = 19
"""The priority of what stands back for everything else (`nice`)."""


_numbers = count()
_handed_out: list[int] = []
"""The number of all work that is handed out now, as often as something is."""
_interrupted: set[tuple[int, int]] = set()
"""Work that Ctrl-C ended in this process: whose it was, and its number there."""


def processors() -> int:
    """How many processors this process may use, in a container too."""
    return int(joblib.cpu_count())


@contextmanager
def handed_out(
    jobs: int, function: Callable[..., T], inputs: Iterable[tuple[Any, ...]]
) -> Iterator[Iterator[T]]:
    """What a function gives for each of its inputs, in any order; workers begin at once.

    Workers finish what they have in hand before this ends, for whichever reason, and are handed nothing more.
    They are not killed: joblib kills them where a task raises or its results are closed, which now and then
    prints a traceback from a thread of its own, and leaves the next work to wait for new ones.

    Args:
        jobs: worker processes; a single one is this process, which works when the results are asked for.
        function: what is done, a function of a module.
        inputs: its arguments, once for each time that it is called.

    Yields:
        The results as they come; asking for the next one raises what the function raised, or WorkerError if
        a worker process was lost.
    """
    ended = Event()
    handed = takewhile(lambda _: not ended.is_set(), inputs)
    # What is handed out at once is one work: Ctrl-C that reaches a worker in some of it ends all of it.
    number = _handed_out[0] if _handed_out else next(_numbers)
    work = os.getpid(), number
    attempts = (joblib.delayed(_attempted)(work, function, each) for each in handed)
    done: Iterable[T | BaseException] = ()
    if jobs > 1 and hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # Started with the workers, it would let Ctrl-C through to them.
    _handed_out.append(number)
    try:
        # Workers begin with the signals blocked that are blocked where they are started.
        with _ctrl_c_afterwards(), _ctrl_c(signal.SIG_BLOCK):
            done = joblib.Parallel(n_jobs=max(1, jobs), return_as="generator_unordered")(attempts)
        yield _succeeded(done)
    finally:
        ended.set()
        with suppress(Exception):  # A worker that is gone has been told of before, or is not missed.
            deque(done, maxlen=0)
        _handed_out.pop()


@contextmanager
def getting_ready(jobs: int, function: Callable[..., None], *given: Any) -> Iterator[None]:
    """Let worker processes start and do something each while this one does what stands under `with`.

    They stand back for it: with as many workers as processors, this process would else get less of them.

    Args:
        jobs: worker processes; a single one needs none.
        function: what is done, a function of a module.
        given: its arguments.
    """
    tasks = ((function, *given) for _ in range(jobs if jobs > 1 else 0))
    with handed_out(jobs, _standing_back, tasks) as done:
        yield
        deque(done, maxlen=0)


def _standing_back(function: Callable[..., None], *given: Any) -> None:
    # A thread that stands back need not be brought forward again, for which Linux asks a privilege.
    with ThreadPoolExecutor(1, initializer=_stand_back) as thread:
        thread.submit(function, *given).result()


def _stand_back() -> None:
    if sys.platform == "linux":  # Elsewhere this is said of processes, not of threads.
        os.setpriority(os.PRIO_PROCESS, get_native_id(), LAST)


def importing(jobs: int, *modules: str) -> AbstractContextManager[None]:
    """Let worker processes import modules meanwhile (see `getting_ready`)."""
    return getting_ready(jobs, _import, *modules)


def _import(*modules: str) -> None:
    for module in modules:
        import_module(module)


@contextmanager
def beside(jobs: int, function: Callable[..., T], *given: Any) -> Iterator[Callable[[], T]]:
    """Work something out in a thread while this one does what stands under `with`.

    Args:
        jobs: how much may go on at once; with 1 it is worked out when it is asked for.
        function: what is worked out; worth a thread where its libraries let go of the interpreter.
        given: its arguments.

    Yields:
        What waits for it and gives it, or raises what it raised; it may be asked again.
    """
    if jobs == 1:
        yield cache(partial(function, *given))
        return
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(function, *given).result


def _attempted(
    work: tuple[int, int], function: Callable[..., T], given: tuple[Any, ...]
) -> T | BaseException:
    """What a function gives, or raises: Ctrl-C in a terminal reaches workers as well.

    It waits until one has begun, for one that is only starting would print a traceback; and a worker that it
    has reached does nothing more of the work.
    """
    if work in _interrupted:
        return KeyboardInterrupt()
    try:
        with _ctrl_c(signal.SIG_UNBLOCK):
            return function(*given)
    except Exception as error:
        return error
    except KeyboardInterrupt as error:
        _interrupted.add(work)
        return error


@contextmanager
def _ctrl_c_afterwards() -> Iterator[None]:
    """Ctrl-C is told when what stands under `with` is done.

    Where it comes while joblib hands out work, what was handed out is never done, or never asked for. To
    block the signal in this thread is not enough: any other thread, such as one of numpy's, takes it.
    """
    told_now = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or not callable(told_now):
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, told_now)
    if came:
        raise KeyboardInterrupt


@contextmanager
def _ctrl_c(how: int) -> Iterator[None]:
    """Ctrl-C blocked or not while what stands under `with` runs, where the system has such a thing."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(how, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _succeeded(attempts: Iterable[T | BaseException]) -> Iterator[T]:
    try:
        for outcome in attempts:
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome
    except TerminatedWorkerError as error:
        message = "A worker process was ended from outside, mostly for want of memory: use fewer (--jobs)."
        raise WorkerError(message) from error
