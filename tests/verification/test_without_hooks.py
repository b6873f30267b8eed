"""An edition made by WeasyPrint alone passes its final check, and has the bytes of one made with hooks."""

from __future__ import annotations

from pathlib import Path

from tests.report.pdf.weasyprint_alone import made_alone
from tests.verification.conftest import Small

BUILT = """
from tests.publications.examples import every_kind_of_number
made = every_kind_of_number().edition(given)
"""


def test_an_edition_made_without_hooks_passes_the_final_check(
    small: Small, repository: Path, tmp_path: Path
) -> None:
    assert made_alone(repository, BUILT, tmp_path) == small.files
