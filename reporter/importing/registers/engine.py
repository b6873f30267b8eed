"""The query engine: DuckDB inside this process, or any that Ibis reaches by a connection URL."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import ibis
import ibis.expr.types as ir
import pandas as pd

from reporter.errors import InputError, Problem, ReporterError

CODES = ("area_code", "category")
"""Columns of results that are text even where a register has numbers."""

_SPARK_MASTERS = ("spark://", "local", "yarn", "k8s://")
_SPARK_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # Fetch results as Arrow: when fetching rows, PySpark 4.0 calls pandas in a way that pandas 3 warns of.
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # With pruning, Spark does not notice that a CSV row lacks cells of columns that no query uses.
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def connected(url: str | None) -> Iterator[ibis.BaseBackend]:
    """A connection to an engine, closed at the end of the block.

    Args:
        url: an Ibis connection URL such as `duckdb://registers.duckdb` or `databricks://...`; a Spark master
            such as `spark://host:7077` or `local[2]`; None for DuckDB in this process, which spills what does
            not fit in memory to a temporary folder that is removed with the connection.

    Raises:
        InputError: there is no such engine, or it does not answer.
        ReporterError: the engine failed in the block.
    """
    with _third_party_warnings_ignored(), tempfile.TemporaryDirectory(prefix="registers-") as spill:
        try:
            engine, stop = _connect(url, spill)
        except Exception as error:  # Each engine has exceptions of its own.
            message = f"cannot connect to '{url}': {first_line(error)}"
            expected = "an Ibis connection URL such as duckdb://file.duckdb, or a Spark master"
            raise InputError([Problem("--engine", 0, message, expected)]) from error
        try:
            yield engine
        except ReporterError:
            raise
        except Exception as error:
            raise ReporterError(f"the engine {engine.name} stopped: {first_line(error)}") from error
        finally:
            stop()


def fetch(engine: ibis.BaseBackend, query: ir.Table) -> pd.DataFrame:
    """The rows of a query: whole numbers, 0 where missing; all other values as stripped text.

    Values are converted in the few rows of the result, not in the millions of the registers.
    """
    answer = engine.to_pyarrow(query)
    numbers = {name for name, held_as in query.schema().items() if held_as.is_integer()} - set(CODES)
    return pd.DataFrame(
        {
            name: [value or 0 for value in column] if name in numbers else [_text(value) for value in column]
            for name, column in answer.to_pydict().items()
        }
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def first_line(error: Exception) -> str:
    """First line of an engine's error message."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _connect(url: str | None, spill: str) -> tuple[ibis.BaseBackend, Callable[[], object]]:
    if url is None:
        engine = ibis.duckdb.connect(temp_directory=spill, preserve_insertion_order=False)
        return engine, engine.disconnect
    if url.startswith(_SPARK_MASTERS):
        return _connect_to_spark(url)
    engine = ibis.connect(url)
    return engine, engine.disconnect


def _connect_to_spark(master: str) -> tuple[ibis.BaseBackend, Callable[[], object]]:
    from pyspark.sql import SparkSession

    settings = dict(_SPARK_SETTINGS)
    if master.startswith("local"):
        # In one process, Spark's default of 200 partitions a shuffle costs more than the work itself.
        settings["spark.sql.shuffle.partitions"] = "8"
    builder = SparkSession.builder.master(master).appName("reporter import registers")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session), session.stop


@contextmanager
def _third_party_warnings_ignored() -> Iterator[None]:
    """Ignore the known warnings about code of third parties, and no others.

    Ibis 12.0 calls DuckDB 2.0 and pandas 3.1 by deprecated names, as PySpark 4.0 does pandas; PySpark leaves
    sockets to its garbage collector.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"(ibis|pyspark)\.")
        warnings.filterwarnings("ignore", category=FutureWarning, module=r"(ibis|pyspark)\.")
        warnings.filterwarnings("ignore", category=ResourceWarning, message=r"unclosed <socket")
        yield
