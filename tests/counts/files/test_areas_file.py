"""Every kind of bad areas file gives exactly its problem lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reporter.counts.table import Counts
from reporter.publication.areas import Areas
from tests.publications.texts import AREAS, COUNTS, changed

Read = Callable[..., tuple[Areas, Counts]]
Problems = Callable[[dict[str, str | bytes | None]], list[str]]

LEVELS = "an area type listed under [[levels]]: district, network, nation"
COUNTY = """
[[levels]]
area_type = "county"
singular = "county"
plural = "counties"

[disclosure]"""


def with_counties(areas: str) -> dict[str, str | bytes | None]:
    """Areas of a publication that knows counties too."""
    return {**changed("publication.toml", ("\n[disclosure]", COUNTY)), "areas.csv": areas}


def test_areas_in_the_order_of_the_file(read: Read) -> None:
    areas, _ = read()
    assert [(area.code, area.name, area.type, area.parents) for area in areas.areas] == [
        ("N", "Nation", "nation", ()),
        ("W1", "North", "network", ("N",)),
        ("W2", "South", "network", ("N",)),
        ("A", "Aton", "district", ("W1",)),
        ("B", "Beeton", "district", ("W1",)),
        ("C", "Ceeton", "district", ("W2",)),
    ]


def test_form_and_order_that_do_no_harm(read: Read) -> None:
    expected, counts = read()
    lines = AREAS.splitlines()
    shuffled = "\r\n".join(
        [f"{lines[0]},note", *(f' {line.replace(",", " , ")},"a, b"' for line in reversed(lines[1:]))]
    )
    areas, same_counts = read({"areas.csv": b"\xef\xbb\xbf" + shuffled.encode()})
    assert areas.areas == tuple(reversed(expected.areas))
    assert same_counts.table["births"].sum() == counts.table["births"].sum()


def test_two_nestings(read: Read) -> None:
    areas, counts = read(
        with_counties(
            AREAS.replace("district,W1", "district,W1; S").replace("district,W2", "district,W2;S;S")
            + "S,Shire,county,N\n"
        )
    )
    assert areas["A"].parents == ("W1", "S")
    assert areas["C"].parents == ("W2", "S")
    nation, shire = (counts.table.query("area_code == @code")["births"].tolist() for code in ("N", "S"))
    assert nation == shire == [600, 630]


CASES = {
    "empty file": (
        "",
        [
            "areas.csv:1: the file is empty, "
            "expected a header such as area_code,area_name,area_type,parent_code, and rows below it"
        ],
    ),
    "header only": (
        "area_code,area_name,area_type,parent_code\n",
        ["areas.csv:1: there are no rows below the header, expected at least one"],
    ),
    "not UTF-8": (
        AREAS.encode().replace(b"North", b"N\xf6rth"),
        ["areas.csv:3: the file is not UTF-8: byte 0xf6, expected text saved as UTF-8"],
    ),
    "missing column": (
        AREAS.replace("parent_code", "parent"),
        [
            "areas.csv:1: the column 'parent_code' is missing, expected it in the header: "
            "the code of the area that each is a part of, empty for the largest"
        ],
    ),
    "a comma in a name without quotes": (
        AREAS.replace("Beeton", "Beeton, City of"),
        ["areas.csv:6: this row has 5 cells, expected 4, as in the header; a number has no comma in it"],
    ),
    "a parent's row of the wrong length": (
        AREAS.replace("W1,North,network,N", "W1,North,network"),
        ["areas.csv:3: this row has 3 cells, expected 4, as in the header; a number has no comma in it"],
    ),
    "empty cells": (
        AREAS.replace("A,Aton", ",Aton").replace("B,Beeton,district", "B,,"),
        [
            "areas.csv:5: area_code is empty, "
            "expected a code of letters, digits, '.', '_' and '-', 100 at most",
            "areas.csv:6: area_name of B is empty, expected a name",
            "areas.csv:6: area_type of B is empty, expected a type of area",
        ],
    ),
    "codes that cannot name a file": (
        AREAS.replace("A,Aton", '"A, Z",Aton').replace("B,Beeton", "../B,Beeton")
        + f"{'C' * 101},Seeton,district,W1",
        [
            "areas.csv:5: area_code is 'A, Z', "
            "expected a code of letters, digits, '.', '_' and '-', 100 at most",
            "areas.csv:6: area_code is '../B', "
            "expected a code of letters, digits, '.', '_' and '-', 100 at most",
            f"areas.csv:8: area_code is '{'C' * 101}', "
            "expected a code of letters, digits, '.', '_' and '-', 100 at most",
        ],
    ),
    "a short name that is not one area's own": (
        "\n".join(
            line + end
            for line, end in zip(
                AREAS.splitlines(),
                [",short_name", ",", ",South", ",", ",A", ",ab", ",A"],
                strict=True,
            )
        ),
        [
            "areas.csv:3: short_name of W1 is 'South', a name of W2 too, "
            "expected another for each network, or none",
            "areas.csv:5: short_name of A is 'A', a name of C too, "
            "expected another for each district, or none",
            "areas.csv:7: short_name of C is 'A', a name of A too, "
            "expected another for each district, or none",
        ],
    ),
    "signs that nobody sees": (
        AREAS.replace("Beeton", "Bee\u202eton").replace("Ceeton", "\ue000Ceeton\x85"),
        [
            "areas.csv:6: this line holds U+202E, which cannot be seen, expected text",
            "areas.csv:7: this line holds U+E000, which cannot be seen, expected text",
        ],
    ),
    "duplicate area": (
        AREAS + "A,Another,district,W2\n",
        ["areas.csv:8: area_code A stands on line 5 already, expected every area once"],
    ),
    "unknown parent": (
        AREAS.replace("district,W2", "district,W3;N"),
        [
            "areas.csv:7: parent_code W3 of C is not the code of an area, "
            "expected an area_code of this file, several separated by ;"
        ],
    ),
    "type that is no level": (
        AREAS.replace("district", "District"),
        [f"areas.csv:5: area_type of A is 'District', expected {LEVELS}"],
    ),
    "a part of itself": (
        AREAS.replace("Aton,district,W1", "Aton,district,A"),
        ["areas.csv:5: A is a part of itself, expected parents that lead to a largest area"],
    ),
    "a ring of areas": (
        AREAS.replace("Nation,nation,", "Nation,nation,A"),
        ["areas.csv:2: N is a part of itself, by way of A, W1, expected parents that lead to a largest area"],
    ),
    "counted twice": (
        AREAS.replace("district,W2", "district,W2;W1"),
        ["areas.csv:7: C counts twice towards N: by way of W1 and W2, expected one network for each area"],
    ),
    "a type of part that leaves an area out": (
        AREAS.replace("district,W2", "district,N"),
        [
            "areas.csv:4: W2 is in no district of N, which has parts of that type, "
            "expected every type of part to make up all of N",
            "areas.csv:5: A is in no district of N, which has parts of that type, "
            "expected every type of part to make up all of N",
            "areas.csv:6: B is in no district of N, which has parts of that type, "
            "expected every type of part to make up all of N",
            "areas.csv:7: C is in no network of N, which has parts of that type, "
            "expected every type of part to make up all of N",
        ],
    ),
}


@pytest.mark.parametrize(("content", "expected"), CASES.values(), ids=CASES.keys())
def test_bad_areas(problems: Problems, content: str | bytes, expected: list[str]) -> None:
    assert problems({"areas.csv": content}) == expected


def test_settings_that_no_area_answers(problems: Problems) -> None:
    changes = with_counties(AREAS)
    settings = str(changes["publication.toml"]).replace('comparator = "N"', 'comparator = "E92000001"')
    assert problems({**changes, "publication.toml": settings}) == [
        "publication.toml:2: 'comparator' is 'E92000001', expected an area_code of areas.csv",
        "publication.toml:50: no area has the type 'county', "
        "expected an area_type of areas.csv: nation, network, district",
    ]


def test_networks_that_are_not_there(problems: Problems) -> None:
    areas = "\n".join(line for line in AREAS.splitlines() if "network" not in line)
    found = problems({"areas.csv": areas.replace("W1", "N").replace("W2", "N"), "counts.csv": COUNTS})
    assert found == [
        "publication.toml:26: no area has the type 'network', "
        "expected an area_type of areas.csv: nation, district"
    ]


def test_unknown_profile(problems: Problems) -> None:
    changes = changed("publication.toml", ('profile = "strict"', 'profile = "lax"'))
    assert problems(changes) == [
        "publication.toml:50: there is no profile 'lax', expected one of "
        "cdc, fingertips-1-to-4, hes, hes-as-practised, ons, strict, "
        "or rules of your own under [disclosure.rules]"
    ]
