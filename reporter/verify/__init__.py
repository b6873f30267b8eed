"""Verification: reads the finished files back and trusts nothing that built them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from reporter.errors import ReporterError
from reporter.verify.links import link_problems
from reporter.verify.listing import listing_problems


class VerificationError(ReporterError):
    """Finished files that are not what they must be; each problem names its file."""


def verify_files(files: Mapping[str, bytes], beside: Collection[str] = ()) -> None:
    """Check the finished files of an edition.

    Every link of every page leads to a file or a place that exists, no page loads anything from outside, and
    the manifest lists every file with its hash and nothing else.

    Args:
        files: the bytes of every file by its path in the edition's folder.
        beside: files that stand beside the edition's folder, to which its pages may link.

    Raises:
        VerificationError: with every problem found.
    """
    problems = [*link_problems(files, beside), *listing_problems(files)]
    if problems:
        raise VerificationError("\n".join(problems))
