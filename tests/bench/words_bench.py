"""How hard the words of the shipped edition are to read, and how large its pages are.

Run by `make bench`. The grade is that of Flesch and Kincaid (1975): 0.39 words a sentence + 11.8 syllables a
word - 15.59, computed by the library textstat; a reading age is five years more.
"""

from __future__ import annotations

from statistics import median

import textstat

from reporter.report.render import Renderer
from reporter.verification.page_text import PageText, read_page
from tests.bench.shipped import shipped_pages

PROSE = ("p", "li")
FEWEST_WORDS = 6
"""Shorter pieces are labels and links, not sentences."""
YEARS_AT_GRADE_0 = 5


def main() -> None:
    """Print the figures."""
    planned, folders = shipped_pages()
    renderer = Renderer(folders)
    html = {page.path: renderer.render(page) for page in planned if page.medium == "screen"}
    kinds: dict[str, list[str]] = {}
    for path in html:
        kinds.setdefault(path.rsplit("/", 1)[0] if "/" in path else path, []).append(path)
    for kind, paths in kinds.items():
        grades = [grade(read_page(html[path].decode())) for path in paths]
        size = max(len(html[path]) for path in paths)
        print(
            f"{kind:<14} {len(paths):3} pages  reading age {median(grades) + YEARS_AT_GRADE_0:4.1f}"
            f" (hardest {max(grades) + YEARS_AT_GRADE_0:4.1f})  largest {size / 1000:6.1f} kB"
        )


def grade(page: PageText) -> float:
    """The school grade at which the prose of a page can be read."""
    prose = [
        block.text.strip()
        for block in page.blocks
        if block.element.tag in PROSE and block.element.around("main") is not None
    ]
    sentences = [
        text if text.endswith(".") else f"{text}." for text in prose if len(text.split()) >= FEWEST_WORDS
    ]
    return float(textstat.flesch_kincaid_grade(" ".join(sentences)))


if __name__ == "__main__":
    main()
