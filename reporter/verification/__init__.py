"""Verification: reads the finished files back and trusts nothing that built them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from reporter.errors import ReporterError
from reporter.machine.parallel import THIS_PROCESS, WorkerPool
from reporter.verification.attachments import attachment_problems
from reporter.verification.checked_pages import CheckedPage, check_pages
from reporter.verification.data_files import data_problems
from reporter.verification.declared import Held
from reporter.verification.embedded import embedded_problems
from reporter.verification.links import link_problems
from reporter.verification.listing import listing_problems
from reporter.verification.published import Published
from reporter.verification.same_everywhere import sameness_problems


class VerificationError(ReporterError):
    """Finished files failed the final check; each problem names its file."""


def verify_files(
    files: Mapping[str, bytes], siblings: Collection[str] = (), pool: WorkerPool = THIS_PROCESS
) -> None:
    """Check the finished files of an edition.

    Args:
        files: the bytes of every file by its path in the edition's folder.
        siblings: files that stand beside the edition's folder, to which its pages may link.
        pool: its workers check pages.

    Raises:
        VerificationError: with every problem found (see `problems`).
    """
    found = list(problems(files, siblings, pool))
    if found:
        raise VerificationError("\n".join(found))


def problems(
    files: Mapping[str, bytes],
    siblings: Collection[str] = (),
    pool: WorkerPool = THIS_PROCESS,
    digits: Counter[Held] | None = None,
) -> Iterator[str]:
    """Problems of the finished files of an edition, one line each.

    Links must lead to existing files and places; pages must load nothing from outside; the manifest must list
    every file with its hash and nothing else; briefings must be small enough to send; PDFs must embed tables
    in an archive, and no file in other editions; data files must agree with one another, and pages and PDFs
    with the data files (see `content_problems`). `digits` receives the number of digits on pages by what
    they are held against.
    """
    changed = list(listing_problems(files))
    yield from changed
    try:
        checked = check_pages(files, pool)
        # Computed while workers check pages, but reported after they are done.
        embedded, tables = _worked_out(embedded_problems(files)), _worked_out(_table_problems(files))
        pages = checked()
        if digits is not None:
            for page in pages.values():
                digits.update(page.digits)
        yield from link_problems({path: page.links for path, page in pages.items()}, files, siblings)
        yield from attachment_problems(files)
        yield from embedded
        yield from content_problems(pages, files, tables)
    except ReporterError:
        raise
    except Exception as error:
        if not changed:
            raise
        # Reading a damaged file may raise any exception.
        yield f"nothing more can be told while these files differ: {type(error).__name__}: {error}"


def _table_problems(files: Mapping[str, bytes]) -> Iterator[str]:
    yield from data_problems(files, Published(files))


def _worked_out(problems: Iterator[str]) -> Iterator[str]:
    """Compute problems now and yield them later; an exception is raised after the problems before it."""
    found: list[str] = []
    failed: list[Exception] = []
    try:
        found.extend(problems)
    except Exception as error:
        failed.append(error)

    def told() -> Iterator[str]:
        yield from found
        for error in failed:
            raise error

    return told()


def content_problems(
    pages: Mapping[str, CheckedPage], files: Mapping[str, bytes], tables: Iterable[str]
) -> Iterator[str]:
    """Disagreements between pages, PDFs and data files, one line each.

    Every number in the text of a page must equal a published cell, rounded half up, or be declared as no
    statistic; 'rose', 'fell', 'higher' and 'lower' need a finding that says so; a PDF must have the numbers
    of its page; no number may be derived from a withheld count.

    Args:
        pages: every page, checked, by its path in the edition's folder.
        files: the bytes of every file by its path in the edition's folder, the manifest among them.
        tables: disagreements among the data files, one line each.
    """
    yield from tables
    for page in pages.values():
        yield from page.problems
    yield from sameness_problems({path: page.statements for path, page in pages.items()}, files)
