"""The small edition as fixtures, its files made once."""

import pytest

from reporter.findings import Findings
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.report.tables import data_files
from tests.report.tables import small_edition


@pytest.fixture(scope="session")
def publication() -> Publication:
    return small_edition.publication()


@pytest.fixture(scope="session")
def findings() -> Findings:
    return small_edition.findings()


@pytest.fixture(scope="session")
def areas() -> Areas:
    return small_edition.AREAS


@pytest.fixture(scope="session")
def files(publication: Publication, findings: Findings, areas: Areas) -> dict[str, bytes]:
    """The data files of the small edition."""
    return data_files(publication, findings, areas)
