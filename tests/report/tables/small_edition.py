"""A small edition made by hand: two indicators, three levels, withheld, unreliable and missing numbers."""

import datetime as dt
import hashlib
import math
from pathlib import Path

import pandas as pd

from reporter.comparison.differences import Difference, Revisions
from reporter.comparison.published import CellName, PublishedCell, PublishedEdition
from reporter.findings import Findings
from reporter.findings.change import Change
from reporter.findings.detectable import Detectable
from reporter.findings.edition import TABLES
from reporter.findings.funnels import Funnel
from reporter.findings.inequalities import Decomposition, Inequality, InequalityTrend
from reporter.findings.shrunk import COLUMNS as SHRUNK
from reporter.findings.trends import Trend
from reporter.findings.vocabulary import CATEGORY_COLUMNS, RATE_COLUMNS
from reporter.findings.withholding import Withholding
from reporter.publication.areas import Area, Areas
from reporter.publication.indicator import Indicator, Measure, Words
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile, Reliability
from reporter.publication.release import Release
from reporter.publication.settings import About, Data, Disclosure, Level, Producer, Settings, Show
from reporter.report.tables import data_files, from_findings

SCHEMAS = (
    *(schema for schemas in TABLES.values() for schema in schemas),
    from_findings.AREAS,
    from_findings.INDICATORS,
)
"""Every data table that an edition can have."""

AREAS = Areas.of(
    [
        Area("E92000001", "England", "Country"),
        Area("QAA", "North & <East>", "Network", ("E92000001",)),
        Area("QBB", "=HYPERLINK(A1)", "Network", ("E92000001",)),
        Area("L1", "Ynys  Môn, “west” coast", "Authority", ("QAA",)),
        Area("L2", "'+Start", "Authority", ("QAA",)),
        Area("L3", "[c] not a symbol", "Authority", ("QBB",)),
    ]
)


def _indicator(name: str, events: str) -> Indicator:
    return Indicator(
        id=name,
        title=name.replace("-", " ").capitalize(),
        type="Network / system level indicator",
        rationale="Why.",
        numerator=Measure(description=f"Number of {events}", add=("deaths",)),
        denominator=Measure(description="Live births", add=("births",)),
        definition="Terms.",
        calculation="Numerator over denominator, times 1,000.",
        multiplier=1000,
        basis="occurring",
        data_source="Registers.",
        polarity="low is good",
        words=Words(
            rate=f"{name} rate",
            event=f"one of the {events}",
            events=events,
            denominator="live births",
            plain=f"how many {events} there are",
        ),
    )


INDICATORS = (
    _indicator("infant-mortality", "infant deaths"),
    _indicator("neonatal-mortality", "neonatal deaths"),
)


def publication() -> Publication:
    """Settings and indicators."""
    settings = Settings(
        publication=About(
            id="infant-mortality",
            title="Infant mortality in <networks>",
            edition="2022",
            summary="Deaths & births.",
            licence="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        ),
        data=Data(
            counts=Path("counts.csv"),
            areas=Path("areas.csv"),
            indicators=(Path("infant.toml"), Path("neonatal.toml")),
            source="Source: a register. Contains public sector information.",
            extracted=dt.date(2024, 2, 29),
            notes=("Two areas are combined.",),
        ),
        levels=(
            Level(area_type="Authority", singular="authority", plural="authorities"),
            Level(area_type="Network", singular="network", plural="networks"),
            Level(area_type="Country", singular="country", plural="countries"),
        ),
        network="Network",
        comparator="E92000001",
        show=(
            Show(
                levels=("Authority", "Network", "Country"),
                basis="occurring",
                first_year=2021,
                last_year=2022,
                pools=(2,),
            ),
            Show(levels=("Network", "Country"), basis="registered", first_year=2016, last_year=2016),
        ),
        disclosure=Disclosure(profile="strict"),
        release=Release(
            time=dt.datetime.fromisoformat("2026-11-19T09:30:00+00:00"), next_release="November 2027"
        ),
        producer=Producer(name="A network", contact="The analysts", email="data@example.org"),
    )
    return Publication(Path("no-such-folder/publication.toml"), settings, INDICATORS)


def _rate(indicator: str, area: Area, first: int, last: int, basis: str, number: int) -> dict[str, object]:
    """A cell whose numbers differ from every other's; every fifth is withheld, every seventh has no rate."""
    withheld, no_rate = number % 5 == 4, number % 7 == 5
    given = not (withheld or no_rate)
    value = (number + 1) / 0.7
    return {
        "indicator": indicator,
        "area_code": area.code,
        "area_name": area.name,
        "area_type": area.type,
        "period": str(first) if first == last else f"{first} to {last}",
        "basis": basis,
        "numerator": pd.NA if withheld else number * 3,
        "denominator": 1000 + 1234 * number,
        "value": value if given else float("nan"),
        "lower_95": value / 3 if given else float("nan"),
        "upper_95": value * 1.1 if given else float("nan"),
        "lower_998": value * 1e-7 if given else float("nan"),
        "upper_998": value * 1.7 if given else float("nan"),
        "method": "exact" if given else "",
        "symbols": "[c]" if withheld else "[x]" if no_rate else "[u]" if number % 3 == 0 else "",
        "comparison": "higher (99.8%)" if given else "not compared",
        "adjusted_comparison": "similar" if given and area.type == "Network" else "",
        "first_year": first,
        "last_year": last,
        **dict.fromkeys(SHRUNK, value / 2 if given else float("nan")),
    }


def rates() -> pd.DataFrame:
    """The table of rates."""
    shown = [
        (2021, 2021, "occurring"),
        (2022, 2022, "occurring"),
        (2021, 2022, "occurring"),
        (2016, 2016, "registered"),
    ]
    cells = [
        (indicator.id, area, *period)
        for indicator in INDICATORS
        for period in shown
        for area in AREAS.areas
        if period[2] == "occurring" or area.type != "Authority"
    ]
    frame = pd.DataFrame(_rate(*cell, number) for number, cell in enumerate(cells))
    extra = [name for name in frame.columns if name not in RATE_COLUMNS]
    return frame.astype({"numerator": "Int64"})[[*RATE_COLUMNS, *extra]]


def _funnel() -> Funnel:
    missing = float("nan")
    points = {
        "area_code": "QAA",
        "area_name": "North & <East>",
        "numerator": 3,
        "denominator": 2468,
        "value": 1.2155591572123177,
        "comparison": "similar",
        "adjusted_comparison": "not compared",
    }
    limits = ("lower_95", "upper_95", "lower_998", "upper_998")
    curve = (
        {"denominator": 1000.5}
        | dict.fromkeys(limits, 1.5)
        | {f"adjusted_{name}": missing for name in limits}
    )
    return Funnel(
        indicator="infant-mortality",
        area_type="Network",
        period="2021 to 2022",
        basis="occurring",
        target=3.9,
        target_code="E92000001",
        phi=missing,
        calibrated_phi=missing,
        tau2=missing,
        dispersion_level="",
        points=pd.DataFrame([points]),
        curve=pd.DataFrame([curve, curve | {"denominator": 2000.25}]),
        not_drawn=1,
        outside=0,
        adjusted_outside=0,
        expected_false_flags=0.002,
    )


def _change(**numbers: float) -> Change:
    given = {
        "value_from": 5.0,
        "value_to": 2.5,
        "rate_ratio": 0.5,
        "lower_95": 0.3,
        "upper_95": 0.8,
        **numbers,
    }
    return Change(
        indicator="infant-mortality",
        area_code="QAA" if numbers else "QBB",
        period_from="2021",
        period_to="2022",
        **given,
        p_value=1e-05,
        adjusted_p_value=2e-05,
        direction="fell",
    )


def _trend() -> Trend:
    return Trend(
        indicator="infant-mortality",
        area_code="QAA",
        basis="registered",
        first_year=2010,
        last_year=2016,
        points=7,
        annual_percent_change=-2.5,
        lower_95=-4.5,
        upper_95=-0.0,
        p_value=0.04,
        adjusted_p_value=0.08,
        exact_p_value=0.03,
        dispersion=1.5,
        marker="cannot be calculated",
        marker_reason="",
        direction="no clear change",
    )


def findings() -> Findings:
    """All findings."""
    infinite = float("inf")
    return Findings(
        rates=rates(),
        changes=(_change(value_from=0.0, rate_ratio=infinite, upper_95=infinite), _change()),
        trends=(_trend(),),
        funnels=(_funnel(),),
        detectable=(Detectable("infant-mortality", "QAA", 2468, 3, 0.61, 0.33),),
        control_charts=(),
        by_category=by_category(),
        inequalities=(_inequality(), _inequality(sii=math.nan, reason="a quantile has no population")),
        inequality_trends=(
            InequalityTrend(
                indicator="infant-mortality",
                area_code="E92000001",
                breakdown="deprivation",
                basis="occurring",
                first_year=2010,
                last_year=2022,
                points=13,
                annual_percent_change=0.99,
                lower_95=-0.17,
                upper_95=2.16,
                p_value=0.0935,
                dispersion=1.22,
                direction="no clear change",
            ),
        ),
        decompositions=(
            Decomposition(
                "infant-mortality", "E92000001", "deprivation", "occurring", "2021", "2022", 0.3, 0.1, 0.2
            ),
        ),
        withholding=(
            Withholding("infant-mortality", "everyone", "Authority", "2022", "occurring", 3, 1, 1, 1),
        ),
        rules=Profile(
            name="made up",
            source="A test.",
            withhold_to=2,
            rule="Small counts are withheld.",
            reliability=Reliability(no_rate_below=3, unreliable_below=20, rule="No rate on fewer than 3."),
        ),
        main_period="2021 to 2022",
        latest_year="2022",
        main_basis="occurring",
        revisions=(_revisions(),),
    )


def by_category() -> pd.DataFrame:
    """Rates by category: one withheld, one that a spreadsheet could take for a formula."""
    named = {"1": "=1+1", "2": "Least <deprived>"}
    rows = [
        {
            **dict.fromkeys(CATEGORY_COLUMNS, math.nan),
            "indicator": "infant-mortality",
            "area_code": "E92000001",
            "area_name": "England",
            "area_type": "Country",
            "breakdown": "deprivation",
            "category": category,
            "category_name": name,
            "period": "2022",
            "basis": "occurring",
            "numerator": pd.NA if category == "1" else 5,
            "denominator": 1000,
            "value": math.nan if category == "1" else 5.0,
            "method": "" if category == "1" else "exact",
            "symbols": "[c]" if category == "1" else "[u]",
            "category_comparison": "not compared" if category == "1" else "reference",
            "first_year": 2022,
            "last_year": 2022,
        }
        for category, name in named.items()
    ]
    return pd.DataFrame(rows, columns=list(CATEGORY_COLUMNS)).astype({"numerator": "Int64"})


def _inequality(sii: float = 3.5, reason: str = "") -> Inequality:
    period = "2021" if reason else "2022"
    index = (2, sii, 3.1, 3.8, 2.6, 2.3, 2.8, reason)
    return Inequality("infant-mortality", "E92000001", "deprivation", period, "occurring", *index, "higher")


def _revisions() -> Revisions:
    """One count that the edition before had published otherwise."""
    name = CellName("infant-mortality", "QAA", "2021", "occurring")
    old, new = (PublishedCell("North & <East>", "Network", count, 2000, count / 2, "") for count in (3, 4))
    since = PublishedEdition(Path("2021"), "infant-mortality", "2021", "Infant mortality", None, True, 0)
    return Revisions(since, (name,), (Difference("revised", name, old, new, ("numerator", "value")),))


def digest(files: dict[str, bytes]) -> str:
    """One hash of all files."""
    joined = hashlib.sha256()
    for name, content in sorted(files.items()):
        joined.update(name.encode() + b"\0" + content)
    return joined.hexdigest()


if __name__ == "__main__":
    print(digest(data_files(publication(), findings(), AREAS)))
