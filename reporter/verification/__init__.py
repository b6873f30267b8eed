"""Verification: reads the finished files back and trusts nothing that built them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from reporter.errors import ReporterError
from reporter.machine.parallel import THIS_PROCESS, WorkerPool
from reporter.verification.attachments import attachment_problems
from reporter.verification.checked_pages import CheckedPage, check_pages
from reporter.verification.data_files import data_problems
from reporter.verification.embedded import embedded_problems
from reporter.verification.links import link_problems
from reporter.verification.listing import listing_problems
from reporter.verification.published import Published
from reporter.verification.same_everywhere import sameness_problems


class VerificationError(ReporterError):
    """Finished files that are not what they must be; each problem names its file."""


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
    files: Mapping[str, bytes], siblings: Collection[str] = (), pool: WorkerPool = THIS_PROCESS
) -> Iterator[str]:
    """Everything that is wrong with the finished files of an edition, as one line each.

    Every link of every page leads to a file or a place that exists, no page loads anything from outside, the
    manifest lists every file with its hash and nothing else, every briefing can be sent, PDFs hold the tables
    that an archive must and else no file, the data files agree with one another, and every page and PDF says
    what the data files say (see `content_problems`).
    """
    changed = list(listing_problems(files))
    yield from changed
    try:
        checked = check_pages(files, pool)
        # Worked out while workers check pages, and told after what these find.
        embedded, tables = _worked_out(embedded_problems(files)), _worked_out(_table_problems(files))
        pages = checked()
        yield from link_problems({path: page.links for path, page in pages.items()}, files, siblings)
        yield from attachment_problems(files)
        yield from embedded
        yield from content_problems(pages, files, tables)
    except ReporterError:
        raise
    except Exception as error:
        if not changed:
            raise
        # A file that was damaged may be anything, of which not to be read is the least.
        yield f"nothing more can be told while these files differ: {type(error).__name__}: {error}"


def _table_problems(files: Mapping[str, bytes]) -> Iterator[str]:
    yield from data_problems(files, Published(files))


def _worked_out(problems: Iterator[str]) -> Iterator[str]:
    """The same problems, worked out now; what working them out raises is raised where it is asked for."""
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
    """Everything that pages, PDFs and data files say differently, as one line each.

    Every number in the text of a page is that of a published cell, rounded half up, or declared to be no
    statistic; 'rose', 'fell', 'higher' and 'lower' stand only where a finding says so; a PDF has the numbers
    of its page; nothing is made from a count that is withheld.

    Args:
        pages: every page, checked, by its path in the edition's folder.
        files: the bytes of every file by its path in the edition's folder, the manifest among them.
        tables: what the data files say differently from one another.
    """
    yield from tables
    for page in pages.values():
        yield from page.problems
    yield from sameness_problems({path: page.statements for path, page in pages.items()}, files)
