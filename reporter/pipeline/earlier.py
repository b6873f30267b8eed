"""What was published before an edition: the chain of earlier editions that its settings name."""

from __future__ import annotations

from reporter.comparison.chain import chain
from reporter.comparison.published import PublishedEdition
from reporter.errors import Problem
from reporter.publication.loading import Publication
from reporter.records.toml_lines import nearest_line
from reporter.records.toml_records import lines_of_file


def earlier_editions(publication: Publication) -> tuple[PublishedEdition, ...]:
    """Every edition published before one, as its settings and their manifests say, the earliest first.

    Raises:
        InputError: an edition before one of them is not where its manifest says; or a folder is no edition.
    """
    revisions = publication.settings.revisions
    named = (*revisions.earlier, *([revisions.previous] if revisions.previous else []))

    def at(message: str, expected: str) -> Problem:
        key = "previous" if revisions.previous else "earlier"
        line = nearest_line(lines_of_file(publication.file), ("revisions", key))
        return Problem(str(publication.file), line, message, expected)

    return chain(map(publication.path, named), at)
