"""What `import reporter` gives, with the shipped example as a user would take it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import reporter


def test_every_public_name_is_there() -> None:
    assert [name for name in reporter.__all__ if not hasattr(reporter, name)] == []
    assert not hasattr(reporter, "something else")


def test_importing_the_package_loads_no_data_library() -> None:
    code = (
        "import sys, reporter; print(sorted({'numpy', 'pandas', 'scipy', 'weasyprint'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_check_says_what_a_build_would_withhold(repository: Path) -> None:
    checked = reporter.check(repository / "data/infant-mortality/publication.toml")
    network = checked.inputs.publication.settings.network
    assert len(checked.inputs.areas.of_type(network)) == 42  # integrated care boards of England in 2022
    assert checked.gate_result.record["primary"]
