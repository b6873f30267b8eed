"""Counts of events into an annual indicator publication, small numbers protected.

The way is one: source, cells, gate, statistics, report, verification, delivery. Behind the disclosure gate
nothing has ever seen a protected number. The rooms of the package stand in this order in CONTRIBUTING.md.

Public names:

- `read(settings_file)`: the input of a publication, read and checked, as `Inputs`.
- `check(settings_file)`: what a build would publish and withhold, and the counts' quality, as `Checked`.
- `build(settings_file, output)`: a finished edition on disk, as `Edition`.
- `verify(folder)`: everything that is wrong with a finished edition, one line each.
- `ReporterError`, `InputError`, `Problem`: what these raise.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reporter.errors import InputError, Problem, ReporterError

if TYPE_CHECKING:
    from reporter.pipeline.build import Edition, Inputs, build, read
    from reporter.pipeline.check import Checked, check
    from reporter.verification.edition_folder import verify

__version__ = "0.1.0"

__all__ = [
    "Checked",
    "Edition",
    "InputError",
    "Inputs",
    "Problem",
    "ReporterError",
    "build",
    "check",
    "read",
    "verify",
]

_MODULES = {
    "Checked": "reporter.pipeline.check",
    "Edition": "reporter.pipeline.build",
    "Inputs": "reporter.pipeline.build",
    "build": "reporter.pipeline.build",
    "check": "reporter.pipeline.check",
    "read": "reporter.pipeline.build",
    "verify": "reporter.verification.edition_folder",
}
"""Public names and their modules, imported when first asked for: with pandas and SciPy that takes seconds."""


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
