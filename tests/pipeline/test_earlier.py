"""What was published before an edition, as a build, a check and the up-to-date check read it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from reporter.comparison.superseded import superseded
from reporter.disclosure.cells import Cell
from reporter.disclosure.earlier_record import LINKED, earlier_table, to_json
from reporter.errors import InputError
from reporter.machine.progress import Silent
from reporter.pipeline.build import build, read, with_superseded
from reporter.pipeline.check import check
from reporter.pipeline.private_files import hashes_of_rates
from reporter.pipeline.up_to_date import made_from
from reporter.publication.loading import load
from reporter.publication.paths import edition_folder, private_folder
from reporter.publication.periods import Period
from reporter.publication.release import ReleaseState
from reporter.publication.revisions import Predecessor
from reporter.report.edition.manifest import manifest
from tests.publications import NOW, Small, areas, counts, publication, with_sections
from tests.publications.settings import Section

PLACES = areas(2, 3)
YEARS = range(2018, 2023)
COUNTED = counts(PLACES, 3, years=YEARS)
FIXES = [{"time": "2024-03-20T12:00:00+00:00", "what": "A figure.", "why": "A slip."}]


def rolling(last: int, **sections: Section) -> Small:
    """Three years up to the last one, and the pool of them, released in the year after it."""
    made = publication(
        years=range(last - 2, last + 1),
        release={"time": f"{last + 1}-03-14T09:30:00+00:00"},
        disclosure={"known_counts": "show"},
    )
    return Small(with_sections(made, **sections), PLACES, COUNTED)


def issued(small: Small, folder: Path, before: str | None = None, *, with_record: bool = False) -> Path:
    """The data files and manifest of an edition, which names the edition of the year before if any."""
    about = small.publication.settings.publication
    named = Predecessor("small", str(int(about.edition) - 1), before) if before else None
    files = {name: content for name, content in small.tables().items() if name != "manifest.json"}
    state = ReleaseState(previous=named)
    said = manifest(small.publication, files, state, rules=small.profile)
    for name, content in {**files, "manifest.json": said}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    if with_record:
        private_folder(folder).mkdir(parents=True)
        record = to_json(earlier_table(small.gate_result(), "x"), hashes_of_rates(files))
        (private_folder(folder) / LINKED).write_bytes(record)
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Two editions, the second of which names the first."""
    issued(rolling(2020), tmp_path / "output/small/2020")
    issued(rolling(2021), tmp_path / "output/small/2021", "../2020")
    return tmp_path / "output"


def written(tmp_path: Path, **sections: Section) -> Path:
    """The edition to come, after that of 2021."""
    named = {"revisions": {"previous": Path("../output/small/2021")}}
    return rolling(2022, **{**named, **sections}).write(tmp_path / "now")


def refused(settings: Path, output: Path | None = None) -> str:
    with pytest.raises(InputError) as stopped:
        check(settings, output, jobs=1)
    (problem,) = stopped.value.problems
    return str(problem).replace(f"{settings.parent}/", "")


def line_of(settings: Path, key: str) -> int:
    lines = settings.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(key))


def test_the_whole_chain_is_known_and_the_predecessor_alone_is_compared(tmp_path: Path, output: Path) -> None:
    inputs = read(written(tmp_path), output)
    assert [table.source for table in inputs.public_counts.tables] == ["edition 2020", "edition 2021"]
    assert [edition.edition for edition in inputs.previous] == ["2021"]
    printed = Cell("events", "N", Period(2018, 2018, "occurring"))
    assert inputs.public_counts.source[printed] == "edition 2020"
    assert inputs.public_counts.counts[printed] == inputs.public_counts.tables[0].values[printed]


def test_an_edition_is_read_from_its_private_record_where_that_is_at_hand(tmp_path: Path) -> None:
    """The counts that it withheld are then the true ones, whatever those of today are."""
    folder = issued(rolling(2021), tmp_path / "output/small/2021", with_record=True)
    truth = earlier_table(rolling(2021).gate_result(), "edition 2021")
    table = COUNTED.table.copy()
    table["events"] += 1
    now = rolling(2022, revisions={"previous": Path("../output/small/2021")})
    settings = replace(now, counts=replace(COUNTED, table=table)).write(tmp_path / "now")
    assert read(settings).public_counts.tables[0].values == truth.values
    file = private_folder(folder) / LINKED
    file.write_bytes(file.read_bytes().replace(b'"tables/rates.csv":"', b'"tables/rates.csv":"0'))
    published = read(settings).public_counts.tables[0]
    assert published.withheld == truth.withheld
    assert {each: published.bounds[each] for each in truth.bounds} == truth.bounds


def test_a_predecessor_that_was_moved_is_told_and_can_be_named(tmp_path: Path, output: Path) -> None:
    shutil.move(output / "small/2020", tmp_path / "now/archived")
    settings = written(tmp_path)
    problem = refused(settings)
    assert problem.startswith(f"publication.toml:{line_of(settings, 'previous')}: ")
    assert "names edition 2020 of small as the one before it" in problem
    named = {"previous": Path("../output/small/2021"), "earlier": [Path("archived")]}
    settings = written(tmp_path, revisions=named)
    assert [table.source for table in read(settings).public_counts.tables] == [
        "edition 2020 in archived",
        "edition 2021",
    ]
    settings = written(tmp_path, revisions={**named, "earlier": [Path("nowhere")]})
    problem = refused(settings)
    assert re.match(r"publication\.toml:\d+: .*nowhere is no folder, expected", problem)


def test_an_edition_cannot_come_after_itself(tmp_path: Path, output: Path) -> None:
    settings = written(tmp_path, publication={"edition": "2021"})
    assert f"publication.toml:{line_of(settings, 'previous')}: " in refused(settings, output)
    assert "is the place of this edition" in refused(settings, output)


def test_what_a_correction_supersedes_is_known_as_well(tmp_path: Path, output: Path) -> None:
    """First the edition in its place, which a build will move; then where the build has put it."""
    issued(rolling(2022), output / "small/2022", "../2021")
    settings = written(tmp_path, corrections=FIXES)

    def sources() -> list[str]:
        inputs = read(settings, output)
        replaced = superseded(output / "small/2022", inputs.publication.settings.corrections)
        return [table.source for table in with_superseded(inputs, replaced.editions).public_counts.tables]

    assert sources() == ["edition 2020", "edition 2021", "edition 2022"]
    shutil.move(output / "small/2022", output / "small/2022.superseded-1")
    issued(rolling(2022, corrections=FIXES), output / "small/2022", "../2021")
    assert sources() == ["edition 2020", "edition 2021", "edition 2022"]
    later: dict[str, Section] = {
        "publication": {"edition": "2023"},
        "revisions": {"previous": Path("../output/small/2022")},
    }
    known = [
        table.source for table in read(rolling(2022, **later).write(tmp_path / "later")).public_counts.tables
    ]
    assert known == [
        "edition 2020",
        "edition 2021",
        "edition 2022",
        "edition 2022 with correction 1",
    ]


def test_a_later_edition_is_known_to_a_correction_that_names_it(tmp_path: Path, output: Path) -> None:
    """The edition of 2021 is corrected after that of 2022 was published, which names it."""
    issued(rolling(2022), output / "small/2022", "../2021")
    named = {"previous": Path("../output/small/2020"), "earlier": [Path("../output/small/2022")]}
    settings = rolling(2021, revisions=named, corrections=FIXES).write(tmp_path / "now")
    assert [table.source for table in read(settings, output).public_counts.tables] == [
        "edition 2020",
        "edition 2022",
    ]


def test_others_publish_tables_and_whole_editions(tmp_path: Path) -> None:
    about = {"id": "elsewhere", "title": "Another"}
    folder = issued(rolling(2021, publication=about), tmp_path / "output/elsewhere/2021")
    (tmp_path / "now").mkdir()
    (tmp_path / "now/rounded.csv").write_text(
        "area_code,basis,period,events,births\nN,occurring,2018 to 2022,50,[c]\nX,occurring,2022,5,5\n"
    )
    known = [{"file": Path("rounded.csv"), "rounded_to": 5}, {"file": Path("../output/elsewhere/2021")}]
    settings = rolling(2022, disclosure={"known": known}).write(tmp_path / "now")
    table, edition = read(settings).public_counts.tables
    pool = Period(2018, 2022, "occurring")
    assert table.source == "rounded.csv"
    assert table.bounds == {Cell("events", "N", pool): (48, 52), Cell("births", "N", pool): (0, None)}
    assert table.withheld == {Cell("births", "N", pool)}
    assert edition.source == "edition 2021 of elsewhere"
    assert edition.withheld == earlier_table(rolling(2021).gate_result(), "x").withheld
    plain = settings.read_text("utf-8")
    assert "[[disclosure.known]]" in plain
    before = made_from(load(settings), tmp_path / "out", "released", archive=False)
    rates = folder / "manifest.json"
    rates.write_text(rates.read_text("utf-8").replace("Another", "One more"), "utf-8")
    assert made_from(load(settings), tmp_path / "out", "released", archive=False) != before


def test_a_known_table_may_be_named_by_its_path_alone(tmp_path: Path) -> None:
    (tmp_path / "known.csv").write_text("area_code,year,basis,events\nN,2022,occurring,7\n")
    settings = rolling(2022, disclosure={"known": ["known.csv"]}).write(tmp_path)
    text = settings.read_text("utf-8")
    section = re.search(r'\[\[disclosure\.known\]\]\nfile = "known\.csv"\n', text)
    assert section
    without = text.replace(section[0], "")
    settings.write_text(without.replace("[disclosure]\n", '[disclosure]\nknown = ["known.csv"]\n'), "utf-8")
    (table,) = read(settings).public_counts.tables
    year = Period(2022, 2022, "occurring")
    births = table.values[Cell("births", "N", year)]
    # It has no column of births: these are taken to be public as they are today.
    assert table.bounds == {Cell("events", "N", year): (7, 7), Cell("births", "N", year): (births, births)}


@pytest.mark.parametrize(
    "changed", ["output/small/2020/tables/changes.csv", "output/private/small/2020/linked.json"]
)
def test_every_edition_of_the_chain_is_input_of_a_build(tmp_path: Path, output: Path, changed: str) -> None:
    made = load(written(tmp_path))
    folder = edition_folder(made, output)
    before = made_from(made, folder, "released", archive=False)
    (tmp_path / changed).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / changed).write_bytes(b"other")
    assert made_from(made, folder, "released", archive=False) != before


def test_a_build_names_its_predecessor_and_keeps_its_linked_cells(tmp_path: Path, output: Path) -> None:
    """Of years that the edition before did not have, so that nothing of it comes back by subtraction."""
    years = [
        {
            "levels": ("district", "network", "nation"),
            "basis": "occurring",
            "first_year": 2021,
            "last_year": 2022,
        }
    ]
    named = {"previous": Path("../output/small/2020")}
    settings = rolling(2022, show=years, revisions=named).write(tmp_path / "now")
    edition = build(settings, output, 1, Silent(), NOW)
    said = json.loads((edition.folder / "manifest.json").read_text("utf-8"))
    assert said["previous"] == asdict(Predecessor("small", "2020", "../2020"))
    later: dict[str, Section] = {
        "publication": {"edition": "2023"},
        "revisions": {"previous": Path("../output/small/2022")},
    }
    known = read(rolling(2022, **later).write(tmp_path / "later")).public_counts.tables
    assert [table.source for table in known] == ["edition 2020", "edition 2022"]
    record = json.loads((edition.private_folder / "record.json").read_text("utf-8"))["disclosure"]
    assert {cell.id for cell in known[1].withheld} == {*record["primary"], *record["secondary"]} != set()
