"""What `check` tells before anything is rendered: every way in which a build would refuse the input."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import InputError, ReporterError
from reporter.machine.progress import Silent
from reporter.pipeline.build import build
from reporter.pipeline.check import check
from reporter.pipeline.safer import safe_instead
from tests.publications import NOW, Small, added_up, areas, counts, indicator, publication, with_sections
from tests.publications.examples import every_kind_of_number

PLACES = areas(3, 2)


def told(settings: Path) -> list[str]:
    """The problems that `check` tells, with files as seen from the settings."""
    with pytest.raises(InputError) as refused:
        check(settings, settings.parent / "output", jobs=1)
    assert refused.value.exit_code == 2
    return [str(problem).replace(f"{settings.parent}/", "") for problem in refused.value.problems]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A publication without templates of its own, for a test to add some."""
    return every_kind_of_number().write(tmp_path)


def own(settings: Path, name: str, text: str | bytes) -> None:
    file = settings.parent / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("own/words.html", "{# Ours. #}\n{% macro %}", r"own/words\.html:2: .*TemplateSyntaxError"),
        ("own/words.html", "{{ 5 | nonsense }}", r"own/words\.html:1: .*nonsense"),
        ("parts/support.html", "{% if false %}{{ nobody }}{% endif %}", r"parts/support\.html:1: .*'nobody'"),
        ("parts/support.html", "\n{{ producer.fax }}", r"parts/support\.html:2: .*fax"),
        ("national.html", '{% extends "shipped/no.html" %}', r"national\.html:1: .*'shipped/no\.html'"),
        ("parts/contact.html", "{{ 1 / 0 }}", r"parts/contact\.html:1: .*ZeroDivisionError"),
        ("parts/contact.html", b"caf\xe9", r"parts/contact\.html: .*UTF-8"),
        ("own/style/print.css", "p { no-such-property: 1 }", r": style sheet: .*no-such-property"),
        ("own/style/typeface.css", "{% set regular = 'No-such-font' %}", r": .*no fonts/No-such-font"),
        ("logo.svg", "<svg", r": style/print\.css: "),
        ("own/words.toml", "\nmonths = 3", r"own/words\.toml:2: .*months"),
        ("own/words.toml", 'less_than = "more than {number}"', r": quality\.html: more than 0\.001: "),
        ("own/words.toml", 'date = "{day} {moon}"', r": words\.toml: .*moon"),
        ("own/workbook/sheets.toml", '[tables]\nshorthand = "{fax}"', r": .*sheets\.toml: .*fax"),
        ("own/workbook/sheets.toml", '[notes]\nsheet = "cover"', r"own/workbook/sheets\.toml:\d: .*second"),
        (
            "own/workbook/sheets.toml",
            '[notes]\nsheet = "A/B"',
            r"own/workbook/sheets\.toml:2: .*31 characters",
        ),
        ("own/workbook/sheets.toml", '[tables]\nsheet = "T"', r"own/workbook/sheets\.toml:2: .*\{number\}"),
        ("own/workbook/sheets.toml", '[notes]\ncolumns = ["A"]', r"own/workbook/sheets\.toml:\d: .*headings"),
        (
            "own/workbook/dictionary.toml",
            '[columns]\narea_code.title = "A"\narea_name.title = "a"',
            r": workbook/dictionary\.toml: area_code and area_name of table rates have one title",
        ),
        (
            "own/workbook/dictionary.toml",
            '[columns.value]\ntitle = "A"\ndescription = "B."\ndecimals = 9',
            r"own/workbook/dictionary\.toml:4: .*at most 4",
        ),
        ("parts/support.html", '<a href="../no.html">x</a>', r": index\.html: link to \.\./no\.html"),
        ("parts/support.html", '<img src="https://example.org/a.png" alt="">', r": index\.html: loads https"),
        (
            "parts/national/data.html",
            '<p id="data">Rates were higher in 12,345 places.</p>',
            r": index\.html: .*12,345",
        ),
    ],
)
def test_mistakes_in_own_templates_are_told_with_their_file(
    settings: Path, name: str, text: str | bytes, expected: str
) -> None:
    own(settings, name, text)
    problems = told(settings)
    assert all(problem.startswith("templates") and ", expected " in problem for problem in problems)
    assert any(re.match(rf"templates/?{expected}", problem) for problem in problems), problems


def test_own_templates_without_a_mistake_are_accepted(settings: Path) -> None:
    own(
        settings,
        "parts/support.html",
        "{% set mine = producer.name %}{% include 'parts/contact.html' %}{{ mine }}",
    )
    own(settings, "own/style/palette.css", ".x { color: red }")
    own(settings, "own/words.toml", 'less_than = "under {number}"')
    assert check(settings, settings.parent / "output", jobs=1)


def test_a_build_stops_with_the_same_exit_code_at_an_own_template(settings: Path) -> None:
    own(settings, "parts/contact.html", "{{ 1 / 0 }}")
    with pytest.raises(ReporterError, match="ZeroDivisionError") as stopped:
        build(settings, settings.parent / "output", jobs=1, progress=Silent(), now=NOW)
    assert stopped.value.exit_code == 2


def test_a_denominator_that_shows_withheld_counts_is_withheld_beside_them(tmp_path: Path) -> None:
    early = indicator("early", ("early",), denominator={"description": "Events.", "add": ("events",)})
    made = publication(indicators=[indicator("events", ("events",)), early])
    settings = Small(made, PLACES, counts(PLACES, 1)).write(tmp_path)
    released = check(settings, tmp_path / "output", jobs=1).gate_result.released.cells
    shown = released[released["indicator"] == "events"].set_index(["area_code", "period"])["withheld"]
    of_early = released[released["indicator"] == "early"].set_index(["area_code", "period"])["denominator"]
    assert shown.any()
    assert of_early.isna().equals(shown.loc[of_early.index])


def test_a_count_of_an_area_that_is_no_more_can_be_stuck() -> None:
    """An earlier edition withheld it, so it is protected still; no level of today's is the area's."""
    stuck = ["events | GONE | 2021 | occurring | as in edition 2021"]
    safe = list(safe_instead(publication(), PLACES, stuck, lambda _: None))
    assert "no year before 2022" in safe
    assert not any(words.startswith("no level") for words in safe)


def test_an_edition_with_more_corrections_than_the_settings_is_told(tmp_path: Path) -> None:
    small = Small(publication(), PLACES, counts(PLACES, 1))
    correction = {"time": "2024-04-02T12:00:00+01:00", "what": "A figure.", "why": "A slip."}
    corrected = Small(with_sections(small.publication, corrections=[correction]), small.areas, small.counts)
    folder = tmp_path / "output" / "small" / "2022"
    folder.mkdir(parents=True)
    for name, content in corrected.tables().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    problems = told(small.write(tmp_path))
    assert [problem for problem in problems if "corrections published: 1" in problem], problems


def test_an_own_worksheet_may_have_any_name_that_a_worksheet_can_have(settings: Path) -> None:
    own(settings, "own/workbook/sheets.toml", '[notes]\nsheet = "A1 & more"\n[tables]\nsheet = "{number}."')
    assert check(settings, settings.parent / "output", jobs=1)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "publication.toml",
            '"Made up for tests."',
            f'"{"a" * 10_001}"',
            "has 10,001 characters, expected at most",
        ),
        (
            "publication.toml",
            'contact = "',
            f'website = "https://x.org/{"a" * 2000}"\ncontact = "',
            "expected at most 2,000",
        ),
        ("events.toml", "multiplier = 1000", f"multiplier = {10**12}", "expected at most 1000000000"),
        ("areas.csv", "Network 1,", f"{'N' * 501},", "area_name of W1 has 501 characters"),
        ("areas.csv", "D1-1,", "d0-1,", "area_code d0-1 stands on line 7 already as D0-1"),
    ],
)
def test_what_no_file_or_worksheet_can_hold_is_told_by_its_line(
    tmp_path: Path, file: str, old: str, new: str, expected: str
) -> None:
    Small(publication(), PLACES, counts(PLACES, 1)).write(tmp_path)
    text = (tmp_path / file).read_text("utf-8")
    assert text.count(old) == 1
    (tmp_path / file).write_text(text.replace(old, new), "utf-8")
    line = text[: text.index(old)].count("\n") + 1
    problems = told(tmp_path / "publication.toml")
    assert any(each.startswith(f"{file}:{line}: ") and expected in each for each in problems), problems


def test_categories_of_what_a_numerator_leaves_add_up_to_no_more_than_everyone(tmp_path: Path) -> None:
    """All events have a sex, and two early ones have none: two late events too many have one."""
    sexes = {"id": "sex", "title": "Sex", "kind": "groups", "categories": {"f": "Girls", "m": "Boys"}}
    rows = [
        (area.code, year, "occurring", 1000, 30, 20) for area in PLACES.leaves for year in (2020, 2021, 2022)
    ]
    shares = [
        ("N", year, "occurring", "sex", sex, 3000, 90, 59) for year in (2020, 2021, 2022) for sex in "fm"
    ]
    made = publication(breakdowns=[sexes], broken_down=("nation",))
    settings = Small(made, PLACES, added_up(PLACES, rows, categories=shares)).write(tmp_path)
    assert (
        "breakdowns.csv:3: sex: events less early of N, occurring 2020, adds up to 62, " in told(settings)[0]
    )


def test_what_would_be_safe_is_told_where_a_publication_cannot_be_protected(tmp_path: Path) -> None:
    """The one network is the nation, whose counts up to 2021 are public."""
    place, types = areas(1, 0), ("network", "nation")
    rows = [("W0", year, "occurring", 1000, 5, 4) for year in (2020, 2021, 2022)]
    made = added_up(place, rows)
    before = publication(types=types, shown=("nation",), years=(2020, 2021), pools=(), profile="ons")
    for name, content in Small(before, place, made).tables().items():
        (tmp_path / "before" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "before" / name).write_bytes(content)
    known: dict[str, Any] = {"revisions": {"previous": Path("before")}}
    now = publication(types=types, profile="cdc", disclosure={"known_counts": "show"}, **known)
    (problem,) = told(Small(now, place, made).write(tmp_path))
    assert re.match(r"publication\.toml:\d+: whatever else is withheld", problem)
    assert problem.endswith(
        "such as this one with pools of years alone (single_years = false), or no level 'network', "
        "or no year before 2022"
    )
    smaller: dict[str, Any]
    for smaller in ({"shown": ("nation",)}, {"years": (2022,)}):
        safe = publication(
            types=types, profile="cdc", disclosure={"known_counts": "show"}, **smaller, **known
        )
        assert check(Small(safe, place, made).write(tmp_path), jobs=1)


def test_an_implausible_count_is_told_by_its_line(tmp_path: Path) -> None:
    rows = [
        (area.code, year, "occurring", 10_000, 900 if (area.code, year) == ("D1-0", 2021) else 100, 50)
        for year in (2020, 2021, 2022)
        for area in PLACES.leaves
    ]
    settings = Small(publication(), PLACES, added_up(PLACES, rows)).write(tmp_path)
    lines = (tmp_path / "counts.csv").read_text("utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("D1-0,2021"))
    assert told(settings)[-1].startswith(f"counts.csv:{line}: area D1-0, 2021, late: 850, more than")


def test_an_area_that_is_counted_with_another_since_the_edition_before_is_not_shown(tmp_path: Path) -> None:
    rows = [
        (leaf.code, year, "occurring", 1000, 30, 20) for leaf in PLACES.leaves for year in (2020, 2021, 2022)
    ]
    before = Small(publication(years=(2020, 2021), pools=()), PLACES, added_up(PLACES, rows))
    for name, content in before.tables().items():
        (tmp_path / "before" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "before" / name).write_bytes(content)
    now = publication(revisions={"previous": Path("before")}, disclosure={"known_counts": "show"})
    left = [row for row in rows if row[:2] != ("D0-1", 2021)]
    settings = Small(now, PLACES, added_up(PLACES, left)).write(tmp_path, ["network"])
    cells = check(settings, jobs=1).gate_result.released.cells
    shown = set(zip(cells["area_code"], cells["period"], strict=True))
    assert ("D0-0", "2021") in shown
    assert ("D0-1", "2022") in shown
    assert ("D0-1", "2021") not in shown
