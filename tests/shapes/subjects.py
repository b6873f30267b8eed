"""Indicators of unlike words, units and frequency."""

from __future__ import annotations

import math
import os
from typing import Any, NamedTuple

from hypothesis import strategies as st

from reporter.publication.indicator import Indicator
from tests.publications import indicator
from tests.shapes.bands import AGE
from tests.shapes.choices import now_and_then, one_of

BY_TIME, WEIGHTED = "rate by time", "weighted rate"
"""Rates with a decimal denominator, and with a decimal numerator."""
EXPECTED, BANDED = "indirectly standardised ratio", "directly standardised rate"

ALL_KINDS = "REPORTER_ALL_KINDS" in os.environ
"""Whether kinds with decimals or bands are drawn too: not all publications of these hold yet."""


class Subject(NamedTuple):
    """What an indicator is about: its words, and how often it usually happens to one of the denominator."""

    id: str
    title: str
    rate: str
    event: str
    events: str
    denominator: str
    plain: str
    polarity: str
    chance: float
    multipliers: tuple[int, ...]
    kinds: tuple[str, ...] = ("rate", "proportion")


_SUBJECTS = (
    Subject("infant-mortality", "Infant mortality", "infant mortality rate", "infant death", "infant deaths",
            "live births", "how many babies die in their first year", "low is good", 0.004, (1000, 100_000)),
    Subject("smoking", "Smoking at delivery", "smoking rate", "woman who smoked", "women who smoked",
            "maternities", "how many women smoke when they give birth", "low is good", 0.09, (100, 1000)),
    Subject("early-diagnosis", "Early diagnosis", "early diagnosis rate", "case found early",
            "cases found early", "cases", "how many cases are found early", "high is good", 0.6, (100,)),
    Subject("suicide", "Suicides", "suicide rate", "suicide", "suicides", "people", "how many people die so",
            "low is good", 0.0001, (100_000, 1_000_000), ("rate", "count")),
    Subject("preterm", "Births before 37 weeks", "rate of births before 37 weeks", "birth before 37 weeks",
            "births before 37 weeks", "live births at 22 weeks and over", "how many births are early",
            "low is good", 0.07, (100, 1000)),
    Subject("falls", "Admissions for falls, 65 and over", "rate of admissions for falls",
            "admission for a fall", "admissions for falls", "people aged 65+",
            "how many people of 65 and over fall", "low is good", 0.02, (100_000, 1000),
            ("rate", "count ratio", "count")),
    Subject("uptake", "MMR2 uptake at 5 years", "uptake of MMR2", "child with MMR2", "children with MMR2",
            "children of 5 years", "how many children of 5 have had 2 doses", "high is good", 0.9, (100,)),
    Subject("caesareans", "Caesareans", "caesarean rate", "caesarean", "caesareans", "deliveries",
            "how many births are by caesarean", "neither", 0.3, (100, 1000)),
    Subject("fell", "Falls that rose higher", "rate of falls & rises", "fall / rise", "falls / rises",
            "“lower” stays", "how many fell, rose or were lower", "low is good", 0.01, (1000, 1)),
    Subject("incidence", "New cases of asthma", "incidence of asthma", "new case of asthma",
            "new cases of asthma", "person-years", "how many people fall ill", "low is good", 0.005,
            (1000, 100_000), (BY_TIME,)),
    Subject("alcohol", "Admissions through alcohol", "rate of admissions through alcohol",
            "admission through alcohol", "admissions through alcohol", "people",
            "how many admissions alcohol explains", "low is good", 0.02, (100_000,), (WEIGHTED,)),
    Subject("hospital", "Deaths in hospital", "mortality ratio", "death in hospital", "deaths in hospital",
            "expected deaths", "how many die against what is expected", "low is good", 1.0, (100, 1),
            (EXPECTED,)),
    Subject("mortality", "Deaths at all ages", "mortality rate", "death", "deaths", "people of all ages",
            "how many die, as if all areas were as old", "low is good", 0.01, (100_000, 1000), (BANDED,)),
    Subject("survival", "Alive at 5 years", "standardised survival", "person alive at 5 years",
            "people alive at 5 years", "people with cancer", "how many are alive", "high is good", 0.5,
            (1000,), (BANDED,)),
)  # fmt: skip


class Drawn(NamedTuple):
    """An indicator with its columns of counts, the denominator first, and its usual rate."""

    record: Indicator
    denominator: str
    numerator: str
    chance: float

    @property
    def rounds(self) -> bool:
        """Whether its profile may round counts."""
        return self.record.standardisation is None and not self.record.numerator.decimal


def subjects(
    draw: st.DrawFn, run: tuple[str, int, int], *, by_year: bool = True, banded: bool = True
) -> list[Drawn]:
    """One to three indicators.

    Args:
        draw: of the strategy.
        run: basis, first and last year, or other step, of the newest counts.
        by_year: whether the periods are single calendar years.
        banded: whether counts by band can be had.
    """
    many = one_of(draw, 1, 2, 3, odds=3)
    decimal_or_banded = {BY_TIME, WEIGHTED, EXPECTED, BANDED}
    known = [
        subject
        for subject in _SUBJECTS
        if (banded or subject.kinds != (BANDED,))
        and (ALL_KINDS or decimal_or_banded.isdisjoint(subject.kinds))
    ]
    chosen = draw(st.lists(st.sampled_from(known), min_size=many, max_size=many, unique_by=lambda s: s.id))
    shared = many > 1 and now_and_then(draw, 4)
    return [
        _drawn(draw, subject, run, 0 if shared and all(map(_counts_people, chosen)) else n, n, by_year)
        for n, subject in enumerate(chosen)
    ]


def _counts_people(subject: Subject) -> bool:
    """Whether its denominator is one that other indicators may have as well."""
    return subject.kinds[0] not in (BY_TIME, EXPECTED, BANDED)


def _drawn(
    draw: st.DrawFn,
    subject: Subject,
    run: tuple[str, int, int],
    denominator: int,
    number: int,
    by_year: bool,
) -> Drawn:
    words = {
        "rate": subject.rate,
        "event": subject.event,
        "events": subject.events,
        "denominator": subject.denominator,
        "plain": subject.plain,
    }
    further: dict[str, Any] = {}
    if now_and_then(draw, 6):
        further["guidance"] = ({"code": "NG194", "title": "Postnatal care, 3rd edition", "year": 2021},)
    if now_and_then(draw, 6):
        further["caution"] = "Fewer than 20 events in 3 years: read with caution."
    if now_and_then(draw, 6):
        further["expected_population"] = {
            "eligible": one_of(draw, 590_000, 7, 60_000_000),
            "population": 60_000_000,
            "area": "England & Wales",
            "year": "mid-2023",
            "source": "Estimates of 2023.",
        }
    multiplier = draw(st.sampled_from(subject.multipliers))
    kind = one_of(draw, *subject.kinds, odds=2)
    if by_year and now_and_then(draw, 3):
        most = float(multiplier) if kind == "proportion" else math.inf
        further["target"] = _target(draw, multiplier * subject.chance, run, most)
    if now_and_then(draw, 6):
        further["notes"] = ("In 2 of 3 cases the hour is known.",)
    if by_year and now_and_then(draw, 6):
        further["breaks"] = ({"year": run[1] + 1, "what": "The form of 2015, version 2"},)
    columns = f"den_{denominator}", f"num_{number}"
    is_alone = kind == "count"
    if not is_alone:
        further["denominator"] = {
            "description": f"{subject.denominator.capitalize()}.",
            "add": (columns[0],),
        }
    if kind in (BY_TIME, EXPECTED):
        further["denominator"]["decimal"] = True
    if kind == EXPECTED:
        further["denominator"]["one_reference"] = "target" in further or draw(st.booleans())
    if kind == BANDED:
        further["standardisation"] = {"breakdown": AGE["id"], "standard": "ESP 2013"}
        further["standardisation"]["decimals"] = one_of(draw, 1, 0, 2)
    record = indicator(
        subject.id,
        (columns[1],),
        title=subject.title,
        basis=run[0],
        measure="rate" if kind in (BY_TIME, WEIGHTED) else kind,
        multiplier=1 if is_alone else multiplier,
        polarity=subject.polarity,
        definition=f"{subject.title}.",
        numerator={"description": f"{subject.events.capitalize()}.", **_parts_of(kind)},
        words=words,
        **further,
    )
    return Drawn(record, *columns, subject.chance)


def _parts_of(kind: str) -> dict[str, bool]:
    """What the numerator of a kind says of itself."""
    return {"decimal": True, "within_denominator": False} if kind == WEIGHTED else {}


def _target(draw: st.DrawFn, usual: float, run: tuple[str, int, int], most: float) -> dict[str, Any]:
    """A target from the first year of a run, or from a rate of its own, near the usual one or far off."""
    _, first, last = run
    aims: tuple[dict[str, float], ...] = (
        {"reduction": 0.5},
        {"reduction": 0.05},
        {"value": min(1.2 * usual, most)},
    )
    own = one_of(draw, None, usual, min(8 * usual, most), usual / 8)
    start = {"from_year": first} if own is None else {"from_year": first - 5, "from_value": own}
    aim = draw(st.sampled_from(aims))
    return {**aim, **start, "year": last + one_of(draw, 3, 1, 20), "source": "Plan 2 of the ministry"}
