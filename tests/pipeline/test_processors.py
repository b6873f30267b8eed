"""The same edition on every processor and Python.

Libraries choose their code by the processor, and are told to choose another. Python's `sum` of floats makes
up for rounding from 3.12 on: nothing that an edition is made of may hang on it.
"""

from __future__ import annotations

import builtins
import functools
import json
import operator
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from reporter.disclosure.gate import release
from reporter.pipeline.build import read
from tests.publications.examples import every_kind_of_number

# In a process of its own: the hash of every data file, and of every page as plain data, with the digits that
# are published and with all that a float has.
EDITION = """
import hashlib, json, pickle, sys
import numpy as np
from reporter.findings import digits
from reporter.pipeline.build import behind_the_gate
from reporter.pipeline.twins.find import by_context
from reporter.publication.release import AFTER_RELEASE
from reporter.statistics.trend import segmented

publication, released = pickle.load(sys.stdin.buffer)

def hashes():
    files = behind_the_gate(publication, released, (), AFTER_RELEASE, by_context)[1]
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}

published = hashes()
digits.DIGITS, digits.DECIMALS = 17, 400
count = [30, 34, 28, 33, 30, 24, 25, 20, 22, 17, 19, 16, 15]
unpublished = [np.asarray(part).tolist() for part in segmented(count, [9000.0] * 13, range(2010, 2023))]
print(json.dumps([published, [hashes(), unpublished]]))
"""

# What libraries take from their environment: OpenBLAS its kernel, NumPy and glibc what not to use.
OLD = {"OPENBLAS_CORETYPE": "Prescott", "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL"}
OTHER_EXPONENTIAL = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4"}


@pytest.fixture(scope="module")
def released(repository: Path) -> bytes:
    """The shipped publication and its released cells, pickled."""
    inputs = read(repository / "data/infant-mortality/publication.toml")
    gate_result = release(
        inputs.publication, inputs.areas, inputs.counts, inputs.profile, inputs.public_counts
    )
    return pickle.dumps((inputs.publication, gate_result.released))


@pytest.fixture(scope="module")
def here(repository: Path, released: bytes) -> list[object]:
    return found(repository, released, {})


def found(repository: Path, released: bytes, environment: dict[str, str]) -> list[object]:
    """Hashes of every file as published, and of every file to all digits, where libraries are told so."""
    done = subprocess.run(
        [sys.executable, "-c", EDITION],
        input=released,
        cwd=repository,
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
    )
    hashes: list[object] = json.loads(done.stdout)
    return hashes


def test_processors_agree_to_the_last_digit(repository: Path, released: bytes, here: list[object]) -> None:
    assert found(repository, released, OLD) == here


def test_published_digits_do_not_depend_on_the_c_library(
    repository: Path, released: bytes, here: list[object]
) -> None:
    """glibc has two exponentials, with fused multiplication and without: they differ in last digits."""
    assert found(repository, released, OTHER_EXPONENTIAL)[0] == here[0]


def test_no_sum_of_floats_is_left_to_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()

    def watched(values: Iterable[Any], /, start: Any = 0) -> Any:
        each = [start, *values]
        caller = sys._getframe(1).f_globals["__name__"]
        if caller.startswith("reporter.") and any(isinstance(value, float) for value in each):
            found.add(caller)
        return functools.reduce(operator.add, each)

    monkeypatch.setattr(builtins, "sum", watched)
    every_kind_of_number().edition(tmp_path)
    assert found == set()
