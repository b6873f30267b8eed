"""Exchanges stopped at every step: each in a process of its own that ends, or is interrupted, at one step.

Run as a program, since only a process without threads may be copied. Prints a line of JSON for each stop: the
scenario, how it was stopped, and what `finish` left.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reporter.machine.exchange import Content, exchange, finish

STEPS = frozenset({"open", "os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir"})
"""Events of Python's audit before which a process is stopped: all by which it changes what is on disk."""
FINISHED, KILLED, INTERRUPTED = 0, 9, 130

OLD: Content = {"index.html": b"old", "tables/rates.csv": b"1"}
NEW: Content = {"index.html": b"new", "tables/rates.csv": b"2", "networks/a.html": b"3"}


def prepared(output: Path, scenario: str) -> tuple[dict[Path, Content], dict[Path, Path], list[Path]]:
    """The arguments of an exchange, with the folder as it is before."""
    edition, record = output / "x/2022", output / "private/x/2022/record.json"
    new: dict[Path, Content] = {edition: NEW, record: b"new"}
    if scenario == "nothing there":
        return new, {}, []
    exchange(output / "private", {edition: OLD, record: b"old"}, {})
    if scenario == "replaced":
        return new, {}, []
    kept = {
        edition: output / "x/2022.superseded-1",
        record: output / "private/x/2022.superseded-1/record.json",
    }
    new = {edition: NEW, kept[edition] / "superseded.json": b"why", record: b"new"}
    earlier = output / "x/2022.private"
    earlier.mkdir()
    (earlier / "made_from.json").write_bytes(b"{}")
    return new, kept, [earlier]


def contents(output: Path) -> dict[str, str]:
    """Every file but the lock, by its path."""
    return {
        path.relative_to(output).as_posix(): path.read_text()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != ".exchange.lock"
    }


def stopped_at(step: int, how: str, work: Callable[[], None]) -> int:
    """Do something in a copy of this process that is stopped at a step; the copy's exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = step

    def count(event: str, _: object) -> None:
        nonlocal left
        if event in STEPS:
            left -= 1
            if left == -1 and how == "killed":
                os._exit(KILLED)
            if left == -1:
                raise KeyboardInterrupt

    sys.addaudithook(count)
    try:
        work()
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)
    os._exit(FINISHED)


def main() -> None:
    """Stop each scenario at each of its steps in each way."""
    for scenario in ("nothing there", "replaced", "superseded"):
        for how in ("killed", "interrupted"):
            step = 0
            while one_stop(scenario, how, step):
                step += 1


def one_stop(scenario: str, how: str, step: int) -> bool:
    """Stop one exchange at one step and say what comes of it; false where it ended before that step."""
    with tempfile.TemporaryDirectory() as name:
        before = Path(name, "before")
        before.mkdir()
        new, kept, removed = prepared(before, scenario)
        old = contents(before)
        private = before / "private"
        code = stopped_at(step, how, partial(exchange, private, new, kept, removed))
        # The command that finishes is killed as well, at some of its steps, before one may go on.
        for again in range(step % 5, 100, 5):
            output = Path(name, f"copy-{again}")
            shutil.copytree(before, output)
            finishing = stopped_at(again, "killed", partial(finish, output / "private"))
            finish(output / "private")
            said = {"scenario": scenario, "how": how, "old": old, "found": contents(output)}
            print(json.dumps(said))
            if finishing == FINISHED:
                break
    return code != FINISHED


if __name__ == "__main__":
    main()
