"""The files of a small publication without a fault, for tests that put one in."""

from __future__ import annotations

from pathlib import Path

AREAS = """\
area_code,area_name,area_type,parent_code
N,Nation,nation,
W1,North,network,N
W2,South,network,N
A,Aton,district,W1
B,Beeton,district,W1
C,Ceeton,district,W2
"""

COUNTS = """\
area_code,year,basis,births,deaths,early
A,2021,occurring,100,3,2
B,2021,occurring,200,4,1
C,2021,occurring,300,5,5
N,2021,occurring,600,12,8
A,2022,occurring,110,4,2
B,2022,occurring,210,5,1
C,2022,occurring,310,6,5
N,2022,occurring,630,15,8
"""

SETTINGS = """\
network = "network"
comparator = "N"

[publication]
id = "small"
title = "A small publication"
edition = "2022"
summary = "Made up for tests."

[data]
counts = "counts.csv"
areas = "areas.csv"
indicators = [
    "all.toml",
    "late.toml",
]
source = "Made up."
extracted = 2024-01-31

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
first_year = 2021
last_year = 2022
pools = [2]

[[show]]
indicators = ["late"]
levels = ["nation"]
basis = "occurring"
first_year = 2021
last_year = 2022

[disclosure]
profile = "strict"

[release]
time = 2024-03-14T09:30:00+00:00
next_release = "Next year."

[producer]
name = "Test"
contact = "Test team"
email = "test@example.org"
"""

INDICATOR = """\
id = "{id}"
title = "{id}"
type = "Supporting indicator"
rationale = "Made up."
definition = "None."
calculation = "Per 1,000."
multiplier = 1000
basis = "occurring"
data_source = "Made up."
polarity = "low is good"

[numerator]
description = "Deaths."
add = ["deaths"]
{more}
[denominator]
description = "Births."
add = ["births"]

[words]
rate = "rate"
event = "death"
events = "{id} deaths"
denominator = "births"
plain = "deaths for every 1,000 births"
"""

FILES = {
    "publication.toml": SETTINGS,
    "all.toml": INDICATOR.format(id="all", more=""),
    "late.toml": INDICATOR.format(id="late", more='subtract = ["early"]\n'),
    "areas.csv": AREAS,
    "counts.csv": COUNTS,
}


def write_files(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """Write the files, some with other content or, where None, left out; gives the settings file's path."""
    for name, content in {**FILES, **(changes or {})}.items():
        if isinstance(content, str):
            (folder / name).write_bytes(content.encode())
        elif content is not None:
            (folder / name).write_bytes(content)
    return folder / "publication.toml"


def changed(name: str, *replacements: tuple[str, str]) -> dict[str, str | bytes | None]:
    """One file with each first text, which stands in it once, replaced by the second."""
    text = FILES[name]
    for old, new in replacements:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return {name: text}
