"""Smaller publications that can be protected: parts of a planned one, tried at the gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.periods import label_of, period_of
from reporter.publication.show import Show

Release = Callable[[Publication], object]
"""The gate for other settings; raises CannotBeProtected."""


def safe_instead(
    publication: Publication, areas: Areas, stuck: Sequence[str], release: Release
) -> Iterator[str]:
    """Smaller publications that can be protected, in words, each found by asking the gate.

    Args:
        publication: the settings that cannot be protected.
        areas: the areas.
        stuck: names of the cells that can be worked out.
        release: the gate.
    """
    for words, show in _smaller(publication, areas, stuck):
        settings = publication.settings.model_copy(update={"show": show})
        if show and _is_safe(replace(publication, settings=settings), release):
            yield words


def _is_safe(publication: Publication, release: Release) -> bool:
    try:
        release(publication)
    except CannotBeProtected:
        return False
    return True


def _smaller(
    publication: Publication, areas: Areas, stuck: Sequence[str]
) -> Iterator[tuple[str, tuple[Show, ...]]]:
    """Blocks without one thing each, in words: a level, pools, single years, breakdowns, early years."""
    blocks, step = publication.settings.show, publication.step_name
    found = [name.split(" | ") for name in stuck]
    if any(block.pools for block in blocks):
        alone = [block.model_copy(update={"pools": (), "single_years": True}) for block in blocks]
        yield f"single {step}s alone", tuple(alone)
        pooled = [block.model_copy(update={"single_years": not block.pools}) for block in blocks]
        yield f"pools of {step}s alone (single_years = false)", tuple(pooled)
    if any(block.breakdowns for block in blocks):
        yield "no breakdowns", tuple(block for block in blocks if not block.breakdowns)
    for level in dict.fromkeys(areas[code].type for _, code, *_ in found if code in areas):
        yield f"no level '{level}'", _without_level(blocks, level)
    last = max(block.last for block in blocks)
    ends = [period.first_year for _, _, label, *_ in found if (period := period_of(label, "")) is not None]
    if ends and max(ends) < last and not any(block.is_of_windows for block in blocks):
        yield f"no {step} before {label_of(max(ends) + 1)}", _from(blocks, max(ends) + 1)


def _without_level(blocks: Sequence[Show], level: str) -> tuple[Show, ...]:
    left = ((block, tuple(each for each in block.levels if each != level)) for block in blocks)
    return tuple(block.model_copy(update={"levels": levels}) for block, levels in left if levels)


def _from(blocks: Sequence[Show], step: int) -> tuple[Show, ...]:
    return tuple(later for block in blocks if (later := block.since(step)) is not None)
