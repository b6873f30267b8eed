"""A run over many shapes: each judged, failures gathered by cause with the smallest folder of each.

python -m tests.shapes.run 2000 [SEED]
"""

from __future__ import annotations

import re
import secrets
import shutil
import sys
import tempfile
import warnings
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.shapes.oracle import Verdict, judge
from tests.shapes.whole import Shape, shapes

KEPT = Path("build/shapes")
"""Where the smallest example of each cause is kept."""


@dataclass
class Gathered:
    """The verdicts of a run: numbers of each, refusals by reason, failures by cause, claims made."""

    kept: Path
    states: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    sizes: dict[str, int] = field(default_factory=dict)
    claims: Counter[str] = field(default_factory=Counter)

    def judge(self, shape: Shape) -> Verdict:
        """The verdict on one shape, taken into account."""
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder) / "project"
            found = judge(shape.write(project), archive=shape.archive)
            self.states[found.state] += 1
            self.claims.update(found.claims)
            if found.state == "refused":
                self.refusals.update({cause(line) for line in found.said})
            if found.state == "failed":
                (project / "said.txt").write_text("\n".join(found.said) + "\n", "utf-8")
                for each in sorted({cause(line) for line in found.said}):
                    self.failures[each] += 1
                    self._keep(each, project)
        return found

    def _keep(self, of: str, project: Path) -> None:
        size = sum(path.stat().st_size for path in project.rglob("*") if path.is_file())
        if size < self.sizes.get(of, size + 1):
            self.sizes[of] = size
            place = self.kept / folder_name(of)
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(project, place)

    def report(self) -> str:
        """One line a cause, then a reason of refusal, the most frequent first; the shares last."""
        lines = [
            f"FAILS {times:5}  {name}  ({self.kept / folder_name(name)})"
            for name, times in self.failures.most_common()
        ]
        lines += [f"refuses {times:3}  {name}" for name, times in self.refusals.most_common()]
        lines.append(", ".join(f"{name} {times}" for name, times in self.claims.most_common()))
        whole = max(self.states.total(), 1)
        lines.append(
            ", ".join(
                f"{self.states[each]} {each} ({self.states[each] / whole:.0%})"
                for each in ("held", "refused", "failed")
            )
        )
        return "\n".join(lines)


_PLACE = re.compile(r"^(\S+\.(toml|csv|html|json)(:\d+)?: )+")
_KINDS = (
    # Where it stands, and in what text, says nothing of the kind.
    (re.compile(r"(, in|: such as) “.*"), ""),
    (
        re.compile(r"“.*”: “\w+” is said, the finding is “?(none|.*)”?$"),
        r"a verdict is said that is no finding",
    ),
    (re.compile(r" is said of .*"), " is said"),
    (re.compile(r"“.*”"), "…"),
    (re.compile(r"(there is no cell|expected|does not give) ([a-z-]+)/.*"), r"\1 a cell of \2"),
    (re.compile(r"\([a-z-]+/.*\)"), "(a cell)"),
    (re.compile(r"'[^']*'|\"[^\"]*\""), "…"),
    (re.compile(r"[-−+]?\d[\d,.:/]*%?"), "#"),
    (re.compile(r"(# (to )?)+#"), "#"),
)


def cause(line: str) -> str:
    """The kind of a message: without its place, quoted words, cells and numbers."""
    kind = _PLACE.sub("", line)
    for pattern, instead in _KINDS:
        kind = pattern.sub(instead, kind)
    return kind[:150]


def folder_name(of: str) -> str:
    """A name for the folder of a cause."""
    return re.sub(r"[^a-z]+", "-", of.lower()).strip("-")[:60] + f"-{zlib.crc32(of.encode()):08x}"


def gather(examples: int, seed_of_draws: int, kept: Path) -> Gathered:
    """Judge some shapes.

    Args:
        examples: how many.
        seed_of_draws: the same gives the same shapes.
        kept: folder for examples of failures.
    """
    gathered = Gathered(kept)
    draw(examples, seed_of_draws, gathered.judge)
    return gathered


def draw(examples: int, seed_of_draws: int, act: Callable[[Shape], object]) -> None:
    """Do something with each of some shapes, which are the same for the same seed."""

    @seed(seed_of_draws)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(shapes())
    def drawn(shape: Shape) -> None:
        act(shape)

    drawn()


def main() -> None:
    """Run as the command line says."""
    warnings.simplefilter("error")
    examples = int(sys.argv[1])
    chosen = int(sys.argv[2]) if len(sys.argv) > 2 else secrets.randbelow(10**6)
    kept = KEPT / f"seed-{chosen}"
    gathered = gather(examples, chosen, kept)
    print(f"seed {chosen}")
    print(gathered.report())
    sys.exit(1 if gathered.failures else 0)


if __name__ == "__main__":
    main()
