"""How many processors a process may use: files as the kernel writes them, in its documentation.

Version 2 (`cgroup-v2.rst`, "cpu.max"): `$MAX $PERIOD`, `max 100000` by default. Version 1 (`sched-bwc.rst`):
the quota is -1 by default; 1000 ms in each 500 ms make two processors.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reporter.machine.processors import container_quota, processors

QUOTA, PERIOD = "cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"


@pytest.mark.parametrize(
    ("files", "quota"),
    [
        ({}, None),
        ({"cpu.max": "max 100000\n"}, None),
        ({"cpu.max": "150000 100000\n"}, 1.5),
        ({QUOTA: "-1\n", PERIOD: "100000\n"}, None),
        ({QUOTA: "1000000\n", PERIOD: "500000\n"}, 2.0),
    ],
)
def test_the_quota_of_a_container(tmp_path: Path, files: dict[str, str], quota: float | None) -> None:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    assert container_quota(tmp_path) == quota


@pytest.mark.parametrize(
    ("quota", "number"), [("max 100000\n", 3), ("50000 100000\n", 1), ("150000 100000\n", 2)]
)
def test_the_least_of_bound_processors_and_quota(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quota: str, number: int
) -> None:
    (tmp_path / "cpu.max").write_text(quota)
    monkeypatch.setattr("reporter.machine.processors.CGROUPS", tmp_path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    assert processors() == number
