"""Verification: reads the finished files back and trusts nothing that built them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from reporter.errors import ReporterError
from reporter.verify.attachments import attachment_problems
from reporter.verify.both_media import media_problems
from reporter.verify.data_files import data_problems
from reporter.verify.declared import Declared
from reporter.verify.embedded import embedded_problems
from reporter.verify.links import link_problems
from reporter.verify.listing import MANIFEST, listing_problems
from reporter.verify.numbers import number_problems
from reporter.verify.page_text import PageText, read_page
from reporter.verify.published import Published
from reporter.verify.same_everywhere import sameness_problems
from reporter.verify.verdicts import verdict_problems


class VerificationError(ReporterError):
    """Finished files that are not what they must be; each problem names its file."""


def verify_files(files: Mapping[str, bytes], beside: Collection[str] = ()) -> None:
    """Check the finished files of an edition.

    Args:
        files: the bytes of every file by its path in the edition's folder.
        beside: files that stand beside the edition's folder, to which its pages may link.

    Raises:
        VerificationError: with every problem found (see `problems`).
    """
    found = list(problems(files, beside))
    if found:
        raise VerificationError("\n".join(found))


def problems(files: Mapping[str, bytes], beside: Collection[str] = ()) -> Iterator[str]:
    """Everything that is wrong with the finished files of an edition, as one line each.

    Every link of every page leads to a file or a place that exists, no page loads anything from outside, the
    manifest lists every file with its hash and nothing else, every briefing can be sent, PDFs hold the tables
    that an archive must and else no file, the data files agree with one another, and every page and PDF says
    what the data files say (see `content_problems`).
    """
    pages = {path: read_page(files[path].decode("utf-8")) for path in files if path.endswith(".html")}
    yield from link_problems(pages, files, beside)
    yield from listing_problems(files)
    yield from attachment_problems(files)
    yield from embedded_problems(files)
    yield from content_problems(pages, files)


def content_problems(pages: Mapping[str, PageText], files: Mapping[str, bytes]) -> Iterator[str]:
    """Everything that pages, PDFs and data files say differently, as one line each.

    Every number in the text of a page is that of a published cell, rounded half up, or declared to be no
    statistic; 'rose', 'fell', 'higher' and 'lower' stand only where a finding says so; a PDF has the numbers
    of its page; nothing is made from a count that is withheld.

    Args:
        pages: every page by its path in the edition's folder.
        files: the bytes of every file by its path in the edition's folder, the manifest among them.
    """
    published = Published(files)
    yield from data_problems(files, published)
    manifest = json.loads(files[MANIFEST])
    titles = [str(manifest[name]) for name in ("title", "edition") if name in manifest]
    titles += [str(name) for name in manifest.get("producer", {}).values()]
    for path, page in pages.items():
        for problem in number_problems(page, published, Declared(page, published, titles)):
            yield f"{path}: {problem}"
        yield from verdict_problems(path, page, published)
        yield from media_problems(path, page, files)
    yield from sameness_problems(pages, files)
