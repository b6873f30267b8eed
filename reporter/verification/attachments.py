"""Briefings as attachments: small enough, at the build, for every way in which they may be sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

LARGEST = 2 * 1024 * 1024
"""GOV.UK Notify takes files of up to 2 MB, the smallest limit of all transports."""

BRIEFINGS = "networks/"


def attachment_problems(files: Mapping[str, bytes]) -> Iterator[str]:
    """Every briefing that is too large to be sent, as one line each.

    What an attachment is called is at most 100 characters by its rule (`delivery.plan`).

    Args:
        files: the bytes of every file by its path in the edition's folder.
    """
    for path, content in sorted(files.items()):
        if path.startswith(BRIEFINGS) and path.endswith(".pdf") and len(content) > LARGEST:
            yield f"{path}: {len(content):,} bytes, more than the {LARGEST:,} that can be sent"
