"""Small publications for tests: in memory, as the files of a folder, and as a finished edition.

A `Small` holds the settings and indicators of a publication, its areas and its counts. `publication`, `areas`
and `counts` make these three with defaults that fit together: three indicators of a nation, its networks and
their districts in three years. Any other shape is made from the product's own `Area`, `Indicator` and rows of
counts (`added_up`).

- `examples`: publications that several tests read; `texts`: the files of one of them, to put a fault into.
- `made_up`: findings by hand, with every verdict.
- `finished`: editions by hand, as whoever reads published files has them; `briefings`: those that are sent.
"""

from tests.publications.areas import areas
from tests.publications.counts import added_up, counts
from tests.publications.settings import EVENTS, indicator, publication, with_sections
from tests.publications.small import NOW, Small

__all__ = [
    "EVENTS",
    "NOW",
    "Small",
    "added_up",
    "areas",
    "counts",
    "indicator",
    "publication",
    "with_sections",
]
