"""Records of words from TOML files of the templates; a publication's own replace them key by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from reporter.errors import InputError, Problem, RenderError
from reporter.publication.indicator import Record
from reporter.publication.time_zones import LONDON, offset_of, place_of
from reporter.records.fields import Text
from reporter.records.record_errors import explain
from reporter.records.toml_lines import lines_of_keys, nearest_line
from reporter.records.toml_records import parsed
from reporter.report.templates import AFTER, Templates, text_of
from reporter.report.words.symbols import Symbol

R = TypeVar("R", bound=BaseModel)

FILE = "words.toml"
"""Path of the words in the templates."""


class SymbolWords(Record):
    """Words for a shorthand symbol."""

    title: Text
    """Its short name."""
    explanation: Text
    """What it means, one sentence for readers."""


class RuleTexts(Record):
    """Sentences on small numbers; `rules.rules_in_words` selects those that are true of a profile.

    In braces: {smallest} and {largest} count withheld, {base} of rounding, {no_rate_below},
    {unreliable_below}, {last_unreliable}, {events}, {denominators}, {smallest_denominator} and
    {largest_denominator} withheld, {comparator}, {levels}.
    """

    events: Text
    """What is counted, where the indicators share no noun."""
    those_counted: Text
    """What denominators count, where they share no noun."""
    all_shown: Text
    """Nothing is withheld."""
    withheld: Text
    """Counts of three sizes or more are withheld."""
    withheld_two: Text
    """Counts of two sizes are withheld."""
    withheld_one: Text
    """Counts of one size are withheld."""
    secondary: Text
    """Secondary suppression."""
    rounded_others: Text
    """All counts that are not withheld are rounded."""
    rounded_all: Text
    """Nothing is withheld, all is rounded."""
    rates_from_rounded: Text
    """Rates are made from rounded counts."""
    rates_from_exact: Text
    """Rates are made from exact counts, which gives these away."""
    some_levels: Text
    """The rule holds for some levels only."""
    all_or_none: Text
    """Counts are withheld where all or none of the denominator had the event."""
    denominators: Text
    """Denominators of two sizes or more are withheld."""
    denominators_one: Text
    """Denominators of one size are withheld."""
    differences: Text
    """Small differences of counts are protected."""
    exact_comparator: Text
    """The comparator's counts are neither rounded nor withheld for their size."""
    exact_withheld: Text
    """Either of these two, of rules that withhold counts."""
    zeros_shown: Text
    """Zeros are published."""
    no_rate: Text
    """Rates on fewer than two or more events are not given."""
    no_rate_on_none: Text
    """Rates on no event are not given."""
    unreliable: Text
    """Rates on a range of events are given with a warning."""
    unreliable_one: Text
    """Rates on one number of events are given with a warning."""
    unreliable_below: Text
    """Rates on few events are given with a warning, where one on a single event is given."""


class ClaimTexts(Record):
    """Claims in fixed words, each with the condition on which pages make it.

    Unless another is named, a claim is about the headline indicator, in the area of the page; on the
    national page that is the comparator. In braces: what a template fills in.
    """

    rate_rose: Text
    """From the year before to the latest: p below 0.05, allowing for the areas tested; a ratio above 1."""
    rate_fell: Text
    """The same, and a ratio below 1."""
    no_clear_change: Text
    """The same test, p at least 0.05."""
    change_untested: Text
    """No event in either year."""
    trend_rose: Text
    """Over the longest run of years on one basis: p below 0.05, and a rising rate."""
    trend_fell: Text
    """The same, and a falling rate."""
    no_clear_trend: Text
    """The same test, p at least 0.05."""
    trend_untested: Text
    """The test has no p-value."""
    higher: Text
    """More events than 97.5% of areas of its size would have by chance at the comparator's rate."""
    lower: Text
    """Fewer events than 97.5% of areas of its size would have by chance at the comparator's rate."""
    similar: Text
    """Neither, with both rates given."""
    not_compared: Text
    """The rate of the area or that of the comparator is not given."""
    no_comparator_rate: Text
    """No row of the comparator in the main period."""
    one_in: Text
    """At most half of those counted had the event, which none of them has twice."""
    basis_break: Text
    """Rates of single years up to one year on one basis, from a later year on another, none on both."""
    one_basis: Text
    """All rates of the indicator on one basis."""
    variation: Text
    """A funnel whose variance between areas is above 0."""
    no_sign_of_variation: Text
    """A funnel whose variance between areas is 0."""
    variation_unknown: Text
    """A complete level from the networks up without a variance: nobody had the event."""
    variation_not_judged: Text
    """No level from the networks up has five areas, each with its count and denominator shown."""
    not_drawn_one: Text
    """One network without a rate in the period of the funnel."""
    not_drawn: Text
    """Several networks without a rate in the period of the funnel."""
    not_drawn_here: Text
    """The network of the briefing is one of these."""
    none_withheld: Text
    """Every count and denominator has a number, by category as well."""
    one_withheld: Text
    """One count has none."""
    some_withheld: Text
    """Several counts have none."""
    denominators_withheld: Text
    """Some counts, withheld or not, have no number as their denominator."""
    all_given: Text
    """Areas of a level all have count and rate without a symbol of withholding or reliability."""
    incomplete: Text
    """Years in which some areas of a level have rates and others none, on one basis."""
    no_figures: Text
    """Years between others of which no table has a rate, neither by itself nor in a pool."""
    by_category_alone: Text
    """Years between others with rates by category, and no rate of everyone, pools included."""
    none_implausible: Text
    """The settings acknowledge no implausible count."""


class ZoneWords(Record):
    """Words for a time zone, in brackets after a time."""

    place: Text
    """A zone with a place in its name, with {place}."""
    offset: Text
    """A zone without, with {offset} from UTC."""
    named: dict[str, Text]
    """Other words for single zones, by IANA name."""


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
    claims: ClaimTexts
    """What findings say, in fixed words."""

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
    if "{number}" not in found.less_than:
        raise RenderError(f"{FILE}: 'less_than' has no {{number}}")
    if missing := [symbol.mark for symbol in Symbol if symbol.mark.strip("[]") not in found.symbols]:
        raise RenderError(f"{FILE}: no words for the symbols {' '.join(missing)}")
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
