"""The shipped edition, end to end, on real ONS figures."""

import csv
import decimal
import hashlib
import io
import json
from collections import defaultdict

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import lil_array

from reporter.disclosure.audit import audit
from reporter.disclosure.relations import LinkedTable
from reporter.findings.vocabulary import RATE_COLUMNS
from reporter.publication.loading import load
from tests.edition import SETTINGS, read_folder, run_build
from tests.shapes.csv_tables import Tables
from tests.shapes.one_verdict import disagreements
from tests.shapes.said import said_pages

pytestmark = [pytest.mark.edition, pytest.mark.xdist_group("edition")]


def half_up(value: str, places: str) -> str:
    return str(decimal.Decimal(value).quantize(decimal.Decimal(places), decimal.ROUND_HALF_UP))


def test_there_is_a_national_publication_and_a_briefing_for_each_of_42_networks(edition):
    files = edition.files()
    codes = {row["area_code"] for row in edition.rates() if row["area_type"] == "ICB"}
    assert len(codes) == 42
    expected = {f"networks/{code}.{ending}" for code in codes for ending in ("html", "pdf")}
    assert {name for name in files if name.startswith("networks/")} == expected
    assert {"index.html", "publication.pdf", "manifest.json", "tables/rates.csv"} <= files.keys()
    assert all(content[:5] == b"%PDF-" for name, content in files.items() if name.endswith(".pdf"))


def test_pages_are_small(edition):
    """At most 180 KB for the national page and 83 KB for a briefing, fonts, style and script included.

    The national page names every marked area of every indicator and level, and tells two runs of years.
    """
    pages = {name: len(content) for name, content in edition.files().items() if name.endswith(".html")}
    assert pages["index.html"] <= 180_000
    areas = {name: size for name, size in pages.items() if "/" in name}
    assert len(areas) >= 42
    assert {name: size for name, size in areas.items() if size > 83_000} == {}


def test_no_two_statements_about_an_area_disagree(edition, repository):
    publication = load(repository / SETTINGS)
    files = edition.files()
    pages = said_pages(files)
    assert list(disagreements(pages, Tables(files, publication))) == []
    assert "run_rose" in next(page for page in pages if page.path == "index.html").claims("run_rose")


def test_rates_have_the_fixed_vocabulary_first(edition):
    assert list(edition.rates()[0])[: len(RATE_COLUMNS)] == list(RATE_COLUMNS)


@pytest.mark.parametrize(
    ("area", "period", "numerator", "denominator", "value", "places"),
    [
        # ONS child mortality (death cohort) workbooks 2020 and 2022, Table 3
        ("E92000001", "2022", "2240", "577046", "3.9", "0.1"),
        ("E92000001", "2020", "2100", "585195", "3.6", "0.1"),
        # the same tables, authorities added up to ICBs by the best-fit lookup of April 2022
        ("NHS Somerset ICB", "2020 to 2022", None, None, "2.03", "0.01"),
        ("NHS Birmingham and Solihull ICB", "2020 to 2022", None, None, "6.96", "0.01"),
    ],
)
def test_published_figures_are_reproduced(edition, area, period, numerator, denominator, value, places):
    row = edition.rate("infant-mortality", area, period)
    assert numerator in (None, row["numerator"])
    assert denominator in (None, row["denominator"])
    assert half_up(row["value"], places) == value


def test_deprivation_as_the_office_for_national_statistics_publishes_it(edition):
    """Child mortality (death cohort) 2022, Table 21, England 2022: decile 1 6.1, decile 10 2.2."""
    table = (edition.folder / "tables/rates-by-category.csv").read_text("utf-8")
    rows = {
        row["category"]: row
        for row in csv.DictReader(io.StringIO(table))
        if row["breakdown"] == "deprivation" and row["period"] == "2022"
    }
    assert (rows["1"]["numerator"], rows["1"]["denominator"]) == ("471", "76729")
    assert (rows["10"]["numerator"], rows["10"]["denominator"]) == ("93", "41895")
    assert [half_up(rows[tenth]["value"], "0.1") for tenth in ("1", "10")] == ["6.1", "2.2"]
    page = (edition.folder / "index.html").read_text("utf-8")
    assert "rates are higher among the more deprived" in page


def test_small_counts_of_authorities_are_withheld_and_zeros_shown(edition):
    authorities = [row for row in edition.rates() if row["area_type"] == "authority"]
    counts = {row["numerator"] for row in authorities}
    assert "0" in counts
    assert not counts & {"1", "2"}
    withheld = [row for row in authorities if row["symbols"] == "[c]"]
    assert withheld
    numbers = ("numerator", "value", "lower_95", "upper_95", "lower_998", "upper_998")
    assert all(row[column] == "" for row in withheld for column in numbers)


def attackers_table(rows, parents):
    """What anyone can write down from tables/rates.csv and tables/areas.csv alone."""
    cells = {(r["indicator"], r["area_code"], r["basis"], r["period"]): r["numerator"] for r in rows}
    relations = []
    by_parent = defaultdict(list)
    for code, codes in parents.items():
        for parent in codes:
            by_parent[parent].append(code)
    for indicator, code, basis, period in cells:
        children = [(indicator, child, basis, period) for child in by_parent[code]]
        if children and all(child in cells for child in children):
            relations.append(((indicator, code, basis, period), children))
        if " to " in period:
            first, last = map(int, period.split(" to "))
            years = [(indicator, code, basis, str(year)) for year in range(first, last + 1)]
            if all(year in cells for year in years):
                relations.append(((indicator, code, basis, period), years))
        if indicator == "infant-mortality":
            split = [
                (name, code, basis, period) for name in ("neonatal-mortality", "post-neonatal-mortality")
            ]
            if all(part in cells for part in split):
                relations.append(((indicator, code, basis, period), split))
    return cells, relations


def test_no_withheld_count_can_be_worked_out_from_the_published_tables(edition):
    """An attack on the finished CSV files: published numbers, sums, and the rule that zeros show."""
    areas = edition.folder / "tables/areas.csv"
    with areas.open(encoding="utf-8", newline="") as file:
        parents = {row["area_code"]: row["parent_code"].split(";") for row in csv.DictReader(file)}
    cells, relations = attackers_table(edition.rates(), parents)
    truth = json.loads((edition.private / "record.json").read_text("utf-8"))["disclosure"]
    hidden = np.array([number == "" for number in cells.values()])
    assert hidden.sum() == len(truth["primary"]) + len(truth["secondary"])
    values = feasible_counts(cells, relations)
    names = ["|".join(cell) for cell in cells]
    table = LinkedTable.build(
        ids=names,
        values=values,
        relations=[("|".join(total), ["|".join(part) for part in parts]) for total, parts in relations],
        lower=np.where(hidden, 1, 0),
    )
    intervals = audit(table, hidden)
    assert len(intervals.ids) == hidden.sum()
    assert not intervals.exactly_disclosed


def feasible_counts(cells, relations):
    """Whole numbers of at least 1 for the withheld cells that fit every sum."""
    place = {cell: i for i, cell in enumerate(cells)}
    matrix = lil_array((len(relations), len(cells)))
    for row, (total, parts) in enumerate(relations):
        matrix[row, place[total]] = -1
        for part in parts:
            matrix[row, place[part]] = 1
    known = np.array([number != "" for number in cells.values()])
    number = np.array([float(number or 1) for number in cells.values()])
    found = milp(
        np.zeros(len(cells)),
        constraints=LinearConstraint(matrix.tocsr(), 0, 0),
        integrality=np.ones(len(cells)),
        bounds=(np.where(known, number, 1), np.where(known, number, np.inf)),
    )
    assert found.success
    return np.rint(found.x).astype(np.int64)


def test_nothing_private_stands_in_the_edition(edition, repository):
    record = json.loads((edition.private / "record.json").read_text("utf-8"))
    hashes = [hashlib.sha256((repository / "data/infant-mortality/counts.csv").read_bytes()).hexdigest()]
    assert hashes[0] in json.dumps(record)
    everything = b"".join(edition.files().values())
    assert hashes[0].encode() not in everything
    assert b"secondary" not in edition.files()["tables/rates.csv"]


def test_the_manifest_lists_every_file_with_its_hash(edition):
    files = edition.files()
    listed = {entry["path"]: entry["sha256"] for entry in json.loads(files.pop("manifest.json"))["files"]}
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_building_again_gives_the_same_bytes(edition, repository, tmp_path):
    """Another number of workers, time zone, locale and hash seed, and no font on the machine."""
    fonts = tmp_path / "fonts.conf"
    fonts.write_text("<fontconfig></fontconfig>")
    done = run_build(
        repository,
        tmp_path,
        jobs="1",
        TZ="Asia/Tokyo",
        LC_ALL="C",
        PYTHONHASHSEED="7",
        FONTCONFIG_FILE=str(fonts),
    )
    assert done.returncode == 0, done.stderr
    assert "fonts" not in done.stderr
    assert read_folder(tmp_path / "infant-mortality" / "2022") == edition.files()
    assert read_folder(tmp_path / "private" / "infant-mortality" / "2022") == read_folder(edition.private)
