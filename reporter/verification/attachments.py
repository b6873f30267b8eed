"""Briefings as attachments: a build checks that each is small enough for every transport."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

LARGEST = 2 * 1024 * 1024
"""GOV.UK Notify takes files of up to 2 MB, the smallest limit of all transports."""

BRIEFINGS = "networks/"


def attachment_problems(files: Mapping[str, bytes]) -> Iterator[str]:
    """Briefings that are too large to be sent, one line each.

    Names of attachments need no check: `delivery.plan` keeps them to 100 characters.

    Args:
        files: the bytes of every file by its path in the edition's folder.
    """
    for path, content in sorted(files.items()):
        if path.startswith(BRIEFINGS) and path.endswith(".pdf") and len(content) > LARGEST:
            yield f"{path}: {len(content):,} bytes, more than the {LARGEST:,} that can be sent"
