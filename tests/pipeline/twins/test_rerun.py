"""What the pattern alone gives away, on publications so small that every data set is listed by hand."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.cli.verify import verify
from reporter.disclosure.audit import audit
from reporter.disclosure.relations import LinkedTable
from reporter.pipeline.twins import rerun
from reporter.pipeline.twins.rerun import PatternShare, fitting_tables, pattern_share
from reporter.publication.areas import Area, Areas
from tests.publications import EVENTS, Small, added_up, publication


def of_networks(**events: int) -> Small:
    """Networks of a nation in one year, 100 births in each; `strict` withholds 1 and 2."""
    places = Areas.of([Area("N", "N", "nation"), *(Area(code, code, "network", ("N",)) for code in events)])
    rows = [(code, 2022, "occurring", 100, count) for code, count in events.items()]
    made = publication(types=("network", "nation"), years=(2022,), pools=(), indicators=(EVENTS,))
    return Small(made, places, added_up(places, rows, ("births", "events")))


def share(small: Small, most: int | None = None) -> PatternShare | None:
    result = small.gate_result()
    return pattern_share(small.publication, small.areas, small.counts, small.profile, result, most=most)


def test_every_table_that_fits_by_hand() -> None:
    """Two cells of at least 1 that add up to 4: 1 and 3, 2 and 2, 3 and 1."""
    table = LinkedTable.build(
        ids=["total", "a", "b", "c"], values=[9, 1, 3, 5], relations=[("total", ["a", "b", "c"])], lower=1
    )
    hidden = np.array([False, True, True, False])
    found = fitting_tables(table, hidden, 3)
    assert found is not None
    assert sorted(each.tolist() for each in found) == [[9, 1, 3, 5], [9, 2, 2, 5], [9, 3, 1, 5]]
    assert fitting_tables(table, hidden, 2) is None


def test_no_end_of_tables_is_too_many() -> None:
    """One number 2 above another."""
    endless = LinkedTable.build(
        ids=["a", "b", "difference"],
        values=[3, 1, 2],
        relations=[{"a": 1, "b": -1, "difference": -1}],
        lower=1,
    )
    assert fitting_tables(endless, np.array([True, True, False]), 100) is None


@settings(max_examples=30)
@given(st.lists(st.integers(1, 4), min_size=4, max_size=4), st.integers(0, 2))
def test_the_tables_that_fit_span_what_the_audit_finds(counts: list[int], bound: int) -> None:
    """Two rows and two columns with their sums shown, against integer programmes."""
    a, b, c, d = counts
    names = ["a", "b", "c", "d", "row 1", "row 2", "column 1", "column 2"]
    table = LinkedTable.build(
        ids=names,
        values=[*counts, a + b, c + d, a + c, b + d],
        relations=[("row 1", "ab"), ("row 2", "cd"), ("column 1", "ac"), ("column 2", "bd")],
        lower=min(bound, *counts),
    )
    hidden = np.array([True] * 4 + [False] * 4)
    found = fitting_tables(table, hidden, 100)
    assert found is not None
    values = np.array(found)[:, :4]
    intervals = audit(table, hidden)
    assert values.min(axis=0).tolist() == intervals.low.tolist()
    assert values.max(axis=0).tolist() == intervals.high.tolist()
    assert len({tuple(each) for each in values.tolist()}) == len(found)


def test_a_pattern_that_gives_nothing_away() -> None:
    """1 and 2 of 3: the other way round they are withheld as well."""
    found = share(of_networks(A=1, B=2, C=7, D=9))
    assert found == PatternShare(2, data_sets=2, same=2, exact=0, exact_before=0)


def test_a_pattern_that_gives_every_count_away() -> None:
    """1 with 7, beside a 3 that is shown: 1 to 7 with 7 to 1 fit.

    Of 2 with 6, 6 with 2 and 7 with 1 the gate withholds the 3 beside the small one, which costs as much. Of
    3 with 5, 4 with 4 and 5 with 3 it withholds nothing. So it was 1 with 7.
    """
    found = share(of_networks(A=1, B=3, C=7))
    assert found == PatternShare(2, data_sets=7, same=1, exact=2, exact_before=0)


def test_one_too_large_is_not_judged() -> None:
    small = of_networks(A=1, B=40, C=90)
    assert share(small, most=39) is None
    assert share(of_networks(A=7, B=8, C=9)) == PatternShare(0, 1, 1, 0, 0)


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (500, "0 of 2 withheld counts (0%) follow for whoever runs this program on all 2 data sets that fit"),
        (1, "what the pattern alone gives away is not said: more than 1 data sets fit"),
    ],
)
def test_the_command_says_it(most: int, said: str, tmp_path: Path) -> None:
    small = of_networks(A=1, B=2, C=7, D=9)
    small.edition(tmp_path)
    given = [str(tmp_path / "output/small/2022"), "--publication", str(tmp_path / "publication.toml")]
    with patch.object(rerun, "MOST_DATA_SETS", most):
        done = CliRunner().invoke(verify, given)
    assert done.exit_code == 0, done.output
    assert said in " ".join(done.output.split())
