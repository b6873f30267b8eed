"""A pool of worker processes, and a function that runs in a thread.

Workers ignore Ctrl-C: it interrupts the command. Workers end when the command does, for whatever reason.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache, partial
from importlib import import_module
from itertools import starmap
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Lock, Thread, get_native_id
from types import ModuleType, TracebackType
from typing import Any, TypeVar

from reporter.errors import WorkerError

T = TypeVar("T")

LOWEST_PRIORITY = 19
"""The priority of a thread that runs when no other has work (`nice`)."""
GRACE = 5.0
"""Seconds that an idle worker outlives a command that was killed."""


class WorkerPool:
    """A pool of worker processes, which end with the `with` block of the pool.

    Workers start with the first tasks. At the end of the block they finish the tasks they have; where an
    exception leaves the block, they are ended in the middle of these. Workers are new interpreters and do not
    import the main module: a task is a function of a module that can be imported.

    Args:
        jobs: number of worker processes; with 1 there are none, and tasks run in this process.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._executor: ProcessPoolExecutor | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is None or self._pipe is None:
            return
        # Tasks are not cancelled: before Python 3.13 a pool that loses a worker prints a traceback for a
        # cancelled one.
        if error is not None:
            self._pipe.close()
        self._executor.shutdown()
        self._pipe.close()

    def run(self, function: Callable[..., T], inputs: Iterable[tuple[Any, ...]]) -> Iterator[T]:
        """Results of a function, one for each input, in the order in which they are ready.

        Workers begin at once with all inputs. With one job, or one input, the function runs in this process
        when its result is asked for.

        Args:
            function: a function of a module.
            inputs: arguments of each call.

        Raises:
            WorkerError: a worker process was killed; raised by this method or when a result is asked for.
            Exception: what the function raised, when its result is asked for.
        """
        inputs = list(inputs)
        if min(self.jobs, len(inputs)) <= 1:
            return starmap(function, inputs)
        return _results(self._submit(function, inputs), len(inputs))

    def warm_up(self, function: Callable[..., object], *arguments: Any) -> None:
        """Run a function once for each worker, at the lowest priority; do not wait for it.

        The priority leaves the processors to this process, which has work of its own meanwhile. Errors of the
        function are dropped: tasks that need what it prepares raise them again.

        Args:
            function: a function of a module.
            arguments: its arguments.

        Raises:
            WorkerError: a worker process was killed.
        """
        if self.jobs > 1:
            self._submit(_run_at_lowest_priority, [(function, *arguments)] * self.jobs)

    def import_modules(self, *modules: str) -> None:
        """Import modules in the workers, as `warm_up` does; do not wait for them."""
        self.warm_up(_import_modules, *modules)

    def _submit(
        self, function: Callable[..., T], inputs: Sequence[tuple[Any, ...]]
    ) -> SimpleQueue[Future[T]]:
        # Python raises KeyboardInterrupt in the main thread. Another thread starts workers uninterrupted.
        with _worker_error(), ThreadPoolExecutor(1) as thread:
            return thread.submit(self._submit_here, function, inputs).result()

    def _submit_here(
        self, function: Callable[..., T], inputs: Sequence[tuple[Any, ...]]
    ) -> SimpleQueue[Future[T]]:
        """Submit tasks; the queue that each joins when it is done."""
        done: SimpleQueue[Future[T]] = SimpleQueue()
        if self._executor is None:
            context = get_context("spawn")
            # Workers watch one end of a pipe. The system closes the other one if this process is killed.
            watched, self._pipe = context.Pipe(duplex=False)
            self._executor = ProcessPoolExecutor(self.jobs, context, _start_worker, (watched,))
        # Workers inherit the signals that this thread blocks. Ctrl-C would make a worker print a traceback
        # while it starts, as it may on Windows, which blocks no signals.
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        with _no_main_module():
            for each in inputs:
                self._executor.submit(_run_task, function, *each).add_done_callback(done.put)
        return done


THIS_PROCESS = WorkerPool(1)
"""The pool without workers."""


@contextmanager
def in_background(jobs: int, function: Callable[..., T], *arguments: Any) -> Iterator[Callable[[], T]]:
    """Run a function in a thread while the `with` block runs.

    Args:
        jobs: with 1 there is no thread, and the function runs when its result is first asked for.
        function: worth a thread where its libraries release Python's global lock.
        arguments: its arguments.

    Yields:
        Waits for the function and gives its result, or raises what it raised; may be called again.
    """
    if jobs == 1:
        yield cache(partial(function, *arguments))
        return
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(function, *arguments).result


def _results(done: SimpleQueue[Future[T]], number: int) -> Iterator[T]:
    # Not `as_completed`: it locks all futures at once, and Ctrl-C meanwhile would leave the pool waiting for
    # those locks forever.
    with _worker_error():
        for _ in range(number):
            yield done.get().result()


@contextmanager
def _worker_error() -> Iterator[None]:
    """Raise WorkerError in place of the error of a pool whose worker was killed."""
    try:
        yield
    except BrokenExecutor as error:
        message = (
            "A worker process was killed, most likely because memory ran out: use fewer workers (--jobs)."
        )
        raise WorkerError(message) from error


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Hide the main module from workers that start: each would run the script that calls `reporter.build`."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


# All below runs in workers.

_between_tasks = Lock()
"""Held by a worker's main thread except while it runs a task."""


def _start_worker(watched: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _between_tasks.acquire()
    Thread(target=_end_with_the_command, args=(watched,), daemon=True).start()


def _end_with_the_command(watched: Connection) -> None:
    """End this process once the other end of the pipe is closed, by the command or because it was killed.

    A worker ends in the middle of a task, but not while it sends a result: the pool would wait forever for
    the rest. A worker without a task is ended by the pool, or, where the command was killed, after `GRACE`.
    """
    with suppress(EOFError, OSError):
        watched.recv_bytes()
    _between_tasks.acquire(timeout=GRACE)
    os._exit(1)


def _run_task(function: Callable[..., T], *arguments: Any) -> T:
    _between_tasks.release()
    try:
        return function(*arguments)
    finally:
        _between_tasks.acquire()


def _run_at_lowest_priority(function: Callable[..., object], *arguments: Any) -> None:
    # In a thread of its own, because to raise a priority again takes a privilege.
    with ThreadPoolExecutor(1, initializer=_lower_priority) as thread:
        thread.submit(function, *arguments).result()


def _lower_priority() -> None:
    if sys.platform == "linux":  # Elsewhere only processes have a priority, threads have none.
        os.setpriority(os.PRIO_PROCESS, get_native_id(), LOWEST_PRIORITY)


def _import_modules(*modules: str) -> None:
    for module in modules:
        import_module(module)
