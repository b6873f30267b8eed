"""What the pattern alone gives away, on small drawn publications; README gives its last line.

python -m tests.bench.pattern_share 60 140
"""

from __future__ import annotations

import sys
from collections import Counter

import numpy as np

from reporter.errors import ReporterError
from reporter.pipeline.twins.rerun import pattern_share
from tests.publications import EVENTS, Small, added_up, areas, publication
from tests.publications.settings import EARLY, LATE


def drawn(seed: int) -> Small:
    """One to three networks of two to four districts, one year or two, one indicator or three."""
    random = np.random.default_rng(seed)
    hierarchy = areas(int(random.integers(1, 4)), int(random.integers(2, 5)))
    years = (2022,) if random.random() < 0.6 else (2021, 2022)
    indicators = (EVENTS,) if random.random() < 0.6 else (EVENTS, EARLY, LATE)
    rows = []
    for area in hierarchy.leaves:
        for year in years:
            events = int(random.poisson(random.choice([2.0, 4.0])))
            births, early = int(random.integers(200, 900)), int(random.binomial(events, 0.5))
            rows.append((area.code, year, "occurring", births, events, early))
    pools = (2,) if len(years) > 1 and random.random() < 0.5 else ()
    profile = str(random.choice(["strict", "fingertips-1-to-4"]))
    made = publication(years=years, pools=pools, indicators=indicators, profile=profile)
    return Small(made, hierarchy, added_up(hierarchy, rows))


def main() -> None:
    """Print a line for each publication, then the sums."""
    sums: dict[str, Counter[str]] = {}
    for seed in range(int(sys.argv[1]), int(sys.argv[2])):
        small = drawn(seed)
        try:
            result = small.gate_result()
        except ReporterError:
            found = None
        else:
            found = pattern_share(small.publication, small.areas, small.counts, small.profile, result)
        print(seed, small.profile.name, found or "refused, or too large", flush=True)
        if found and found.withheld:
            numbers = {
                "publications": 1,
                "withheld": found.withheld,
                "data sets": found.data_sets,
                "same": found.same,
                "exact": found.exact,
                "some exact": int(found.exact > 0),
            }
            for name in (small.profile.name, "all"):
                sums.setdefault(name, Counter()).update(numbers)
    for name, numbers in sums.items():
        print(name, dict(numbers))


if __name__ == "__main__":
    main()
