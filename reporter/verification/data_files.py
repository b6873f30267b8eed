"""The data files against one another: CSV against metadata and JSON, rates against counts, sums."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from reporter.verification.listing import MANIFEST
from reporter.verification.published import EVERYONE, Published, Row

REVISED = "[r]"
_RATES = {"rates": EVERYONE, "rates-by-category": ""}
_COUNTS = {"count": "numerator", "denominator": "denominator"}
ALONE = ("count", "denominator")
"""The kind of measure without a denominator, and the column that is empty of it."""
STANDARDISED = "directly standardised rate"
"""The kind of measure whose value does not follow from count and denominator."""
_OF_COUNTS = (
    "value",
    "lower_95",
    "upper_95",
    "lower_998",
    "upper_998",
    "shrunk_value",
    "rate_ratio",
)


def data_problems(files: Mapping[str, bytes], published: Published) -> Iterator[str]:
    """Disagreements among the data files, one line each.

    Args:
        files: the bytes of every file by its path in the edition's folder.
        published: the tables read from the CSV files.
    """
    for table in published.names:
        yield from _as_described(table, published)
        if f"tables/{table}.json" in files:
            yield from _as_json(table, files[f"tables/{table}.json"], published.rows(table))
    rounded_to = _rounding(files)
    for table in _RATES:
        for number, row in enumerate(published.rows(table), start=2):
            for problem in _rate_problems(row, published, rounded_to):
                yield f"tables/{table}.csv:{number}: {problem}"
    yield from _withholding_problems(published)


def _as_described(table: str, published: Published) -> Iterator[str]:
    """Columns that differ from the metadata, and primary keys of several rows."""
    rows, schema = published.rows(table), published.schema(table)
    if not schema.key or any(tuple(row) != schema.columns for row in rows[:1]):
        yield f"tables/{table}.csv: other columns than in tables/{table}-metadata.json"
        return
    named = Counter(tuple(row.get(column, "") for column in schema.key) for row in rows)
    for key, times in named.items():
        if times > 1:
            yield f"tables/{table}.csv: {times} rows are named {' '.join(key)}"


def _as_json(table: str, content: bytes, rows: list[Row]) -> Iterator[str]:
    records = json.loads(content)
    if len(records) != len(rows):
        yield f"tables/{table}.csv: {len(rows)} rows, but {len(records)} in tables/{table}.json"
        return
    for number, (row, record) in enumerate(zip(rows, records, strict=True), start=2):
        if row.keys() != record.keys():
            yield f"tables/{table}.csv:{number}: other columns than in tables/{table}.json"
            continue
        texts = {
            column: value if isinstance(value, str) else "" if value is None else repr(value)
            for column, value in record.items()
        }
        if row != texts:
            for column, text in texts.items():
                if row[column] != text:
                    yield f"tables/{table}.csv:{number}: {column} is {row[column]!r}, in JSON {text!r}"


def _rounding(files: Mapping[str, bytes]) -> int:
    """The multiple to which counts are rounded that rates are not made from; 1 where these are the same."""
    counts = json.loads(files.get(MANIFEST, b"{}")).get("counts") or {}
    return int(counts.get("rounded_to", 1)) if counts.get("rates_from") == "exact" else 1


def _rate_problems(row: Row, published: Published, rounded_to: int) -> Iterator[str]:
    """Rates other than count over denominator; withheld numbers with derived ones, or no symbol."""
    yield from _bound_problems(row)
    measure = published.measure(row["indicator"])
    needed = {name: column for name, column in _COUNTS.items() if (measure, column) != ALONE}
    if missing := [name for name, column in needed.items() if not row[column]]:
        given = [column for column in _OF_COUNTS if row.get(column)]
        if given:
            yield f"the {missing[0]} of {row['area_code']} is withheld, but {', '.join(given)} given"
        if not row["symbols"].replace(REVISED, ""):
            yield f"no {missing[0]} of {row['area_code']} and no symbol that says why"
    elif row["value"] and measure != STANDARDISED:
        factor = int(published.multiplier(row["indicator"]) or 1) / float(row["denominator"] or 1)
        count, shown = round(float(row["value"]) / factor), float(row["numerator"])
        is_of_shown, is_of_a_count = (
            math.isclose(factor * each, float(row["value"]), rel_tol=1e-9, abs_tol=1e-12)
            for each in (shown, count)
        )
        rounds_to_it = (2 * count + rounded_to) // (2 * rounded_to) * rounded_to == shown
        if not is_of_shown and not (rounded_to > 1 and is_of_a_count and rounds_to_it):
            yield f"value is {row['value']}, but count and denominator give {factor * shown!r}"


def _bound_problems(row: Row) -> Iterator[str]:
    """A count outside its bounds, or bounds that say which number a withheld count is."""
    least, greatest = (row.get(f"numerator_{bound}", "") for bound in ("least", "greatest"))
    ends = float(least or 0), float(greatest) if greatest else math.inf
    if row["numerator"] and not ends[0] <= float(row["numerator"]) <= ends[1]:
        yield f"the count of {row['area_code']} is {row['numerator']}, said to be {least} to {greatest}"
    if not row["numerator"] and ends[0] >= ends[1]:
        yield f"the count of {row['area_code']} is withheld, but said to be {least} to {greatest}"


def _withholding_problems(published: Published) -> Iterator[str]:
    """Numbers of `withholding` that a new count contradicts."""
    counted: dict[tuple[str, ...], Counter[str]] = {}
    alone = {
        row["indicator"] for row in published.rows("rates") if (row.get("measure"), "denominator") == ALONE
    }
    for table, everyone in _RATES.items():
        for row in published.rows(table):
            names = (
                row["indicator"],
                everyone or row["breakdown"],
                row["area_type"],
                row["period"],
                row["basis"],
            )
            key: tuple[str, ...] = names
            counted.setdefault(key, Counter()).update(["cells", *_kinds(row, alone)])
    for row in published.rows("withholding"):
        key = tuple(row[name] for name in ("indicator", "breakdown", "area_type", "period", "basis"))
        for column in ("cells", "withheld", "denominators_withheld", "rate_withheld", "unreliable"):
            number = counted.get(key, Counter())[column]
            said = row.get(column, "0")
            if said != str(number):
                yield f"tables/withholding.csv: {' '.join(key)}: {column} is {said}, counted {number}"


def _kinds(row: Row, alone: Collection[str]) -> Iterator[str]:
    has_denominator = row["denominator"] or row["indicator"] in alone
    if not row["numerator"]:
        yield "withheld"
    if not has_denominator:
        yield "denominators_withheld"
    if row["numerator"] and has_denominator and row["symbols"].replace(REVISED, ""):
        yield "unreliable" if row["value"] else "rate_withheld"
