"""HiGHS, the solver of linear programmes, without its printing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import highspy


@contextmanager
def standard_output_discarded() -> Iterator[None]:
    """Discard what anything in this process, C libraries too, writes to standard output meanwhile."""
    try:
        kept = os.dup(1)
    except OSError:  # It is closed.
        yield
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


# From 1.16 on the first instance in a process prints a banner, before any option can be set.
with standard_output_discarded():
    highspy.Highs()  # type: ignore[no-untyped-call]


def silent_solver(**options: bool | int | float | str) -> highspy.Highs:
    """A HiGHS instance that prints nothing and uses one thread, so that its answers repeat.

    Args:
        options: other options of HiGHS, by name.
    """
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        solver.setOptionValue(name, value)
    return solver
