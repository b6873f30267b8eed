"""When Python looks for garbage."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

# What is there when a process ends need not be looked through first: the system takes all of it.
atexit.register(gc.freeze)


@contextmanager
def collected_after() -> Iterator[None]:
    """Collects garbage once after what stands under `with`, not all the time while it runs.

    For work that makes very many things that refer to one another and live until it ends, such as the boxes
    of a page that is laid out or the elements of one that is read: looking for garbage among them again and
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
