"""A small publication in files, with every kind of number a page can hold, and its finished edition."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np

from reporter.machine.progress import Silent
from reporter.pipeline.build import build
from tests.edition import read_folder

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
NETWORKS = ("Ash", "Beech", "Cedar", "Dogwood", "Elder")
SETTINGS = """
network = "network"
comparator = "N"
[publication]
id = "small"
title = "Events in 5 networks: 2022"
edition = "2022"
summary = "Events under 28 days."
[data]
counts = "counts.csv"
areas = "areas.csv"
breakdowns = "breakdowns.csv"
indicators = ["events.toml"]
source = "Made up for tests, version 2."
extracted = 2024-01-31
notes = ["In 2019 there were 17 doubtful events."]
[[levels]]
area_type = "district"
singular = "district"
plural = "districts"
[[levels]]
area_type = "network"
singular = "network"
plural = "networks"
[[levels]]
area_type = "nation"
singular = "nation"
plural = "nations"
[[show]]
levels = ["district", "network", "nation"]
basis = "occurring"
first_year = 2020
last_year = 2022
pools = [3]
[[show]]
levels = ["network", "nation"]
basis = "registered"
first_year = 2012
last_year = 2019
[[show]]
levels = ["nation"]
breakdowns = ["quarter"]
basis = "occurring"
first_year = 2020
last_year = 2022
[[breakdowns]]
id = "quarter"
title = "Deprivation"
kind = "quantile"
note = "Quarters by the index of 2019."
[breakdowns.categories]
1 = "1 (most deprived)"
2 = "2"
3 = "3"
4 = "4 (least deprived)"
[disclosure]
profile = "strict"
[release]
time = 2024-03-14T09:30:00+00:00
next_release = "In 2025."
[producer]
name = "Office 7"
contact = "Team 3"
email = "team3@example.org"
telephone = "01632 960000"
"""
INDICATOR = """
id = "events"
title = "Events under 28 days"
type = "Network indicator"
rationale = "Made up for tests."
definition = "An event before the age of 28 days."
calculation = "Events over births, multiplied by 1,000."
multiplier = 1000
basis = "occurring"
data_source = "Made up."
polarity = "low is good"
[numerator]
description = "Events under 28 days."
add = ["events"]
[denominator]
description = "Births."
add = ["births"]
[words]
rate = "rate of events under 28 days"
event = "event under 28 days"
events = "events under 28 days"
denominator = "births"
plain = "how many births end in an event within 28 days"
"""


def write_publication(folder: Path) -> Path:
    """Write the publication and return its settings file; the counts are Poisson, from a fixed seed."""
    random = np.random.default_rng(20240314)
    areas = ["area_code,area_name,area_type,parent_code", "N,Nation,nation,"]
    counts = ["area_code,year,basis,births,events"]
    nation = dict.fromkeys(range(2020, 2023), (0, 0))
    for place, network in enumerate(NETWORKS):
        areas.append(f"W{place},{network},network,N")
        for part in range(1, 4):
            code = f"D{place}{part}"
            areas.append(f"{code},{network} Ward {part},district,W{place}")
            for year in range(2012, 2023):
                births = int(random.integers(1500, 5000))
                rate = (0.003 + 0.0015 * place) * (1.1 - 0.04 * (year - 2012)) + 0.0004
                events = int(random.poisson(rate * births))
                basis = "registered" if year < 2020 else "occurring"
                counts.append(f"{code},{year},{basis},{births},{events}")
                if year >= 2020:
                    nation[year] = (nation[year][0] + births, nation[year][1] + events)
    groups = ["area_code,year,basis,breakdown,category,births,events"]
    for year, (births, events) in nation.items():
        shares = random.multinomial(events, [0.4, 0.3, 0.2, 0.1])
        groups += [
            f"N,{year},occurring,quarter,{category},{births // 4},{share}"
            for category, share in enumerate(shares, start=1)
        ]
    for name, lines in (("areas.csv", areas), ("counts.csv", counts), ("breakdowns.csv", groups)):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "events.toml").write_text(INDICATOR, encoding="utf-8")
    (folder / "publication.toml").write_text(SETTINGS, encoding="utf-8")
    return folder / "publication.toml"


def small_edition(folder: Path, *, jobs: int = 1, archive: bool = False) -> dict[str, bytes]:
    """The bytes of every file of the finished edition, by its path; `folder` takes up all that is made."""
    settings, output = write_publication(folder), folder / "output"
    made = build(settings, output, jobs=jobs, progress=Silent(), now=NOW, archive=archive)
    return read_folder(made.folder)
