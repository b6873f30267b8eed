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

from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.protection.programme import Move
from reporter.disclosure.protection.search import Search, SearchResult, Tools
from reporter.disclosure.protection.twins import WholeMove

Call: TypeAlias = tuple[Callable[..., Any], tuple[int, ...]]
"""A method of a search and its arguments."""


class LogNode:
    """A node of the log: the results of a search after some calls.

    Args:
        found: results so far.
        work: pivots times relations so far.
        answer: return value of the last call.

    Attributes:
        following: the next node for each call made from here.
        used_by: the last call so far that used the tools, and the node before it; None where none did.
    """

    def __init__(self, found: SearchResult, work: int = 0, answer: Any = None) -> None:
        self.found, self.work, self.answer = found, work, answer
        self.following: dict[Call, LogNode] = {}
        self.used_by: tuple[LogNode, Call] | None = None


class SearchLog:
    """The log of all searches of one problem, as a tree; safe for several threads."""

    def __init__(self, problem: SuppressionProblem) -> None:
        self.problem = problem
        self.beginning = LogNode(SearchResult.nothing(problem))
        self._tools: Tools | None = None
        self._left_by: tuple[LogNode, Call] | None = None
        self._in_use = Lock()

    def after(self, node: LogNode, call: Call) -> LogNode:
        """The node that a call leads to from a node."""
        with self._in_use:
            if call not in node.following:
                node.following[call] = self._next(node, call)
            return node.following[call]

    def _next(self, node: LogNode, call: Call) -> LogNode:
        used: list[Tools] = []

        def tools() -> Tools:
            if not used:
                used.append(self._tools_at(node))
            return used[0]

        search, answer = self._made(node, call, tools)
        after = LogNode(search.found, used[0].programme.work if used else node.work, answer)
        after.used_by = (node, call) if used else node.used_by
        if used:
            self._tools, self._left_by = used[0], after.used_by
        return after

    def _made(self, node: LogNode, call: Call, tools: Callable[[], Tools]) -> tuple[Search, Any]:
        search = Search(self.problem, node.found, tools)
        method, arguments = call
        return search, method(search, *arguments)

    def _tools_at(self, node: LogNode) -> Tools:
        """The tools in the state in which the calls up to a node left them; the caller changes that state."""
        tools, left_by = self._tools, self._left_by
        self._tools = None
        if tools is not None and left_by is node.used_by:
            return tools
        again = Tools(self.problem)
        calls = []
        while node.used_by is not None:
            calls.append(node.used_by)
            node = node.used_by[0]
        for before, call in reversed(calls):
            self._made(before, call, lambda: again)
        return again


class LoggedSearch:
    """A search that takes every step that is in the log from there.

    Args:
        log: the log of the searches of its problem.
    """

    def __init__(self, log: SearchLog) -> None:
        self._log = log
        self._node = log.beginning

    @property
    def move(self) -> Move:
        """The best move so far; its support is the pattern."""
        return self._node.found.move

    @property
    def cost(self) -> float:
        """Sum of the weights of that support."""
        return self._node.found.cost

    @property
    def idle(self) -> int:
        """Steps since the cost last fell."""
        return self._node.found.idle

    @property
    def whole_moves(self) -> list[WholeMove]:
        """Whole moves that prove the pattern safe."""
        return self._node.found.whole_moves

    @property
    def work(self) -> int:
        """Pivots times relations so far; a measure of effort that does not depend on the machine."""
        return self._node.work

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
        self._log.after(self._node, call)

    def _call(self, method: Callable[..., Any], *arguments: int) -> Any:
        self._node = self._log.after(self._node, (method, arguments))
        return self._node.answer


def go_ahead(
    threads: Executor | None, searches: Iterable[LoggedSearch], method: Callable[..., Any], *arguments: int
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
