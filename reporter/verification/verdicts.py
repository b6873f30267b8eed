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
_COMPARISON = re.compile(
    r"\b((?:clearly )?(?:higher|lower)|within expected variation|within the usual spread|close to)\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(rf"\b(rose|fell|(?<=gap )(?:widened|narrowed))\b|{_COMPARISON.pattern}", re.IGNORECASE)
_NUMBER = re.compile(r"^[\d.,]+")
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
        for problem in _counted_problems(block) if _is_prose(block.element) else ():
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
        verdict = _counted(cell)
        if verdict:
            after = block.prose[place : next(start for start in starts if start > place)]
            said = _COMPARISON.search(_NUMBER.sub("", after).partition(".")[0].lower())
            if said is None or said[0] not in verdict:
                yield f"“{' '.join(after.split())[:110]}”: the number is of areas that are {verdict[0]}"


def _counted(cell: str) -> tuple[str, ...]:
    """What is to be said after a number of areas; nothing where the cell is another number."""
    kind, _, rest = cell.partition("/")
    column = rest.rpartition("/")[2].replace("%20", " ")
    if kind == "comparisons" and column not in ("areas", "not compared"):
        return (_word(column),)
    if kind == "variation" and column in ("higher", "lower"):
        return (f"clearly {column}", column)
    if kind == "variation" and column.startswith("expected_"):
        return (column.removeprefix("expected_"),)
    return ()


def _word(verdict: str) -> str:
    """What is said for a verdict of the table of rates: the comparator's name follows it."""
    word = verdict.removesuffix(" the comparator")
    return word.removesuffix(" than")


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
    directions = {
        cell.row[name] for cell in cells for name in ("direction", "trend_direction") if name in cell.row
    }
    said = {match[1].lower() for match in _DIRECTION.finditer(text)}
    for word in said:
        # A run of years has two verdicts, on its ends and on its trend; other findings have one.
        is_a_run = any("trend_direction" in cell.row for cell in cells)
        if word not in directions or (directions != {word} and not is_a_run):
            yield f"“{word}” is said, the finding is {_listed(directions)}"
    compared = {match[1].lower() for match in _COMPARISON.finditer(text)}
    if not compared:
        return
    if groups := [*_of_groups(sentence, published), *_of_marked(sentence, published)]:
        yield from _group_problems(groups)
        return
    found = _comparisons(cells, area, published)
    for word in compared:
        if word not in found:
            yield f"“{word}” is said, the finding is {_listed(found)}"


def _listed(verdicts: set[str]) -> str:
    return " and ".join(f"“{verdict}”" for verdict in sorted(verdicts)) or "none"


def _comparisons(cells: list[PageCell], area: str, published: Published) -> set[str]:
    """What the findings of a sentence's cells let it say."""
    found: set[str] = set()
    for cell in cells:
        if cell.kind == "comparisons":
            found |= {_word(cell.row["verdict"])} if cell.value != "0" else set()
        elif cell.kind == "rates":
            found |= _of_area(cell.row, area, published)
        elif cell.kind == "rates-by-category":
            key = [cell.row[name] for name in published.schema("inequalities").key]
            row = published.row("inequalities", *key)
            found |= {row["verdict"]} if row else set()
        elif cell.kind == "variation":
            # Which of them its numbers are is checked number by number.
            found |= {"higher", "lower"} | (
                {"clearly higher", "clearly lower"} if cell.row["reason"] != "few areas" else set()
            )
        elif "verdict" in cell.row:
            found.add(cell.row["verdict"])
    return found


def _of_area(rate: Row, area: str, published: Published) -> set[str]:
    """What may be said of the page's area, if it has one, in the indicator and period of a rate."""
    row = published.row("rates", rate["indicator"], area, rate["period"], rate["basis"]) if area else rate
    if row is None or not row["verdict"]:
        return set()
    by_chance = row["comparison"].partition(" (")[0]
    if row["verdict"] == "within expected variation" and by_chance in ("higher", "lower"):
        return {by_chance, "within the usual spread"}
    return {_word(row["verdict"])}


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


_MARKED = re.compile(r"\b((?:clearly )?(?:higher|lower))(?:(?!higher|lower)[^()])*\((?:[^()]*; )?$")


def _of_marked(sentence: Sentence, published: Published) -> list[tuple[str, str, set[str]]]:
    """The same for areas listed after their number, such as '1 is clearly higher (Ash)'."""
    rows = [cell.row for cell in sentence.found(published) if cell.kind == "variation"]
    found = []
    for name, before in sentence.names:
        kind, _, code = name.partition("/")
        if rows and kind == "areas" and (listed := _MARKED.search(before)):
            key = (rows[0]["indicator"], code, rows[0]["period"], rows[0]["basis"])
            row = published.row("rates", *key)
            found.append((code, listed[1], {_word(row["verdict"])} if row else set()))
    return found


def _group_problems(groups: list[tuple[str, str, set[str]]]) -> Iterator[str]:
    for name, said, found in groups:
        if said not in found:
            yield f"“{said}” is said of “{name}”, the finding is {_listed(found)}"
