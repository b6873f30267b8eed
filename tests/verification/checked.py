"""Pages of an edition, checked and waited for."""

from __future__ import annotations

from collections.abc import Mapping

from reporter.machine.parallel import THIS_PROCESS, WorkerPool
from reporter.verification.checked_pages import CheckedPage, check_pages


def checked_pages(files: Mapping[str, bytes], pool: WorkerPool = THIS_PROCESS) -> dict[str, CheckedPage]:
    """Every page of an edition, checked (see `check_pages`)."""
    return check_pages(files, pool)()
