"""Reads a lookup of areas to networks: two columns of codes, and optionally names, regions and shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from reporter.errors import InputError, Problem
from reporter.geography.division import Shares, not_whole, read_share, scaled
from reporter.records.csv_file import CsvTable, read_csv

NEEDED = {
    "area_code": "the code of an area that has counts",
    "network_code": "the code of the network that it is a part of",
}
OPTIONAL = ("area_name", "network_name", "region_code", "region_name", "share")
"""Optional columns of a lookup; `share` is the part of the area that lies in the network, from 0 to 1."""

NAMED_BY = {"area_code": "area_name", "network_code": "network_name", "region_code": "region_name"}


@dataclass(frozen=True)
class LookupRow:
    """An area and a network in which it lies; texts are empty where the lookup lacks the column.

    Attributes:
        line: line of the lookup.
        share: the part of the area that lies in the network; None where the lookup does not say.
    """

    line: int
    area_code: str
    area_name: str
    network_code: str
    network_name: str
    region_code: str
    region_name: str
    share: Fraction | None


@dataclass(frozen=True)
class Lookup:
    """The networks in which each area lies.

    Attributes:
        file: the lookup, for messages.
        rows: its rows.
    """

    file: str
    rows: tuple[LookupRow, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        """Codes of the areas, each once, in file order."""
        return tuple(dict.fromkeys(row.area_code for row in self.rows))

    def of_areas(self) -> dict[str, list[LookupRow]]:
        """Rows by area code."""
        found: dict[str, list[LookupRow]] = {}
        for row in self.rows:
            found.setdefault(row.area_code, []).append(row)
        return found

    def names(self) -> dict[str, str]:
        """Names of areas, networks and regions by code; the code itself where it has no name."""
        return {
            getattr(row, code): getattr(row, name) or getattr(row, code)
            for row in self.rows
            for code, name in NAMED_BY.items()
        }

    def best_fit(self) -> dict[str, LookupRow]:
        """For each area, the row of the network with its largest share.

        Raises:
            InputError: an area lies in several networks without a single largest share, or a network is the
                best fit of no area.
        """
        chosen: dict[str, LookupRow] = {}
        problems: list[Problem] = []
        for code, rows in self.of_areas().items():
            shares = sorted((row.share or Fraction(0) for row in rows), reverse=True)
            if len(rows) > 1 and shares[0] == shares[1]:
                message = f"{code} lies in {len(rows)} networks, and none has the largest share"
                problems.append(Problem(self.file, rows[0].line, message, "one row, or a largest 'share'"))
            chosen[code] = max(rows, key=lambda row: row.share or Fraction(0))
        fitted = {row.network_code for row in chosen.values()}
        problems += [
            Problem(
                self.file, row.line, f"{row.network_code} fits no area best", "--divide, or no such network"
            )
            for row in self.rows
            if row.network_code not in fitted
        ]
        if problems:
            raise InputError(problems)
        return chosen

    def shares(self) -> Shares:
        """For each area, the share of each network, the largest first.

        Raises:
            InputError: shares are missing, or do not add up to 1.
        """
        problems: list[Problem] = []
        shares: dict[str, dict[str, Fraction]] = {}
        lines: dict[str, int] = {}
        for code, rows in self.of_areas().items():
            lines[code] = rows[0].line
            missing = [row for row in rows if row.share is None and len(rows) > 1]
            problems += [
                Problem(self.file, row.line, f"{code} lies in {len(rows)} networks", "a share in each row")
                for row in missing
            ]
            if not missing:
                shares[code] = {row.network_code: row.share or Fraction(1) for row in rows}
        problems += not_whole(self.file, shares, lines)
        if problems:
            raise InputError(problems)
        return {code: scaled(parts) for code, parts in shares.items()}


def read_lookup(file: Path, columns: Mapping[str, str]) -> Lookup:
    """Read a lookup.

    Args:
        file: the lookup.
        columns: names of columns that differ from those in `NEEDED` and `OPTIONAL`, by the latter.

    Raises:
        InputError: with every problem of the file.
    """
    named = {name: columns.get(name, name) for name in (*NEEDED, *OPTIONAL)}
    needed = {named[name]: purpose for name, purpose in NEEDED.items()}
    needed |= {column: f"it was named as {name}" for name, column in columns.items() if name in OPTIONAL}
    table, problems = read_csv(file, needed)
    if table is None:
        raise InputError(problems)
    rows = list(_rows(table, named, problems))
    problems += _contradictions(str(file), rows)
    if problems:
        raise InputError(problems)
    return Lookup(str(file), tuple(rows))


def _rows(table: CsvTable, named: Mapping[str, str], problems: list[Problem]) -> Iterator[LookupRow]:
    """The rows that can be read; problems of the others are appended to `problems`."""
    texts = {
        name: table.cells[column].tolist() if column in table.cells else [""] * len(table.cells)
        for name, column in named.items()
    }
    for n, line in enumerate(table.lines.tolist()):
        row: dict[str, str] = {name: text[n] for name, text in texts.items()}
        share = read_share(row["share"])
        empty = [name for name in NEEDED if not row[name]]
        problems += (Problem(table.file, line, f"{named[name]} is empty", NEEDED[name]) for name in empty)
        if row["share"] and share is None:
            message = f"{named['share']} is '{row['share']}'"
            problems.append(Problem(table.file, line, message, "a share above 0 and up to 1, such as 0.62"))
        elif not empty:
            yield LookupRow(
                line,
                *(row["area_code"], row["area_name"]),
                *(row["network_code"], row["network_name"]),
                *(row["region_code"], row["region_name"]),
                share,
            )


def _contradictions(file: str, rows: Iterable[LookupRow]) -> Iterator[Problem]:
    """Problems of repeated rows, and of codes with several names or regions."""
    first: dict[tuple[str, ...], tuple[str, int]] = {}
    for row in rows:
        pairs = [(("name", getattr(row, code)), getattr(row, name)) for code, name in NAMED_BY.items()]
        pairs += [(("region", row.network_code), row.region_code)]
        for key, value in pairs:
            known, line = first.setdefault(key, (value, row.line))
            if known != value:
                message = f"the {key[0]} of {key[1]} is '{value}', and '{known}' on line {line}"
                yield Problem(file, row.line, message, f"one {key[0]} for each code")
        _, line = first.setdefault(("row", row.area_code, row.network_code), ("", row.line))
        if line != row.line:
            message = f"{row.area_code} and {row.network_code} stand on line {line} already"
            yield Problem(file, row.line, message, "one row an area and network")
