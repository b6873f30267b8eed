"""Identity of a briefing, read from the finished PDF and never from its name or place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2

from reporter.delivery.plan import DeliveryPlan, Message


class NotABriefingError(ValueError):
    """The bytes cannot be read as a PDF with a page."""


class Briefing(NamedTuple):
    """Metadata and first page of a PDF.

    Attributes:
        area_code, edition, status: of its metadata; empty where it has none.
        publication: id of the publication in its metadata; empty where it has none.
        title: title of the document in its metadata.
        lines: lines of text on its first page, as a reader sees them.
    """

    area_code: str
    edition: str
    status: str
    publication: str
    title: str
    lines: tuple[str, ...]


def read_briefing(content: bytes) -> Briefing:
    """Read the metadata and the first page of a PDF.

    Raises:
        NotABriefingError: the PDF cannot be opened, or has no page.
    """
    try:
        document = pypdfium2.PdfDocument(content)
        try:
            # WeasyPrint writes the meta elements of a page as metadata and drops hyphens in names.
            def said(name: str) -> str:
                return str(document.get_metadata_value(name))

            text = str(document[0].get_textpage().get_text_bounded())
            return Briefing(
                area_code=said("areacode"),
                edition=said("edition"),
                status=said("status"),
                publication=said("publication"),
                title=said("Title"),
                lines=tuple(text.splitlines()),
            )
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise NotABriefingError(str(error)) from None


def differences(content: bytes, message: Message, plan: DeliveryPlan) -> Iterator[str]:
    """Every way in which a PDF differs from the briefing of a message, as the predicate of a sentence."""
    try:
        found = read_briefing(content)
    except NotABriefingError:
        yield "is no PDF that can be opened"
        return
    expected = {
        "area_code": message.area_code,
        "edition": plan.edition,
        "status": plan.status,
        "publication": plan.publication,
        "title": f"{message.area_name}: {plan.title}",
    }
    # PDFs of the first version have neither; they were of released editions.
    absent = {"status": "released", "publication": plan.publication}
    for name, wanted in expected.items():
        said = getattr(found, name) or absent.get(name, "")
        if said != wanted:
            yield f"says its {name.replace('_', ' ')} is '{said}', not '{wanted}'"
    for words in (message.area_name, plan.title):
        if not _is_read_on(found.lines, words, whole_lines=words == message.area_name):
            yield f"does not show '{words}' on its first page"


def _is_read_on(lines: Sequence[str], words: str, *, whole_lines: bool) -> bool:
    """Whether words are on a page, also broken over lines.

    Only letters and digits are compared, because a line break may add or take a hyphen or a space.

    Args:
        lines: lines of the page.
        words: the words.
        whole_lines: require that their lines hold nothing else, as for a heading: 'Network 1' is not found in
            'Network 11'.
    """
    wanted = _letters(words)
    page = [_letters(line) for line in lines]
    if not whole_lines:
        return wanted in "".join(page)
    return any(
        wanted == "".join(page[first:last])
        for first in range(len(page))
        for last in range(first + 1, min(first + 5, len(page)) + 1)
    )


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).casefold()
