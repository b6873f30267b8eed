"""Settings and indicators: what they read as, and exactly what is said of everything wrong in them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from reporter.errors import InputError
from reporter.publication import indicator, loading
from reporter.publication.settings import Settings
from tests.publications.texts import FILES, changed, write_files

Changes = dict[str, str | bytes | None]


def problems(changes: Changes | None = None) -> list[str]:
    write_files(Path(), changes)
    with pytest.raises(InputError) as refused:
        loading.load(Path("publication.toml"))
    return [str(problem) for problem in refused.value.problems]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_loads_settings_and_indicators_in_order() -> None:
    loaded = loading.load(write_files(Path()))
    assert [record.id for record in loaded.indicators] == ["all", "late"]
    assert loaded.headline.id == "all"
    assert loaded.indicators[1].numerator.subtract == ("early",)
    assert loaded.settings.release.time == dt.datetime(2024, 3, 14, 9, 30, tzinfo=dt.UTC)
    assert loaded.settings.data.extracted == dt.date(2024, 1, 31)
    assert loaded.path(loaded.settings.data.counts) == Path("counts.csv")


def test_paths_are_seen_from_the_settings_file(tmp_path: Path) -> None:
    folder = tmp_path / "deeper"
    folder.mkdir()
    loaded = loading.load(write_files(folder))
    assert loaded.path(loaded.settings.data.counts) == folder / "counts.csv"


def test_dates_and_times_may_stand_in_quotes() -> None:
    quoted = changed(
        "publication.toml",
        ("extracted = 2024-01-31", 'extracted = "2024-01-31"'),
        ("time = 2024-03-14T09:30:00+00:00", 'time = "2024-03-14T09:30:00Z"'),
    )
    loaded = loading.load(write_files(Path(), quoted))
    assert loaded.settings.data.extracted == dt.date(2024, 1, 31)
    assert loaded.settings.release.time.utcoffset() == dt.timedelta(0)


def test_byte_order_mark_and_windows_line_ends() -> None:
    content = b"\xef\xbb\xbf" + FILES["publication.toml"].replace("\n", "\r\n").encode()
    assert loading.load(write_files(Path(), {"publication.toml": content})).settings.network == "network"


@pytest.mark.parametrize(
    ("replacement", "expected"),
    [
        pytest.param(
            ('title = "A small publication"\n', ""),
            "publication.toml:4: 'title' in [publication] is missing, "
            "expected it there: Title on the first page",
            id="missing key",
        ),
        pytest.param(
            ('network = "network"\n', ""),
            "publication.toml:1: 'network' is missing, expected it there: "
            "Area type of the networks; each gets a briefing",
            id="missing key of the top",
        ),
        pytest.param(
            ('[disclosure]\nprofile = "strict"\n', ""),
            "publication.toml:1: [disclosure] is missing, expected it there: How small numbers are protected",
            id="missing section",
        ),
        pytest.param(
            ('summary = "Made up for tests."', 'summary = "Made up for tests."\ntitel = "x"'),
            "publication.toml:9: 'titel' in [publication] is not a known key (did you mean 'title'?), "
            "expected one of id, title, edition, summary, language, licence",
            id="unknown key like a known one",
        ),
        pytest.param(
            ("[disclosure]", "[Disclosures]\n[disclosure]"),
            "publication.toml:49: 'Disclosures' is not a known key (did you mean 'disclosure'?), "
            f"expected one of {', '.join(Settings.model_fields)}",
            id="unknown section",
        ),
        pytest.param(
            ("pools = [2]", "pools = [2]\ncolour = 1"),
            "publication.toml:41: 'colour' in [[show]] 1 is not a known key, expected one of "
            "indicators, levels, breakdowns, basis, first_year, last_year, first_period, last_period, "
            "single_years, pools",
            id="unknown key like no other",
        ),
        pytest.param(
            ('summary = "Made up for tests."', "summary = 5"),
            "publication.toml:8: 'summary' in [publication] is the number 5, expected text in quotes",
            id="number for text",
        ),
        pytest.param(
            ('summary = "Made up for tests."', 'summary = " "'),
            "publication.toml:8: 'summary' in [publication] is empty, expected some text",
            id="empty text",
        ),
        pytest.param(
            ("pools = [2]", "single_years = 1"),
            "publication.toml:40: 'single_years' in [[show]] 1 is the number 1, "
            "expected true or false, without quotes",
            id="number for true or false",
        ),
        pytest.param(
            ("last_year = 2022\npools", 'last_year = "2022"\npools'),
            "publication.toml:39: 'last_year' in [[show]] 1 is the text '2022', "
            "expected a whole number, without quotes",
            id="text for a number",
        ),
        pytest.param(
            ("last_year = 2022\npools", "last_year = true\npools"),
            "publication.toml:39: 'last_year' in [[show]] 1 is true, expected a whole number, without quotes",
            id="true for a number",
        ),
        pytest.param(
            ("last_year = 2022\npools", "last_year = 22\npools"),
            "publication.toml:39: 'last_year' in [[show]] 1 is the number 22, expected at least 1000",
            id="year out of range",
        ),
        pytest.param(
            ("last_year = 2022\npools", "last_year = 2020\npools"),
            "publication.toml:39: 'last_year' in [[show]] 1 is 2020, expected first_year (2021) or later",
            id="years backwards",
        ),
        pytest.param(
            ("pools = [2]", "pools = [3]"),
            "publication.toml:40: 'pools' in [[show]] 1 is 3, "
            "expected numbers of years from 2 to the 2 of the block",
            id="pool longer than the block",
        ),
        pytest.param(
            ("pools = [2]", "single_years = false"),
            "publication.toml:35: [[show]] 1 shows nothing, expected single years, pools, or both",
            id="nothing shown",
        ),
        pytest.param(
            ("pools = [2]", "pools = 2"),
            "publication.toml:40: 'pools' in [[show]] 1 is the number 2, expected a list in square brackets",
            id="number for a list",
        ),
        pytest.param(
            ("pools = [2]", "pools = [2, 2.5]"),
            "publication.toml:40: item 2 of 'pools' in [[show]] 1 is the number 2.5, "
            "expected a whole number, without quotes",
            id="wrong item of a list",
        ),
        pytest.param(
            ('indicators = [\n    "all.toml",\n    "late.toml",\n]', "indicators = []"),
            "publication.toml:13: 'indicators' in [data] is an empty list, expected at least one",
            id="empty list",
        ),
        pytest.param(
            ("extracted = 2024-01-31", "extracted = 2024"),
            "publication.toml:18: 'extracted' in [data] is the number 2024, "
            "expected a date such as 2026-11-19",
            id="number for a date",
        ),
        pytest.param(
            ("extracted = 2024-01-31", "extracted = 2024-01-31T00:00:00Z"),
            "publication.toml:18: 'extracted' in [data] is the date and time 2024-01-31T00:00:00+00:00, "
            "expected a date such as 2026-11-19",
            id="time for a date",
        ),
        pytest.param(
            ("time = 2024-03-14T09:30:00+00:00", "time = 2024-03-14"),
            "publication.toml:53: 'time' in [release] is the date 2024-03-14, "
            "expected a date and time with its offset, such as 2026-11-19T09:30:00+00:00",
            id="date for a time",
        ),
        pytest.param(
            ("time = 2024-03-14T09:30:00+00:00", "time = 2024-03-14T09:30:00"),
            "publication.toml:53: 'time' in [release] has no offset from UTC, "
            "expected a time such as 2026-11-19T09:30:00+00:00",
            id="time without an offset",
        ),
        pytest.param(
            ('id = "small"', 'id = "../small"'),
            "publication.toml:5: 'id' in [publication] is '../small', "
            "expected lower-case letters, digits and single hyphens, 100 at most, such as infant-mortality, "
            "and not private",
            id="id that is no folder name",
        ),
        pytest.param(
            ('id = "small"', 'id = "private"'),
            "publication.toml:5: 'id' in [publication] is 'private', "
            "expected lower-case letters, digits and single hyphens, 100 at most, such as infant-mortality, "
            "and not private",
            id="id of the folder that is never published",
        ),
        pytest.param(
            ('edition = "2022"', 'edition = "2022.private"'),
            "publication.toml:7: 'edition' in [publication] is '2022.private', "
            "expected letters, digits, '.', '_' and '-', 100 at most, that do not end in .private or "
            ".superseded-1, such as 2022",
            id="edition named like a private record",
        ),
        pytest.param(
            ('edition = "2022"', f'edition = "{"2" * 101}"'),
            f"publication.toml:7: 'edition' in [publication] is '{'2' * 101}', "
            "expected letters, digits, '.', '_' and '-', 100 at most, that do not end in .private or "
            ".superseded-1, such as 2022",
            id="edition too long for a folder",
        ),
        pytest.param(
            (
                'next_release = "Next year."',
                'next_release = "Next year."\ndesignation = "national statistics"',
            ),
            "publication.toml:55: 'designation' in [release] is the text 'national statistics', "
            "expected one of 'accredited official statistics', 'official statistics', "
            "'official statistics in development' or 'none'",
            id="not one of the choices",
        ),
        pytest.param(
            ('network = "network"', 'network = "ICB"'),
            "publication.toml:1: there is no 'ICB' under [[levels]], "
            "expected one of its area types: district, network, nation",
            id="network that is no level",
        ),
        pytest.param(
            ('levels = ["district", "network", "nation"]', 'levels = [\n  "district",\n  "Network",\n]'),
            "publication.toml:38: there is no 'Network' under [[levels]], "
            "expected one of its area types: district, network, nation",
            id="level that is not there",
        ),
        pytest.param(
            ('indicators = ["late"]', 'indicators = ["later"]'),
            "publication.toml:43: no indicator has the id 'later', expected one of all, late",
            id="indicator that is not there",
        ),
        pytest.param(
            (
                '[[show]]\nlevels = ["district"',
                '[[levels]]\narea_type = "network"\nsingular = "a"\nplural = "b"\n\n'
                '[[show]]\nlevels = ["district"',
            ),
            "publication.toml:36: 'network' stands twice under [[levels]], expected each area type once",
            id="level twice",
        ),
        pytest.param(
            ('counts = "counts.csv"', 'counts = "figures.csv"'),
            "publication.toml:11: figures.csv does not exist, expected a file, its path seen from this one",
            id="no counts file",
        ),
        pytest.param(
            ('areas = "areas.csv"', 'areas = ".."'),
            "publication.toml:12: .. is a folder, expected a file, its path seen from this one",
            id="a folder for a file",
        ),
        pytest.param(
            ('    "late.toml",', '    "lat.toml",'),
            "publication.toml:15: lat.toml does not exist, expected a file, its path seen from this one",
            id="no indicator file",
        ),
        pytest.param(
            (
                "extracted = 2024-01-31",
                'extracted = 2024-01-31\nparts = {early = "deaths", births = "deaths"}',
            ),
            "publication.toml:19: no numerator has the column 'births', expected one of deaths, early",
            id="a part that is no numerator",
        ),
        pytest.param(
            ("extracted = 2024-01-31", 'extracted = 2024-01-31\nparts = {early = ["deaths", 3]}'),
            "publication.toml:19: item 2 of 'early' in 'parts' in [data] is the number 3, "
            "expected text in quotes",
            id="a whole that is no column",
        ),
        pytest.param(
            (
                "extracted = 2024-01-31",
                'extracted = 2024-01-31\n[data.parts]\nearly = "deaths"\ndeaths = "early"',
            ),
            "publication.toml:20: each of these is a part of the next: early, deaths, early, "
            "expected no column within itself",
            id="parts in a circle",
        ),
        pytest.param(
            ('profile = "strict"\n', 'profile = "strict"\ndifferences = "hide"\n'),
            "publication.toml:51: 'differences' in [disclosure] is the text 'hide', "
            "expected one of 'protect', 'list' or 'allow'",
            id="differences treated otherwise",
        ),
        pytest.param(
            ('    "late.toml",', "    7,"),
            "publication.toml:15: item 2 of 'indicators' in [data] is the number 7, "
            "expected a path in quotes",
            id="a number for a file",
        ),
    ],
)
def test_one_wrong_setting(replacement: tuple[str, str], expected: str) -> None:
    found = problems(changed("publication.toml", replacement))
    assert found == [expected]


@pytest.mark.parametrize(
    ("replacement", "line"),
    [
        (("[data]", "[data"), 10),
        (("first_year = 2021\nlast_year = 2022\npools", "first_year = 2021 2022\npools"), 38),
        (('email = "test@example.org"', 'email = """test@example.org'), 59),
    ],
)
def test_not_toml(replacement: tuple[str, str], line: int) -> None:
    # What exactly is wrong with it is said by the reader of the standard library, which differs by version.
    (found,) = problems(changed("publication.toml", replacement))
    assert found.startswith(f"publication.toml:{line}: this cannot be read as TOML: ")
    assert found.endswith('expected a line such as key = "text", or a section such as [data]')


def test_sections_of_the_wrong_form() -> None:
    swapped = (
        FILES["publication.toml"].replace("[producer]", "[[producer]]").replace("[[levels]]", "[levels]", 1)
    )
    swapped = swapped.replace('[[levels]]\narea_type = "network"', '[more]\narea_type = "network"')
    swapped = swapped.replace('[[levels]]\narea_type = "nation"', '[still]\narea_type = "nation"')
    assert [
        line for line in problems({"publication.toml": swapped}) if "more" not in line and "still" not in line
    ] == [
        "publication.toml:20: [[levels]] is a section, expected a section headed [[levels]]",
        "publication.toml:56: [producer] is a list, expected a section headed [producer]",
    ]


def test_every_item_of_a_list_wrong() -> None:
    both = FILES["publication.toml"].replace("basis", "cohort")
    known = "indicators, levels, breakdowns, basis, first_year, last_year, first_period, last_period, "
    known += "single_years, pools"
    purpose = "The basis of the counts, such as 'occurring' or 'registered'"
    assert problems({"publication.toml": both}) == [
        f"publication.toml:35: 'basis' in [[show]] 1 is missing, expected it there: {purpose}",
        f"publication.toml:37: 'cohort' in [[show]] 1 is not a known key, expected one of {known}",
        f"publication.toml:42: 'basis' in [[show]] 2 is missing, expected it there: {purpose}",
        f"publication.toml:45: 'cohort' in [[show]] 2 is not a known key, expected one of {known}",
    ]


def test_all_files_together() -> None:
    changes: Changes = {
        **changed("publication.toml", ('comparator = "N"\n', ""), ('id = "small"', 'id = "Small"')),
        "all.toml": FILES["all.toml"].replace("multiplier = 1000", "multiplier = 0"),
        "late.toml": b'id = "\xff"\n',
    }
    assert [line.partition(": ")[0] for line in problems(changes)] == [
        "all.toml:7",
        "late.toml:1",
        "publication.toml:1",
        "publication.toml:4",
    ]


def test_two_indicators_with_one_id() -> None:
    found = problems({"late.toml": "# first line\n" + FILES["all.toml"]})
    assert "late.toml:2: 'id' is 'all', as in all.toml, expected an id of its own" in found


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda path: None, "publication.toml: there is no such file, expected a file"),
        (lambda path: path.mkdir(), "publication.toml: this is a folder, expected a file"),
        (
            lambda path: path.write_bytes(b'network = "ICB"\nname = "Caf\xe9"\n'),
            "publication.toml:2: the file is not UTF-8: byte 0xe9, expected text saved as UTF-8",
        ),
    ],
)
def test_settings_that_cannot_be_read(make: object, expected: str) -> None:
    path = Path("publication.toml")
    assert callable(make)
    make(path)
    with pytest.raises(InputError) as refused:
        loading.load(path)
    assert [str(problem) for problem in refused.value.problems] == [expected]


def test_empty_settings_name_every_section() -> None:
    found = problems({"publication.toml": ""})
    sections = (
        "[data]",
        "[disclosure]",
        "[producer]",
        "[publication]",
        "[release]",
        "[[levels]]",
        "[[show]]",
    )
    assert all(any(f": {name} is missing" in line for line in found) for name in sections)
    assert len(found) == len(sections) + 2  # network and comparator


def test_indicator_on_its_own() -> None:
    write_files(Path())
    assert indicator.load(Path("late.toml")).numerator.add == ("deaths",)
    Path("late.toml").write_text(FILES["late.toml"].replace('subtract = ["early"]', 'subtract = ["Early"]'))
    with pytest.raises(InputError) as refused:
        indicator.load(Path("late.toml"))
    assert [str(problem) for problem in refused.value.problems] == [
        "late.toml:15: item 1 of 'subtract' in [numerator] is 'Early', "
        "expected the name of a column: lower-case letters, digits and _, such as live_births"
    ]


def test_targets_and_breaks_that_cannot_be() -> None:
    write_files(Path())
    Path("late.toml").write_text(
        FILES["late.toml"]
        + '\n[target]\nvalue = "two"\nreduction = 1.5\nyear = 2025.5\nfrom_value = 0\n'
        + "\n[[breaks]]\nyear = 15\n"
    )
    with pytest.raises(InputError) as refused:
        indicator.load(Path("late.toml"))
    assert {str(problem).partition(": ")[2] for problem in refused.value.problems} == {
        "'value' in [target] is the text 'two', expected a number, without quotes",
        "'reduction' in [target] is the number 1.5, expected less than 1.0",
        "'year' in [target] is the number 2025.5, expected a whole number, without quotes",
        "'from_year' in [target] is missing, expected it there: "
        "The year from which on it is to be approached, by equal percentages a year",
        "'from_value' in [target] is the number 0, expected more than 0.0",
        "'source' in [target] is missing, expected it there: Who set the target, and where",
        "'year' in [[breaks]] 1 is the number 15, expected at least 1000",
        "'what' in [[breaks]] 1 is missing, expected it there: What changed",
    }


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("year = 2025", "[target] has neither 'value' nor 'reduction', expected one of the two"),
        (
            "year = 2025\nvalue = 1\nreduction = 0.5",
            "[target] has both 'value' and 'reduction', expected one of the two",
        ),
        ("year = 2010\nvalue = 1", "'year' in [target] is 2010, expected a year after from_year (2010)"),
        ("year = 2025\nvalue = inf", "'value' in [target] is the number inf, expected a number"),
    ],
)
def test_a_target_with_no_aim_or_two_or_no_time(keys: str, expected: str) -> None:
    write_files(Path())
    text = f'{FILES["late.toml"]}\n[target]\nfrom_year = 2010\nsource = "A plan"\n{keys}\n'
    Path("late.toml").write_text(text)
    with pytest.raises(InputError) as refused:
        indicator.load(Path("late.toml"))
    assert [str(problem).partition(": ")[2] for problem in refused.value.problems] == [expected]
