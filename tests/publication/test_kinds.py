"""Kinds of measure in the indicator's record: what each asks for, and what is refused at check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reporter.counts.files import read_publication
from reporter.errors import InputError
from reporter.publication.standards import standard_population
from reporter.publication.units import in_units, written
from tests.publications.kinds import KINDS, of_kind
from tests.publications.toml_text import toml_text

TARGET = {"value": 90, "year": 2025, "from_year": 2020, "source": "A plan."}


def _problems(folder: Path, said_as: str, change: Any) -> str:
    """What is refused of a publication of a kind whose record's text was changed."""
    made = of_kind(said_as, target=TARGET)
    settings = made.write(folder)
    record = folder / "measured.toml"
    before = record.read_text("utf-8")
    after = change(before)
    assert after != before
    record.write_text(after, "utf-8")
    with pytest.raises(InputError) as refused:
        read_publication(settings)
    return str(refused.value)


@pytest.mark.parametrize("said_as", KINDS)
def test_a_record_of_each_kind_is_read_as_it_was_written(said_as: str, tmp_path: Path) -> None:
    made = of_kind(said_as)
    publication, _, counts, _ = read_publication(made.write(tmp_path))
    assert publication.headline == made.publication.headline
    assert counts.table.equals(made.counts.table)


def test_an_old_record_without_a_kind_is_a_rate() -> None:
    record = of_kind("percentage").publication.headline
    assert "measure =" in toml_text(record)
    rate = of_kind("rate", denominator={"decimal": False}).publication.headline
    assert "measure =" not in toml_text(rate)
    assert rate.numerator.within_denominator


CHANGES = {
    "mean": ("percentage", '"proportion"', '"mean"', "spread of single values"),
    "unknown": ("percentage", '"proportion"', '"ratio"', "one of rate, proportion"),
    "not within": (
        "percentage",
        'add = ["events"]',
        'add = ["events"]\nwithin_denominator = false',
        "within_denominator = true, or measure = 'count ratio'",
    ),
    "within a ratio": (
        "count ratio",
        "within_denominator = false",
        "within_denominator = true",
        "within_denominator = false",
    ),
    "a denominator of a count": (
        "count",
        "[words]",
        '[denominator]\ndescription = "Births."\nadd = ["births"]\n\n[words]',
        "no denominator, or another measure",
    ),
    "no bands": (
        "directly standardised rate",
        '"directly standardised rate"',
        '"rate"',
        "measure = 'directly standardised rate', or no such section",
    ),
    "a target of each year's own": (
        "indirectly standardised ratio",
        "one_reference = true",
        "one_reference = false",
        "one_reference = true in [denominator], or no such section",
    ),
    "a target above all": ("percentage", "value = 90", "value = 101", "at most 100"),
    "no breakdown": (
        "directly standardised rate",
        'breakdown = "age"',
        'breakdown = "sex"',
        "complete = true",
    ),
    "no standard": ("directly standardised rate", '"ESP 2013"', '"no-such.csv"', "no-such.csv"),
    "decimal bands": (
        "directly standardised rate",
        'add = ["births"]',
        'add = ["births"]\ndecimal = true',
        "whole numbers",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_kind_does_not_allow_is_refused_at_check(name: str, tmp_path: Path) -> None:
    said_as, before, after, expected = CHANGES[name]
    assert expected in _problems(tmp_path, said_as, lambda text: text.replace(before, after, 1))


def test_decimals_are_refused_where_none_are_declared(tmp_path: Path) -> None:
    said = _problems(tmp_path, "rate", lambda text: text.replace("decimal = true\n", ""))
    assert "a whole number" in said


def test_too_many_decimals_are_refused(tmp_path: Path) -> None:
    settings = of_kind("rate").write(tmp_path)
    counts = tmp_path / "counts.csv"
    text = counts.read_text("utf-8")
    counts.write_text(text.replace(".25,", ".2500001,", 1), "utf-8")
    with pytest.raises(InputError, match="at most 6 decimal places") as refused:
        read_publication(settings)
    assert "counts.csv:2:" in str(refused.value)


def test_a_numerator_above_its_denominator_is_refused_of_a_proportion(tmp_path: Path) -> None:
    settings = of_kind("percentage").write(tmp_path)
    counts = tmp_path / "counts.csv"
    header, first, *rest = counts.read_text("utf-8").splitlines()
    cells = first.split(",")
    cells[4] = str(int(cells[3]) + 1)
    counts.write_text("\n".join([header, ",".join(cells), *rest]) + "\n", "utf-8")
    with pytest.raises(InputError, match="no more than those"):
        read_publication(settings)


@pytest.mark.parametrize(
    ("text", "unit", "held"), [("1.25", 1000, 1250), ("7", 1000, 7000), ("0.000001", 10**6, 1), ("12", 1, 12)]
)
def test_decimals_are_held_as_whole_units(text: str, unit: int, held: int) -> None:
    assert in_units(text, unit) == held
    assert written(held, unit) == text


def test_bands_of_a_standard_population_are_made_of_its_own() -> None:
    bands = ("0-14", "15-44", "45-64", "65-74", "75-84", "85-and-over")
    assert standard_population("ESP 2013", Path(), bands) == (16000, 38000, 26500, 10500, 6500, 2500)
    with pytest.raises(InputError, match="not made of bands"):
        standard_population("ESP 2013", Path(), ("0-17",))
