"""Tables in JSON: everything that may be wrong with one, each with what was expected.

The numbers that the engine works with are exact up to `LARGEST`; larger ones are refused rather than rounded.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reporter.errors import InputError, Problem

LARGEST = 2**53
"""Greatest whole number, positive or negative, up to which doubles hold every one exactly."""
WIDEST = 1000
"""Greatest minimum width that can be asked for."""

FIELDS = ("cells", "relations", "primary", "suppressed", "attackers", "weights", "width")
"""Fields of a file that say something about the table."""
NOTES = ("name", "source", "licence", "note", "expected")
"""Fields that are for people, or for tests; they are not read."""
OF_CELLS = ("id", "value", "publish", "lb", "ub", "width")
OF_RELATIONS = ("total", "parts")
OF_ATTACKERS = ("lb", "ub")

Wrong = Iterator[tuple[str, str]]
"""Message and expectation of each problem."""


def read_content(path: Path | str) -> dict[str, Any]:
    """The content of a file that is a table in JSON.

    Raises:
        InputError: with every problem of the file, each with what was expected.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        problems = [Problem(str(path), 0, message, expected) for message, expected in _wrong(content)]
    except OSError as error:
        raise InputError([Problem(str(path), 0, error.strerror or "unreadable", "a file")]) from None
    except UnicodeDecodeError:
        raise InputError([Problem(str(path), 0, "not UTF-8", "JSON in UTF-8")]) from None
    except json.JSONDecodeError as error:
        raise InputError([Problem(str(path), error.lineno, error.msg, "JSON")]) from None
    except RecursionError:
        raise InputError([Problem(str(path), 0, "lists within lists without end", "a table")]) from None
    except ValueError:  # Python reads no whole number of more than some thousand digits.
        raise InputError([Problem(str(path), 0, "a number of thousands of digits", _WHOLE)]) from None
    if problems:
        raise InputError(problems)
    table: dict[str, Any] = content
    return table


def _wrong(content: Any) -> Wrong:
    if not isinstance(content, dict):
        yield "the file is not one object", "an object with cells and relations"
        return
    yield from _unknown("the file", content, (*FIELDS, *NOTES))
    for field in ("cells", "relations"):
        if not isinstance(content.get(field), list):
            yield f"{field} is missing or not a list", f"a list of {field}"
            return
    cells = content["cells"]
    yield from _wrong_cells(cells)
    values = {
        cell["id"]: cell.get("value")
        for cell in cells
        if isinstance(cell, dict) and isinstance(cell.get("id"), str)
    }
    yield from _wrong_relations(content["relations"], values)
    published = {name for cell in cells if (name := _published(cell)) is not None}
    for field in ("primary", "suppressed"):
        yield from _wrong_names(field, content.get(field), values, published)
    yield from _wrong_attackers(content.get("attackers"))
    yield from _wrong_weights(content.get("weights"), len(cells))
    yield from _wrong_width("the file", content)


def _unknown(where: str, found: dict[str, Any], known: tuple[str, ...]) -> Wrong:
    for name in found:
        if name not in known:
            yield f"{where} has {name!r}", f"no fields but {', '.join(known)}"


def _wrong_cells(cells: list[Any]) -> Wrong:
    seen: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        name = cell.get("id") if isinstance(cell, dict) else None
        if not isinstance(name, str):
            yield f"cell {number} has no id", "an object with id and value"
            continue
        where = f"cell {name!r}"
        yield from _unknown(where, cell, OF_CELLS)
        if name in seen:
            yield f"{where} stands in the file more than once", "each cell once"
        seen.add(name)
        if not _is_whole(cell.get("value")):
            yield f"{where} has value {_short(cell.get('value'))}", _WHOLE
        if not isinstance(cell.get("publish", False), bool):
            yield f"{where} has publish {_short(cell['publish'])}", "true or false"
        yield from _wrong_width(where, cell)
        yield from _wrong_bounds(where, cell)
        if _is_whole(cell.get("value")) and not _within(cell):
            yield f"{where} has value {cell['value']} outside its lb and ub", "a value within its bounds"


def _within(cell: dict[str, Any]) -> bool:
    low, high = _bounds(cell)
    return low is None or high is None or low > high or low <= cell["value"] <= high


def _wrong_relations(relations: list[Any], values: dict[str, Any]) -> Wrong:
    for number, relation in enumerate(relations, start=1):
        where = f"relation {number}"
        if (
            not isinstance(relation, dict)
            or not isinstance(relation.get("total"), str)
            or not isinstance(relation.get("parts"), list)
        ):
            yield f"{where} has no total and parts", "an object with total and a list of parts"
            continue
        yield from _unknown(where, relation, OF_RELATIONS)
        total, parts = relation["total"], relation["parts"]
        if not parts:
            yield f"{where} has no parts", "at least one part"
        unknown = [name for name in (total, *parts) if not isinstance(name, str) or name not in values]
        for name in unknown:
            yield f"{where} names cell {_short(name)}", "a cell of the table"
        if not unknown and total in parts:
            yield f"{where} has its total {total!r} among its parts", "other cells as parts"
        if not unknown and all(_is_whole(values[name]) for name in (total, *parts)):
            # Here numbers have no limit; in arrays a sum could wrap around.
            left = sum(values[part] for part in parts) - values[total]
            if parts and left:
                terms = "".join(f" {sign} x {name} ({values[name]})" for sign, name in _terms(total, parts))
                yield f"{where} adds up to {left}, not to 0:{terms}", "parts that add up to the total"


def _terms(total: str, parts: list[str]) -> Iterator[tuple[str, str]]:
    yield "-1", total
    for part in parts:
        yield "+1", part


def _published(cell: Any) -> str | None:
    """The id of a cell that must be published; None for any other."""
    must = isinstance(cell, dict) and isinstance(cell.get("id"), str) and cell.get("publish") is True
    return cell["id"] if must else None


def _wrong_names(field: str, names: Any, values: dict[str, Any], published: set[str]) -> Wrong:
    if names is None:
        return
    if not isinstance(names, list):
        yield f"{field} is not a list", "a list of cell ids, or null"
        return
    for name in names:
        if not isinstance(name, str) or name not in values:
            yield f"{field} names cell {_short(name)}", "a cell of the table"
        elif name in published:
            yield f"{field} names cell {name!r}, which must be published", "cells without publish"


def _wrong_attackers(attackers: Any) -> Wrong:
    if attackers is None:
        return
    if not isinstance(attackers, dict):
        yield "attackers is not an object", "attackers by name, each with lb and ub"
        return
    for name, bounds in attackers.items():
        where = f"attacker {name!r}"
        if isinstance(bounds, dict):
            yield from _unknown(where, bounds, OF_ATTACKERS)
            yield from _wrong_bounds(where, bounds)
        else:
            yield f"{where} is {_short(bounds)}", "an object with lb and ub"


def _wrong_bounds(where: str, found: dict[str, Any]) -> Wrong:
    low, high = _bounds(found)
    if low is None or high is None:
        pair = {key: found[key] for key in OF_ATTACKERS if key in found}
        yield f"{where} has bounds {_short(pair)}", f"numbers up to {LARGEST} or null under lb and ub"
    elif low > high:
        yield f"{where} has lb {low:g} above ub {high:g}", "lb at most ub"


def _bounds(found: dict[str, Any]) -> tuple[float | None, float | None]:
    """Lower and upper bound, infinite where there is none; None for what is no number."""
    low, high = (found.get(key) for key in OF_ATTACKERS)
    return (
        -math.inf if low is None else low if _is_number(low) else None,
        math.inf if high is None else high if _is_number(high) else None,
    )


def _wrong_weights(weights: Any, cells: int) -> Wrong:
    if weights is None:
        return
    if not isinstance(weights, dict):
        yield "weights is not an object", "lists of numbers by name"
        return
    for name, numbers in weights.items():
        if not isinstance(numbers, list) or len(numbers) != cells:
            yield f"weights {name!r} is not a list of {cells} numbers", "one number a cell"
        elif not all(_is_number(number) and number > 0 for number in numbers):
            yield f"weights {name!r} holds something that is not a number above 0", "costs above 0"


def _wrong_width(where: str, found: dict[str, Any]) -> Wrong:
    width = found.get("width", 1)
    if not _is_whole(width) or not 0 <= width <= WIDEST:
        yield f"{where} has width {_short(width)}", f"a whole number from 0 to {WIDEST}"


_WHOLE = f"a whole number from -{LARGEST} to {LARGEST}"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST


def _is_number(value: Any) -> bool:
    """Whether a value is a number within limits; NaN and infinity are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(abs(value) <= LARGEST)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
