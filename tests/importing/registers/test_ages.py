"""Ages at death, on DuckDB, against the calendar worked out by Python's own dates."""

import datetime as dt

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.importing.registers.ages import is_neonatal, is_under_one
from reporter.importing.registers.engine import connected, fetch

D = dt.date


def ages(pairs: list[tuple[dt.date, dt.date]]) -> list[tuple[bool, bool]]:
    table = pa.table({"born": [born for born, _ in pairs], "died": [died for _, died in pairs]})
    with connected(None) as engine:
        deaths = engine.create_table("deaths", table)
        query = deaths.select(
            under_one=is_under_one(deaths.born, deaths.died).cast("int64"),
            neonatal=is_neonatal(deaths.born, deaths.died).cast("int64"),
        )
        return [(bool(a), bool(b)) for a, b in fetch(engine, query).itertuples(index=False)]


# First principles: Family Law Reform Act 1969, section 9 (an age is attained when its anniversary begins) and
# under 28 completed days.
@pytest.mark.parametrize(
    ("born", "died", "under_one", "neonatal"),
    [
        (D(2021, 6, 15), D(2021, 6, 15), True, True),  # on the day of birth
        (D(2021, 6, 15), D(2021, 7, 12), True, True),  # 27 days
        (D(2021, 6, 15), D(2021, 7, 13), True, False),  # 28 days
        (D(2021, 6, 15), D(2022, 6, 14), True, False),  # the day before the first birthday
        (D(2021, 6, 15), D(2022, 6, 15), False, False),  # on it
        (D(2020, 2, 29), D(2021, 2, 28), True, False),  # born on 29 February: the birthday is not yet
        (D(2020, 2, 29), D(2021, 3, 1), False, False),  # but on 1 March
        (D(2020, 2, 28), D(2021, 2, 28), False, False),
        (D(2019, 3, 1), D(2020, 2, 29), True, False),  # died on 29 February
        (D(2019, 2, 28), D(2020, 2, 29), False, False),
        (D(2020, 2, 10), D(2020, 3, 9), True, False),  # 28 days across 29 February
        (D(2021, 2, 10), D(2021, 3, 9), True, True),  # 27 days without one
        (D(2021, 12, 31), D(2022, 1, 1), True, True),  # across the year
        (D(2021, 6, 15), D(2021, 6, 14), False, False),  # before the birth
    ],
)
def test_ages_at_their_limits(born: dt.date, died: dt.date, under_one: bool, neonatal: bool) -> None:
    assert ages([(born, died)]) == [(under_one, neonatal)]


def first_birthday(born: dt.date) -> dt.date:
    """The same day a year later, by Python's calendar; 1 March for 29 February."""
    try:
        return born.replace(year=born.year + 1)
    except ValueError:
        return D(born.year + 1, 3, 1)


@settings(max_examples=10)
@given(
    st.lists(
        st.tuples(st.dates(D(1999, 12, 1), D(2025, 3, 2)), st.integers(0, 400)), min_size=200, max_size=1000
    )
)
def test_any_age_agrees_with_the_calendar(cases: list[tuple[dt.date, int]]) -> None:
    pairs = [(born, born + dt.timedelta(days=days)) for born, days in cases]
    expected = [(died < first_birthday(born), (died - born).days < 28) for born, died in pairs]
    assert ages(pairs) == expected


def test_a_missing_date_is_under_no_age() -> None:
    with connected(None) as engine:
        table = pa.table({"born": pa.array([None, D(2021, 1, 1)]), "died": pa.array([D(2021, 1, 1), None])})
        deaths = engine.create_table("deaths", table)
        query = deaths.select(missing=is_under_one(deaths.born, deaths.died).isnull().cast("int64"))
        assert isinstance(query, ibis.Table)
        assert fetch(engine, query)["missing"].tolist() == [1, 1]
