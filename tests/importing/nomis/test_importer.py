"""What is made of the answers of Nomis: exact counts, intervals, and nothing else."""

import pytest

from reporter.errors import InputError, ReporterError
from reporter.importing.nomis.rounding import Interval
from tests.importing.nomis.conftest import Fault, Import, Nomis
from tests.importing.nomis.real_rows import AUTHORITY, COUNTRY, FIGURES, Figure, page


def test_exact_counts_are_counts_and_rounded_ones_intervals(imported: Import) -> None:
    found = imported()
    assert found.counts["E06000055", 2013] == (2074, 8)
    assert found.counts["E92000001", 2013] == (664517, 2611)
    assert found.intervals == {
        ("E06000017", 2013): Interval(0, 2),
        ("E09000020", 2013): Interval(3, 5),
        ("E06000024", 2014): Interval(3, 5),
    }
    assert not found.counts.keys() & found.intervals.keys()
    assert len(found.counts) == len(FIGURES) - 3
    assert found.extracted == "2024-02-06"


def test_births_and_deaths_are_asked_for_as_documented(imported: Import, nomis: Nomis) -> None:
    imported(range(2013, 2015))
    common = {
        "geography": "TYPE464,TYPE480,TYPE499",
        "date": "2013,2014",
        "measure": "1",
        "measures": "20100",
    }
    assert nomis.asked == [
        {"dataset": "NM_207_1", **common},
        {"dataset": "NM_161_1", **common, "cause_of_death": "0", "gender": "0", "age": "1"},
    ]


def test_only_the_years_and_areas_asked_for(imported: Import) -> None:
    found = imported(range(2014, 2015), areas=["TYPE499"])
    assert found.counts == {("E92000001", 2014): (661499, 2548)}


def test_years_that_nomis_does_not_have_are_named(imported: Import) -> None:
    with pytest.raises(InputError, match=r"no live births \(NM_207_1\) of 2012, expected years from 2013"):
        imported(range(2012, 2015))


def test_non_residents_and_totals_are_no_areas(imported: Import, nomis: Nomis) -> None:
    nomis.figures = [*FIGURES, Figure(2013, "2092957716", "Non-resident", COUNTRY, 0, 41)]
    found = imported()
    assert found.left_out == ("Non-resident",)
    assert "2092957716" not in {code for code, _ in found.counts}


def test_an_area_with_births_alone_is_left_out_and_named(imported: Import, nomis: Nomis) -> None:
    rows = page("NM_161_1", FIGURES, 0, 100).splitlines(keepends=True)
    shorter = "".join(row for row in rows if "E06000055" not in row).replace(",15\r", ",14\r")
    nomis.faults = [Fault(page("NM_207_1", FIGURES, 0, 100)), Fault(shorter.replace(",1,14\r", ",0,14\r"))]
    found = imported()
    assert found.without == (("E06000055", 2013),)
    assert ("E06000055", 2013) not in found.counts


def test_regions_that_do_not_add_up_to_england_are_refused(imported: Import, nomis: Nomis) -> None:
    nomis.figures = [
        each._replace(deaths=93) if each.name == "North East" else each  # 92 are published
        for each in FIGURES
    ]
    with pytest.raises(InputError, match="England in 2013 are 2,611, expected 2,612, the sum of its regions"):
        imported()


def test_a_count_that_should_have_been_rounded_away_stops_everything(imported: Import, nomis: Nomis) -> None:
    nomis.figures = [*FIGURES, Figure(2013, "E06000001", "Hartlepool", AUTHORITY, 1021, 2)]
    with pytest.raises(ReporterError, match="its rounding has changed, no 0 or 5 can be told"):
        imported()


def test_two_figures_of_one_area_stop_everything(imported: Import, nomis: Nomis) -> None:
    nomis.figures = [*FIGURES, FIGURES[0]._replace(births=2075)]
    with pytest.raises(ReporterError, match=r"E06000055 \(Bedford\) 2074 and 2075 live births in 2013"):
        imported()
