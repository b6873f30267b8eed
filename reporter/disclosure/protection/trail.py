"""Searches that were gone through before are not gone through again.

What a search finds depends on its problem and on what was asked of it, call by call, and on nothing else:
each begins with the same random numbers. So the calls to all searches of one problem are kept as a tree, with
what each found. A search that is asked the same again walks along the tree. Where it leaves the tree, it goes
on with the tools as the calls so far left them; where other calls have used these since, the same calls are
made again with new tools.

So searches of several problems may also be gone through at once, each ahead of what it will be asked: what
is then asked stands in the tree already.
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
    """Where a search stands after some calls.

    Args:
        found: what it has found.
        work: pivots times relations so far.
        answer: what the last call gave back.

    Attributes:
        following: where each call made from here leads.
        used_by: the last call so far that used the tools, and the step before it; None where none did.
    """

    def __init__(self, found: Found, work: int = 0, answer: Any = None) -> None:
        self.found, self.work, self.answer = found, work, answer
        self.following: dict[Call, Step] = {}
        self.used_by: tuple[Step, Call] | None = None


class Trail:
    """The steps of all searches of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.beginning = Step(Found.nothing(problem))
        self._tools: Tools | None = None
        self._left_by: tuple[Step, Call] | None = None
        self._in_use = Lock()

    def after(self, step: Step, call: Call) -> Step:
        """Where a call leads from a step."""
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
        """The tools as the calls that lead to a step left them; whoever takes them leaves them elsewhere."""
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
    """A search that goes through nothing that a search of the same problem went through before.

    Args:
        trail: what those went through.
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
        """Weights of that support."""
        return self._step.found.cost

    @property
    def idle(self) -> int:
        """Steps since the cost last fell."""
        return self._step.found.idle

    @property
    def whole_moves(self) -> list[WholeMove]:
        """Moves in whole numbers that show the pattern safe."""
        return self._step.found.whole_moves

    @property
    def work(self) -> int:
        """Pivots times relations so far: effort that does not depend on the machine."""
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
        """Go through what will be asked next, and stand where it stood."""
        self._trail.after(self._step, call)

    def _call(self, method: Callable[..., Any], *arguments: int) -> Any:
        self._step = self._trail.after(self._step, (method, arguments))
        return self._step.answer


def go_ahead(
    threads: Executor | None, searches: Iterable[RetracedSearch], method: Callable[..., Any], *arguments: int
) -> None:
    """Let searches go through what each of them will be asked next, at once.

    Args:
        threads: where; the solver lets go of the interpreter while it works. None does nothing.
        searches: of several problems; those of the same go one after the other.
        method: what they will be asked, a method of `Search`.
        arguments: its arguments.
    """
    if threads is not None:
        deque(threads.map(lambda search: search.ahead((method, arguments)), searches), maxlen=0)
