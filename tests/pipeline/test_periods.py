"""Whole publications of other calendars, of quarters, months and windows: built, checked, and read."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from reporter.errors import InputError
from reporter.machine.progress import Silent
from reporter.pipeline.build import build
from reporter.publication.areas import Area, Areas
from reporter.publication.periods import label_of, period_of, step_of, window, window_number
from reporter.verification import VerificationError, verify_files
from tests.edition import read_folder
from tests.publications import EVENTS, NOW, Small, added_up, areas, publication
from tests.publications.settings import slug

TYPES = ("district", "network", "nation")


def steps(first: str, last: str) -> list[str]:
    """The labels from one step to another."""
    ends = step_of(first), step_of(last)
    assert ends[0] is not None
    assert ends[1] is not None
    return [label_of(step) for step in range(ends[0], ends[1] + 1)]


def rolling(first: str, last: str, length: int, by: int = 1) -> list[str]:
    """The labels of windows of a length within two steps, each so many after the one before."""
    all_steps = [step_of(label) or 0 for label in steps(first, last)]
    return [
        label_of(window(start, start + length - 1)) for start in all_steps[: len(all_steps) - length + 1 : by]
    ]


def edition(
    folder: Path,
    calendar: str,
    labels: Sequence[str],
    pools: Sequence[int] = (),
    mean: float = 12.0,
    profile: str = "ons",
) -> dict[str, bytes]:
    """An edition of two networks of two districts, its counts Poisson, the same of a step in any edition."""
    hierarchy = areas(3, 2)
    periods = [found for label in labels if (found := period_of(label, "occurring")) is not None]
    assert len(periods) == len(labels)
    of_step = {
        (leaf.code, step): np.array([int(random.integers(900, 1100)), int(random.poisson(mean))])
        for step in sorted({step for period in periods for step in period.years})
        for place, leaf in enumerate(hierarchy.leaves)
        for random in [np.random.default_rng([step, place])]
    }
    rows = [
        (
            code.code,
            window_number(period),
            "occurring",
            *np.sum([of_step[code.code, step] for step in period.years], axis=0).tolist(),
        )
        for period in periods
        for code in hierarchy.leaves
    ]
    show = [
        {
            "levels": TYPES,
            "basis": "occurring",
            "first_period": labels[0],
            "last_period": labels[-1],
            "pools": pools,
        }
    ]
    made = publication(
        types=TYPES,
        years=(2021, 2022),
        indicators=(EVENTS,),
        profile=profile,
        periods={"calendar": calendar},
        show=show,
        publication={"edition": slug(labels[-1])},
    )
    small = Small(made, hierarchy, added_up(hierarchy, rows, ("births", "events")))
    return read_folder(build(small.write(folder), folder / "output", 1, Silent(), NOW).folder)


def words(page: bytes) -> str:
    """The text of a page, without its charts."""
    text = re.sub(r"<(style|script|svg).*?</\1>", "", page.decode(), flags=re.DOTALL)
    text = re.sub(r"</?(span|b|a|time|i)\b[^>]*>", "", text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def table(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"tables/{name}.csv"].decode(), newline="")))


CASES = {
    "financial years": ("financial", steps("2015/16", "2022/23"), (3,), "financial year"),
    "academic years": ("academic", steps("2016/17", "2022/23"), (3,), "academic year"),
    "quarters": ("calendar", steps("2020 Q3", "2022 Q2"), (4,), "quarter"),
    "financial quarters": ("financial", steps("2020/21 Q3", "2022/23 Q1"), (4,), "quarter"),
    "months": ("calendar", steps("2021-09", "2022-04"), (3,), "month"),
    "windows": ("calendar", rolling("1990", "2007", 3, 3), (), "period"),
    "windows that overlap": ("financial", rolling("2014/15", "2022/23", 3), (), "period"),
}


@pytest.mark.parametrize("case", CASES)
def test_an_edition_of_any_calendar(tmp_path: Path, case: str) -> None:
    """The build's final check has held every number of every page against the data files."""
    calendar, labels, pools, step = CASES[case]
    files = edition(tmp_path, calendar, labels, pools)
    said, quality = words(files["index.html"]), words(files["quality.html"])
    latest = {"2022-04": "April 2022"}.get(labels[-1], labels[-1])
    assert f"The latest {step} is {latest}." in quality
    assert f"Rates in Nation by {step}" in said
    assert f"from {step} to {step}" in words(files["networks/W0.html"])
    assert step == "financial year" or "from year to year" not in words(files["networks/W0.html"])
    rates = table(files, "rates")
    assert {row["period"] for row in rates} >= set(labels)
    assert {(row["first_year"], row["last_year"]) for row in rates if row["period"] == labels[0]} == {
        (labels[0][:4], labels[0].split(" to ")[-1][:4])
    }
    (change,) = [row for row in table(files, "changes") if row["area_code"] == "N"]
    before = labels[-4] if case == "windows that overlap" else labels[-2]
    assert (change["period_from"], change["period_to"]) == (before, labels[-1])
    # No number of a step stands on a page in place of its label.
    pages = [words(content) for name, content in files.items() if name.endswith(".html")]
    assert not any(re.search(r"\b[1-9]\d{5,}\b", page) for page in pages)


def test_the_first_and_the_last_step_of_a_trend_have_their_labels(tmp_path: Path) -> None:
    files = edition(tmp_path, "calendar", steps("2020 Q3", "2022 Q2"))
    (trend,) = [row for row in table(files, "trends") if row["area_code"] == "N"]
    ends = [trend[name] for name in ("first_period", "first_year", "last_period", "last_year")]
    assert ends == ["2020 Q3", "2020", "2022 Q2", "2022"]
    described = json.loads(files["tables/trends-metadata.json"])["tableSchema"]["columns"]
    said = {column["name"]: column["dc:description"] for column in described}
    assert said["first_period"] == "The first quarter, by its name in the table of rates."
    assert said["first_year"] == "First quarter of the period: the calendar year in which its year begins."


def test_counts_by_period_of_calendar_years_are_those_by_year(tmp_path: Path) -> None:
    """The same tables from a column `period` as from a column `year`, as far as settings do not differ."""
    labels = ["2020", "2021", "2022"]
    of_periods = edition(tmp_path / "periods", "calendar", labels)
    folder = tmp_path / "years"
    edition(folder, "calendar", labels)
    settings = folder / "publication.toml"
    text = settings.read_text("utf-8")
    settings.write_text(
        text.replace('first_period = "2020"', "first_year = 2020").replace(
            'last_period = "2022"', "last_year = 2022"
        ),
        "utf-8",
    )
    assert (folder / "counts.csv").read_text("utf-8").startswith("area_code,year,")
    of_years = read_folder(build(settings, folder / "again", 1, Silent(), NOW).folder)
    same = [name for name in of_periods if name.endswith((".csv", ".json")) and name != "manifest.json"]
    assert same
    assert all(of_periods[name] == of_years[name] for name in same)


COUNTIES = {
    "Alamance": (4672, 13, 5767, 11),
    "Alexander": (1333, 0, 1683, 2),
    "Anson": (1570, 15, 1875, 4),
    "Ashe": (1091, 1, 1364, 0),
    "Wake": (14484, 16, 20857, 31),
}
"""Live births and sudden infant deaths of counties of North Carolina, 1 July 1974 to 30 June 1978 and 1979 to
1984: Cressie and Read (1985), Biometrical Journal 27: 385-401; in R's spData as nc.sids."""


_ENDS = ((0, (1974, 1978)), (2, (1979, 1984)))


def test_sudden_infant_deaths_in_north_carolina(tmp_path: Path) -> None:
    hierarchy = Areas.of(
        [
            Area("N", "Five counties", "nation"),
            *(Area(f"C{n}", name, "network", ("N",)) for n, name in enumerate(COUNTIES)),
        ]
    )
    rows: list[tuple[str | int, ...]] = [
        (f"C{n}", window(*ends), "occurring", *counts[place : place + 2])
        for place, ends in _ENDS
        for n, counts in enumerate(COUNTIES.values())
    ]
    show = [
        {
            "levels": ("network", "nation"),
            "basis": "occurring",
            "first_period": "1974 to 1978",
            "last_period": "1979 to 1984",
        }
    ]
    types = ("network", "nation")
    made = publication(types=types, years=(1984,), indicators=(EVENTS,), profile="ons", show=show)
    small = Small(made, hierarchy, added_up(hierarchy, rows, ("births", "events")))
    files = read_folder(build(small.write(tmp_path), tmp_path / "output", 1, Silent(), NOW).folder)
    (change,) = [row for row in table(files, "changes") if row["area_code"] == "N"]
    assert float(change["value_from"]) == pytest.approx(1000 * 45 / 23150)
    assert float(change["value_to"]) == pytest.approx(1000 * 48 / 31546)
    said = words(files["index.html"])
    assert "Between 1974 to 1978 and 1979 to 1984" in said
    assert "a year on average" not in said


def test_a_month_by_the_name_of_another_is_found(tmp_path: Path) -> None:
    """Its year is right, and so the name alone would pass; but no two months have one name."""
    files = edition(tmp_path, "calendar", steps("2021-09", "2022-04"))
    pages = {name: content.replace(b"March 2022", b"February 2022") for name, content in files.items()}
    with pytest.raises(VerificationError, match=r"words periods/2022-0[23] as “february 2022”"):
        verify_files(pages)


def test_a_window_of_an_earlier_edition_that_overlaps_stays_in_the_counts(tmp_path: Path) -> None:
    """2018 to 2020 was published; of 2019 to 2021 alone, the gate could not tell what both give away."""
    edition(tmp_path / "before", "calendar", ["2017 to 2019", "2018 to 2020"], profile="strict")
    before = tmp_path / "before/output/small/2018-to-2020"
    assert before.is_dir()
    after = tmp_path / "after"
    edition(after, "calendar", ["2018 to 2020", "2019 to 2021"], profile="strict")
    settings = after / "publication.toml"
    with settings.open("a", encoding="utf-8") as file:
        file.write(f'\n[revisions]\nprevious = "{before.as_posix()}"\n')
    with pytest.raises(InputError) as refused:
        build(settings, tmp_path / "again", 1, Silent(), NOW)
    (problem,) = refused.value.problems
    assert problem.message == (
        "there are no counts of occurring 2017 to 2019, which edition 2018-to-2020 published and which "
        "overlaps 2018 to 2020"
    )
    counts = after / "counts.csv"
    rows = (tmp_path / "before/counts.csv").read_text("utf-8").splitlines(keepends=True)
    with counts.open("a", encoding="utf-8") as file:
        file.writelines(row for row in rows if "2017 to 2019" in row)
    build(settings, tmp_path / "again", 1, Silent(), NOW)
