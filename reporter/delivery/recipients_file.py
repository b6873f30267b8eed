"""Reads recipients.csv, the recipients of each network's briefing, and collects every problem in it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from reporter.delivery.recipient import Recipient, email_fault, usual_address
from reporter.errors import InputError, Problem
from reporter.records.csv_file import CsvTable, read_csv

COLUMNS = {
    "area_code": "the code of the network whose briefing is sent",
    "name": "the name of each recipient",
    "email": "the e-mail address of each recipient",
    "role": "the role in which each recipient receives it",
}
OPTIONAL = "organisation"
LONGEST = 200
"""Greatest number of characters of a cell; a longer text is a mistake, and would fill a message's header."""


def read_recipients(file: Path, networks: Mapping[str, str]) -> tuple[Recipient, ...]:
    """Recipients in the order of the file.

    Problems never contain an address, because their text may end in a log.

    Args:
        file: a CSV file with the columns of `COLUMNS` and, optionally, `organisation`; the default is the
            network's name.
        networks: names of the edition's networks by code.

    Raises:
        InputError: with every problem and its line.
    """
    table, problems = read_csv(file, COLUMNS)
    if table is None:
        raise InputError(problems)
    problems += _columns(table)
    rows = list(_rows(table, networks))
    first: dict[tuple[str, str], int] = {}
    for line, recipient in rows:
        problems += _problems(table.file, line, recipient, networks)
        same = (recipient.area_code, recipient.email.casefold())
        earlier = first.setdefault(same, line)
        if earlier != line and recipient.email:
            message = f"this recipient of {recipient.area_code} stands on line {earlier} already"
            problems.append(Problem(table.file, line, message, "every address once for a network"))
    if problems:
        raise InputError(problems)
    return tuple(recipient._replace(email=usual_address(recipient.email)) for _, recipient in rows)


def _columns(table: CsvTable) -> Iterator[Problem]:
    known = [*COLUMNS, OPTIONAL]
    for name in table.cells.columns:
        if name and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            message = f"the column '{name}' is not known{hint}"
            yield Problem(table.file, table.header, message, f"only {', '.join(known)}")


def _rows(table: CsvTable, networks: Mapping[str, str]) -> Iterator[tuple[int, Recipient]]:
    cells = table.cells
    given = cells[OPTIONAL] if OPTIONAL in cells.columns else [""] * len(cells)
    columns = (cells[name] for name in COLUMNS)
    for line, code, name, email, role, organisation in zip(table.lines, *columns, given, strict=True):
        yield int(line), Recipient(code, name, email, role, organisation or networks.get(code, ""))


def _problems(file: str, line: int, recipient: Recipient, networks: Mapping[str, str]) -> Iterator[Problem]:
    code = recipient.area_code
    if code not in networks:
        what = f"'{_shown(code)}' has no briefing in this edition" if code else "area_code is empty"
        yield Problem(file, line, what, "the area_code of one of its networks")
    for column, text in zip(recipient._fields[1:], recipient[1:], strict=True):
        if not text and column != OPTIONAL:
            yield Problem(file, line, f"{column} is empty", f"{COLUMNS[column]}")
        if hidden := next(
            (sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp")), ""
        ):
            message = f"{column} holds the hidden character U+{ord(hidden):04X}"
            yield Problem(file, line, message, "text that shows what it is")
        if len(text) > LONGEST:
            yield Problem(file, line, f"{column} has {len(text)} characters", f"at most {LONGEST}")
    fault = email_fault(recipient.email) if recipient.email else None
    if fault:
        yield Problem(file, line, f"email is no address: {fault[0].lower()}{fault[1:]}", "one e-mail address")


def _shown(code: str) -> str:
    """A wrong code in a form fit for a log: printable, shortened, and no e-mail address."""
    if "@" in code:
        return "an e-mail address"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in code)[:40]
