"""Oracles of truth: the claims of pages against the CSV files, worked out without the product.

The claims and their conditions are those of `ClaimTexts`; every one of them is judged here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from scipy import stats

from reporter.publication.addresses import parts_of
from reporter.publication.periods import period_of
from tests.shapes.csv_tables import Row, Tables, is_single, steps_of
from tests.shapes.said import Said, SaidPage

FEWEST_AREAS = 5
SIGNIFICANT = 0.05


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


def _change(page: SaidPage, tables: Tables) -> list[str]:
    area = tables.area_of(page)
    found = tables.rows("changes", indicator=tables.headline, area_code=area)
    if not found or _is_quality(page):
        return []
    before, after = (float(found[0][column]) for column in ("value_from", "value_to"))
    p_value = _adjusted(tables, found[0])
    if p_value is None:
        return ["change_untested"]
    if p_value >= SIGNIFICANT or before == after:
        return ["no_clear_change"]
    return ["rate_rose" if after > before else "rate_fell"]


def _adjusted(tables: Tables, change: Row) -> float | None:
    """The p-value of a change, by exact tests of two rates and Benjamini and Hochberg's steps."""
    types = {row["area_code"]: row["area_type"] for row in tables.rows("areas")}
    level = types[change["area_code"]]
    values = {
        row["area_code"]: _p_value(tables, row)
        for row in tables.rows("changes", indicator=tables.headline)
        if types[row["area_code"]] == level
    }
    known = sorted(value for value in values.values() if value is not None)
    own = values[change["area_code"]]
    if own is None:
        return None
    return min(len(known) * value / (n + 1) for n, value in enumerate(known) if value >= own)


def _p_value(tables: Tables, change: Row) -> float | None:
    basis = {
        row["basis"]
        for row in tables.rows("rates", indicator=tables.headline, area_code=change["area_code"])
        if row["period"] == change["period_to"]
    }
    pairs = []
    for period in (change["period_from"], change["period_to"]):
        rows = tables.rows("rates", indicator=tables.headline, area_code=change["area_code"], period=period)
        (row,) = (each for each in rows if each["basis"] in basis)
        pairs.append((int(row["numerator"]), int(row["denominator"])))
    (before, among_before), (after, among_after) = pairs
    if before + after == 0:
        return None
    share = among_after / (among_before + among_after)
    return float(stats.binomtest(after, before + after, share).pvalue)


def _trend(page: SaidPage, tables: Tables) -> list[str]:
    found = tables.rows("trends", indicator=tables.headline, area_code=tables.area_of(page))
    if not found or _is_quality(page):
        return []
    p_value, annual = found[0]["adjusted_p_value"], found[0]["annual_percent_change"]
    if not p_value or not annual:
        return ["trend_untested"]
    if float(p_value) >= SIGNIFICANT:
        return ["no_clear_trend"]
    return ["trend_rose" if float(annual) > 0 else "trend_fell"]


def _compared(page: SaidPage, tables: Tables) -> list[str]:
    if not page.area:
        return []
    cells = (each.attributes.get("data-cell", "") for each in page.page.root.all())
    own = next((row for cell in cells if cell.startswith("rates/") and (row := tables.cell(cell))), None)
    if own is None or own["area_code"] != page.area:
        return []
    target = tables.rows(
        "rates",
        indicator=own["indicator"],
        area_code=tables.comparator,
        period=own["period"],
        basis=own["basis"],
    )
    if not target:
        return []
    if not own["value"] or not target[0]["value"] or page.area == tables.comparator:
        return ["not_compared"]
    (indicator,) = tables.rows("indicators", indicator=tables.headline)
    expected = int(own["denominator"]) * float(target[0]["value"]) / float(indicator["multiplier"])
    events = stats.poisson(expected)
    at_most, count = float(events.cdf(int(own["numerator"]))), int(own["numerator"])
    if at_most < 0.025:
        return ["lower"]
    return ["higher" if at_most > 0.975 and count else "similar"]


def _variation(page: SaidPage, tables: Tables) -> list[str]:
    funnel = tables.funnel
    if funnel is None or not _has_funnel(page, tables):
        return []
    counted: dict[str, list[bool]] = defaultdict(list)
    for row in tables.rows(
        "rates", indicator=tables.headline, period=funnel["period"], basis=funnel["basis"]
    ):
        counted[row["area_type"]].append(bool(row["numerator"] and row["denominator"]))
    if not any(len(counted[each]) >= FEWEST_AREAS and all(counted[each]) for each in tables.from_networks_up):
        return ["variation_not_judged"]
    if not float(funnel["target"]):
        return ["variation_unknown"]
    return ["variation" if float(funnel["tau2"]) > 0 else "no_sign_of_variation"]


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
    if all(row["denominator"] for row in tables.counts):
        return [names[min(without, 2)]]
    return ["denominators_withheld", *names[min(without, 2) :][: min(without, 1)]]


def _of_quality(page: SaidPage, tables: Tables) -> list[str]:
    names = ("none_implausible", "one_basis", "no_figures", "by_category_alone", "incomplete")
    if not _is_quality(page):
        return []
    held = {
        "none_implausible": not tables.acknowledged,
        "one_basis": len({row["basis"] for row in tables.counts if row["indicator"] == tables.headline}) == 1,
        "no_figures": bool(_years_without(tables)),
        "by_category_alone": bool(_years_by_category(tables)),
        "incomplete": bool(_incomplete(tables)),
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
    ("rate_rose", "rate_fell", "no_clear_change", "change_untested"): _change,
    ("trend_rose", "trend_fell", "no_clear_trend", "trend_untested"): _trend,
    ("higher", "lower", "similar", "not_compared"): _compared,
    ("variation", "no_sign_of_variation", "variation_unknown", "variation_not_judged"): _variation,
    ("not_drawn", "not_drawn_one", "not_drawn_here"): _not_drawn,
    ("none_withheld", "one_withheld", "some_withheld", "denominators_withheld"): _withheld,
    ("none_implausible", "one_basis", "no_figures", "by_category_alone", "incomplete"): _of_quality,
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
    return {key: codes for key, codes in found.items() if codes != all_of[key[0]]}


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
