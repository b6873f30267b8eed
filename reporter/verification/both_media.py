"""A page against its PDF: the same numbers in the text, the same descriptions of charts, the same title.

Both come from one template. Numbers that are no statistics, which no table holds, are checked here too:
a digit that differs between page and PDF is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from reporter.verification.element import Element
from reporter.verification.page_text import Block, PageText, is_narrow
from reporter.verification.paper import DIGITS, NoPaperError, Paper, read_paper

_ONLY_ON_SCREEN = frozenset({"nav", "footer", "desc", "title"})


def paper_of(path: str) -> str:
    """Path of a page's PDF; the first page has `publication.pdf`."""
    return "publication.pdf" if path == "index.html" else f"{path.removesuffix('.html')}.pdf"


def media_problems(path: str, page: PageText, files: Mapping[str, bytes]) -> Iterator[str]:
    """Every difference between a page and its PDF, as one line each; none where it has no PDF.

    Args:
        path: the page's path in its edition.
        page: the page.
        files: the bytes of every file by its path in the edition's folder.
    """
    name = paper_of(path)
    if name not in files:
        return
    try:
        paper = read_paper(files[name])
    except NoPaperError:
        yield f"{name}: is no PDF that can be opened"
        return
    yield from _numbers(path, page, name, paper)
    yield from _furniture(name, paper)
    yield from _charts(path, page.root, name, paper)
    yield from _said_of_itself(path, page, name, paper)


def _numbers(path: str, page: PageText, name: str, paper: Paper) -> Iterator[str]:
    on_screen = page.root.within(_is_only_on_screen)
    shown = [block for block in page.blocks if block.element not in on_screen]
    repeated = {number for head in page.root.all("thead") for number in DIGITS.findall(head.text())}
    on_paper = [number for number in paper.numbers if number.is_content]
    # One search of all text: no number crosses a line feed.
    wanted = Counter(DIGITS.findall("\n".join([_on_paper(block, on_screen) for block in shown])))
    found = Counter([number.text for number in on_paper])
    for number in wanted - found:
        near = next(
            block.near(match.start(), match.end())
            for block in shown
            for match in DIGITS.finditer(block.text)
            if match[0] == number
        )
        times = f"{wanted[number]} times, in {name} {found[number]}"
        yield f"{path}: {number} stands here {times}: such as “{near}”"
    for number in found - wanted:
        if number not in repeated:
            there = next(each for each in on_paper if each.text == number)
            yield (
                f"{name}: {number} stands here {found[number]} times, in {path} {wanted[number]}: "
                f"such as “{there.near}” on page {there.page}"
            )


def _on_paper(block: Block, on_screen: set[Element]) -> str:
    """The text of a block without its parts for the screen alone."""
    if on_screen.isdisjoint([element for _, element in block.pieces]):
        return block.text
    ends = [*(start for start, _ in block.pieces[1:]), len(block.text)]
    return "".join(
        [
            block.text[start:end]
            for (start, element), end in zip(block.pieces, ends, strict=True)
            if element not in on_screen
        ]
    )


def _is_only_on_screen(element: Element) -> bool:
    return (
        element.tag in _ONLY_ON_SCREEN
        or element.attributes.get("data-medium") == "screen"
        or (element.tag == "svg" and is_narrow(element))
    )


def _furniture(name: str, paper: Paper) -> Iterator[str]:
    """Running headers and footers without page number and count, or with other numbers that vary."""
    others: dict[int, Counter[str]] = {page: Counter() for page in range(1, paper.pages + 1)}
    for number in paper.numbers:
        if not number.is_content:
            others[number.page][number.text] += 1
    for page, found in others.items():
        # A first page has no running header.
        numbered = Counter([str(page), str(paper.pages)]) if found else Counter()
        if numbered - found:
            yield f"{name}: page {page} is not numbered {page} of {paper.pages}"
        found -= numbered
    usual = others[paper.pages]
    for page, found in others.items():
        if found != usual and not (page == 1 and found <= usual):
            said = ", ".join((found - usual) + (usual - found))
            yield f"{name}: header or footer of page {page} differs from that of page {paper.pages}: {said}"


def _charts(path: str, root: Element, name: str, paper: Paper) -> Iterator[str]:
    """Charts with another description in the PDF, or in the narrow drawing."""
    pictures = [each for each in root.all("svg", "img") if each.tag == "img" or not is_narrow(each)]
    for figure in root.all("figure"):
        yield from _narrow(path, list(figure.all("svg")))
    wanted = [_alternative(picture) for picture in pictures]
    if tuple(wanted) != paper.descriptions:
        differing = next(iter([*(set(wanted) - set(paper.descriptions)), "their order"]))
        yield f"{name}: pictures have other descriptions than in {path}: {differing}"


def _alternative(picture: Element) -> str:
    """The text alternative of a picture."""
    if picture.tag == "img":
        return " ".join(picture.attributes.get("alt", "").split())
    return f"{_title(picture)}. {_description(picture)}"


def _title(chart: Element) -> str:
    return next((each.text() for each in chart.all("title")), "")


def _description(chart: Element) -> str:
    return next((each.text() for each in chart.all("desc")), "")


def _narrow(path: str, charts: list[Element]) -> Iterator[str]:
    """Numbers of the narrow drawing, except tick labels and names, that the wide one does not have."""

    def numbers(wanted: bool) -> Counter[str]:
        return Counter(
            number
            for chart in charts
            if is_narrow(chart) is wanted
            for text in chart.all("text")
            # The two may name different dots.
            if text.inherited("data-name") is None
            and (text.parent is None or "tick" not in text.parent.attributes.get("class", "").split())
            for number in DIGITS.findall(text.text())
        )

    for number in numbers(True) - numbers(False):
        yield f"{path}: {number} stands in the narrow drawing of a chart, and not in the wide one"


def _said_of_itself(path: str, page: PageText, name: str, paper: Paper) -> Iterator[str]:
    title = next((each.text() for each in page.root.all("title")), "")
    for what, here, there in (
        ("title", title, paper.title),
        ("description", page.meta("description"), paper.subject),
        ("edition", page.meta("edition"), paper.edition),
        ("area code", page.meta("area-code"), paper.area_code),
    ):
        if here.split() != there.split():
            yield f"{name}: says its {what} is “{there}”, {path} says “{here}”"
