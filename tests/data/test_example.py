"""The shipped example: its counts against published figures, and its settings against their documentation."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import get_args, get_origin

import pandas as pd
import pytest
from pydantic import BaseModel

from reporter.counts.files import read_publication
from reporter.counts.table import Counts
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.settings import Settings

COUNTS = ["live_births", "infant_deaths", "neonatal_deaths"]

# Rows of England in the ONS tables: child mortality statistics, Table 1a (2010 to 2016), and child mortality
# (death cohort) tables, Table 3 (2020 to 2022).
ENGLAND = {
    (2010, "registered"): (687007, 2966, 2036),
    (2011, "registered"): (688120, 2986, 2092),
    (2012, "registered"): (694241, 2870, 1985),
    (2013, "registered"): (664517, 2611, 1799),
    (2014, "registered"): (661496, 2548, 1780),
    (2015, "registered"): (664399, 2575, 1811),
    (2016, "registered"): (663157, 2587, 1855),
    (2020, "occurring"): (585195, 2100, 1564),
    (2021, "occurring"): (595948, 2209, 1633),
    (2022, "occurring"): (577046, 2240, 1685),
}

Inputs = tuple[Publication, Areas, Counts]


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "data/infant-mortality"


@pytest.fixture(scope="module")
def inputs(folder: Path) -> Inputs:
    publication, areas, counts, _ = read_publication(folder / "publication.toml")
    return publication, areas, counts


@pytest.fixture(scope="module")
def authorities(folder: Path) -> pd.DataFrame:
    """The rows of the file without England's, with each authority's board."""
    rows = pd.read_csv(folder / "counts.csv").merge(pd.read_csv(folder / "areas.csv"), on="area_code")
    return rows[rows["area_type"] == "authority"]


def rate(counts: Counts, code: str, years: range, places: str) -> Decimal:
    """Infant deaths per 1,000 live births, rounded half up."""
    table = counts.table.query("area_code == @code and basis == 'occurring'")
    rows = table[table["year"].isin(years)]
    exact = Decimal(1000) * int(rows["infant_deaths"].sum()) / int(rows["live_births"].sum())
    return exact.quantize(Decimal(places), ROUND_HALF_UP)


def test_authorities_add_up_to_the_published_england(authorities: pd.DataFrame) -> None:
    sums = authorities.groupby(["year", "basis"])[COUNTS].sum()
    assert {key: tuple(row) for key, row in zip(sums.index, sums.to_numpy().tolist(), strict=True)} == ENGLAND


def test_england_stands_in_the_file_as_a_check(folder: Path) -> None:
    rows = (
        pd.read_csv(folder / "counts.csv")
        .query("area_code == 'E92000001'")
        .set_index(["year", "basis"])[COUNTS]
    )
    assert {key: tuple(row) for key, row in zip(rows.index, rows.to_numpy().tolist(), strict=True)} == ENGLAND


def test_published_rates(inputs: Inputs) -> None:
    """Figures of issue 2; England's is also in ONS Table 3 of 2022: 2,240 deaths of 577,046 births."""
    _, _, counts = inputs
    assert rate(counts, "E92000001", range(2022, 2023), "0.1") == Decimal("3.9")
    assert rate(counts, "E54000038", range(2020, 2023), "0.01") == Decimal("2.03")  # NHS Somerset ICB
    assert rate(counts, "E54000055", range(2020, 2023), "0.01") == Decimal(
        "6.96"
    )  # NHS Birmingham and Solihull


def test_areas(inputs: Inputs) -> None:
    _, areas, _ = inputs
    numbers = {kind: len(areas.of_type(kind)) for kind in ("authority", "ICB", "NHS region", "England")}
    assert numbers == {"authority": 308, "ICB": 42, "NHS region": 7, "England": 1}
    assert sum(numbers.values()) == len(areas.areas)
    assert areas["E54000038"].name == "NHS Somerset ICB"
    assert areas["E06000052"].name == "Cornwall and Isles of Scilly"
    assert "E06000053" not in areas
    assert [area.name for area in areas.ancestors("E09000012")] == [
        "NHS North East London ICB",
        "London",
        "England",
    ]
    assert not [area.name for area in areas.areas if re.search(r"\d|\bUA\b", area.name)]


def test_traps_of_the_sources(folder: Path) -> None:
    """Combined areas as in the tables of 2013 and 2014; no row of the City of London before 2014."""
    rows = pd.read_csv(folder / "counts.csv")
    hackney = rows.query("area_code == 'E09000012' and year == 2013")
    cornwall = rows.query("area_code == 'E06000052' and year == 2014")
    assert hackney[COUNTS].to_numpy().tolist() == [[4500, 28, 18]]
    assert cornwall[COUNTS].to_numpy().tolist() == [[5447, 21, 16]]
    assert rows.query("area_code == 'E09000001'")["year"].tolist() == [2014, 2015, 2016, 2020, 2021, 2022]
    # Taunton Deane (E07000190) became a part of Somerset West and Taunton (E07000246) in 2019.
    assert set(rows.query("year == 2015")["area_code"]) & {"E07000190", "E07000246"} == {"E07000246"}
    assert 2017 not in set(rows["year"])


def test_prepare_makes_the_committed_files(folder: Path, reference: Path, tmp_path: Path) -> None:
    prepare = runpy.run_path(str(folder / "prepare.py"))
    prepare["main"]([str(reference / "ons"), str(tmp_path)])
    for name in ("counts.csv", "areas.csv"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_import_of_the_workbooks_makes_the_committed_breakdowns(
    folder: Path, reference: Path, tmp_path: Path
) -> None:
    workbooks = sorted((reference / "ons-workbooks").glob("cim*.xlsx"))
    command = [sys.executable, "-m", "reporter", "import", "ons-child-mortality", *map(str, workbooks)]
    made = [f"--{name}={tmp_path / name}.csv" for name in ("counts", "breakdowns")]
    subprocess.run([*command, *made, "--within", "E92000001"], check=True, capture_output=True)
    imported, committed = (
        pd.read_csv(place / "breakdowns.csv", dtype="str", keep_default_na=False)
        for place in (tmp_path, folder)
    )
    kept = imported[imported["breakdown"].isin(committed["breakdown"].unique())].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, committed)
    england = pd.read_csv(tmp_path / "counts.csv").query("area_code == 'E92000001'")
    published = england[["year", "infant_deaths", "live_births"]].to_numpy().tolist()
    assert published == [[2020, 2100, 585195], [2022, 2240, 577046]]


def test_boards_add_up_to_an_independent_sum(authorities: pd.DataFrame, reference: Path) -> None:
    """All 42 boards in all 10 years; the other sum has a year without births, 2017, left out here."""
    derived = pd.read_csv(reference / "ons/derived_icb_bestfit_2010_2022.csv").query("year != 2017")
    theirs = derived.set_index(["icb24_code", "year"])[["live_births", "infant_deaths"]].sort_index()
    ours = authorities.groupby(["parent_code", "year"])[["live_births", "infant_deaths"]].sum().sort_index()
    assert len(ours) == 420
    assert ours.index.tolist() == theirs.index.tolist()
    assert ours.to_numpy().tolist() == theirs.to_numpy().tolist()


def test_expected_population(inputs: Inputs) -> None:
    """Issue 2: 1.0% and 98 per 10,000, from 563,561 live births of 57,690,323 people."""
    population = inputs[0].headline.expected_population
    assert population is not None
    assert round(population.percent, 1) == 1.0
    assert round(population.per_10_000) == 98


def test_births_of_2023_are_those_published(inputs: Inputs, reference: Path) -> None:
    published = (
        pd.read_csv(reference / "ons/la_births_2023.csv")
        .set_index("area_code")
        .loc["E92000001", "live_births"]
    )
    population = inputs[0].headline.expected_population
    assert population is not None
    assert population.eligible == published


def test_only_the_headline_indicator_is_a_record_of_nice(inputs: Inputs) -> None:
    headline, *others = inputs[0].indicators
    assert [guidance.code for guidance in headline.guidance] == ["NG235", "NG201", "NG194"]
    assert {(each.type, each.guidance) for each in others} == {("Supporting indicator", ())}


def _keys(model: type[BaseModel], section: str = "") -> list[tuple[str, str, str]]:
    """Every key of a model as it stands in a file: its section, the line it begins, and its docstring."""
    found = []
    for name, field in model.model_fields.items():
        kinds = [
            kind for kind in (get_args(field.annotation) or (field.annotation,)) if kind is not type(None)
        ]
        inner = kinds[0] if isinstance(kinds[0], type) and issubclass(kinds[0], BaseModel) else None
        doc = " ".join((field.description or "").split())
        if get_origin(kinds[0]) is dict or get_origin(field.annotation) is dict:
            # Keys of the user's own choice: a section is documented, not each key.
            found.append((f"[{section.strip('[]')}.{name}]", f"[{section.strip('[]')}.{name}]", doc))
        elif inner is None:
            found.append((section, f"{name} = ", doc))
        else:
            path = f"{section.strip('[]')}.{name}".removeprefix(".")
            header = f"[[{path}]]" if get_origin(field.annotation) is tuple else f"[{path}]"
            found.append((header, header, doc))
            found += _keys(inner, header)
    return found


def _documented(text: str) -> dict[tuple[str, str], str]:
    """The comment above the first of each section and key, also of those in a comment."""
    comments: list[str] = []
    section = ""
    found: dict[tuple[str, str], str] = {}
    for line in text.splitlines():
        key = re.match(r"(?:# )?(\w+ = )", line)
        heading = re.fullmatch(r"(?:# )?(\[.+\])", line)
        if heading:
            section = heading[1]
            found.setdefault((section, section), " ".join(comments))
        elif key:
            found.setdefault((section, key[1]), " ".join(comments))
        elif line.startswith("#"):
            comments.append(line.removeprefix("# "))
            continue
        comments = []
    return found


@pytest.mark.parametrize(
    ("file", "model"), [("publication.toml", Settings), ("indicators/infant-mortality.toml", Indicator)]
)
def test_every_key_is_documented_in_the_file(folder: Path, file: str, model: type[BaseModel]) -> None:
    documented = _documented((folder / file).read_text())
    keys = _keys(model)
    assert len(keys) > 20
    seen: set[tuple[str, str]] = set()
    for section, key, doc in keys:
        # A section of the same form as one before (numerator, denominator) is documented there.
        if (doc, key) in seen and key.endswith(" = "):
            continue
        seen.add((doc, key))
        assert doc, f"{key} in {section} has no docstring"
        assert doc in documented.get((section, key), ""), f"{section} {key}"
