"""Checks of single pages of an edition, in worker processes: against the tables and their PDFs.

Checks across pages (links, equal statements) need a little of each page. It is extracted here, so that each
page is parsed once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from reporter.machine.garbage import collected_after
from reporter.machine.parallel import THIS_PROCESS, WorkerPool
from reporter.verification.both_media import media_problems, paper_of
from reporter.verification.declared import Declared, Held
from reporter.verification.links import Links, links_of
from reporter.verification.listing import MANIFEST
from reporter.verification.names import Names, list_problems, name_problems
from reporter.verification.numbers import number_problems
from reporter.verification.page_text import read_page
from reporter.verification.published import Published
from reporter.verification.same_everywhere import Statements, statements_of
from reporter.verification.verdicts import verdict_problems


@dataclass(frozen=True)
class CheckedPage:
    """Result of checking a page.

    Attributes:
        problems: disagreements with the tables and with its PDF, one line each.
        links: its links and loaded resources.
        statements: its footer, language and metadata.
        digits: the number of its digits by what they are held against.
    """

    problems: tuple[str, ...]
    links: Links
    statements: Statements
    digits: Counter[Held]


def check_pages(
    files: Mapping[str, bytes], pool: WorkerPool = THIS_PROCESS
) -> Callable[[], dict[str, CheckedPage]]:
    """Start to check every page of an edition in workers.

    Args:
        files: the bytes of every file by its path in the edition's folder, the manifest among them.
        pool: its workers check pages; without workers, this process does when the result is called.

    Returns:
        Function that waits for the workers and returns each checked page by its path, in the order of the
        files; it raises WorkerError if a worker process was killed.
    """
    paths = [path for path in files if path.endswith(".html")]
    by_size = sorted(paths, key=lambda path: (-len(files[path]), path))
    shares = [share for first in range(pool.jobs) if (share := by_size[first :: pool.jobs])]
    done = pool.run(_check, ((_needed(files, share), share) for share in shares))

    def wait() -> dict[str, CheckedPage]:
        found = {path: page for pages in done for path, page in pages.items()}
        return {path: found[path] for path in paths}

    return wait


def _needed(files: Mapping[str, bytes], pages: Collection[str]) -> dict[str, bytes]:
    """The files needed to check some pages: all tables, the manifest, the pages and their PDFs."""
    own = {*pages, *map(paper_of, pages), MANIFEST}
    return {path: content for path, content in files.items() if path in own or path.startswith("tables/")}


def _check(files: Mapping[str, bytes], paths: Collection[str]) -> dict[str, CheckedPage]:
    published = Published(files)
    names = Names(published, json.loads(files[MANIFEST]).get("names", {}) if MANIFEST in files else {})
    found = {}
    for path in paths:
        with collected_after():
            found[path] = _checked(path, files, published, names)
    return found


def _checked(path: str, files: Mapping[str, bytes], published: Published, names: Names) -> CheckedPage:
    page = read_page(files[path].decode("utf-8", errors="replace"))
    counted: Counter[Held] = Counter()
    found = [
        *(f"{path}: {problem}" for problem in _encoding_problems(files[path])),
        *(
            f"{path}: {problem}"
            for problem in number_problems(page, published, Declared(page, published), counted)
        ),
        *(f"{path}: {problem}" for problem in name_problems(page.root, names)),
        *(f"{path}: {problem}" for problem in list_problems(page.root, published, names)),
        *verdict_problems(path, page, published),
        *media_problems(path, page, files),
    ]
    return CheckedPage(tuple(found), links_of(page), statements_of(page), counted)


def _encoding_problems(content: bytes) -> Iterator[str]:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"not UTF-8 at byte {error.start + 1}"
