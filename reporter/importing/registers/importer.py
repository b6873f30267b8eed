"""The import from the registers: from opening them to the tidy counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ibis
import pandas as pd

from reporter.errors import InputError, Problem, ReporterError
from reporter.importing.registers import cells, quality, tabulate
from reporter.importing.registers.columns import BIRTHS, BREAKDOWNS, DEATHS, names_in_register
from reporter.importing.registers.dates import DateOrder
from reporter.importing.registers.engine import connected, fetch
from reporter.importing.registers.malformed import refuse_malformed, refuse_ragged
from reporter.importing.registers.quality import QualityLine
from reporter.importing.registers.reading import Register, read_register
from reporter.importing.registers.residents import read_residents
from reporter.importing.registers.tabulate import Extent
from reporter.machine.progress import Progress


@dataclass(frozen=True)
class RegistersRequest:
    """Options of an import.

    Attributes:
        births: the register of births: a CSV or Parquet file, a folder of Parquet files, or a table of the
            engine.
        deaths: the register of deaths, likewise.
        engine: connection URL of the engine; None for DuckDB in this process.
        births_columns: texts such as 'area_code=LAD22CD', for columns of the births with another name.
        deaths_columns: likewise for the deaths.
        residents: an areas file, to count residents of its areas only; None for every area with a birth.
        first_year: the first year counted; None for the first with a birth.
        last_year: the last year counted; None for the last with a birth.
        with_breakdowns: count by category too.
        date_order: the order of day and month in dates such as 05/04/2022; None refuses such dates.
        leave_out_malformed: leave out rows with a malformed date; otherwise they are refused.
    """

    births: str
    deaths: str
    engine: str | None = None
    births_columns: Sequence[str] = ()
    deaths_columns: Sequence[str] = ()
    residents: Path | None = None
    first_year: int | None = None
    last_year: int | None = None
    with_breakdowns: bool = False
    leave_out_malformed: bool = False
    date_order: DateOrder | None = None


@dataclass(frozen=True)
class RegistersImport:
    """Result of an import.

    Attributes:
        counts: columns `area_code`, `year`, `basis`, then the counts.
        breakdowns: counts by `breakdown` and `category`; empty without breakdowns.
        extent: the areas and years.
        quality: faults of the registers, and how late deaths were registered.
        linked: whether deaths were linked to their births.
    """

    counts: pd.DataFrame
    breakdowns: pd.DataFrame
    extent: Extent
    quality: tuple[QualityLine, ...]
    linked: bool


@dataclass(frozen=True)
class _Registers:
    """Both registers and their engine."""

    engine: ibis.BaseBackend
    births: Register
    deaths: Register
    progress: Progress

    def ask(self, query: ibis.Table) -> pd.DataFrame:
        """The result of one query, as one step of the stage."""
        answer = fetch(self.engine, query)
        self.progress.step()
        return answer

    @property
    def are_linked(self) -> bool:
        return cells.is_linked(self.births, self.deaths)

    @property
    def breakdowns(self) -> list[str]:
        """The characteristics that births have, and deaths too, in their own row or through their birth."""
        known = [name for name in BREAKDOWNS if self.births.holds(name)]
        return [name for name in known if self.are_linked or self.deaths.holds(name)]


def import_registers(request: RegistersRequest, progress: Progress) -> RegistersImport:
    """Count births and deaths by area, year and basis.

    Raises:
        InputError: an option or register cannot be used, or has malformed rows, the first of which are
            listed.
        ReporterError: the engine failed.
    """
    residents = read_residents(request.residents) if request.residents else None
    births_names = names_in_register(BIRTHS, request.births_columns, "--births-column")
    deaths_names = names_in_register(DEATHS, request.deaths_columns, "--deaths-column")
    progress.stage("Opening the registers")
    try:
        with connected(request.engine) as engine:
            births = read_register(engine, request.births, BIRTHS, births_names, request.date_order)
            deaths = read_register(engine, request.deaths, DEATHS, deaths_names, request.date_order)
            return _counted(_Registers(engine, births, deaths, progress), request, residents)
    except InputError:
        raise
    except ReporterError:
        # If rows of the wrong length stopped the engine, name them instead of passing on its message.
        for source in (request.births, request.deaths):
            refuse_ragged(source)
        raise


def _counted(
    registers: _Registers, request: RegistersRequest, residents: Sequence[str] | None
) -> RegistersImport:
    breakdowns = _breakdowns(registers) if request.with_breakdowns else []
    questions = 3 + registers.are_linked + 2 * len(breakdowns)
    registers.progress.stage("Counting births and deaths", questions)
    births = registers.ask(cells.births_by_area(registers.births))
    with _deaths_with_ages(registers, breakdowns) as aged:
        faults = _faults(registers, aged)
        _refuse_malformed(registers, births, faults, request)
        deaths = registers.ask(cells.deaths_by_area(aged))
        extent = Extent.of(births, residents, request.first_year, request.last_year)
        _refuse_nothing(births, extent, request)
        by_category = [_by_category(registers, aged, name, extent) for name in breakdowns]
    return RegistersImport(
        tabulate.counts(births, deaths, extent),
        pd.concat(by_category, ignore_index=True) if by_category else pd.DataFrame(),
        extent,
        (*quality.of_births(births, extent), *quality.of_deaths(faults, deaths, extent)),
        registers.are_linked,
    )


@contextmanager
def _deaths_with_ages(registers: _Registers, breakdowns: Sequence[str]) -> Iterator[ibis.Table]:
    """Deaths with their ages; the linked births are looked up once and cached in the engine for the block."""
    births, deaths = registers.births, registers.deaths
    if not registers.are_linked:
        yield cells.with_ages(deaths, births, None)
        return
    with cells.births_of_deaths(births, deaths, breakdowns).cache() as found:
        yield cells.with_ages(deaths, births, found)


def _faults(registers: _Registers, aged: ibis.Table) -> Mapping[str, int]:
    rows = registers.ask(cells.faults_of_deaths(aged, registers.are_linked)).to_dict("records")
    if registers.are_linked:
        rows += registers.ask(cells.deaths_of_one_birth(aged)).to_dict("records")
    return {str(name): int(number) for row in rows for name, number in row.items()}


def _breakdowns(registers: _Registers) -> list[str]:
    if not registers.breakdowns:
        message = f"no column of {', '.join(BREAKDOWNS)} is known of both births and deaths"
        expected = "one in both registers, or in the births with birth_id in both"
        raise InputError([Problem(registers.births.source, 0, message, expected)])
    return registers.breakdowns


def _by_category(registers: _Registers, aged: ibis.Table, name: str, extent: Extent) -> pd.DataFrame:
    births = registers.ask(cells.births_by_area(registers.births, name))
    deaths = registers.ask(cells.deaths_by_area(aged, name))
    return tabulate.breakdown_counts(name, births, deaths, extent)


def _refuse_malformed(
    registers: _Registers, births: pd.DataFrame, faults: Mapping[str, int], request: RegistersRequest
) -> None:
    if not request.leave_out_malformed:
        found = [(registers.births, int(births["malformed"].sum())), (registers.deaths, faults["malformed"])]
        refuse_malformed(registers.engine, found)


def _refuse_nothing(births: pd.DataFrame, extent: Extent, request: RegistersRequest) -> None:
    """Refuse to write counts without any birth."""
    inside = births["year"].isin(extent.years) & births["area_code"].isin(extent.areas)
    if not births.loc[inside, "live_births"].sum():
        held = sorted(set(births["year"]) - {0})
        message = "there is no birth in the areas and years that are counted"
        expected = f"births of {held[0]} to {held[-1]} or other areas" if held else "rows with dates of birth"
        raise InputError([Problem(request.births, 0, message, expected)])
