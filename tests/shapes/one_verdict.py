"""One verdict an area and period: words, marks, tiles and numbers of pages say that of `rates.csv`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from scipy import stats

from reporter.publication.addresses import parts_of
from reporter.verification.element import Element
from reporter.verification.table_cells import places
from tests.shapes.csv_tables import Row, Tables
from tests.shapes.said import SaidPage

COMPARED = (
    "clearly_higher",
    "clearly_lower",
    "within",
    "within_spread",
    "higher",
    "lower",
    "close",
    "not_compared",
)
VARIATION = (
    "variation",
    "no_sign_of_variation",
    "variation_unknown",
    "variation_needs_all",
    "variation_not_judged",
)

_CLASSES = {
    "clearly higher": "v5",
    "higher than the comparator": "v4",
    "within expected variation": "v3",
    "close to the comparator": "v3",
    "lower than the comparator": "v2",
    "clearly lower": "v1",
    "": "v0",
}
_NEVER = re.compile(
    r"\b(?:similar to|outside the adjusted|p =|p less than|a ranking would|as who lives in them"
    r"|cannot all be exceptional)\b",
    re.IGNORECASE,
)
_MARKED = re.compile(r"([\d,]+) (?:is|are) (clearly (?:higher|lower))")


def disagreements(pages: Sequence[SaidPage], tables: Tables) -> Iterator[str]:
    """Statements that are not the verdict of the table of rates, one line each."""
    for page in pages:
        for problem in _of_page(page, tables):
            yield f"{page.path}: {problem}"
    yield from not_by_the_rule(tables)


def _of_page(page: SaidPage, tables: Tables) -> Iterator[str]:
    root = page.page.root
    is_english = page.page.is_english
    for table in root.all("table"):
        for place in places(table):
            if place.cells and place.cells[-1].endswith("/verdict"):
                row = tables.cell(place.cells[-1])
                wanted = row["verdict"] if row else ""
                if place.element.attributes.get("class") != _CLASSES[wanted]:
                    yield f"a cell of {place.cells[-1]} is styled as another verdict than “{wanted}”"
                if is_english and not _is_said(wanted, place.element.text(), _polarity(row, tables)):
                    yield f"“{place.element.text()}” is said of {place.cells[-1]}, “{wanted}”"
    for mark in root.all("circle", "text"):
        if "data-code" in mark.attributes:
            yield from _of_mark(mark, tables)
    if is_english and page.path != "quality.html":
        for block in page.page.blocks:
            if found := _NEVER.search(block.prose):
                yield f"says “{found[0]}”"
    if is_english:
        for text in root.all("desc"):
            yield from _of_alternative(text, tables)


def _polarity(row: Row | None, tables: Tables) -> str:
    return tables.polarities[row["indicator"]] if row else ""


def _is_said(verdict: str, text: str, polarity: str) -> bool:
    """Whether a cell says a verdict; where high is good, higher is better and lower worse."""
    said = " ".join(text.lower().split())
    for word, news in (("higher", " (better)"), ("lower", " (worse)")):
        if word in verdict and polarity == "high is good":
            if not said.endswith(news):
                return False
            said = said.removesuffix(news)
    if "the comparator" in verdict:
        return said.startswith(verdict.removesuffix("the comparator"))
    return said == (verdict or "–")


def _of_mark(mark: Element, tables: Tables) -> Iterator[str]:
    code = mark.attributes["data-code"]
    if mark.tag == "text":
        indicator, period, basis = parts_of(mark.inherited("data-of") or "//")
        drawn = mark.parent.attributes.get("class") if mark.parent else None
    else:
        found = next(each for each in _cells(mark) if each.startswith("funnels/"))
        _, indicator, _, period, basis, _ = parts_of(found)
        drawn = mark.attributes.get("class", "")
    rows = tables.rows("rates", indicator=indicator, area_code=code, period=period, basis=basis)
    verdict = rows[0]["verdict"] if rows else ""
    wanted = {"clearly higher": "higher", "clearly lower": "lower"}.get(verdict, "")
    if drawn not in (
        (_shade(verdict, tables.polarities[indicator]),) if mark.tag == "text" else (wanted, "here")
    ):
        yield f"the {mark.tag} of {code} is drawn as {drawn}, the verdict is “{verdict}”"


def _shade(verdict: str, polarity: str) -> str:
    """The class of a tile: filled plum is worse, whichever direction that is; neither is outlined."""
    shade = _CLASSES[verdict]
    if polarity == "low is good" or shade in ("v0", "v3"):
        return shade
    return f"v{6 - int(shade[1])}" if polarity == "high is good" else "v2"


def _cells(mark: Element) -> Iterator[str]:
    figure = mark.around("figure")
    return (each.attributes.get("data-cell", "") for each in (figure.all("tspan") if figure else ()))


def _of_alternative(text: Element, tables: Tables) -> Iterator[str]:
    """Numbers of marked areas in the alternative text of a funnel."""
    found = next((each for each in _cells(text) if each.startswith("funnels/")), "")
    if not found:
        return
    _, indicator, level, period, basis, _ = parts_of(found)
    rows = tables.rows("rates", indicator=indicator, area_type=level, period=period, basis=basis)
    for number, verdict in _MARKED.findall(" ".join(text.text().split())):
        if int(number.replace(",", "")) != sum(row["verdict"] == verdict for row in rows):
            yield f"the alternative text says {number} of areas that are {verdict}"


def compared(page: SaidPage, tables: Tables) -> list[str]:
    """What a page about an area says of its verdict, and of marks of its other indicators."""
    beside = [
        each for each in page.page.root.all("table") if "beside-table" in each.attributes.get("class", "")
    ]
    if not beside:
        return []
    period, basis = (beside[0].attributes[name] for name in ("data-period", "data-basis"))
    expected: set[str] = set()
    for indicator in (row["indicator"] for row in tables.rows("indicators")):
        own, target = (
            tables.rows("rates", indicator=indicator, area_code=code, period=period, basis=basis)
            for code in (page.area, tables.comparator)
        )
        if tables.measures[indicator] == "count":
            continue
        if own and target and (indicator == tables.headline or own[0]["verdict"].startswith("clearly")):
            expected |= _claims(own[0])
    return sorted(expected)


def _claims(row: Row) -> set[str]:
    by_chance = row["comparison"].partition(" (")[0]
    if row["verdict"] == "within expected variation":
        return {by_chance, "within_spread"} if by_chance in ("higher", "lower") else {"within"}
    return {
        row["verdict"].partition(" than the ")[0].partition(" to the ")[0].replace(" ", "_") or "not_compared"
    }


def variation(page: SaidPage, tables: Tables) -> list[str]:
    """What a page says of how areas vary: a briefing of the networks, the national page of all levels."""
    funnel = tables.funnel
    is_national = page.path == "index.html"
    if not is_national and (funnel is None or not page.path.startswith("networks/")):
        return []
    rows = [
        row
        for row in tables.main_variation
        if row["indicator"] == tables.headline and (is_national or row["area_type"] == tables.network)
    ]
    return sorted({_of_variation(row) for row in rows})


def _of_variation(row: Row) -> str:
    if int(row["known"]) + int(row["known_within"]) < 10:
        return "variation_not_judged"
    if row["reason"] == "withheld":
        return "variation_needs_all"
    if row["allows_for"] == "chance":
        return "variation_unknown"
    varies = float(row["p_value"]) < 0.05 and float(row["tau2"]) > 0
    return "variation" if varies else "no_sign_of_variation"


def not_by_the_rule(tables: Tables) -> Iterator[str]:
    """Verdicts that scipy's distributions do not give, where all counts of a level are shown as they are."""
    for found in tables.rows("variation"):
        key = {name: found[name] for name in ("indicator", "period", "basis")}
        targets = tables.rows("rates", **key, area_code=tables.comparator)
        rows = [
            row
            for row in tables.rows("rates", **key, area_type=found["area_type"])
            if row["area_code"] not in tables.not_judged
        ]
        if int(found["known_within"]) or not all(row["numerator"] and row["denominator"] for row in rows):
            continue
        if len(rows) != int(found["known"]) or any(float(row["denominator"]) == 0 for row in rows):
            continue
        counts = np.array([float(row["numerator"]) for row in rows])
        measure = tables.measures[found["indicator"]]
        if measure == "directly standardised rate" or (counts % 1 != 0).any():
            continue  # Normal lines, and lines between whole counts, have tests of their own.
        # Not the published rate: a rate of a few in 1e9 has few digits.
        target = float(targets[0]["numerator"]) / float(targets[0]["denominator"])
        if measure == "indirectly standardised ratio":
            target = 1.0
        expected = np.array([float(row["denominator"]) for row in rows]) * target
        tail = (1 - float(found["limits"]) / 100) / 2
        many = found["allows_for"] != "chance"
        if measure == "proportion":
            if many:
                continue  # The beta-binomial lines have tests of their own.
            sizes = np.array([int(row["denominator"]) for row in rows])
            # Lines of a share and of the rest are mirrored: both sides count the event itself.
            below = stats.binom.cdf(counts, sizes, target)
            above = stats.binom.sf(counts - 1, sizes, target)
        else:
            below, above = _tails(counts, expected, many=many)
            # Where few events are expected, the upper line is at 0: no count of 0 lies above it.
            above = np.where(counts > 0, above, 1.0)
        for row, at_most, more in zip(rows, below, above, strict=True):
            wanted = "lower" if at_most < tail * (1 - 1e-9) else "higher" if more < tail * (1 - 1e-9) else ""
            near = min(abs(at_most / tail - 1), abs(more / tail - 1)) < 1e-6
            said = next((word for word in ("lower", "higher") if word in row["verdict"]), "")
            if row["value"] and said != wanted and not near:
                area = "/".join((*key.values(), row["area_code"]))
                yield f"{area}: the verdict is “{row['verdict']}”, scipy gives “{wanted}”"


def _tails(counts: np.ndarray, expected: np.ndarray, *, many: bool) -> tuple[np.ndarray, np.ndarray]:
    """P(X ≤ count) and P(X > count) of each area, by the spread that the others show."""
    if not many:
        return stats.poisson.cdf(counts, expected), stats.poisson.sf(counts, expected)
    highest = 0.8
    while True:
        variances = (np.arange(round(highest / 0.0125) + 1) * 0.0125) ** 2
        logs, at_most, more = (
            np.array([_nbinom(name, counts, expected, each) for each in variances])
            for name in ("log", "cdf", "sf")
        )
        others = logs.sum(axis=1, keepdims=True) - logs
        weight = np.exp(others - others.max(axis=0))
        weight /= weight.sum(axis=0)
        if highest >= 3.2 or not (weight[-1] > 1e-6).any():
            return (weight * at_most).sum(axis=0), (weight * more).sum(axis=0)
        highest *= 2


def _nbinom(what: str, counts: np.ndarray, mean: np.ndarray, tau2: float) -> np.ndarray:
    name = {"log": "logpmf"}.get(what, what)
    if tau2 == 0:
        return np.asarray(getattr(stats.poisson, name)(counts, mean))
    return np.asarray(getattr(stats.nbinom, name)(counts, 1 / tau2, 1 / (1 + tau2 * mean)))
