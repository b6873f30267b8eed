"""A made-up edition of six networks, of the findings' own types: every kind of cell and verdict once."""

import datetime as dt
import math
from pathlib import Path
from typing import Any

import pandas as pd

from reporter.findings import Findings
from reporter.findings.change import Change
from reporter.findings.detectable import Detectable
from reporter.findings.funnels import Funnel
from reporter.findings.inequalities import Decomposition, Inequality, InequalityTrend
from reporter.findings.rare_events import ControlChart
from reporter.findings.trends import Trend
from reporter.findings.vocabulary import CATEGORY_COLUMNS, RATE_COLUMNS, Comparison, Direction, Inequal
from reporter.findings.withholding import Withholding
from reporter.publication import profiles
from reporter.publication.areas import Area, Areas
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.settings import Settings

HOSTILE = "<script>alert('1')</script> & \"West\" ]]>"
"""A name that breaks out of HTML, SVG or an attribute wherever it is not escaped."""

NETWORK_NAMES = ("Ash", "Beech and Cedar", HOSTILE, "Dogwood, Elder and Upper Fir Valley", "Gorse", "Hazel")
WITHHELD_NETWORK = "W5"
"""A network whose own count is withheld."""

MAIN, LATEST = "2020 to 2022", "2022"


def _indicator(name: str, subtract: tuple[str, ...] = ()) -> Indicator:
    return Indicator.model_validate(
        {
            "id": name,
            "title": f"{name.capitalize()} events",
            "type": "Network indicator",
            "rationale": "It matters to those who made it up.",
            "guidance": [{"code": "MU1", "title": "Making up", "year": 2020}],
            "numerator": {"description": "Events that occurred.", "add": ("events",), "subtract": subtract},
            "denominator": {"description": "Chances that occurred.", "add": ("chances",)},
            "definition": "An event is what is counted.",
            "calculation": "Events over chances, times 1,000.",
            "multiplier": 1000,
            "basis": "occurring",
            "data_source": "Nowhere.",
            "expected_population": {
                "eligible": 98,
                "population": 10000,
                "area": "Nation",
                "year": "2022",
                "source": "made up",
            },
            "caution": "Small numbers say little.",
            "polarity": "low is good",
            "words": {
                "rate": f"{name} event rate",
                "event": "event",
                "events": "events",
                "denominator": "chances",
                "plain": "how many chances end in an event",
            },
        }
    )


def publication(folder: Path = Path("nowhere")) -> Publication:
    """Settings of the made-up edition; its own templates would stand in `folder`/templates."""
    settings = Settings.model_validate(
        {
            "publication": {
                "id": "made-up",
                "title": "Made up",
                "edition": "2022",
                "summary": "All made up.",
            },
            "data": {
                "counts": "counts.csv",
                "areas": "areas.csv",
                "indicators": ["whole.toml", "early.toml"],
                "source": "Made up for tests.",
                "extracted": dt.date(2024, 1, 2),
                "notes": ["One note", "Another note."],
            },
            "levels": [
                {"area_type": "district", "singular": "district", "plural": "districts"},
                {"area_type": "network", "singular": "network", "plural": "networks"},
                {"area_type": "region", "singular": "region", "plural": "regions", "area_pages": True},
                {"area_type": "nation", "singular": "nation", "plural": "nations"},
            ],
            "breakdowns": [
                {
                    "id": "deprivation",
                    "title": "Deprivation",
                    "kind": "quantile",
                    "note": "Thirds of the nation",
                    "categories": {"1": "Most deprived", "2": HOSTILE, "3": "Least deprived"},
                },
                {
                    "id": "sort",
                    "title": "Sort of chance",
                    "kind": "groups",
                    "reference": "good",
                    "unknown": "none",
                    "categories": {"good": "Good", "bad": "Bad", "rare": "Rare", "none": "Not stated"},
                },
            ],
            "network": "network",
            "comparator": "N",
            "show": [
                {
                    "levels": ["district", "network", "region", "nation"],
                    "basis": "occurring",
                    "first_year": 2020,
                    "last_year": 2022,
                    "pools": [3],
                },
                {
                    "levels": ["network", "region", "nation"],
                    "basis": "registered",
                    "first_year": 2010,
                    "last_year": 2014,
                },
            ],
            "disclosure": {"profile": "strict"},
            "release": {"time": "2024-03-14T09:30:00+00:00", "next_release": "Next year."},
            "producer": {"name": "Test office", "contact": "Test team", "email": "test@example.org"},
        }
    )
    return Publication(folder / "publication.toml", settings, (_indicator("whole"), _indicator("early")))


def areas() -> Areas:
    """A nation, two regions, six networks, and three districts in each."""
    return Areas.of(
        [
            Area("N", "Nation", "nation"),
            *(Area(f"R{r}", f"Region {r}", "region", ("N",)) for r in range(2)),
            *(
                Area(f"W{n}", f"The {name} Network", "network", (f"R{n % 2}",))
                for n, name in enumerate(NETWORK_NAMES)
            ),
            *(
                Area(f"D{n}{d}", f"District {n}.{d}", "district", (f"W{n}",))
                for n in range(6)
                for d in range(3)
            ),
        ]
    )


_CHANCES = {"nation": 60000, "region": 30000, "network": 10000, "district": 3000}
_MARKS = {"D00": "[c]", "D10": "[x]", "D20": "[u]", WITHHELD_NETWORK: "[c]"}
_COMPARISONS: tuple[Comparison, ...] = (
    "higher (99.8%)",
    "lower (95%)",
    "similar",
    "higher (95%)",
    "lower (99.8%)",
    "not compared",
)


def _row(area: Area, indicator: str, first: int, last: int, basis: str) -> dict[str, Any]:
    place = int(area.code[1:] or 0)
    chances = _CHANCES[area.type] * (last - first + 1) * (10 + place % 7) // 10
    mark = _MARKS.get(area.code, "")
    marked: dict[str, Any] = {"[c]": pd.NA, "[x]": 2, "[u]": 12}
    count = marked.get(mark, (3 + place % 5) * chances // 1000)
    given = mark in ("", "[u]")
    value = 1000 * count / chances if given else math.nan
    compared = given and area.type != "nation"
    return {
        "indicator": indicator,
        "area_code": area.code,
        "area_name": area.name,
        "area_type": area.type,
        "period": str(last) if first == last else f"{first} to {last}",
        "basis": basis,
        "numerator": count,
        "denominator": chances,
        "value": value,
        "lower_95": 0.8 * value,
        "upper_95": 1.2 * value,
        "lower_998": 0.6 * value,
        "upper_998": 1.4 * value,
        "method": "Byar" if given else "",
        "symbols": mark,
        "comparison": _COMPARISONS[place % 5] if compared else "not compared",
        "adjusted_comparison": ("higher (95%)" if place == 0 else "similar")
        if area.type == "network"
        else "",
        "first_year": first,
        "last_year": last,
    }


def rates() -> pd.DataFrame:
    """The table of rates."""
    shown = [
        *((year, year, "occurring", 4) for year in (2020, 2021, 2022)),
        (2020, 2022, "occurring", 4),
        *((year, year, "registered", 3) for year in range(2010, 2015)),
    ]
    types = ("nation", "region", "network", "district")
    rows = [
        _row(area, indicator, first, last, basis)
        for indicator in ("whole", "early")
        for first, last, basis, levels in shown
        for area in areas().areas
        if area.type in types[:levels]
    ]
    table = pd.DataFrame(rows).astype({"numerator": "Int64"})
    return table[[*RATE_COLUMNS, "adjusted_comparison", "first_year", "last_year"]]


def funnel(indicator: str = "whole", tau2: float = 0.04) -> Funnel:
    """A funnel of the networks whose rate is given."""
    table = rates()
    here = table[
        (table["indicator"] == indicator) & (table["area_type"] == "network") & (table["period"] == MAIN)
    ]
    points = here[here["value"].notna()][["area_code", "area_name", "numerator", "denominator", "value"]]
    points["comparison"] = list(_COMPARISONS[: len(points)])
    points["adjusted_comparison"] = ["higher (99.8%)", "lower (95%)", *["similar"] * (len(points) - 2)]
    grid = [20000 + 400 * step for step in range(121)]
    curve = pd.DataFrame({"denominator": grid})
    for width, name in ((1.2, "95"), (1.9, "998")):
        for prefix, wide in (("", 1.0), ("adjusted_", 1.6)):
            half = [
                width * wide * math.sqrt(20000 / at) if tau2 > 0 or not prefix else math.nan for at in grid
            ]
            curve[f"{prefix}lower_{name}"] = [max(0.0, 5 - step) for step in half]
            curve[f"{prefix}upper_{name}"] = [5 + step for step in half]
    return Funnel(
        indicator=indicator,
        area_type="network",
        period=MAIN,
        basis="occurring",
        target=5.0,
        target_code="N",
        phi=4.5,
        calibrated_phi=8.6 if tau2 > 0 else 1.0,
        tau2=tau2,
        dispersion_level="network" if math.isfinite(tau2) else "",
        points=points,
        curve=curve,
        not_drawn=1,
        outside=2,
        adjusted_outside=1,
        expected_false_flags=0.01,
    )


def change(direction: Direction, area_code: str = "N", indicator: str = "whole") -> Change:
    """A change with a verdict."""
    return Change(indicator, area_code, "2021", "2022", 5.04, 4.96, 0.98, 0.9, 1.07, 0.61, 0.8, direction)


def trend(direction: Direction, area_code: str = "N", indicator: str = "whole") -> Trend:
    """A trend with a verdict."""
    numbers = (-2.15, -2.84, -1.46, 0.0004, 0.0012, 0.0005, 1.2)
    return Trend(
        indicator, area_code, "registered", 2010, 2014, 5, *numbers, "No significant change", "", direction
    )


def by_category() -> pd.DataFrame:
    """Both breakdowns for the nation, and the thirds for one network, a count withheld in one of them."""
    parts = [
        ("deprivation", {"1": "Most deprived", "2": HOSTILE, "3": "Least deprived"}, "N", range(2019, 2023)),
        ("deprivation", {"1": "Most deprived", "2": HOSTILE, "3": "Least deprived"}, "W0", (2022,)),
        ("sort", {"good": "Good", "bad": "Bad", "rare": "Rare", "none": "Not stated"}, "N", (2021, 2022)),
    ]
    verdicts = ("higher", "lower", "reference")
    of_sort = {"good": "reference", "bad": "similar", "rare": "not compared", "none": "not compared"}
    rows = []
    for breakdown, categories, code, years in parts:
        for year in years:
            for place, (category, name) in enumerate(categories.items()):
                row = _row(areas()[code], "whole", year, year, "occurring")
                gone = category == "rare" or (code == "W0" and category == "2")
                compared = of_sort.get(category, verdicts[place % 3])
                row |= {
                    "breakdown": breakdown,
                    "category": category,
                    "category_name": name,
                    "numerator": pd.NA if gone else 30 + place,
                    "value": math.nan if gone else 3.0 + place,
                    "symbols": "[c]" if gone else "",
                    "rate_ratio": math.nan if gone else 1.5 - 0.5 * place,
                    "ratio_lower_95": math.nan if gone else 1.2 - 0.5 * place,
                    "ratio_upper_95": math.nan if gone else 1.8 - 0.5 * place,
                    "adjusted_p_value": math.nan if gone else 0.01,
                    "category_comparison": "not compared" if gone else compared,
                }
                rows.append(row)
    return pd.DataFrame(rows)[list(CATEGORY_COLUMNS)].astype({"numerator": "Int64"})


def inequality(verdict: Inequal, area_code: str = "N") -> Inequality:
    """Indices of inequality with a verdict."""
    index = (3, 2.5, 2.1, 2.9, 1.8, 1.6, 2.04, "a value or limit is missing", verdict)
    return Inequality("whole", area_code, "deprivation", "2022", "occurring", *index)


def inequality_trend(direction: Direction) -> InequalityTrend:
    """A trend of the relative index with a verdict."""
    numbers = (2019, 2022, 4, -1.25, -2.5, -0.5, 0.004, 1.3)
    return InequalityTrend("whole", "N", "deprivation", "occurring", *numbers, direction)


def decomposition() -> Decomposition:
    """Kitagawa's split of a change."""
    return Decomposition("whole", "N", "sort", "occurring", "2021", "2022", -0.25, -0.05, -0.2)


def control_chart(outside: int = 1) -> ControlChart:
    """A chart of a network with rare events, of whose years some lie outside the limits."""
    years = list(range(2010, 2015))
    points = pd.DataFrame(
        {
            "period": [str(year) for year in years],
            "last_year": years,
            "numerator": [3, 4, 12, 2, 3],
            "denominator": [1000, 1010, 990, 1005, 1000],
            "rate": [3.0, 3.96, 12.12, 1.99, 3.0],
            "lower": [0.1, 0.1, 0.1, 0.1, 0.1],
            "upper": [11.5, 11.4, 11.6, 11.5, 11.5],
            "flag": [0, 0, 1 if outside else 0, 0, 0],
        }
    )
    return ControlChart("whole", "W1", "registered", 2010, 2014, 4.8, outside, points)


def findings() -> Findings:
    """All findings of the made-up edition."""
    directions: tuple[Direction, ...] = ("rose", "fell", "no clear change", "cannot be tested")
    tested = ["N", *(f"W{n}" for n in range(6))]
    return Findings(
        rates=rates(),
        changes=tuple(change(directions[n % 4], code) for n, code in enumerate(tested)),
        trends=tuple(trend(directions[(n + 1) % 4], code) for n, code in enumerate(tested)),
        funnels=(funnel(), funnel("early")),
        detectable=tuple(
            Detectable("whole", f"W{n}", 10000, 3, 0.33 if n else math.inf, 0.19) for n in range(6)
        ),
        control_charts=(control_chart(),),
        by_category=by_category(),
        inequalities=(inequality("higher"), inequality("no clear difference", "W0")),
        inequality_trends=(inequality_trend("fell"),),
        decompositions=(decomposition(),),
        withholding=tuple(
            Withholding(
                "whole", "everyone", level, period, "occurring", cells, withheld, 1 if withheld else 0, 2
            )
            for level, cells, withheld in (
                ("district", 18, 3),
                ("network", 6, 1),
                ("region", 2, 0),
                ("nation", 1, 0),
            )
            for period in (LATEST, MAIN)
        ),
        rules=profiles.shipped("strict"),
        main_period=MAIN,
        latest_year=LATEST,
        main_basis="occurring",
    )
