"""Addresses of cells: any key can be found again, whatever it holds."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from reporter.machine.progress import Silent
from reporter.pipeline.build import build
from reporter.publication.addresses import address, parts_of
from tests.publications import NOW
from tests.publications.examples import every_kind_of_number

KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ODD = """a / "b"; % <c>&d'"""


@given(st.lists(KEYS, min_size=1))
@example(["county / unitary", 'by "year"; 100%', "%2F", ""])
def test_the_parts_of_an_address_are_those_that_it_was_made_of(parts: list[str]) -> None:
    made = address(*parts)
    assert parts_of(made) == parts
    # Several stand in one attribute with ; between them.
    assert not set(made) & set("\"'<>&;\n\t")


def test_addresses_of_usual_keys_are_the_keys() -> None:
    assert address("rates", "mortality", "E1", "2020 to 2022") == "rates/mortality/E1/2020 to 2022"


def test_an_edition_with_odd_keys_is_found_right(tmp_path: Path) -> None:
    """An area type and a basis with every sign that means something in addresses and pages."""
    in_csv = '"' + ODD.replace('"', '""') + '"'
    settings = every_kind_of_number().write(tmp_path)
    for file in tmp_path.iterdir():
        text = file.read_text("utf-8")
        for word in ("network", "occurring"):
            text = text.replace(f'"{word}"', json.dumps(ODD)).replace(f",{word}", f",{in_csv}")
        file.write_text(text, "utf-8")
    assert build(settings, tmp_path / "output", 1, Silent(), NOW).folder.is_dir()
