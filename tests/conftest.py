"""What every test may use: the repository, reference data, the shipped edition; settled Hypothesis runs."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from reporter.publication.paths import private_folder
from tests.edition import BuiltEdition, run_build

REPOSITORY = Path(__file__).resolve().parents[1]

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

# A shell lets what it starts in the background ignore Ctrl-C, and so would every command that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Tests run Java for seconds: what it compiles a second time, and better, never pays for that.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the source checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def reference() -> Path:
    """Public data and cases with known answers; README.md in it says where each file is from."""
    return REPOSITORY / "tests" / "reference"


@pytest.fixture(scope="session")
def edition(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltEdition:
    """The shipped edition; tests that use it are in the xdist group "edition": one worker builds it."""
    output = tmp_path_factory.mktemp("output")
    done = run_build(repository, output)
    assert done.returncode == 0, done.stderr
    folder = output / "infant-mortality" / "2022"
    return BuiltEdition(folder, private_folder(folder))
