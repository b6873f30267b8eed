"""Records of words from TOML files of the templates; a publication's own replace them key by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, Field, ValidationError

from reporter.errors import InputError, Problem, RenderError
from reporter.publication.indicator import Record
from reporter.publication.periods import StepName
from reporter.publication.time_zones import LONDON, offset_of, place_of
from reporter.records.fields import Text
from reporter.records.record_errors import explain
from reporter.records.toml_lines import lines_of_keys, nearest_line
from reporter.records.toml_records import parsed
from reporter.report.templates import AFTER, Templates, text_of
from reporter.report.words.symbols import Symbol
from reporter.report.words.texts import BoundTexts, ClaimTexts, RuleTexts

R = TypeVar("R", bound=BaseModel)

FILE = "words.toml"
"""Path of the words in the templates."""


class SymbolWords(Record):
    """Words for a shorthand symbol."""

    title: Text
    """Its short name."""
    explanation: Text
    """What it means, one sentence for readers."""


class ZoneWords(Record):
    """Words for a time zone, in brackets after a time."""

    place: Text
    """A zone with a place in its name, with {place}."""
    offset: Text
    """A zone without, with {offset} from UTC."""
    named: dict[str, Text]
    """Other words for single zones, by IANA name."""


class StepWords(Record):
    """Words for a single period of the counts, such as a year."""

    name: Text
    """Its full name, such as calendar year."""
    one: Text
    """One, with its article: a year."""
    singular: Text
    """One, in a sentence."""
    plural: Text
    """Several, in a sentence."""
    adjective: Text
    """What counts of such periods are: annual."""
    explained: Text
    """What the periods of the tables are, in sentences."""
    as_number: str
    """What the number of the year in the tables is, after its description; empty where that is plain."""
    caution: str
    """What to mind where two of them are compared; empty for nothing."""


class Words(Record):
    """All words of `words.toml`, which pages and data files share."""

    months: tuple[Text, ...] = Field(min_length=12, max_length=12)
    """The months."""
    days: tuple[Text, ...] = Field(min_length=7, max_length=7)
    """The days of the week, Monday first."""
    date: Text
    """A date, with {day}, {month} and {year}."""
    less_than: Text
    """A number too small to print, with {number}."""
    zones: ZoneWords
    """What stands after a time in a zone that readers do not take for granted."""
    designations: dict[str, Text]
    """What statistics are designated as, by the word of the settings."""
    symbols: dict[str, SymbolWords]
    """The shorthand symbols, by the letters in their brackets."""
    rules: RuleTexts
    """What is withheld and what is uncertain."""
    bounds: BoundTexts
    """What a withheld count can be."""
    claims: ClaimTexts
    """What findings say, in fixed words."""
    steps: dict[str, StepWords]
    """What the single periods of the counts are, by their name in the program."""

    def day(self, day: int, month: int, year: int) -> str:
        """A date in words."""
        return fill(FILE, self.date, {"day": day, "month": self.months[month - 1], "year": year})

    def zone(self, name: str | None, time: dt.datetime) -> str | None:
        """The words for the zone of a time; None for no zone."""
        if name is None or name in self.zones.named:
            return self.zones.named.get(name or "")
        if place := place_of(name):
            return fill(FILE, self.zones.place, {"place": place})
        return fill(FILE, self.zones.offset, {"offset": offset_of(time)})

    def below(self, number: float | str) -> str:
        """The words for a number below this one."""
        return fill(FILE, self.less_than, {"number": number})

    def symbol(self, symbol: Symbol) -> SymbolWords:
        """Words for a symbol."""
        return self.symbols[symbol.mark.strip("[]")]


def words(folders: Sequence[Path]) -> Words:
    """The words that pages and data files share.

    Raises:
        RenderError: they are invalid; names file and line.
    """
    found = catalogue(folders, FILE, Words)
    found.below(0)
    found.day(1, 1, 2000)
    for zone in (LONDON, "UTC"):
        found.zone(zone, dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    shipped = found if len(folders) == 1 else catalogue(folders[-1:], "words.toml", Words)
    for name, text in found.claims.model_dump().items():
        if unknown := sorted(braces(text) - braces(getattr(shipped.claims, name))):
            raise RenderError(f"words.toml: {name!r} under [claims]: unknown {', '.join(unknown)}")
    for name, text in found.bounds.model_dump().items():
        if braces(text) != braces(getattr(shipped.bounds, name)):
            expected = " and ".join(sorted(braces(getattr(shipped.bounds, name))))
            raise RenderError(f"{FILE}: {name!r} under [bounds]: expected {expected}")
    if "{number}" not in found.less_than:
        raise RenderError(f"{FILE}: 'less_than' has no {{number}}")
    if missing := [symbol.mark for symbol in Symbol if symbol.mark.strip("[]") not in found.symbols]:
        raise RenderError(f"{FILE}: no words for the symbols {' '.join(missing)}")
    if without := [name for name in get_args(StepName) if name not in found.steps]:
        raise RenderError(f"{FILE}: no words for {', '.join(without)} under [steps]")
    return found


def catalogue(folders: Sequence[Path], name: str, model: type[R]) -> R:
    """The record of a TOML file of the templates; keys of its namesake in `own/` take precedence.

    Args:
        folders: folders of templates, a publication's own first, the shipped one last.
        name: the file, such as 'workbook/sheets.toml'.
        model: class of the record.

    Raises:
        RenderError: a file is invalid; names file and line.
    """
    templates = Templates(folders)
    files = {each: file for each in (name, f"{AFTER}/{name}") if (file := templates.file(each))}
    texts = {each: text_of(file) for each, file in files.items()}
    said: dict[str, object] = {}
    for each, text in texts.items():
        try:
            said = _merged(said, parsed(Path(each), text))
        except InputError as error:
            raise _refused(error.problems, files) from None
    try:
        return model.model_validate(said)
    except ValidationError as error:
        problems = [explain(each, model) for each in error.errors(include_url=False)]
    lines = {each: lines_of_keys(text) for each, text in texts.items()}
    found = []
    for path, message, expected in problems:
        # The file with most of the key's path, the publication's own if both have as much.
        source = max(lines, key=lambda name: (_depth(lines[name], path), name.startswith(f"{AFTER}/")))
        found.append(Problem(source, nearest_line(lines[source], path), message, expected))
    raise _refused(found, files)


def _refused(problems: Iterable[Problem], files: Mapping[str, Path]) -> RenderError:
    """The error that tells problems by the files' names in the templates, and carries them by their paths."""
    told = list(problems)
    return RenderError(
        "\n".join(map(str, told)), [replace(each, file=str(files[each.file])) for each in told]
    )


def braces(line: str) -> set[str]:
    """The words in braces of a line."""
    return {name for _, name, _, _ in Formatter().parse(line) if name is not None}


def fill(file: str, line: str, values: Mapping[str, object]) -> str:
    """A line with its words in braces filled in.

    Raises:
        RenderError: it has a word in braces that is not among the values, or a brace that stands alone.
    """
    try:
        unknown = sorted(braces(line) - values.keys())
        if not unknown:
            return line.format_map(values)
    except (ValueError, AttributeError, LookupError) as error:
        raise RenderError(f"{file}: {line!r}: {error}") from None
    raise RenderError(f"{file}: {line!r}: unknown {', '.join(unknown)}")


def _depth(lines: Any, path: tuple[str | int, ...]) -> int:
    """Number of leading parts of a key's path in a file."""
    return max((length for length in range(len(path) + 1) if path[:length] in lines), default=0)


def _merged(said: dict[str, object], own: dict[str, object]) -> dict[str, object]:
    """The words with own ones in place of those of the same key, section by section."""
    merged = dict(said)
    for key, value in own.items():
        before = merged.get(key)
        merged[key] = (
            _merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
        )
    return merged
