"""The made-up edition at its extremes as fixtures, its files made once."""

import pytest

from reporter.findings import Findings
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.report.tables import data_files
from tests.publications import made_up
from tests.report.tables import extremes


@pytest.fixture(scope="session")
def publication() -> Publication:
    return extremes.publication()


@pytest.fixture(scope="session")
def findings() -> Findings:
    return extremes.findings()


@pytest.fixture(scope="session")
def areas() -> Areas:
    return made_up.areas()


@pytest.fixture(scope="session")
def files(publication: Publication, findings: Findings, areas: Areas) -> dict[str, bytes]:
    """The data files of the edition."""
    return data_files(publication, findings, areas)
