"""`reporter group`: counts of small areas grouped into networks."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from reporter.cli.group import group_command
from reporter.counts.files.areas_file import read_areas
from reporter.counts.files.counts_file import read_counts
from reporter.errors import InputError
from tests.publications.texts import COUNTS

WHOLE = ("--whole", "N", "Nation")
LOOKUP = """area_code,area_name,network_code,network_name,region_code,region_name,share
A,Ashford,W1,West,R,Region,1
B,"Bath, City of",W2,East,R,Region,0.6
C,Corby,W2,East,R,Region,1
"""
SHARED = """area_code,network_code,share
A,W1,1
B,W1,0.4
B,W2,0.6
C,W2,1
"""
CHANGES = (
    "changed_to_code,changed_to_name,changed_from_code,changed_from_name,desc,"
    "entity_type,date,year,split,merge\n"
)


def files(folder: Path, counts: str = COUNTS, lookup: str = LOOKUP) -> tuple[Path, Path]:
    """Write the counts of `three_districts`, A, B, C and the nation N, and a lookup of their networks."""
    (folder / "in.csv").write_text(counts)
    (folder / "lookup.csv").write_text(lookup)
    return folder / "in.csv", folder / "lookup.csv"


def run(folder: Path, *options: str | Path, counts: str = COUNTS, lookup: str = LOOKUP) -> Result:
    given, networks = files(folder, counts, lookup)
    places = ("--counts", folder / "out.csv", "--areas", folder / "areas.csv")
    arguments = (given, "--lookup", networks, *places, *options)
    return CliRunner().invoke(group_command, list(map(str, arguments)))


def done(folder: Path, *options: str | Path, counts: str = COUNTS, lookup: str = LOOKUP) -> Result:
    result = run(folder, *options, counts=counts, lookup=lookup)
    assert result.exit_code == 0, result.exception or result.output
    return result


def refused(folder: Path, *options: str | Path, counts: str = COUNTS, lookup: str = LOOKUP) -> list[str]:
    result = run(folder, *options, counts=counts, lookup=lookup)
    assert isinstance(result.exception, InputError), result.output
    assert not (folder / "out.csv").exists()
    return [str(problem) for problem in result.exception.problems]


def by_network(folder: Path) -> dict[tuple[str, int], list[int]]:
    """What the publication reads: counts of all areas, by code and year."""
    areas, problems = read_areas(folder / "areas.csv", None)
    assert problems == []
    counts, problems = read_counts(folder / "out.csv", areas, [])
    assert problems == []
    assert counts is not None
    return {(code, year): list(row.values()) for (code, year, _), row in counts.by_key().items()}


def test_an_area_counts_in_full_towards_the_network_that_fits_it_best(tmp_path: Path) -> None:
    result = done(tmp_path, *WHOLE)
    counts = by_network(tmp_path)
    assert counts["W1", 2021] == [100, 3, 2]
    assert counts["W2", 2021] == [200 + 300, 4 + 5, 1 + 5]
    assert counts["R", 2022] == counts["N", 2022] == [630, 15, 8]
    assert "1 area lies in more than one network" in result.output
    assert "Bath, City of (60.0% in East)" in result.output
    record = json.loads((tmp_path / "out.source.json").read_text())
    assert any("(60.0% in East)" in sentence for sentence in record["rules"])
    assert record["grouping"]["in_several_networks"] == [
        {"area_code": "B", "network_code": "W2", "share": 0.6}
    ]


def test_of_several_networks_the_one_with_the_largest_share_is_taken(tmp_path: Path) -> None:
    done(tmp_path, *WHOLE, lookup=SHARED)
    assert by_network(tmp_path)["W2", 2021] == [500, 9, 6]


def test_divided_by_shares_births_and_deaths_are_estimates_of_networks_alone(tmp_path: Path) -> None:
    result = done(tmp_path, *WHOLE, "--divide", "--share-of", "small areas", lookup=SHARED)
    # Of B's 210 births in 2022 84 and 126; of 5 deaths 2 and 3; of 1 early one 0.4 and 0.6.
    counts = by_network(tmp_path)
    assert counts["W1", 2022] == [110 + 84, 4 + 2, 2 + 0]
    assert counts["W2", 2022] == [310 + 126, 6 + 3, 5 + 1]
    assert counts["N", 2022] == [630, 15, 8]
    # With areas beside them, an area's count could be worked out from its network's.
    assert set(pd.read_csv(tmp_path / "out.csv")["area_code"]) == {"W1", "W2", "N"}
    assert "estimates" in result.output
    assert "(40.0% in W1 and 60.0% in W2)" in result.output
    assert "shares of its small areas" in result.output


def test_two_columns_are_enough(tmp_path: Path) -> None:
    done(tmp_path, "--leave-out-others", lookup="area_code,network_code\nA,W1\nB,W2\nC,W2\n")
    assert by_network(tmp_path)["W2", 2022] == [520, 11, 6]
    assert json.loads((tmp_path / "out.source.json").read_text())["grouping"]["left_out"] == ["N"]


def test_columns_and_types_by_other_names(tmp_path: Path) -> None:
    lookup = "LAD,ICB\nA,W1\nB,W2\nC,W2\n"
    named = ("--column", "area_code=LAD", "--column", "network_code=ICB", "--type", "network=ICB")
    done(tmp_path, *WHOLE, *named, lookup=lookup)
    assert set(pd.read_csv(tmp_path / "areas.csv")["area_type"]) == {"country", "ICB", "authority"}
    assert "'area=LAD' names nothing" in refused_options(tmp_path, "--column", "area=LAD")


def refused_options(folder: Path, *options: str) -> str:
    result = run(folder, *options)
    assert isinstance(result.exception, InputError)
    return str(result.exception)


def test_earlier_codes_are_moved_and_splits_divided_where_shares_are_given(tmp_path: Path) -> None:
    changes, shares = tmp_path / "changes.csv", tmp_path / "shares.csv"
    changes.write_text(
        f"{CHANGES}A,Ashford,X,Old X,Order,E07,2021-04-01,2021,TRUE,FALSE\n"
        "B,Bath,X,Old X,Order,E07,2021-04-01,2021,TRUE,FALSE\n"
        "C,Corby,Y,Old Y,Order,E07,2021-04-01,2021,FALSE,FALSE\n"
    )
    shares.write_text("old_code,new_code,share\nX,A,0.7\nX,B,0.3\n")
    counts = (
        "area_code,year,basis,births,deaths\nX,2020,occurring,1000,10\nY,2020,occurring,50,1\n"
        "A,2021,occurring,700,6\nB,2021,occurring,300,3\nC,2021,occurring,60,0\n"
    )
    moved = ("--to-boundaries", "2022-04-01", "--changes", changes)
    (problem, *_) = refused(tmp_path, *moved, counts=counts)
    assert "X (Old X) was split by Order" in problem
    result = done(tmp_path, *moved, "--split-shares", shares, counts=counts)
    table = pd.read_csv(tmp_path / "out.csv").set_index(["area_code", "year"])
    assert list(table.loc[("A", 2020), ["births", "deaths"]]) == [700, 7]
    assert list(table.loc[("B", 2020), ["births", "deaths"]]) == [300, 3]
    assert "Earlier figures of Old X were divided by shares" in result.output
    assert "Areas are those of 1 April 2022." in result.output


def test_areas_counted_together(tmp_path: Path) -> None:
    """As Cornwall with the Isles of Scilly: one code throughout, births and deaths on two rows."""
    counts = (
        'area_code,year,basis,births,deaths\nA,2020,occurring,10,1\n"C, B",2020,occurring,90,\n'
        '"C, B",2020,occurring,,2\n'
    )
    result = done(
        tmp_path, "--together", "C,B", counts=counts, lookup="area_code,network_code\nA,W1\nB,W2\nC,W2\n"
    )
    table = pd.read_csv(tmp_path / "out.csv").set_index("area_code")
    assert list(table.loc["C", ["births", "deaths"]]) == [90, 2]
    names = pd.read_csv(tmp_path / "areas.csv").set_index("area_code")["area_name"]
    assert names["C"] == "C and B"
    assert "B" not in names
    assert "C and B are counted together in every year, under C." in result.output


@pytest.mark.parametrize(
    ("counts", "lookup", "options", "says"),
    [
        (COUNTS, LOOKUP, (), "N of {folder}/in.csv is in no network"),
        (COUNTS.replace("N,2021,occurring,600", "N,2021,occurring,601"), LOOKUP, WHOLE, "births of N"),
        (COUNTS.replace("C,2022,occurring,310,6,5\n", ""), LOOKUP, WHOLE, "expected 320"),
        (COUNTS, LOOKUP + "D,Derby,W2,East,R,Region,1\n", WHOLE, "lookup.csv:5: D has no counts in any year"),
        (COUNTS, LOOKUP + "C,Corby,W2,East,R,Region,1\n", WHOLE, "lookup.csv:5: C and W2 stand on line 4"),
        (COUNTS, LOOKUP.replace("Corby,W2,East", "Corby,W2,South"), WHOLE, "the name of W2 is 'South'"),
        (COUNTS, LOOKUP.replace(",R,Region,0.6", ",R,Region,60%"), WHOLE, "lookup.csv:3: share is '60%'"),
        (COUNTS, LOOKUP.replace("\nA,", "\n,"), WHOLE, "lookup.csv:2: area_code is empty"),
        (COUNTS, SHARED.replace("0.4", "0.5").replace("0.6", "0.5"), WHOLE, "none has the largest share"),
        (COUNTS, SHARED.replace("0.4", "0.3"), (*WHOLE, "--divide"), "the shares of B add up to 0.9"),
        (COUNTS, LOOKUP, (*WHOLE, "--divide"), "the shares of B add up to 0.6"),
        (COUNTS.replace("200,4,1", "200,,1"), LOOKUP, WHOLE, "no deaths of B, occurring 2021"),
        (COUNTS.replace("200,4,1", "200,x,1"), LOOKUP, WHOLE, "in.csv:3: deaths is 'x'"),
        (COUNTS, LOOKUP, ("--to-boundaries", "2022-04-01"), "--to-boundaries: is given alone"),
        (COUNTS, LOOKUP, (*WHOLE, "--together", "Q,B"), "--together Q,B: Q has no counts"),
        (COUNTS, SHARED + "A,W3,0.001\n", WHOLE, "lookup.csv:6: W3 fits no area best"),
        (COUNTS, LOOKUP, (*WHOLE, "--together", "A,B"), "B is counted with A, and is in another network"),
    ],
)
def test_what_does_not_fit_is_refused(
    tmp_path: Path, counts: str, lookup: str, options: tuple[str, ...], says: str
) -> None:
    problems = refused(tmp_path, *options, counts=counts, lookup=lookup)
    assert any(says.format(folder=tmp_path) in problem for problem in problems), problems


def test_a_missing_area_and_no_whole_to_show_it(tmp_path: Path) -> None:
    counts = "\n".join(line for line in COUNTS.splitlines() if line[0] != "N" and line[:6] != "B,2022") + "\n"
    (problem,) = refused(tmp_path, counts=counts)
    assert "B has no counts in occurring 2022" in problem


def test_a_file_that_is_read_is_not_written_over(tmp_path: Path) -> None:
    given, networks = files(tmp_path)
    arguments = [str(given), "--lookup", str(networks), "--counts", str(given)]
    result = CliRunner().invoke(group_command, arguments)
    assert "in.csv: is one of the files read, expected another name" in str(result.exception)
    assert given.read_text() == COUNTS


def test_what_the_import_said_is_carried_on(tmp_path: Path) -> None:
    (tmp_path / "in.source.json").write_text(json.dumps({"source": "A register", "rules": ["Under 1 year."]}))
    done(tmp_path, *WHOLE)
    record = json.loads((tmp_path / "out.source.json").read_text())
    assert record["source"] == "A register"
    assert record["rules"][0] == "Under 1 year."
    assert record["made_from"]["record"]["source"] == "A register"
    assert str(tmp_path) not in json.dumps(record)


def test_the_shipped_counts_are_made_again(tmp_path: Path, reference: Path, repository: Path) -> None:
    """The tables of the Office for National Statistics, as `prepare.py` groups them by its own code."""
    source = reference / "ons"
    tables = pd.read_csv(source / "england_wales_areas_2010_2022.csv", dtype="str", keep_default_na=False)
    authorities = (
        "Unitary Authority",
        "Metropolitan District",
        "Non-metropolitan District",
        "London Borough",
    )
    kept = tables["geography_type"].isin(authorities) | (tables["area_code"] == "E92000001")
    columns = ["area_code", "year", "basis", "live_births", "infant_deaths", "neonatal_deaths"]
    tables.loc[kept & (tables["year"] != "2017"), columns].to_csv(tmp_path / "in.csv", index=False)
    named = {
        "area_code": "ltla22_code",
        "area_name": "ltla22_name",
        "network_code": "icb24_code",
        "network_name": "icb24_name",
        "region_code": "nhs_region_code",
        "share": "share_of_la",
    }
    arguments = [
        *(str(tmp_path / "in.csv"), "--lookup", str(source / "lookup_ltla22_icb22_bestfit.csv")),
        *(text for name, column in named.items() for text in ("--column", f"{name}={column}")),
        *("--to-boundaries", "2022-04-01"),
        *("--changes", str(source / "lookup_lad_code_changes_2009_2023.csv")),
        *("--together", "E06000052,E06000053", "--together", "E09000012,E09000001"),
        *("--whole", "E92000001", "England"),
        *("--counts", str(tmp_path / "out.csv"), "--areas", str(tmp_path / "areas.csv")),
    ]
    result = CliRunner().invoke(group_command, arguments)
    assert result.exit_code == 0, result.exception
    shipped = repository / "data/infant-mortality"
    assert (tmp_path / "out.csv").read_bytes() == (shipped / "counts.csv").read_bytes()
    parents = [
        pd.read_csv(file).set_index("area_code")["parent_code"].dropna().to_dict()
        for file in (tmp_path / "areas.csv", shipped / "areas.csv")
    ]
    assert parents[0] == parents[1]
    # The lookup has 12 authorities with a share below 1, East Suffolk with a half.
    assert "12 areas lie in more than one network" in result.output
    assert "East Suffolk (50.0% in NHS Suffolk and North East Essex Integrated Care Board)" in result.output


def test_welsh_health_boards_have_the_births_that_are_published(tmp_path: Path, reference: Path) -> None:
    """Births of health boards, which the Office for National Statistics published for 2013 to 2016.

    Two of the boards of then were changed in 2019, and are not those of the lookup.
    """
    source = reference / "ons"
    tables = pd.read_csv(source / "england_wales_areas_2010_2022.csv", dtype="str", keep_default_na=False)
    tables = tables[tables["year"].isin(["2013", "2014", "2015", "2016"])]
    columns = ["area_code", "year", "basis", "live_births"]
    of_wales = tables["geography_type"] == "Unitary Authority (Wales)"
    tables.loc[of_wales | (tables["area_code"] == "W92000004"), columns].to_csv(
        tmp_path / "in.csv", index=False
    )
    arguments = [
        *(str(tmp_path / "in.csv"), "--lookup", str(source / "lookup_wales_ltla21_lhb22.csv")),
        *("--column", "area_code=ltla21_code", "--column", "network_code=lhb22_code"),
        *("--whole", "W92000004", "Wales"),
        *("--counts", str(tmp_path / "out.csv"), "--areas", str(tmp_path / "areas.csv")),
    ]
    result = CliRunner().invoke(group_command, arguments)
    assert result.exit_code == 0, result.exception
    grouped = by_network(tmp_path)
    boards = tables[tables["geography_type"] == "Local Health Board"]
    published = {
        (code, int(year)): [int(births)]
        for code, year, births in boards[["area_code", "year", "live_births"]].itertuples(index=False)
        if (code, int(year)) in grouped
    }
    assert len(published) == 5 * 4
    assert {key: grouped[key] for key in published} == published
