"""The number of processors that this process may use."""

from __future__ import annotations

import os
from math import ceil
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
"""Folder with the limits of a Linux container."""


def processors() -> int:
    """The number of processors that this process may use, at least 1.

    This is the least of what the machine has, what the process is bound to (`taskset`), and the processor
    time that its container may take.
    """
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = container_quota(CGROUPS)
    return bound if quota is None else max(1, min(bound, ceil(quota)))


def container_quota(cgroups: Path) -> float | None:
    """The processor seconds that a container may use each second; None where it has no such limit.

    Args:
        cgroups: the mounted control groups, of version 2 (one file) or 1 (two files, -1 for no limit).
    """
    try:
        quota, period = (cgroups / "cpu.max").read_text().split()
    except FileNotFoundError:
        try:
            quota, period = ((cgroups / f"cpu/cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
        except FileNotFoundError:
            return None
    return None if quota == "max" or int(quota) <= 0 else int(quota) / int(period)
