"""Figures in the producer's texts: filled in everywhere, and held against their cells by the final check."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from reporter.errors import InputError
from reporter.findings import Findings
from reporter.findings.cells import Cells, NoSuchCellError
from reporter.pipeline.build import build
from reporter.pipeline.check import check
from reporter.publication.addresses import address
from reporter.publication.free_text import free_texts
from reporter.report.figures import with_figures
from reporter.report.marks.text import unmarked
from reporter.verification import problems
from tests.edition import read_folder
from tests.publications import NOW, Small
from tests.publications.examples import every_kind_of_number, three_districts
from tests.publications.texts import changed, write_files

CELL = "rates/events/N/2022/occurring/numerator"
DENOMINATOR = "rates/events/N/2020 to 2022/occurring/denominator"

WITHHELD = "rates/events/D0-0/2021/occurring/numerator"
OF_QUARTER = "rates-by-category/events/N/quarter/1/2022/occurring/numerator"


def texts(said: str) -> dict[str, Any]:
    """Sections of settings in which every free text says the same after a word of its own."""
    kinds = ("relevance", "accuracy", "timeliness", "accessibility", "coherence")
    moment = NOW - dt.timedelta(days=3)
    breakdowns = every_kind_of_number().publication.settings.breakdowns[0].model_dump()
    return {
        "publication": {"summary": f"Summary {said}."},
        "data": {"source": f"Source {said}.", "notes": [f"Note {said}."]},
        "quality": {kind: [f"{kind.capitalize()} {said}."] for kind in kinds},
        "breakdowns": [{**breakdowns, "note": f"Breakdown {said}."}],
        "revisions": {"policy": f"Policy {said}."},
        "corrections": [{"time": moment, "what": f"What {said}.", "why": f"Why {said}."}],
        "release": {
            "designation": "official statistics in development",
            "time": dt.datetime(2024, 4, 4, 8, 30, tzinfo=dt.UTC),
            "development": f"Development {said}.",
            "next_release": f"Next {said}.",
            "pre_release_access": [
                {"role": "Head", "organisation": "Office", "hours": 24, "reason": f"Reason {said}."}
            ],
        },
    }


@dataclass(frozen=True)
class Made:
    """The publication with its findings."""

    small: Small
    findings: Findings


@pytest.fixture(scope="module")
def made() -> Made:
    made = every_kind_of_number()
    return Made(made, made.findings())


def small(said: str) -> Small:
    """The publication with every free text saying the same."""
    return every_kind_of_number(**texts(said))


def number(small: Small, address: str) -> int:
    value = Cells(small.findings(), small.areas).at(address).value
    assert value is not None
    return int(value)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """An edition whose every free text has a figure and a brace."""
    return small(f"has {{{CELL}}} of {{{DENOMINATOR}}} {{{{sic}}}}").edition(
        tmp_path_factory.mktemp("figures")
    )


def test_every_text_of_the_settings_is_free_that_is_made_of_sentences() -> None:
    found = {path[0] for path, _ in free_texts(small("x").publication.settings)}
    assert found == set(texts("x"))
    assert len(list(free_texts(small("x").publication.settings))) == 15


def test_every_page_and_paper_prints_the_figures(files: dict[str, bytes]) -> None:
    made = small("x")
    said = f"has {number(made, CELL)} of {number(made, DENOMINATOR):,} {{sic}}"
    printed: dict[str, set[str]] = {}
    for path, content in files.items():
        if path.endswith(".html"):
            text = unescape(
                re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", content.decode(), flags=re.DOTALL)
            )
        elif path.endswith(".pdf"):
            text = "\n".join(
                page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)
            )
        else:
            continue
        text = " ".join(text.split())
        printed[path] = set(re.findall(rf"(\w+) {re.escape(said)}", text))
        assert CELL not in text
    everywhere = {"Note", "Source", "Next", "What", "Why"}
    of_quality = {
        "Relevance",
        "Accuracy",
        "Timeliness",
        "Accessibility",
        "Coherence",
        "Development",
        "Policy",
    }
    for path in ("index.html", "publication.pdf"):
        assert printed[path] >= {*everywhere, "Summary", "Breakdown", "Policy", "Reason"}
    for path in ("quality.html", "quality.pdf"):
        assert printed[path] >= {*everywhere, *of_quality}
    assert all(found >= everywhere for found in printed.values())


def test_the_final_check_holds_each_figure_against_its_cell(files: dict[str, bytes]) -> None:
    assert list(problems(files)) == []
    count = number(small("x"), CELL)
    marked = f'<span data-cell="{CELL}">{count}</span>'
    for path, content in files.items():
        if path.endswith(".html"):
            assert content.decode().count(marked) >= 5
            other = content.replace(marked.encode(), marked.replace(f"{count}<", f"{count + 1}<").encode(), 1)
            assert any(f"{count + 1}: expected {count}" in each for each in problems({**files, path: other}))


def test_data_files_say_figures_without_marks(files: dict[str, bytes]) -> None:
    said = f"has {number(small('x'), CELL)} of "
    metadata = json.loads(files["tables/csv-metadata.json"])
    assert f"Source {said}" in metadata["dc:source"]
    assert f"What {said}" in json.loads(files["manifest.json"])["corrections"][0]["what"]
    for path, content in files.items():
        if path.endswith((".ods", ".xlsx")):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                assert any(f"Note {said}".encode() in parts.read(name) for name in parts.namelist())
        elif not path.endswith(".pdf"):
            assert "\ue000" not in content.decode()
    (row,) = (
        row
        for row in csv.DictReader(io.StringIO(files["tables/rates.csv"].decode()))
        if (row["area_code"], row["period"]) == ("N", "2022")
    )
    assert said == f"has {row['numerator']} of "


def test_the_reason_beside_a_superseded_edition_has_figures_too(tmp_path: Path) -> None:
    made = every_kind_of_number()
    build(made.write(tmp_path), tmp_path / "output", 1, now=NOW)
    correction = {"time": NOW, "what": f"Now {{{CELL}}}.", "why": "A slip."}
    corrected = every_kind_of_number(corrections=[correction])
    later = NOW + dt.timedelta(days=1)
    folder = build(corrected.write(tmp_path), tmp_path / "output", 1, now=later).folder
    reason = json.loads((folder.with_name(f"{folder.name}.superseded-1") / "superseded.json").read_text())
    assert reason["what"] == f"Now {number(made, CELL)}."
    assert list(problems(read_folder(folder), ["2022.superseded-1/index.html"])) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No figure.", "No figure."),
        ("{{a}} and {{{{", "{a} and {{"),
        ("{rates/events/N/2022/occurring/value} per 1,000", "5.0 per 1,000"),
        ("{rates/events/N/2022/occurring/value:3}", "4.956"),
        ("{rates/events/N/2020 to 2022/occurring/denominator}", "152,527"),
        ("{rates/events/D0-0/2021/occurring/numerator}", "[c]"),
        ("{rates/events/D0-0/2021/occurring/value:2}", "[c]"),
        ("{trends/events/W0/registered/annual_percent_change}%", "−6.4%"),
        ("{trends/events/W0/registered/p_value}", "0.009"),
        ("{changes/events/N/2021/2022/rate_ratio}", "1.23"),
        ("{{{rates/events/N/2022/occurring/numerator}}}", "{265}"),
    ],
)
def test_a_figure_is_rounded_as_pages_print_its_column(made: Made, text: str, said: str) -> None:
    noted = every_kind_of_number(data={"notes": [text]}).publication
    worded = with_figures(noted, made.findings, made.small.areas)
    assert worded.in_files.settings.data.notes[0] == said
    assert unmarked(worded.on_pages.settings.data.notes[0]) == said


def test_a_withheld_figure_is_its_symbol_which_every_page_explains(tmp_path: Path) -> None:
    made = every_kind_of_number(data={"notes": [f"Of {{{WITHHELD}}} events, or {{{OF_QUARTER}}}."]})
    files = made.edition(tmp_path)
    for path, content in files.items():
        if path.endswith(".html"):
            assert "<b>[c]</b>" in content.decode()
            assert f'<span data-cell="{WITHHELD}">[c]</span> events' in content.decode()
            assert f'<span data-cell="{OF_QUARTER}">106</span>' in content.decode()
    content = files["quality.html"]
    for other in (b"[u]", b"[r]", b"3"):
        changed_page = content.replace(b">[c]</span> events", b">" + other + b"</span> events")
        assert any("D0-0" in each for each in problems({**files, "quality.html": changed_page}))


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("rates/event/N/2022/occurring/numerator", [CELL]),
        ("rate/events/N/2022/occurring/numerator", [CELL]),
        ("rates/events/N/2022/occurring/numerators", [CELL]),
        ("rates/events/N/2022/numerator", [CELL]),
        ("rates/events/W9/2022/occurring/numerator", ["rates/events/W4/2022/occurring/numerator"]),
        ("rates/events/N/2022/occurring/symbols", []),
        ("rates/events/N/2022/occurring/last_year", []),
        ("revisions/2021/0/events/N/2022/occurring///value", []),
        ("a", []),
        ("/", []),
    ],
)
def test_a_wrong_address_has_others_like_it(made: Made, address: str, nearest: list[str]) -> None:
    cells = Cells(made.findings, made.small.areas)
    with pytest.raises(NoSuchCellError) as told:
        cells.at(address)
    assert told.value.nearest
    assert all(cells.at(name) for name in told.value.nearest)
    assert set(told.value.nearest) >= set(nearest)


def test_check_and_build_tell_a_wrong_address_with_its_line(tmp_path: Path) -> None:
    source = 'source = "Made up."'
    wrong = 'source = "{rates/all/N/2022/occurring/numerater} of {rates/all/N/2023/occurring/denominator}"'
    settings = write_files(tmp_path, changed("publication.toml", (source, wrong)))
    line = settings.read_text().splitlines().index(wrong) + 1
    told = []
    for stop in (lambda: check(settings), lambda: build(settings, tmp_path / "output", 1, now=NOW)):
        with pytest.raises(InputError) as error:
            stop()
        assert error.value.exit_code == 2
        told.append([str(each) for each in error.value.problems])
    assert told[0] == told[1]
    assert len(told[0]) == 2
    assert all(
        each.startswith(f"{settings}:{line}: there is no published number rates/all/N/") for each in told[0]
    )
    assert any("rates/all/N/2022/occurring/numerator" in each for each in told[0])
    assert not (tmp_path / "output/small").exists()


@pytest.mark.parametrize("text", ["{", "}", "a {b", "a} b", "{}", "{{}", "{a{b}"])
def test_a_brace_alone_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    source = 'source = "Made up."'
    settings = write_files(tmp_path, changed("publication.toml", (source, f'source = "{text}"')))
    with pytest.raises(
        InputError, match=r"'source' in \[data\] has a [{}] that stands alone, expected the address"
    ):
        check(settings)


def test_every_number_of_every_table_can_be_named(made: Made) -> None:
    cells = Cells(made.findings, made.small.areas)
    for content in (
        text for path, text in made.small.tables().items() if path.rpartition("/")[2] == "rates.csv"
    ):
        for row in csv.DictReader(io.StringIO(content.decode())):
            name = address(
                "rates", *(row[key] for key in ("indicator", "area_code", "period", "basis")), "value"
            )
            value = cells.at(name).value
            assert ("" if value is None else repr(value)) == row["value"]
    assert len(list(free_texts(three_districts().publication.settings))) == 3
