"""Whole publications as a Hypothesis strategy: any that a producer might well have, from simple to odd."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from reporter.counts.plausibility import implausible
from reporter.counts.windows import Contradiction, with_steps
from reporter.errors import ReporterError
from reporter.publication.periods import is_window, label_of, year_of
from reporter.publication.profiles import RATES_FROM_EXACT
from tests.publications import Small, publication, with_sections
from tests.publications.settings import ends, level, slug
from tests.shapes.announced import producer, quality, release
from tests.shapes.as_held import PLAINLY, AsHeld, as_held, opened_or_closed
from tests.shapes.bands import AGE
from tests.shapes.calendars import calendar
from tests.shapes.choices import now_and_then, one_of, some_of
from tests.shapes.places import Places, places
from tests.shapes.subjects import Drawn, subjects
from tests.shapes.tallies import Broken, Run, broken, counts, runs

PREVIOUS = "previous"
"""The folder of the edition before, beside the settings."""

OWN = (
    ("parts/support.html", "Ask {{ producer.name }}: we answer within 5 days, 24/7."),
    ("own/words.html", "{% macro key() %}Key of 3 signs{% endmacro %}"),
    ("own/words.toml", 'date = "{month} {day}, {year}"\nless_than = "under {number}"\n'),
    ("own/workbook/sheets.toml", '[notes]\nsheet = "A1 & 2"\n[tables]\nsheet = "{number}. Data"\n'),
    ("own/style/palette.css", ".x { width: 12% }"),
)
"""Templates of publications' own, with figures in their words."""


@dataclass(frozen=True)
class Shape:
    """A publication with the edition before it, where it has one."""

    small: Small = field(repr=False)
    previous: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The files of the edition before, by their path in it."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """Templates of its own, by their path."""
    archive: bool = False
    """Whether its PDFs are archive files."""
    in_zulu: bool = False
    """Whether the file writes UTC as Z."""
    held: AsHeld = PLAINLY
    """How the source gives the counts."""

    def write(self, folder: Path) -> Path:
        """Write all files of the publication into a folder; gives the settings file's path."""
        for name, text in self.templates.items():
            path = folder / "templates" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        for name, content in self.previous.items():
            path = folder / PREVIOUS / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        # Where a smallest area has no row in a year, the row of its network says that the others add up.
        given = [self.small.publication.settings.network, *self.held.apart]
        settings = self.small.write(folder, given)
        table = folder / "counts.csv"
        counts = self.held.counts(table.read_text("utf-8"), self.small.areas)
        table.write_text(counts, "utf-8")
        text = self.held.settings(settings.read_text("utf-8"), counts)
        settings.write_text(text.replace('+00:00"', 'Z"') if self.in_zulu else text, "utf-8")
        return settings


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """A whole publication."""
    area = places(draw)
    kept = calendar(draw)
    years = kept.runs(runs(draw))
    indicators = subjects(draw, years[0], by_year=kept.is_of_years, banded=not kept.overlaps)
    by = broken(draw, area, indicators) if kept.length == 1 else None
    counted = counts(draw, area, years, indicators, by, gaps=kept.length == 1)
    counted = kept.counted(counted, area, years[0])
    held = as_held(draw, area, indicators) if by is None and kept.length == 1 else PLAINLY
    if kept.is_of_years and now_and_then(draw, 2):
        area = replace(area, areas=opened_or_closed(area.areas, counted))
    made = publication(
        indicators=[each.record for each in indicators],
        publication=_about(draw, area, indicators, years),
        data=_data(draw),
        levels=_levels(draw, area, held),
        network=area.network,
        comparator=area.comparator,
        periods={"calendar": kept.name},
        show=[kept.block(block, years[0]) for block in _show(draw, area, years, indicators, by)],
        breakdowns=[*([by.section] if by else []), *_bands(indicators)],
        disclosure=_disclosure(draw, rounds=all(each.rounds for each in indicators)),
        release=release(draw),
        producer=producer(draw),
        quality=quality(draw),
    )
    small = Small(made, area.areas, counted)
    if now_and_then(draw, 10):
        made = with_sections(made, corrections=[_correction(draw)])
        small = Small(made, area.areas, counted)
    small = _acknowledged(small) if not now_and_then(draw, 6) else small
    has_previous = kept.length == 1 and now_and_then(draw, 8)
    shape = _with_previous(draw, small, area, years, indicators) if has_previous else Shape(small)
    return replace(
        shape,
        small=_with_windows(shape.small),
        templates=dict(some_of(draw, OWN)) if now_and_then(draw, 8) else {},
        archive=now_and_then(draw, 6),
        in_zulu=draw(st.booleans()),
        held=held,
    )


def _with_windows(small: Small) -> Small:
    """The publication as reading it makes it: its blocks know the windows, and its counts their steps."""
    numbers = sorted(set(small.counts.table["year"].tolist()))
    if not any(map(is_window, numbers)):
        return small
    settings = small.publication.settings
    show = tuple(block.with_windows(numbers) for block in settings.show)
    made = replace(small.publication, settings=settings.model_copy(update={"show": show}))
    try:
        return Small(made, small.areas, with_steps(small.counts, small.areas, made.indicators, {}))
    except Contradiction:
        return small  # As it is read, it is refused.


def _bands(indicators: list[Drawn]) -> list[dict[str, Any]]:
    """The breakdown that directly standardised rates need."""
    return [AGE] if any(each.record.standardisation for each in indicators) else []


def _about(draw: st.DrawFn, area: Places, indicators: list[Drawn], years: list[Run]) -> dict[str, Any]:
    last = year_of(years[0][2])
    title = one_of(
        draw,
        indicators[0].record.title,
        f"{indicators[0].record.title} in {area.areas[area.comparator].name}: {last}",
        f"2nd report on {len(area.areas.of_type(area.network))} networks, {last}/{(last + 1) % 100:02}",
        "Rates rose & fell: “higher” / lower",
        odds=6,
    )
    return {
        "title": title,
        "edition": one_of(draw, str(last), f"{last}-{(last + 1) % 100:02}", "v2.1", odds=4),
        "summary": one_of(draw, "Drawn.", f"All of {last}, in 3 parts.", odds=2),
        "language": one_of(draw, "en-GB", "en-US", "cy", "fr", "de-CH", "zh-Hans", odds=5),
        **({"licence": "https://example.org/licence/3"} if now_and_then(draw, 6) else {}),
    }


def _data(draw: st.DrawFn) -> dict[str, Any]:
    notes = (
        "Figures of 3 areas were estimated in 2 of the years.",
        "Areas are those of April 2021.",
        "Rates fell by 12.5% in 2015 & rose since.",
    )
    return {
        "source": one_of(draw, "Made up.", "Source: table 4b, version 2.1 of 3 May 2023.", odds=2),
        "notes": some_of(draw, notes),
    }


def _levels(draw: st.DrawFn, area: Places, held: AsHeld) -> list[dict[str, Any]]:
    pages = now_and_then(draw, 4)
    return [
        {
            **level(type_, area_pages=pages),
            "singular": singular,
            "plural": plural,
            **held.apart.get(type_, {}),
        }
        for type_, singular, plural in area.levels
    ]


def _show(
    draw: st.DrawFn,
    area: Places,
    years: list[Run],
    indicators: list[Drawn],
    by: Broken | None,
) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    ids = [each.record.id for each in indicators]
    for number, (basis, first, last) in enumerate(years):
        block: dict[str, Any] = {"levels": area.types, "basis": basis, "first_year": first, "last_year": last}
        pools = [length for length in (2, 3, 5) if length <= last - first + 1 and now_and_then(draw, 3)]
        if pools:
            block["pools"] = pools
            if now_and_then(draw, 4):
                block["single_years"] = False
        if len(area.types) > 1 and now_and_then(draw, 8 if number == 0 else 3):
            block["levels"] = some_of(draw, area.types) or area.types[:1]
        if len(ids) > 1 and now_and_then(draw, 6):
            block["indicators"] = some_of(draw, ids)
        blocks.append(block)
    shown = {name for block in blocks for name in block.get("indicators") or ids}
    if shown != set(ids):
        blocks[0].pop("indicators", None)
    basis, first, last = years[0]
    if now_and_then(draw, 8):
        shorter = max(first, last - draw(st.integers(0, 2)))
        levels = some_of(draw, area.types) or area.types[-1:]
        blocks.append({"levels": levels, "basis": basis, "first_year": shorter, "last_year": last})
    if by is not None:
        block = {"levels": [by.level], "basis": basis, "first_year": first, "last_year": last}
        blocks.append({**block, "breakdowns": [by.section["id"]], "indicators": by.indicators})
    return blocks


def _disclosure(draw: st.DrawFn, *, rounds: bool) -> dict[str, Any]:
    shipped = ("ons", "strict", "fingertips-1-to-4", "cdc", "own", "hes", "hes-as-practised")
    profile = draw(st.sampled_from(shipped if rounds else shipped[:5]))
    made: dict[str, Any] = {
        "profile": profile,
        "cost": one_of(draw, "levels", "cells", "births", odds=2),
        "show": one_of(draw, "symbol", "bounds"),
    }
    if profile == "own":
        most = draw(st.integers(0, 9))
        made["rules"] = {
            "name": "our own rules (v2)",
            "source": "Governance group 7.",
            "withhold_to": most,
            "withhold_from": one_of(draw, 1, 0, odds=4),
            "minimum_width": one_of(draw, 1, 3, odds=3),
            "round_to": one_of(draw, 1, 5, 3, 10, odds=3) if rounds else 1,
            "rates_from": one_of(draw, "rounded", "exact", odds=2),
            "comparator_is_exact": draw(st.booleans()),
            **({"rule": f"Counts of 1 to {most} are withheld."} if draw(st.booleans()) else {}),
            "reliability": {
                "no_rate_below": one_of(draw, 3, 0, 5, 20),
                "unreliable_below": one_of(draw, 20, 30),
                **({"rule": "No rate on fewer than 5 events."} if draw(st.booleans()) else {}),
            },
        }
    rules = made.get("rules", {})
    if profile == "hes-as-practised" or (rules.get("rates_from") == "exact" and rules.get("round_to", 1) > 1):
        made["acknowledged_leaks"] = (RATES_FROM_EXACT,)
    return made


def _correction(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "time": "2024-04-02T12:00:00+01:00" if draw(st.booleans()) else "2100-04-02T12:00:00+01:00",
        "what": "The figures of 3 networks for 2021 were wrong.",
        "why": "A slip of 1 in 10.",
    }


def _acknowledged(small: Small) -> Small:
    """The same publication with every implausible count acknowledged, as `check` asks for it."""
    asked = [str(problem) for problem in implausible(small.publication, small.counts)]
    names = tuple(match[1] for text in asked if (match := re.search(r'acknowledged = \["(.*)"\]', text)))
    if not names:
        return small
    made = with_sections(small.publication, checks={"acknowledged": names})
    return Small(made, small.areas, small.counts)


def _with_previous(
    draw: st.DrawFn, small: Small, area: Places, years: list[Run], indicators: list[Drawn]
) -> Shape:
    """The publication with the edition before it: other counts of the same places, at most as many years."""
    before = [years[0], *years[1:]]
    basis, first, last = years[0]
    if last > first:
        before[0] = (basis, first, last - 1)
    show = [{"levels": area.types, "basis": each[0], **ends(each[1], each[2])} for each in before]
    earlier = with_sections(
        small.publication,
        publication={"edition": slug(label_of(before[0][2])) + "-before"},
        show=show,
        disclosure={"profile": "ons", "rules": None} if draw(st.booleans()) else {},
        breakdowns=_bands(indicators),
        release={"time": "2023-03-16T09:30:00+00:00", "announced": None, "exception_approved_by": None},
        corrections=[],
    )
    try:
        previous = Small(earlier, area.areas, counts(draw, area, years, indicators, None)).tables()
    except ReporterError:
        reject()
    made = with_sections(
        small.publication,
        revisions={"previous": Path(PREVIOUS), "policy": "Figures of 2 years are revised each year."},
        disclosure={"known_counts": "show"} if draw(st.booleans()) else {},
    )
    return Shape(Small(made, small.areas, small.counts), previous)
