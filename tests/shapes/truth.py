"""Oracles of truth: the claims of pages against the CSV files, worked out without the product.

The claims and their conditions are those of `ClaimTexts`; every one of them is judged here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from reporter.publication.addresses import parts_of
from reporter.publication.periods import period_of
from tests.shapes import one_verdict, over_time
from tests.shapes.csv_tables import Tables, is_single, steps_of
from tests.shapes.said import Said, SaidPage
from tests.shapes.true_targets import of_targets


def untrue(pages: list[SaidPage], tables: Tables) -> Iterator[str]:
    """Claims that do not hold, and claims that hold and are not made, one line each."""
    for page in pages:
        for names, family in _FAMILIES.items():
            expected = family(page, tables)
            if (found := page.claims(*names)) != sorted(expected):
                yield f"{page.path}: says {found or 'none'} of {', '.join(names)}; true is {sorted(expected)}"
        for said in page.said:
            if said.claim in _SINGLE and not _SINGLE[said.claim](said, tables):
                yield f"{page.path}: {said.claim} is said of {' '.join(said.texts.values())}"
    yield from one_verdict.disagreements(pages, tables)


def _not_drawn(page: SaidPage, tables: Tables) -> list[str]:
    funnel = tables.funnel
    if funnel is None or not _has_funnel(page, tables):
        return []
    here = {
        row["area_code"]: row["value"]
        for row in tables.rows(
            "rates",
            indicator=tables.headline,
            area_type=tables.network,
            period=funnel["period"],
            basis=funnel["basis"],
        )
    }
    without = sum(not value for value in here.values())
    expected = ["not_drawn_one" if without == 1 else "not_drawn"] if without else []
    return [*expected, *(["not_drawn_here"] if page.area and not here.get(page.area) else [])]


def _withheld(page: SaidPage, tables: Tables) -> list[str]:
    names = ("none_withheld", "one_withheld", "some_withheld")
    if page.path != "index.html":
        return []
    without = sum(not row["numerator"] for row in tables.counts)
    if all(row["denominator"] or row["indicator"] in tables.alone for row in tables.counts):
        return [names[min(without, 2)]]
    return ["denominators_withheld", *names[min(without, 2) :][: min(without, 1)]]


_QUALITY = (
    *("none_implausible", "one_basis", "no_figures", "by_category_alone", "incomplete"),
    "contains_compared",
)


def _contains_compared(tables: Tables) -> bool:
    """Whether all areas with a value that is set against the comparator's lie in the comparator."""
    above = {row["area_code"]: row["parent_code"].split(";") for row in tables.rows("areas")}

    def inside(code: str) -> bool:
        return any(each == tables.comparator or inside(each) for each in above.get(code, ()))

    others = {
        row["area_code"]
        for row in tables.rows("rates")
        if tables.measures[row["indicator"]] not in ("count", "indirectly standardised ratio")
    } - {tables.comparator}
    return bool(others) and all(map(inside, others))


def _of_quality(page: SaidPage, tables: Tables) -> list[str]:
    names = _QUALITY
    if not _is_quality(page):
        return []
    held = {
        "none_implausible": not tables.acknowledged,
        "one_basis": len({row["basis"] for row in tables.counts if row["indicator"] == tables.headline}) == 1,
        "no_figures": bool(_years_without(tables)),
        "by_category_alone": bool(_years_by_category(tables)),
        "incomplete": bool(_incomplete(tables)),
        "contains_compared": _contains_compared(tables),
    }
    return [name for name in names if held[name]]


def _breaks(page: SaidPage, tables: Tables) -> list[str]:
    """No break is named where a year is counted on two bases; a line beside the area's own may have one."""
    own = [row for row in tables.annual if row["area_code"] == tables.area_of(page)]
    single = {
        (row["period"], row["basis"])
        for row in tables.rows("rates")
        if is_single(row) and row["area_code"] in (tables.area_of(page), tables.comparator)
    }
    names = ("basis_break",)
    is_parted = len({period for period, _ in single}) == len(single)
    if not is_parted or len({basis for _, basis in single}) == 1 or _is_quality(page):
        return []
    is_broken = len({row["basis"] for row in own}) > 1 and any(row["value"] for row in own)
    return ["basis_break"] if is_broken else page.claims(*names)


_FAMILIES: Mapping[tuple[str, ...], Callable[[SaidPage, Tables], list[str]]] = {
    over_time.RUN: over_time.run,
    over_time.CHANGE: over_time.change,
    over_time.TREND: over_time.trend,
    one_verdict.COMPARED: one_verdict.compared,
    one_verdict.VARIATION: one_verdict.variation,
    ("not_drawn", "not_drawn_one", "not_drawn_here"): _not_drawn,
    ("none_withheld", "one_withheld", "some_withheld", "denominators_withheld"): _withheld,
    _QUALITY: _of_quality,
    ("target_on_course", "target_not_on_course", "target_cannot_be_told"): of_targets,
    ("basis_break",): _breaks,
}
"""What a page must say of some claims, and all that it may say of them."""


def _is_quality(page: SaidPage) -> bool:
    return page.path == "quality.html"


def _has_funnel(page: SaidPage, tables: Tables) -> bool:
    """Whether a page is the national one or a briefing."""
    return page.path == "index.html" or page.path.startswith("networks/")


def _years_without(tables: Tables, *, of_everyone: bool = False) -> set[int]:
    """Years between others that no row has, or that only rows by category have."""
    has = {
        year
        for row in (tables.rows("rates") if of_everyone else tables.counts)
        if row["indicator"] == tables.headline
        for year in steps_of(row)
    }
    single = [steps_of(row)[-1] for row in tables.annual]
    return {year for year in range(min(single), max(single)) if year not in has} if single else set()


def _years_by_category(tables: Tables) -> set[int]:
    return _years_without(tables, of_everyone=True) - _years_without(tables)


def _incomplete(tables: Tables) -> dict[tuple[str, str, int], set[str]]:
    """Codes of the areas with rates, by level, basis and year, where others of the level have none."""
    all_of: dict[str, set[str]] = defaultdict(set)
    for row in tables.rows("areas"):
        all_of[row["area_type"]].add(row["area_code"])
    found: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for row in tables.annual:
        found[row["area_type"], row["basis"], steps_of(row)[-1]].add(row["area_code"])
    return {
        key: codes
        for key, codes in found.items()
        if codes != {code for code in all_of[key[0]] if tables.existed(code, key[2])}
    }


def _one_in(said: Said, tables: Tables) -> bool:
    row = tables.cell(said.addresses["number"][0])
    return bool(row and row["value"]) and int(said.texts["number"].replace(",", "")) >= 2


def _no_comparator_rate(said: Said, tables: Tables) -> bool:
    (period,) = said.keys("period", "periods")
    return not tables.rows("rates", indicator=tables.headline, area_code=tables.comparator, period=period)


def _break(said: Said, tables: Tables) -> bool:
    (before,), (after,) = said.keys("year_before", "periods"), said.keys("year_after", "periods")
    bases = [{row["basis"] for row in tables.annual if row["period"] == year} for year in (before, after)]
    return before < after and all(bases) and len(bases[0] | bases[1]) > 1


def _areas_all_given(said: Said, tables: Tables) -> bool:
    cell = next(each for each in said.addresses["areas"] if each.startswith("withholding/"))
    _, indicator, _, area_type, period, basis, _ = parts_of(cell)
    rows = tables.rows("rates", indicator=indicator, area_type=area_type, period=period, basis=basis)
    return bool(rows) and all(
        row["numerator"] and row["value"] and not row["symbols"].replace("[r]", "") for row in rows
    )


def _no_figures(said: Said, tables: Tables) -> bool:
    (years,) = said.keys("years", "periods")
    return _years_in(years) == _years_without(tables)


def _by_category_alone(said: Said, tables: Tables) -> bool:
    (years,) = said.keys("years", "periods")
    return _years_in(years) == _years_by_category(tables)


def _years_in(text: str) -> set[int]:
    """The years of a text such as '2010 to 2013, 2016'."""
    ends = [part.split(" to ") for part in text.replace(" and ", ", ").split(", ")]
    periods = [period_of(" to ".join(part), "") for part in ends]
    return {step for period in periods if period is not None for step in period.years}


_SINGLE: Mapping[str, Callable[[Said, Tables], bool]] = {
    "one_in": _one_in,
    "no_comparator_rate": _no_comparator_rate,
    "basis_break": _break,
    "all_given": _areas_all_given,
    "no_figures": _no_figures,
    "by_category_alone": _by_category_alone,
}

JUDGED = {*(name for names in _FAMILIES for name in names), *_SINGLE}
"""The claims that are judged."""
