"""The disclosure engine at real scale: `python tests/bench/disclosure_bench.py [--growth] [--long]`.

Prints, in CPU seconds of one process and as a ratio to a fixed HiGHS problem solved before and after each
line: the tables in tests/reference/disclosure whose optimum is proved; the whole linked system (authorities,
networks and England, ten years and eight three-year pools, three ages, about 19,000 cells, Poisson counts on
the real hierarchy) protected and audited with the standard effort, for several seeds (`--seeds`) with least,
median and greatest; with `--long`, each also with two minutes; with `--growth`, also for 2 to 21 networks.

For comparison, on such a system GaussSuppression 1.2.3 (R) withholds 5,892 secondary cells, and prototypes of
this engine withheld 5,180 and 4,533.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import highspy
import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.certificate import certify
from reporter.disclosure.instance import read_instance
from reporter.disclosure.protect import protect
from reporter.disclosure.relations import LinkedTable

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
HIERARCHY = REFERENCE / "ons" / "lookup_ltla22_icb22_bestfit.csv"
DEATHS = {"neonatal": 1633, "post-neonatal": 576}
"""Of infants in England in 2021, ONS child mortality workbook 2021, Table 3: the mean of each year."""
AGES = (*DEATHS, "infant")
YEARS = 10
TWO_MINUTES = 105
"""CPU seconds given to protection, so that what follows the search and the audit end within two minutes."""
SOLUTIONS = 10
"""Solutions of the fixed problem at a time; one alone takes too little time to measure."""


def linked_system(networks: int, seed: int) -> tuple[LinkedTable, NDArray[np.bool_]]:
    """The table of the first networks by code, counts drawn by `seed`, and which of its cells are 1 or 2."""
    with HIERARCHY.open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["ltla22_code"])
    size = {row["ltla22_code"]: int(row["la_lsoas"]) for row in rows}
    members: dict[str, list[str]] = {}
    for row in rows:
        members.setdefault(row["icb22_code"], []).append(row["ltla22_code"])
    members = {code: members[code] for code in sorted(members)[:networks]}
    random = np.random.default_rng(seed)
    drawn = {
        (area, age): random.poisson(deaths * size[area] / sum(size.values()), YEARS)
        for area in size
        for age, deaths in DEATHS.items()
    }
    levels: list[tuple[str, list[str]]] = [*members.items(), ("England", list(members))]
    for whole, parts in levels:
        for age in DEATHS:
            drawn[whole, age] = np.sum([drawn[part, age] for part in parts], axis=0)
    areas = [area for parts in members.values() for area in parts] + [whole for whole, _ in levels]
    values: dict[str, int] = {}
    for area in areas:
        for age in AGES:
            years = (
                drawn[area, age] if age in DEATHS else drawn[area, "neonatal"] + drawn[area, "post-neonatal"]
            )
            values |= {f"{area} {year} {age}": int(years[year]) for year in range(YEARS)}
            values |= {f"{area} {y} to {y + 2} {age}": int(years[y : y + 3].sum()) for y in range(YEARS - 2)}
    numbers = np.array(list(values.values()))
    table = LinkedTable.build(values, numbers, _relations(areas, levels), lower=1, fixed=numbers == 0)
    return table, (numbers == 1) | (numbers == 2)


def _relations(areas: Sequence[str], levels: Sequence[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    pools = [(f"{y} to {y + 2}", [str(y), str(y + 1), str(y + 2)]) for y in range(YEARS - 2)]
    periods = [str(year) for year in range(YEARS)] + [pool for pool, _ in pools]
    relations = [(f"{a} {p} infant", [f"{a} {p} {age}" for age in DEATHS]) for a in areas for p in periods]
    relations += [
        (f"{area} {pool} {age}", [f"{area} {year} {age}" for year in years])
        for area in areas
        for pool, years in pools
        for age in AGES
    ]
    relations += [
        (f"{whole} {period} {age}", [f"{part} {period} {age}" for part in parts])
        for whole, parts in levels
        for period in periods
        for age in AGES
    ]
    return relations


def yardstick() -> float:
    """CPU seconds of one fixed linear programme: 400 x 800, one entry in twenty, fixed seed."""
    random = np.random.default_rng(2)
    matrix = np.where(random.random((400, 800)) < 0.05, random.random((400, 800)), 0.0)
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
        solver.setOptionValue(option, value)
    solver.addVars(800, np.zeros(800), np.full(800, highspy.kHighsInf))
    solver.changeColsCost(800, np.arange(800, dtype=np.int32), random.random(800))
    for row in matrix:
        cells = np.flatnonzero(row).astype(np.int32)
        solver.addRow(1.0, highspy.kHighsInf, cells.size, cells, row[cells])
    begun = time.process_time()
    for _ in range(SOLUTIONS):
        solver.clearSolver()
        solver.run()
    return (time.process_time() - begun) / SOLUTIONS


def report(
    name: str, table: LinkedTable, primary: NDArray[np.bool_], seconds: float | None = None
) -> tuple[int, float, float]:
    """Protect, certify and print one line; stops the run if a cell falls short.

    Returns:
        Secondary cells, CPU seconds of both, and these as a ratio to the fixed HiGHS problem.
    """
    unit = yardstick()
    begun = time.process_time()
    found = protect(table, primary, seconds=seconds)
    protected = time.process_time()
    certificate = certify(table, found.withheld)
    audited = time.process_time()
    total = audited - begun
    unit = (unit + yardstick()) / 2
    print(
        f"{name:30} {len(table.ids):6} cells {int(primary.sum()):5} primary {found.secondary:5} secondary  "
        f"bound {found.lower_bound:6.0f} gap {found.gap:5.1%}  protect {protected - begun:6.1f} s "
        f"audit {audited - protected:5.1f} s  ratio {total / unit:7.0f}  short {len(certificate.short)}  "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:5.0f} MB",
        flush=True,
    )
    if not certificate.safe:
        sys.exit(f"{name}: cells fall short: {', '.join(certificate.short)}")
    return found.secondary, total, total / unit


def summary(name: str, measured: Sequence[tuple[int, float, float]]) -> None:
    """Print least, median and greatest of what `report` returned."""
    for title, figures in zip(("secondary", "CPU s", "ratio"), zip(*measured, strict=True), strict=True):
        least, middle, most = np.quantile(figures, (0, 0.5, 1))
        print(f"{name}, {title}: least {least:.1f}, median {middle:.1f}, greatest {most:.1f}")


def main() -> None:
    """Print every measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--long", action="store_true", help="also two minutes on each whole system")
    arguments.add_argument("--growth", action="store_true", help="also 2, 5, 11 and 21 networks")
    arguments.add_argument("--seeds", type=int, default=5, help="whole systems drawn, with seeds from 1 on")
    chosen = arguments.parse_args()
    print(f"the fixed HiGHS problem takes {yardstick():.4f} CPU s")
    for name in ("ons2021-table3", "synthetic-42icb-1y"):
        instance = read_instance(REFERENCE / "disclosure" / f"{name}.json")
        for attacker in instance.attackers:
            assert instance.primary is not None
            report(f"{name} {attacker}", instance.table(attacker), instance.primary)
    for networks in (2, 5, 11, 21) if chosen.growth else ():
        report(f"{networks} networks", *linked_system(networks, seed=1))
    for effort, seconds in (("standard", None), ("two minutes", TWO_MINUTES))[: 1 + chosen.long]:
        summary(
            f"42 networks, {effort}",
            [
                report(f"42 networks, seed {seed}", *linked_system(42, seed), seconds)
                for seed in range(1, chosen.seeds + 1)
            ],
        )


if __name__ == "__main__":
    main()
