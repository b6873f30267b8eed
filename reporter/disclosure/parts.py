"""Columns that are part of others, and numerators within denominators, as measures of what is left of each.

Neonatal deaths are some of the infant deaths, and infant deaths some of the live births. What is left is a
count of its own that is never below 0, and makes the inequality one of the relations: `whole = part + rest`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pandas as pd

from reporter.counts.table import Counts
from reporter.disclosure.cells import measure_name
from reporter.publication.indicator import Indicator, Measure
from reporter.publication.loading import Publication


def part_measures(publication: Publication, counts: Counts) -> dict[str, Measure]:
    """Measures of what each column counts beyond a column that is part of it, by name.

    The parts are those that [data.parts] declares. Where nothing is declared, a column of a numerator is
    taken as part of another of the same denominator where no row of the counts has more of it, which is the
    safe side.

    Args:
        publication: settings and indicators.
        counts: complete counts.
    """
    declared = publication.settings.data.parts
    pairs = set(_declared(declared)) if declared is not None else _found(publication.indicators, counts)
    return _by_name(
        Measure(description=f"{whole} less {part}", add=(whole,), subtract=(part,))
        for part, whole in sorted(_without_implied(pairs))
    )


def rest_measures(indicators: Iterable[Indicator]) -> dict[str, Measure]:
    """Measures of what each denominator counts beyond its numerator, where that is within it, by name.

    None for a numerator whose columns are some of those of another one within the same denominator: where
    infant deaths are no more than births, neonatal deaths are not either.
    """
    within = [each for each in indicators if each.numerator.within_denominator]
    largest = [each for each in within if not any(_is_less(each, other) for other in within)]
    rests = (_rest(each.denominator, each.numerator) for each in largest)
    return _by_name(rest for rest in rests if rest is not None)


def _is_less(one: Indicator, other: Indicator) -> bool:
    """Whether an indicator counts only some columns of another one with the same denominator."""
    return (
        measure_name(one.denominator) == measure_name(other.denominator)
        and not (one.numerator.subtract or other.numerator.subtract)
        and set(one.numerator.add) < set(other.numerator.add)
    )


def _rest(whole: Measure, part: Measure) -> Measure | None:
    """The difference of two measures, columns in both cancelled; None where it is no sum of columns."""
    terms = Counter(whole.add)
    terms.update(part.subtract)
    terms.subtract(whole.subtract)
    terms.subtract(part.add)
    add = tuple(column for column, times in terms.items() if times == 1)
    subtract = tuple(column for column, times in terms.items() if times == -1)
    if not add or any(abs(times) > 1 for times in terms.values()):
        return None
    return Measure(description=f"{whole.description} less {part.description}", add=add, subtract=subtract)


def _by_name(measures: Iterable[Measure]) -> dict[str, Measure]:
    return {measure_name(each): each for each in measures}


def _declared(parts: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for part, wholes in parts.items():
        for whole in wholes:
            yield part, whole


def _found(indicators: Iterable[Indicator], counts: Counts) -> set[tuple[str, str]]:
    """Pairs of a column and another of the same denominator that no row has less of."""
    of_denominator: dict[str, dict[str, None]] = {}
    for each in indicators:
        of_denominator.setdefault(measure_name(each.denominator), {}).update(
            dict.fromkeys(each.numerator.columns)
        )
    return {
        (part, whole)
        for columns in of_denominator.values()
        for part in columns
        for whole in columns
        if part != whole
        and _never_more(counts, part, whole)
        # Two columns with the same counts throughout are each part of the other; one of both says it all.
        and (part < whole or not _never_more(counts, whole, part))
    }


def _never_more(counts: Counts, part: str, whole: str) -> bool:
    tables = (table for table in (counts.table, counts.by_category) if {part, whole} <= {*table.columns})
    seen = [_difference(table, part, whole) for table in tables]
    together = pd.concat(seen) if seen else pd.Series(dtype="int64")
    return len(together) > 0 and bool((together >= 0).all())


def _difference(table: pd.DataFrame, part: str, whole: str) -> pd.Series[int]:
    both = table[table[part].notna() & table[whole].notna()]
    return both[whole].astype("int64") - both[part].astype("int64")


def _without_implied(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs without those that follow from two others: parts of parts."""
    return {
        (part, whole)
        for part, whole in pairs
        if not any((part, other) in pairs and (other, whole) in pairs for other in {b for _, b in pairs})
    }
