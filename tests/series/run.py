"""A run over many series: each built and attacked; one line a series that gives something away.

python -m tests.series.run 200 [SEED]
"""

from __future__ import annotations

import secrets
import shutil
import sys
import tempfile
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reporter.errors import InputError, ReporterError
from tests.series.attacker import Attack, differences, narrow, telling
from tests.series.building import build
from tests.series.drawing import draw
from tests.series.knowledge import Knowledge
from tests.series.plans import Series
from tests.series.published import CellName, PrintedCell, printed
from tests.series.refusals import all_withheld
from tests.series.writing import write

KEPT = Path("build/series")
"""Where series that give something away are kept."""


@dataclass(frozen=True)
class Verdict:
    """What became of a series: kept its secrets, was refused, or failed.

    Attributes:
        state: what became of it; refused only where no pattern protects the edition.
        said: what was given away, or why an edition was refused; one line each.
        withheld: number of counts that it withholds and never prints.
    """

    state: Literal["held", "refused", "failed"]
    said: tuple[str, ...] = ()
    withheld: int = 0


def judge(series: Series, folder: Path) -> Verdict:
    """Build the editions of a series one after the other, and attack what was built.

    Args:
        series: the series.
        folder: takes up all files.
    """
    finished: list[Path] = []
    cells: list[dict[CellName, PrintedCell]] = []
    refused: tuple[str, ...] = ()
    for number in range(len(series.plans)):
        settings = write(series, number, folder / f"edition-{number + 1}", finished)
        try:
            finished.append(build(settings, folder / "output"))
        except InputError as error:
            refused = tuple(str(error).replace(f"{folder}/", "").splitlines())
            if not _given_away(series, [*cells, all_withheld(series, number)])[0]:
                return Verdict("failed", ("refused, though withholding every count is safe:", *refused))
            break
        except ReporterError as error:
            return Verdict("failed", (f"edition {number + 1}: {type(error).__name__}: {error}",))
        cells.append(printed(finished[-1]))
    if not cells:
        return Verdict("refused", refused)
    found, withheld = _given_away(series, cells)
    if found:
        return Verdict("failed", found, withheld)
    return Verdict("refused" if refused else "held", refused, withheld)


def _given_away(series: Series, cells: list[dict[CellName, PrintedCell]]) -> tuple[tuple[str, ...], int]:
    """What the printed cells give away, and the number of counts that are withheld and never printed."""
    known = Knowledge(series, cells)
    attack = Attack(known)
    found = (*narrow(known, attack), *telling(series, cells))
    if series.profile.differences == "protect":
        found += tuple(differences(known, attack))
    return found, sum(total not in known.printed for total in known.targets)


def main() -> None:
    """Run as the command line says."""
    warnings.simplefilter("error")
    number = int(sys.argv[1])
    first = int(sys.argv[2]) if len(sys.argv) > 2 else secrets.randbelow(10**6)
    states: Counter[str] = Counter()
    withheld = 0
    for seed in range(first, first + number):
        series = draw(seed)
        place = KEPT / f"seed-{seed}"
        with tempfile.TemporaryDirectory() as folder:
            found = judge(series, Path(folder))
            if found.state == "failed":
                shutil.rmtree(place, ignore_errors=True)
                shutil.copytree(folder, place)
        states[found.state] += 1
        withheld += found.withheld
        if found.state != "held":
            about = f"{len(series.plans)} editions, {series.profile.name}, {', '.join(series.features)}"
            print(f"{found.state.upper()} {seed} ({about})", *found.said, sep="\n    ", flush=True)
    print(
        f"seeds {first} to {first + number - 1}: {dict(states)}, {withheld} counts withheld and never printed"
    )
    sys.exit(1 if states["failed"] else 0)


if __name__ == "__main__":
    main()
