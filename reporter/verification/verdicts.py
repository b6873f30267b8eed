"""Words of verdict on pages ('rose', 'higher', 'the gap widened' and so on): each must agree with a finding.

Only pages in English are checked. `languages_not_checked` names the other languages, so that nobody takes
their words for checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reporter.verification.cells import PageCell
from reporter.verification.element import Element
from reporter.verification.page_text import Block, PageText
from reporter.verification.published import Published, Row
from reporter.verification.sentences import Sentence, sentences

_DIRECTION = re.compile(r"\b(rose|fell|(?<=gap )(?:widened|narrowed))\b", re.IGNORECASE)
_COMPARISON = re.compile(r"\b(higher|lower)\b", re.IGNORECASE)
_VERDICT = re.compile(r"\b(rose|fell|(?<=gap )(?:widened|narrowed)|higher|lower)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(higher|lower|similar)\b")
_QUOTED = re.compile(r"“([^”]*)”")


def verdict_problems(path: str, page: PageText, published: Published) -> Iterator[str]:
    """Sentences of a page whose words of verdict no finding supports, one line each.

    A sentence without cells is checked with those of the next one that has some, such as 'The rate fell.'
    before 'It fell by 2%'. Explanations (`data-stated`), tables and charts are not checked.

    Args:
        path: the page's path in its edition.
        page: the page.
        published: the published tables.
    """
    if not page.is_english:
        return
    area = page.meta("area-code")
    for block in page.blocks:
        for problem in _counted_problems(block):
            yield f"{path}: {problem}"
        if _VERDICT.search(block.prose) and _is_prose(block.element):
            for sentence, cells in _with_cells(block, published):
                for problem in _problems(sentence, cells, area, published):
                    yield f"{path}: “{' '.join(sentence.text.split())[:110]}”: {problem}"


def _counted_problems(block: Block) -> Iterator[str]:
    """Numbers of areas by verdict that another verdict, or none, is said after."""
    cells = [(place, holder.attributes.get("data-cell", "")) for place, holder in block.pieces]
    starts = [place for place, cell in cells if cell] + [len(block.prose)]
    for place, cell in cells:
        verdict = cell.rpartition("/")[2]
        if cell.startswith("comparisons/") and verdict in ("higher", "lower", "similar"):
            after = block.prose[place : next(start for start in starts if start > place)]
            said = _COUNTED.findall(after.partition(".")[0].lower())
            if said != [verdict]:
                yield f"“{' '.join(after.split())[:110]}”: the number is of areas that are {verdict}"


def languages_not_checked(pages: Iterable[PageText]) -> list[str]:
    """The languages of pages whose words of verdict are not checked, sorted."""
    return sorted({page.language for page in pages if not page.is_english})


def not_checked_sentence(languages: Iterable[str]) -> str:
    """Warning on pages in languages not checked; empty where there are none."""
    named = ", ".join(languages)
    return (
        f"Not checked: words such as “rose”, “fell”, “higher” and “lower” on pages in {named}. The check "
        "knows those of English alone: have someone read them against the findings."
        if named
        else ""
    )


def _is_prose(element: Element) -> bool:
    return element.inherited("data-stated") is None and not any(
        each.tag in ("table", "text", "nav", "figcaption", "title", "head") for each in element.above()
    )


def _with_cells(block: Block, published: Published) -> Iterator[tuple[Sentence, list[PageCell]]]:
    """Each sentence with a word of verdict, and its cells or those of a sentence near it."""
    said = [(sentence, sentence.found(published)) for sentence in sentences(block)]
    for place, (sentence, own) in enumerate(said):
        if _DIRECTION.search(sentence.prose) or _COMPARISON.search(sentence.prose):
            others = [cells for _, cells in (*said[place + 1 :], *reversed(said[:place])) if cells]
            yield sentence, own or (others[0] if others else [])


def _problems(sentence: Sentence, cells: list[PageCell], area: str, published: Published) -> Iterator[str]:
    text = _QUOTED.sub("“”", sentence.prose)
    directions = {cell.row["direction"] for cell in cells if "direction" in cell.row}
    for word in {match[1].lower() for match in _DIRECTION.finditer(text)}:
        if directions != {word}:
            yield f"“{word}” is said, the finding is {_listed(directions)}"
    compared = {match[1].lower() for match in _COMPARISON.finditer(text)}
    if not compared:
        return
    if groups := [*_of_groups(sentence, published), *_of_outliers(sentence, published)]:
        yield from _group_problems(groups)
        return
    found = _comparisons(cells, area, published)
    for word in compared:
        if word not in found:
            yield f"“{word}” is said, the finding is {_listed(found)}"


def _listed(verdicts: set[str]) -> str:
    return " and ".join(f"“{verdict}”" for verdict in sorted(verdicts)) or "none"


def _comparisons(cells: list[PageCell], area: str, published: Published) -> set[str]:
    """Verdicts of the comparisons of a sentence's cells, without their level."""
    found: set[str] = set()
    for cell in cells:
        if cell.kind == "comparisons" and cell.value != "0":
            found.add(cell.row["comparison"])
        elif cell.kind == "rates":
            found |= _of_area(cell.row, area, published)
        elif cell.kind == "rates-by-category":
            key = [cell.row[name] for name in published.schema("inequalities").key]
            row = published.row("inequalities", *key)
            found |= {row["verdict"]} if row else set()
        elif "verdict" in cell.row:
            found.add(cell.row["verdict"])
        elif cell.kind == "funnels":
            found |= _of_funnel(cell.row, published)
    return found


def _of_area(rate: Row, area: str, published: Published) -> set[str]:
    """Verdicts on the page's area, if it has one, in the indicator and period of a rate."""
    row = published.row("rates", rate["indicator"], area, rate["period"], rate["basis"]) if area else rate
    if row is None:
        return set()
    said = (row["comparison"], row.get("adjusted_comparison", ""))
    return {verdict.partition(" (")[0] for verdict in said if verdict}


def _of_funnel(funnel: Row, published: Published) -> set[str]:
    here = (funnel["indicator"], funnel["area_type"])
    return {
        verdict.partition(" (")[0]
        for row in published.rows("funnel-points")
        if (row["indicator"], row["area_type"]) == here
        for verdict in (row["comparison"], row["adjusted_comparison"])
    }


_CLAUSE = re.compile(r"(not clearly different|higher|lower) in (?:“X+”(?:, | and ))*“$")
_VERDICTS = {"not clearly different": "similar"}


def _of_groups(sentence: Sentence, published: Published) -> list[tuple[str, str, set[str]]]:
    """Category, stated verdict and verdicts in the findings of each category that a sentence lists."""
    periods = {name.removeprefix("periods/") for name, _ in sentence.names if name.startswith("periods/")}
    found = []
    for name, before in sentence.names:
        kind, _, key = name.partition("/")
        if kind == "categories" and (clause := _CLAUSE.search(before)):
            verdicts = {
                row["category_comparison"]
                for row in published.rows("rates-by-category")
                if f"{row['breakdown']}/{row['category']}" == key and row["period"] in periods
            }
            found.append((key, _VERDICTS.get(clause[1], clause[1]), verdicts))
    return found


_LISTED = re.compile(r"^X+ \(((?:higher|lower) [\d.]+%)\)")


def _of_outliers(sentence: Sentence, published: Published) -> list[tuple[str, str, set[str]]]:
    """The same for areas listed as outside adjusted limits, such as 'Somerset (lower 95%)'."""
    found = []
    for name, before in sentence.names:
        kind, _, code = name.partition("/")
        if kind == "areas" and (listed := _LISTED.match(sentence.prose[len(before) :])):
            verdicts = {
                row["adjusted_comparison"].replace("(", "").replace(")", "")
                for row in published.rows("funnel-points")
                if row["area_code"] == code
            }
            found.append((code, listed[1], verdicts))
    return found


def _group_problems(groups: list[tuple[str, str, set[str]]]) -> Iterator[str]:
    for name, said, found in groups:
        if said not in found:
            yield f"“{said}” is said of “{name}”, the finding is {_listed(found)}"
