"""Tables as users hold them: small counts withheld at the source, levels apart, areas that open and close."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from reporter.counts.table import Counts
from reporter.publication.areas import Areas
from tests.shapes.choices import now_and_then, one_of
from tests.shapes.places import Places
from tests.shapes.subjects import Drawn

SIGN = "*"


@dataclass(frozen=True)
class AsHeld:
    """How the source gives the counts.

    Attributes:
        withheld: the least and the greatest count of the smallest areas that stands as a sign; None for none.
        numerators: the columns with signs.
        apart: the settings of levels that are not the sums of their parts, by type.
    """

    withheld: tuple[int, int] | None = None
    numerators: tuple[str, ...] = ()
    apart: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def counts(self, text: str, areas: Areas) -> str:
        """The counts file with signs in place of the small counts of the smallest areas."""
        if self.withheld is None:
            return text
        least, greatest = self.withheld
        smallest = {area.code for area in areas.leaves}
        rows = list(csv.DictReader(io.StringIO(text)))
        for row in rows:
            for name in self.numerators:
                if row["area_code"] in smallest and least <= int(row[name]) <= greatest:
                    row[name] = SIGN
        written = io.StringIO(newline="")
        table = csv.DictWriter(written, rows[0], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        return written.getvalue()

    def settings(self, text: str, counts: str) -> str:
        """The settings with what the sign stands for, if it stands anywhere."""
        if self.withheld is None or SIGN not in counts:
            return text
        least, greatest = self.withheld
        return f'{text}\n[data.withheld]\n"{SIGN}" = "{least} to {greatest}"\n'


PLAINLY = AsHeld()
"""Every count as it is, and every level the sum of its parts."""


def as_held(draw: st.DrawFn, area: Places, indicators: Sequence[Drawn]) -> AsHeld:
    """How a source may give counts that have no categories and are counted one by one."""
    apart: dict[str, Mapping[str, Any]] = {}
    if len(area.types) > 1 and now_and_then(draw, 8):
        kind = draw(st.sampled_from(area.types[1:]))
        apart[kind] = {"sums": False, **({"rounded_to": 5} if draw(st.booleans()) else {})}
    withheld = one_of(draw, (1, 7), (0, 4), (1, 2)) if now_and_then(draw, 6) else None
    if any(each.record.numerator.decimal or not each.record.denominator.add for each in indicators):
        withheld = None
    numerators = tuple(dict.fromkeys(each.numerator for each in indicators))
    return AsHeld(withheld, numerators, apart)


def opened_or_closed(areas: Areas, counts: Counts) -> Areas:
    """The areas, those without rows in the first or the last years with the days on which they were.

    Only where counts are by calendar years.
    """
    years: dict[str, set[int]] = {}
    for code, year, _ in counts.row_of:
        years.setdefault(code, set()).add(year)
    first, last = min(map(min, years.values())), max(map(max, years.values()))
    changed = []
    for area in areas.areas:
        own = years.get(area.code, {first, last})
        opened = dt.date(min(own), 1, 1) if min(own) > first else None
        closed = dt.date(max(own), 12, 31) if max(own) < last else None
        changed.append(replace(area, valid_from=opened, valid_to=closed))
    return replace(areas, areas=tuple(changed))
