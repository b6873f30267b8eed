"""The files of a made-up nation: states, counties, ten years with pools of three, three indicators, `cdc`.

Births of a county are drawn from a log-normal distribution about 1,200 a year, as uneven as those of the
counties of the United States, deaths from binomial distributions of 3.6 and 1.9 per 1,000 births.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

COUNTIES = 3142
"""Counties of the United States and its capital, US Census Bureau 2020."""
STATES = 51
YEARS = tuple(range(2011, 2021))
_INDICATORS = ("infant", "neonatal", "post-neonatal")
_COLUMNS = {
    "infant": ["neonatal_deaths", "post_neonatal_deaths"],
    "neonatal": ["neonatal_deaths"],
    "post-neonatal": ["post_neonatal_deaths"],
}


def write_nation(folder: Path, states: int = STATES, seed: int = 1) -> Path:
    """Write the first `states` states, with their share of the counties; the path of the settings."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    areas, counts = (
        ["area_code,area_name,area_type,parent_code", "US,Nation,nation,"],
        ["area_code,year,basis,births,neonatal_deaths,post_neonatal_deaths"],
    )
    for state in range(states):
        areas.append(f"S{state:02},State {_letters(state)},state,US")
        for county in range(COUNTIES * state // STATES, COUNTIES * (state + 1) // STATES):
            code = f"C{county:04}"
            areas.append(f"{code},County {_letters(county)},county,S{state:02}")
            size = random.lognormal(np.log(300), 1.65)
            births = random.poisson(size, len(YEARS)) + 1
            early, late = random.binomial(births, 0.0036), random.binomial(births, 0.0019)
            late = np.minimum(late, births - early)
            counts += [
                f"{code},{y},occurring,{b},{n},{p}"
                for y, b, n, p in zip(YEARS, births, early, late, strict=True)
            ]
    (folder / "areas.csv").write_text("\n".join(areas) + "\n", "utf-8")
    (folder / "counts.csv").write_text("\n".join(counts) + "\n", "utf-8")
    for name in _INDICATORS:
        (folder / f"{name}.toml").write_text(_indicator(name), "utf-8")
    settings = folder / "publication.toml"
    settings.write_text(_SETTINGS, "utf-8")
    return settings


def _letters(number: int) -> str:
    """A number in letters, so that no name holds a digit."""
    letters = ""
    while True:
        letters = chr(ord("A") + number % 26) + letters
        number = number // 26 - 1
        if number < 0:
            return letters


def _indicator(name: str) -> str:
    columns = ", ".join(f'"{column}"' for column in _COLUMNS[name])
    return f"""id = "{name}-mortality"
title = "{name.capitalize()} mortality"
type = "Indicator"
rationale = "Deaths of babies."
definition = "Deaths under one year."
calculation = "Deaths over live births."
multiplier = 1000
basis = "occurring"
data_source = "Made up"
polarity = "low is good"

[numerator]
description = "{name} deaths"
add = [{columns}]

[denominator]
description = "Live births"
add = ["births"]

[words]
rate = "{name} mortality rate"
event = "{name} death"
events = "{name} deaths"
denominator = "live births"
plain = "how many babies die"
"""


_SETTINGS = """network = "state"
comparator = "US"

[publication]
id = "nation"
title = "Infant mortality of a nation"
edition = "2020"
summary = "Made-up figures."
language = "en-GB"

[data]
counts = "counts.csv"
areas = "areas.csv"
indicators = ["infant.toml", "neonatal.toml", "post-neonatal.toml"]
source = "Made up"
extracted = 2021-05-31

[[levels]]
area_type = "county"
singular = "county"
plural = "counties"

[[levels]]
area_type = "state"
singular = "state"
plural = "states"

[[levels]]
area_type = "nation"
singular = "nation"
plural = "nations"

[[show]]
levels = ["county", "state", "nation"]
basis = "occurring"
first_year = 2011
last_year = 2020
pools = [3]

[disclosure]
profile = "cdc"

[producer]
name = "Statistics"
contact = "Statistics"
email = "statistics@example.org"

[release]
time = 2021-06-18T09:30:00+00:00
next_release = "June 2022"
"""
