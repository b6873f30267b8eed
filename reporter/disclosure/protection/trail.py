"""A log of searches, so that no step of a search of the same problem is worked out twice.

The result of a search depends only on its problem and on the sequence of calls, since every search begins
with the same random numbers. So the calls to all searches of one problem are kept as a tree, each node with
the results so far. A search that is called as an earlier one follows the tree. Where it leaves the tree, it
goes on with the solver and random numbers in the state in which its calls left them; where other calls have
used these since, its calls are repeated with new ones.

Searches of several problems can therefore run at once, each ahead of the calls that will follow: those calls
are then in the tree already.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.protection.problem import Problem
from reporter.disclosure.protection.programme import Move
from reporter.disclosure.protection.search import Found, Search, Tools
from reporter.disclosure.protection.twins import WholeMove

Call: TypeAlias = tuple[Callable[..., Any], tuple[int, ...]]
"""A method of a search and its arguments."""


class Step:
    """A node of the log: the results of a search after some calls.

    Args:
        found: results so far.
        work: pivots times relations so far.
        answer: return value of the last call.

    Attributes:
        following: the next node for each call made from here.
        used_by: the last call so far that used the tools, and the node before it; None where none did.
    """

    def __init__(self, found: Found, work: int = 0, answer: Any = None) -> None:
        self.found, self.work, self.answer = found, work, answer
        self.following: dict[Call, Step] = {}
        self.used_by: tuple[Step, Call] | None = None


class Trail:
    """The log of all searches of one problem, as a tree; safe for several threads."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.beginning = Step(Found.nothing(problem))
        self._tools: Tools | None = None
        self._left_by: tuple[Step, Call] | None = None
        self._in_use = Lock()

    def after(self, step: Step, call: Call) -> Step:
        """The node that a call leads to from a node."""
        with self._in_use:
            if call not in step.following:
                step.following[call] = self._next(step, call)
            return step.following[call]

    def _next(self, step: Step, call: Call) -> Step:
        used: list[Tools] = []

        def tools() -> Tools:
            if not used:
                used.append(self._tools_at(step))
            return used[0]

        search, answer = self._made(step, call, tools)
        after = Step(search.found, used[0].programme.work if used else step.work, answer)
        after.used_by = (step, call) if used else step.used_by
        if used:
            self._tools, self._left_by = used[0], after.used_by
        return after

    def _made(self, step: Step, call: Call, tools: Callable[[], Tools]) -> tuple[Search, Any]:
        search = Search(self.problem, step.found, tools)
        method, arguments = call
        return search, method(search, *arguments)

    def _tools_at(self, step: Step) -> Tools:
        """The tools in the state in which the calls up to a node left them; the caller changes that state."""
        tools, left_by = self._tools, self._left_by
        self._tools = None
        if tools is not None and left_by is step.used_by:
            return tools
        again = Tools(self.problem)
        calls = []
        while step.used_by is not None:
            calls.append(step.used_by)
            step = step.used_by[0]
        for before, call in reversed(calls):
            self._made(before, call, lambda: again)
        return again


class RetracedSearch:
    """A search that takes every step that is in the log from there.

    Args:
        trail: the log of the searches of its problem.
    """

    def __init__(self, trail: Trail) -> None:
        self._trail = trail
        self._step = trail.beginning

    @property
    def move(self) -> Move:
        """The best move so far; its support is the pattern."""
        return self._step.found.move

    @property
    def cost(self) -> float:
        """Sum of the weights of that support."""
        return self._step.found.cost

    @property
    def idle(self) -> int:
        """Steps since the cost last fell."""
        return self._step.found.idle

    @property
    def whole_moves(self) -> list[WholeMove]:
        """Whole moves that prove the pattern safe."""
        return self._step.found.whole_moves

    @property
    def work(self) -> int:
        """Pivots times relations so far; a measure of effort that does not depend on the machine."""
        return self._step.work

    def start(self) -> NDArray[np.bool_]:
        """As `Search.start`."""
        stuck: NDArray[np.bool_] = self._call(Search.start)
        return stuck

    def improve(self, steps: int) -> None:
        """As `Search.improve`."""
        self._call(Search.improve, steps)

    def make_whole(self) -> None:
        """As `Search.make_whole`."""
        self._call(Search.make_whole)

    def ahead(self, call: Call) -> None:
        """Work out a call that will be made next, without making it."""
        self._trail.after(self._step, call)

    def _call(self, method: Callable[..., Any], *arguments: int) -> Any:
        self._step = self._trail.after(self._step, (method, arguments))
        return self._step.answer


def go_ahead(
    threads: Executor | None, searches: Iterable[RetracedSearch], method: Callable[..., Any], *arguments: int
) -> None:
    """Let several searches work out the next call at once, ahead of making it.

    Args:
        threads: executor; the solver releases the interpreter lock while it works. None does nothing.
        searches: searches of several problems; those of one problem wait for each other.
        method: the method of `Search` that will be called.
        arguments: its arguments.
    """
    if threads is not None:
        deque(threads.map(lambda search: search.ahead((method, arguments)), searches), maxlen=0)
