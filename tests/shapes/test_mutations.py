"""Pages of drawn publications: every change is found, and few digits are held against nothing."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from reporter.errors import ReporterError
from reporter.pipeline.check import check
from reporter.verification.declared import Held, shares
from reporter.verification.same_everywhere import sameness_problems
from tests.publications.examples import every_kind_of_number
from tests.shapes.mutations import mutants
from tests.shapes.oracle import built
from tests.shapes.run import draw
from tests.shapes.whole import Shape
from tests.verification.checked import checked_pages

PUBLICATIONS, EACH = 6, 8
MOST_STATED = {"index": 10, "networks": 10, "areas": 10, "quality": 34}
"""Per cent of the digits of each kind of page that may stand in the producer's own words or explanations."""


@pytest.fixture(scope="module")
def editions() -> list[dict[str, bytes]]:
    """Drawn editions, PDFs apart."""
    found: list[dict[str, bytes]] = []

    def build(shape: Shape) -> None:
        with tempfile.TemporaryDirectory() as folder, suppress(ReporterError):
            found.append(built(check(shape.write(Path(folder) / "project"), jobs=1)))

    draw(PUBLICATIONS, 6, build)
    assert len(found) > PUBLICATIONS / 2
    return found


def test_what_is_changed_is_found(editions: list[dict[str, bytes]]) -> None:
    made: Counter[str] = Counter()
    missed = []
    for number, files in enumerate(editions):
        changed = {
            f"{path.removesuffix('.html')}~{n}.html": mutant
            for path in _one_of_a_kind(files)
            for n, mutant in enumerate(mutants(files[path].decode(), EACH, number))
        }
        bad = _with_problems({**files, **{name: mutant.page.encode() for name, mutant in changed.items()}})
        assert bad <= changed.keys()
        made.update(mutant.kind for mutant in changed.values())
        missed += [f"{name}: {mutant.what}" for name, mutant in changed.items() if name not in bad]
    assert missed == []
    assert min(made[kind] for kind in ("digit", "verdict", "dot", "name", "period", "unit")) > 10


def test_few_digits_are_held_against_nothing(editions: list[dict[str, bytes]], tmp_path: Path) -> None:
    shipped_like = built(check(every_kind_of_number().write(tmp_path), jobs=1))
    for few in (editions, [shipped_like]):
        digits: dict[str, Counter[Held]] = defaultdict(Counter)
        for files in few:
            for path, page in checked_pages(files).items():
                digits[kind_of(path)].update(page.digits)
        for kind, counted in digits.items():
            found = shares(counted)
            assert found[Held.STATED] <= MOST_STATED[kind], (kind, found)
            assert found[Held.DATA] + found[Held.NAMES] > 60, (kind, found)


def _one_of_a_kind(files: Mapping[str, bytes]) -> list[str]:
    """A page of every kind."""
    return list({kind_of(path): path for path in files if path.endswith(".html")}.values())


def kind_of(path: str) -> str:
    """The kind of a page: 'index', 'quality', 'networks' or 'areas'."""
    return path.removesuffix(".html").partition("/")[0]


def _with_problems(files: Mapping[str, bytes]) -> set[str]:
    """The pages in which something is found."""
    pages = checked_pages(files)
    statements = {path: page.statements for path, page in pages.items()}
    alike = {problem.partition(": ")[0] for problem in sameness_problems(statements, files)}
    return alike | {path for path, page in pages.items() if page.problems}
