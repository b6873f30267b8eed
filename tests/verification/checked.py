"""Pages of an edition, checked and waited for."""

from __future__ import annotations

from collections.abc import Mapping

from reporter.verification.checked_pages import CheckedPage, checking_pages


def checked_pages(files: Mapping[str, bytes], jobs: int = 1) -> dict[str, CheckedPage]:
    """Every page of an edition, checked (see `checking_pages`)."""
    with checking_pages(files, jobs) as checked:
        return checked()
