"""Tables in JSON for `reporter disclosure`, and the results of auditing and protecting them.

    {"cells": [{"id": "a", "value": 3}, ...], "relations": [{"total": "t", "parts": ["a", "b"]}, ...],
     "primary": ["a"], "suppressed": ["a", "b"], "attackers": {"x>=1": {"lb": 1, "ub": null}},
     "weights": {"level": [1, 1, ...]}}

Zeros are shown and never withheld, unless the file lists them among `primary` or `suppressed`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporter.disclosure.audit import audit
from reporter.disclosure.protect import protect
from reporter.disclosure.relations import LinkedTable, TableError
from reporter.errors import InputError, Problem

Json = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Attacker:
    """Bounds that an attacker has on every withheld cell by the rules alone."""

    lower: float
    upper: float


@dataclass(frozen=True, eq=False)
class Instance:
    """A table as its file gives it.

    Attributes:
        path: the file, for errors.
        ids: names of the cells, in file order.
        values: true value of each cell, shape (cells,).
        relations: `(total, parts)`, by name.
        primary: cells withheld by the rule; None where the file names none.
        suppressed: cells withheld in a given pattern; None where the file names none.
        attackers: bounds by name of the attacker, in file order.
        weights: cost of each cell by name of the weighting.
    """

    path: str
    ids: tuple[str, ...]
    values: NDArray[np.int64]
    relations: tuple[tuple[str, tuple[str, ...]], ...]
    primary: NDArray[np.bool_] | None
    suppressed: NDArray[np.bool_] | None
    attackers: Mapping[str, Attacker]
    weights: Mapping[str, NDArray[np.float64]]

    def table(self, attacker: str | None = None, weights: ArrayLike = 1) -> LinkedTable:
        """The linked table under the bounds of an attacker, the first of the file by default.

        Raises:
            InputError: there is no such attacker, relations do not add up, or bounds exclude a true value.
        """
        known = self._attacker(attacker)
        listed = np.zeros(len(self.ids), dtype=np.bool_)
        for cells in (self.primary, self.suppressed):
            listed |= False if cells is None else cells
        try:
            return LinkedTable.build(
                self.ids,
                self.values,
                self.relations,
                lower=known.lower,
                upper=known.upper,
                weights=weights,
                fixed=(self.values == 0) & ~listed,
            )
        except TableError as error:
            expected = "relations that add up and bounds that the true values lie within"
            raise InputError(Problem(self.path, 0, problem, expected) for problem in error.problems) from None

    def audit(self, attacker: str | None = None) -> Json:
        """Interval of each withheld cell by name, and how many intervals hold one value only.

        Audits the pattern `suppressed`, or `primary` where the file has no `suppressed`.

        Raises:
            InputError: the file has neither, or as for `table`.
        """
        withheld = self.primary if self.suppressed is None else self.suppressed
        if withheld is None:
            raise self._missing("suppressed", "a list of cells under suppressed or primary")
        intervals = audit(self.table(attacker), withheld)
        return {
            "intervals": {
                name: [_number(low), _number(high)]
                for name, low, high in zip(intervals.ids, intervals.low, intervals.high, strict=True)
            },
            "exactly_disclosed": len(intervals.exactly_disclosed),
        }

    def protect(self, attacker: str | None = None, cost: str = "count", seconds: float | None = None) -> Json:
        """A safe suppression pattern for the primary cells, its cost and a lower bound on the cost.

        Args:
            attacker: name of the attacker; the first of the file by default.
            cost: `count` (each cell costs 1), `weights` (the first weighting of the file) or a weighting's
                name.
            seconds: CPU seconds to search for.

        Raises:
            InputError: the file names no primary cells or no such weighting, or as for `table`.
        """
        if self.primary is None:
            raise self._missing("primary", "a list of cells under primary")
        result = protect(self.table(attacker, self._weights(cost)), self.primary, seconds=seconds)
        suppressed = [name for name, withheld in zip(self.ids, result.withheld, strict=True) if withheld]
        return {
            "suppressed": suppressed,
            "secondary": result.secondary,
            "cost": _number(result.cost),
            "lower_bound": _number(result.lower_bound),
            "proved_optimal": result.proved_optimal,
        }

    def _attacker(self, name: str | None) -> Attacker:
        chosen = next(iter(self.attackers)) if name is None else name
        if chosen not in self.attackers:
            problem = f"there is no attacker {chosen}"
            raise InputError([Problem(self.path, 0, problem, f"one of {', '.join(self.attackers)}")])
        return self.attackers[chosen]

    def _weights(self, cost: str) -> ArrayLike:
        if cost == "count":
            return 1
        name = next(iter(self.weights), cost) if cost == "weights" else cost
        if name not in self.weights:
            expected = (
                f"count or one of {', '.join(self.weights)}" if self.weights else "count: the file has none"
            )
            raise InputError([Problem(self.path, 0, f"there are no weights {name}", expected)])
        return self.weights[name]

    def _missing(self, field: str, expected: str) -> InputError:
        return InputError([Problem(self.path, 0, f"{field} is missing", expected)])


def read_instance(path: Path | str) -> Instance:
    """Read a table in JSON.

    Raises:
        InputError: with every problem of the file, each with what was expected.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError([Problem(str(path), 0, error.strerror or "unreadable", "a file")]) from None
    except UnicodeDecodeError:
        raise InputError([Problem(str(path), 0, "not UTF-8", "JSON in UTF-8")]) from None
    except json.JSONDecodeError as error:
        raise InputError([Problem(str(path), error.lineno, error.msg, "JSON")]) from None
    problems = [Problem(str(path), 0, message, expected) for message, expected in _wrong(content)]
    if problems:
        raise InputError(problems)
    ids = tuple(cell["id"] for cell in content["cells"])
    return Instance(
        path=str(path),
        ids=ids,
        values=np.array([cell["value"] for cell in content["cells"]], dtype=np.int64),
        relations=tuple((one["total"], tuple(one["parts"])) for one in content["relations"]),
        primary=_marked(ids, content.get("primary")),
        suppressed=_marked(ids, content.get("suppressed")),
        attackers={
            name: Attacker(
                -np.inf if bounds.get("lb") is None else bounds["lb"],
                np.inf if bounds.get("ub") is None else bounds["ub"],
            )
            for name, bounds in (content.get("attackers") or {"x>=0": {"lb": 0}}).items()
        },
        weights={
            name: np.array(weights, dtype=np.float64)
            for name, weights in (content.get("weights") or {}).items()
        },
    )


def _wrong(content: Any) -> Iterator[tuple[str, str]]:
    """Every problem of the content: what is wrong, and what was expected."""
    if not isinstance(content, dict):
        yield "the file is not one object", "an object with cells and relations"
        return
    for field in ("cells", "relations"):
        if not isinstance(content.get(field), list):
            yield f"{field} is missing or not a list", f"a list of {field}"
            return
    yield from _wrong_cells(content["cells"])
    known = {cell.get("id") for cell in content["cells"] if isinstance(cell, dict)}
    yield from _wrong_relations(content["relations"], known)
    for field in ("primary", "suppressed"):
        names = content.get(field)
        if names is not None and not isinstance(names, list):
            yield f"{field} is not a list", "a list of cell ids, or null"
        for name in names if isinstance(names, list) else []:
            if name not in known:
                yield f"{field} names cell {name!r}", "a cell of the table"
    yield from _wrong_attackers(content.get("attackers"))
    yield from _wrong_weights(content.get("weights"), len(content["cells"]))


def _wrong_cells(cells: list[Any]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        name = cell.get("id") if isinstance(cell, dict) else None
        if not isinstance(name, str):
            yield f"cell {number} has no id", "an object with id and value"
            continue
        if name in seen:
            yield f"cell {name!r} stands in the file more than once", "each cell once"
        seen.add(name)
        if not isinstance(cell.get("value"), int) or isinstance(cell.get("value"), bool):
            yield f"cell {name!r} has value {cell.get('value')!r}", "a whole number"


def _wrong_relations(relations: list[Any], known: set[Any]) -> Iterator[tuple[str, str]]:
    for number, relation in enumerate(relations, start=1):
        if (
            not isinstance(relation, dict)
            or not isinstance(relation.get("total"), str)
            or not isinstance(relation.get("parts"), list)
        ):
            yield f"relation {number} has no total and parts", "an object with total and a list of parts"
            continue
        for name in (relation["total"], *relation["parts"]):
            if name not in known:
                yield f"relation {number} names cell {name!r}", "a cell of the table"


def _wrong_attackers(attackers: Any) -> Iterator[tuple[str, str]]:
    if attackers is None:
        return
    if not isinstance(attackers, dict):
        yield "attackers is not an object", "attackers by name, each with lb and ub"
        return
    for name, bounds in attackers.items():
        values = (bounds.get("lb"), bounds.get("ub")) if isinstance(bounds, dict) else ("", "")
        if not all(value is None or isinstance(value, int | float) for value in values):
            yield f"attacker {name!r} has bounds {bounds!r}", "numbers or null under lb and ub"
            continue
        low, high = (np.nan if value is None else float(value) for value in values)
        if low > high:
            yield f"attacker {name!r} has lb {low:g} above ub {high:g}", "lb at most ub"


def _wrong_weights(weights: Any, cells: int) -> Iterator[tuple[str, str]]:
    if weights is None:
        return
    if not isinstance(weights, dict):
        yield "weights is not an object", "lists of numbers by name"
        return
    for name, numbers in weights.items():
        if not isinstance(numbers, list) or len(numbers) != cells:
            yield f"weights {name!r} is not a list of {cells} numbers", "one number a cell"
        elif not all(isinstance(number, int | float) and number > 0 for number in numbers):
            yield f"weights {name!r} holds something that is not a number above 0", "costs above 0"


def _marked(ids: tuple[str, ...], names: list[str] | None) -> NDArray[np.bool_] | None:
    if names is None:
        return None
    chosen = frozenset(names)
    return np.array([name in chosen for name in ids], dtype=np.bool_)


def _number(value: float) -> int | float | None:
    """A number for JSON: whole numbers without a fraction, None where the bound is infinite."""
    if not np.isfinite(value):
        return None
    return int(value) if value == int(value) else float(value)
