"""The rule for all shapes: what `check` accepts, a build finishes, the final check passes, and is true."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Literal, TypeAlias

import reporter
from reporter.disclosure.released import ReleasedCells
from reporter.errors import ReporterError
from reporter.machine.resources import templates_folder
from reporter.pipeline.build import behind_the_gate
from reporter.pipeline.check import Checked, check
from reporter.pipeline.twins.find import find_twins, refuse_different_release
from reporter.publication.release import ReleaseState
from reporter.report.edition.workers import Rendering
from reporter.report.page import Page
from reporter.report.render import Renderer
from reporter.verification import problems
from tests.publications import NOW
from tests.shapes.agreement import disagreements
from tests.shapes.covered import not_covered
from tests.shapes.csv_tables import Tables
from tests.shapes.possible import wrong_bounds
from tests.shapes.said import said_pages
from tests.shapes.truth import untrue

State = Literal["held", "refused", "failed"]

Seen: TypeAlias = Callable[[ReleasedCells], ReleasedCells]

_PLACE = re.compile(r"(\S*\.(toml|csv|json)(:\d+)?|templates\S*): ", re.MULTILINE)
_MISSING_PDF = re.compile(r": link to \S+\.pdf, but there is no file \S+\.pdf$")


@dataclass(frozen=True)
class Verdict:
    """What became of a publication, and what was said, one line each."""

    state: State
    said: tuple[str, ...] = ()
    claims: frozenset[str] = frozenset()
    """The claims in fixed words that its pages make (see `truth`)."""
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The finished files."""


def _as_released(released: ReleasedCells) -> ReleasedCells:
    return released


def judge(settings_file: Path, *, archive: bool = False, seen: Seen = _as_released) -> Verdict:
    """Check a publication, build its pages for the screen and its data files, and check these.

    Args:
        settings_file: the publication's `publication.toml`.
        archive: whether its PDFs would be archive files.
        seen: function from the released cells to those that the edition is built from.
    """
    try:
        checked = check(settings_file, jobs=1)
    except ReporterError as error:
        lines = _lines(error, settings_file)
        if all(_PLACE.match(line) for line in lines):
            return Verdict("refused", lines)
        return Verdict("failed", tuple(f"check names no place: {_kind(error)}: {line}" for line in lines))
    except Exception as error:
        return Verdict("failed", (f"check: {_where(error)}",))
    try:
        files = built(checked, archive=archive, seen=seen)
        found = [problem for problem in problems(files) if not _MISSING_PDF.search(problem)]
    except ReporterError as error:
        lines = _lines(error, settings_file)
        return Verdict("failed", tuple(f"build: {_kind(error)}: {line}" for line in lines))
    except Exception as error:
        return Verdict("failed", (f"build: {_where(error)}",))
    pages = said_pages(files)
    publication = checked.inputs.publication
    tables = Tables(files, publication, checked.inputs.areas.areas)
    found += [*untrue(pages, tables), *not_covered(tables)]
    bounds = publication.settings.disclosure.show == "bounds"
    found += wrong_bounds(pages, tables, asked_for=bounds)
    found += [problem for page in pages for problem in disagreements(page, publication)]
    claims = frozenset(said.claim for page in pages for said in page.said)
    return Verdict("failed" if found else "held", tuple(found), claims, files)


def _lines(error: ReporterError, settings_file: Path) -> tuple[str, ...]:
    """What an error says, with files as they are seen from the settings."""
    return tuple(str(error).replace(f"{settings_file.parent}/", "").splitlines())


def _kind(error: Exception) -> str:
    return type(error).__name__


def built(checked: Checked, *, archive: bool = False, seen: Seen = _as_released) -> dict[str, bytes]:
    """The finished files, PDFs apart; as `reporter.build` does, it refuses twins that differ."""
    inputs, gate_result = checked.inputs, checked.gate_result
    publication = inputs.publication
    release_state = ReleaseState(publication.settings.release.status(NOW))
    render = partial(_on_screen, publication.templates)
    released = seen(gate_result.released)
    _, files = behind_the_gate(publication, released, inputs.previous, release_state, render, archive=archive)
    if released is gate_result.released:
        twins = find_twins(publication, inputs.areas, inputs.counts, inputs.profile, gate_result)
        refuse_different_release(twins)
    return files


def _on_screen(folders: tuple[Path, ...], pages: Sequence[Page]) -> Rendering:
    """Pages for the screen alone, rendered in this process when asked for."""
    renderer = Renderer(folders) if folders[0].is_dir() else _shipped()

    def render() -> dict[str, bytes]:
        return {
            page.path: renderer.render(page)
            for page in sorted(pages, key=lambda page: page.path)
            if page.medium == "screen"
        }

    return render


@cache
def _shipped() -> Renderer:
    """One renderer of the shipped templates for all shapes without own ones: it compiles them once."""
    return Renderer((templates_folder(),))


def _where(error: Exception) -> str:
    """An exception with the last place of the product in its traceback."""
    root = Path(reporter.__file__).parents[1]
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(root / "reporter")]
    place = own[-1]
    return f"{_kind(error)}: {error} at {Path(place.filename).relative_to(root)}:{place.lineno}"
