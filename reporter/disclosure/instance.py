"""Tables in JSON for `reporter disclosure`, and the results of auditing and protecting them.

    {"cells": [{"id": "a", "value": 3, "publish": false, "lb": 0, "ub": 9, "width": 2}, ...],
     "relations": [{"total": "t", "parts": ["a", "b"]}, ...],
     "primary": ["a"], "suppressed": ["a", "b"], "width": 1,
     "attackers": {"x>=1": {"lb": 1, "ub": null}},
     "weights": {"level": [1, 1, ...]}}

Of a cell, `id` and `value` are needed. `publish` is true where it must be published. `lb` and `ub` are bounds
that an attacker has on this cell, in place of those that hold for all; `width` is the least distance between
its least and greatest feasible value, in place of the table's. Zeros are shown and never withheld, unless the
file lists them among `primary` or `suppressed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporter.disclosure.audit import audit
from reporter.disclosure.instance_file import read_content
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
    """A table as its file gives it; arrays have the shape (cells,).

    Attributes:
        path: the file, for errors.
        ids: names of the cells, in file order.
        values: true value of each cell.
        relations: `(total, parts)`, by name.
        primary: cells withheld by the rule; None where the file names none.
        suppressed: cells withheld in a given pattern; None where the file names none.
        published: cells that must be published.
        width: minimum width of each cell once it is withheld.
        lower: attackers' lower bound of each cell; NaN where it has none of its own.
        upper: attackers' upper bound of each cell; NaN where it has none of its own.
        attackers: bounds by name of the attacker, in file order.
        weights: cost of each cell by name of the weighting.
    """

    path: str
    ids: tuple[str, ...]
    values: NDArray[np.int64]
    relations: tuple[tuple[str, tuple[str, ...]], ...]
    primary: NDArray[np.bool_] | None
    suppressed: NDArray[np.bool_] | None
    published: NDArray[np.bool_]
    width: NDArray[np.int64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    attackers: Mapping[str, Attacker]
    weights: Mapping[str, NDArray[np.float64]]

    def table(self, attacker: str | None = None, weights: ArrayLike = 1) -> LinkedTable:
        """The linked table under the bounds of an attacker, the first of the file by default.

        Raises:
            InputError: there is no such attacker, or bounds exclude a true value.
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
                lower=np.where(np.isnan(self.lower), known.lower, self.lower),
                upper=np.where(np.isnan(self.upper), known.upper, self.upper),
                weights=weights,
                fixed=self.published | ((self.values == 0) & ~listed),
            )
        except TableError as error:
            expected = "bounds that the true values lie within"
            raise InputError(Problem(self.path, 0, problem, expected) for problem in error.problems) from None

    def audit(self, attacker: str | None = None) -> Json:
        """Interval of each withheld cell by name, and which intervals are narrower than the minimum width.

        Audits the pattern `suppressed`, or `primary` where the file has no `suppressed`. Cells whose interval
        holds one value only are counted as disclosed, whatever their minimum width.

        Raises:
            InputError: the file has neither, or as for `table`.
        """
        withheld = self.primary if self.suppressed is None else self.suppressed
        if withheld is None:
            raise self._missing("suppressed", "a list of cells under suppressed or primary")
        intervals = audit(self.table(attacker), withheld)
        narrow = intervals.width < self.width[withheld]
        return {
            "intervals": {
                name: [_number(low), _number(high)]
                for name, low, high in zip(intervals.ids, intervals.low, intervals.high, strict=True)
            },
            "exactly_disclosed": len(intervals.exactly_disclosed),
            "too_narrow": [name for name, short in zip(intervals.ids, narrow, strict=True) if short],
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
            CannotBeProtected: a primary cell is too narrow whatever else is withheld.
        """
        if self.primary is None:
            raise self._missing("primary", "a list of cells under primary")
        table = self.table(attacker, self._weights(cost))
        result = protect(table, self.primary, minimum_width=self.width, seconds=seconds)
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
    content = read_content(path)
    cells = content["cells"]
    ids = tuple(cell["id"] for cell in cells)
    return Instance(
        path=str(path),
        ids=ids,
        values=np.array([cell["value"] for cell in cells], dtype=np.int64),
        relations=tuple((one["total"], tuple(one["parts"])) for one in content["relations"]),
        primary=_marked(ids, content.get("primary")),
        suppressed=_marked(ids, content.get("suppressed")),
        published=np.array([cell.get("publish", False) for cell in cells], dtype=np.bool_),
        width=np.array([cell.get("width", content.get("width", 1)) for cell in cells], dtype=np.int64),
        lower=np.array([_bound(cell, "lb", np.nan) for cell in cells], dtype=np.float64),
        upper=np.array([_bound(cell, "ub", np.nan) for cell in cells], dtype=np.float64),
        attackers={
            name: Attacker(_bound(bounds, "lb", -np.inf), _bound(bounds, "ub", np.inf))
            for name, bounds in (content.get("attackers") or {"x>=0": {"lb": 0}}).items()
        },
        weights={
            name: np.array(weights, dtype=np.float64)
            for name, weights in (content.get("weights") or {}).items()
        },
    )


def _bound(found: Json, key: str, otherwise: float) -> float:
    """A bound; infinite where it is null, and `otherwise` where it is left out."""
    if key not in found:
        return otherwise
    endless = -np.inf if key == "lb" else np.inf
    return endless if found[key] is None else float(found[key])


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
