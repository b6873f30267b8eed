"""The small edition, built once for all tests that change something in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from reporter.report.page import Embedded
from reporter.report.pdf.writer import PdfWriter
from tests.publications.examples import every_kind_of_number


class Small(NamedTuple):
    """The finished small edition: its files, and what each PDF was written from."""

    files: dict[str, bytes]
    papers: dict[str, tuple[PdfWriter, str]]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    papers: dict[str, tuple[PdfWriter, str]] = {}
    write = PdfWriter.write

    def written(writer: PdfWriter, html: str, path: str, embedded: Sequence[Embedded] = ()) -> bytes:
        papers[path] = writer, html
        return write(writer, html, path, embedded)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PdfWriter, "write", written)
        files = every_kind_of_number().edition(tmp_path_factory.mktemp("small"))
    return Small(files, papers)
