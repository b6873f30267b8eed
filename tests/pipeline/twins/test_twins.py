"""Twin publications: other counts behind the same released cells make the same files."""

import dataclasses
import functools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.counts.table import Counts
from reporter.disclosure.audit import audit
from reporter.disclosure.gate import release
from reporter.disclosure.relations import LinkedTable
from reporter.pipeline import build
from reporter.pipeline.twins.find import (
    by_context,
    chosen_again,
    different_files,
    edition_differences,
    refuse_different_release,
    released_differences,
)
from reporter.pipeline.twins.values import FARTHEST, twin_values
from reporter.publication import profiles
from reporter.report.contexts.context import Context
from reporter.report.page import Embedded, Page
from reporter.report.render import Renderer
from tests.disclosure.test_categories import by_sex, split
from tests.publications import EVENTS, areas, counts, indicator, publication
from tests.verification.gated import Gated, five_networks, gated
from tests.verification.plants import with_one_more


def rendered(renderer, pages):
    return lambda: {page.path: renderer.render(page) for page in pages}


def never_rendered(pages):
    raise AssertionError([page.path for page in pages])


def test_twins_of_a_table_worked_out_by_hand():
    """Two withheld of 1 and 2, total 3 shown, zeros shown: the only other pair is 2 and 1."""
    table = LinkedTable.build(
        ids=["total", "a", "b", "c"],
        values=[7, 1, 2, 4],
        relations=[("total", ["a", "b", "c"])],
        lower=1,
    )
    hidden = np.array([False, True, True, False])
    assert [twin.tolist() for twin in twin_values(table, hidden, hidden, 12)] == [[7, 2, 1, 4]]


def test_a_cell_that_can_be_worked_out_has_no_twin():
    """One withheld cell below a shown total."""
    table = LinkedTable.build(ids=["total", "a", "b"], values=[3, 1, 2], relations=[("total", ["a", "b"])])
    hidden = np.array([False, True, False])
    assert twin_values(table, hidden, hidden, 12) == []


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.sampled_from([2.0, 4.0, 8.0]))
def test_twins_change_every_withheld_count_and_nothing_that_is_released(seed, mean):
    hierarchy = areas(2, 4)
    made = gated(publication(), hierarchy, counts(hierarchy, seed, mean))
    twins = made.twins(limit=30)
    assert (
        twins.coverage.withheld
        == made.gate_result.released.cells.groupby(["indicator", "area_code", "period"])["withheld"]
        .any()
        .sum()
    )
    assert twins.coverage.withheld_changed == twins.coverage.withheld
    assert list(released_differences(twins)) == []


def test_a_twin_is_a_data_set_of_its_own():
    """Its linked cells, derived again from its counts, add up, stay near, and keep every shown zero."""
    made = five_networks()
    truth, _ = made.table(made.inputs.counts)
    withheld = {*made.gate_result.record["primary"], *made.gate_result.record["secondary"]}
    twins = made.twins()
    assert twins.twins
    for twin in twins.twins:
        other, table = made.table(twin.counts)
        changed = {cell.id for cell in truth.values if truth.values[cell] != other.values[cell]}
        assert table.ids == tuple(cell.id for cell in truth.values)
        assert changed
        assert changed <= withheld
        assert all(
            other.values[cell] >= 1 and abs(other.values[cell] - truth.values[cell]) <= FARTHEST
            for cell in truth.values
            if cell.id in changed
        )


def test_cells_that_no_twin_changes_are_those_that_the_audit_finds_exactly():
    """Primary suppression alone, which hides little where totals are shown: both must find the same."""
    made = five_networks()
    pattern = made.gate_result.pattern
    _, table = made.table(made.inputs.counts)
    primary = pattern.primary
    disclosed = len(audit(table, primary).exactly_disclosed)
    coverage = made.twins(dataclasses.replace(pattern, withheld=primary), limit=30).coverage
    assert disclosed > 0
    assert coverage.primary - coverage.primary_changed == disclosed


def test_the_editions_of_twins_are_the_same_in_every_file():
    made = five_networks()
    assert list(edition_differences(made.twins(), made.files_of, never_rendered)) == []


def test_twins_rendered_in_full_have_the_same_bytes(repository):
    """What `by_context` takes for granted: pages of the same data have the same bytes, PDFs too."""
    hierarchy = areas(1, 3)
    made = gated(publication(), hierarchy, counts(hierarchy, 2))
    (twin,) = made.twins(limit=1).twins
    editions = []
    for each in (made.twins(limit=1).truth, twin):
        # A renderer of its own for each, so that nothing of the first helps the second.
        renderer = Renderer([repository / "templates"])
        render = functools.partial(rendered, renderer)
        editions.append(made.files_of(each, render))
    assert not twin.counts.table.equals(made.inputs.counts.table)
    assert different_files(*editions) == []
    assert sum(content[:5] == b"%PDF-" for content in editions[0].values()) == 3


@pytest.mark.parametrize("complete", [True, False])
def test_twins_by_category(complete):
    hierarchy = areas(2, 3)
    truth = split(counts(hierarchy, 1, mean=4.0), hierarchy, 1, unknown=0 if complete else 2)
    made = gated(by_sex(complete=complete), hierarchy, truth)
    twins = made.twins(limit=30)
    assert twins.coverage.withheld_changed == twins.coverage.withheld > 0
    assert not twins.twins[0].counts.by_category.equals(truth.by_category)
    assert list(edition_differences(twins, made.files_of, never_rendered)) == []


def test_rounded_counts_have_twins_as_well():
    """Under 'hes' 13 and 17 are both shown as 15."""
    made = five_networks(profile=profiles.shipped("hes"))
    twins = made.twins(limit=4)
    assert twins.coverage.unpublished_changed > 0
    assert list(edition_differences(twins, made.files_of, never_rendered)) == []


def test_a_profile_that_withholds_nothing_has_no_twin_where_everything_is_shown():
    """Every indicator, area and year of the publication is shown: there is nothing left to change."""
    coverage = five_networks(profile=profiles.shipped("ons")).twins().coverage
    assert (coverage.twins, coverage.withheld, coverage.unpublished_changed) == (0, 0, 0)


def with_stillbirths(*, both: bool) -> Gated:
    """Stillbirths of all births, and with `both` events of live births beside them."""
    of_all = indicator("stillbirths", ("early",), denominator={"add": ("births", "early")})
    indicators = (EVENTS, of_all) if both else (of_all,)
    hierarchy = areas(2, 4)
    return gated(publication(indicators=indicators), hierarchy, counts(hierarchy, 3))


def test_live_births_beside_all_births_do_not_give_withheld_stillbirths_away():
    """All births less live births are stillbirths: denominators are withheld beside them."""
    made = with_stillbirths(both=True)
    assert made.gate_result.released.cells["denominator"].isna().any()
    twins = made.twins()
    assert twins.coverage.withheld_changed == twins.coverage.withheld > 0
    assert list(released_differences(twins)) == []


def test_all_births_alone_do_not_give_withheld_stillbirths_away():
    twins = with_stillbirths(both=False).twins()
    assert twins.coverage.withheld_changed == twins.coverage.withheld > 0
    assert list(released_differences(twins)) == []


def test_files_that_only_one_has_and_another_order_are_differences():
    assert different_files({"a": b"1", "b": b"2"}, {"a": b"1", "c": b"2"}) == ["b", "c"]
    assert different_files({"a": b"1", "b": b"2"}, {"b": b"2", "a": b"1"}) == ["the order of files"]


def test_data_that_no_template_prints_are_no_difference(repository, monkeypatch):
    """The page's data differ, so it is rendered: its bytes are the same, and so is the manifest."""
    made = five_networks()
    drawn: list[str] = []
    honest = vars(build)["pages"]
    truth_now: list[Counts] = []

    def pages(*given):
        first, *others = honest(*given)
        return (with_one_more(first, "unused", truth_now[-1].table["events"].tolist()), *others)

    def files_of(twin, render):
        truth_now.append(twin.counts)
        return made.files_of(twin, render)

    def render(pages):
        drawn.extend(page.path for page in pages)
        return rendered(Renderer([repository / "templates"]), pages)

    monkeypatch.setattr(build, "pages", pages)
    assert list(edition_differences(made.twins(limit=1), files_of, render)) == []
    assert set(drawn) == {"index.html"}


def test_how_often_the_gate_itself_would_withhold_the_same():
    """Leak channel 22, the pattern is chosen by true counts: counted once more, releasing each twin."""
    made = five_networks()
    inputs, twins = made.inputs, made.twins()
    again = [
        release(inputs.publication, inputs.areas, twin.counts, inputs.profile).released.cells["withheld"]
        for twin in twins.twins
    ]
    same = sum(withheld.equals(made.gate_result.released.cells["withheld"]) for withheld in again)
    assert chosen_again(inputs.publication, inputs.areas, inputs.profile, twins) == same


@pytest.fixture(scope="module")
def shipped(repository: Path) -> Gated:
    inputs = build.read(repository / "data/infant-mortality/publication.toml")
    gate_result = release(
        inputs.publication, inputs.areas, inputs.counts, inputs.profile, inputs.public_counts
    )
    return Gated(inputs, gate_result)


@pytest.mark.edition
@pytest.mark.xdist_group("edition")
class TestShippedEdition:
    """The shipped edition on real figures: 42 networks, 308 authorities."""

    def test_a_handful_of_twins_changes_every_withheld_count_and_releases_the_same(self, shipped):
        twins = shipped.twins()
        assert twins.coverage.twins <= 6
        assert twins.coverage.primary == len(shipped.gate_result.record["primary"])
        assert twins.coverage.primary_changed == twins.coverage.primary
        assert twins.coverage.withheld_changed == twins.coverage.withheld
        assert twins.coverage.unpublished_changed > 1000
        refuse_different_release(twins)

    def test_the_edition_of_a_twin_is_the_same_in_every_file(self, shipped):
        """The first twin changes four in five of the withheld counts; `reporter verify` takes all of them."""
        twins = shipped.twins(limit=1)
        assert twins.coverage.withheld_changed > 0.8 * twins.coverage.withheld
        assert list(edition_differences(twins, shipped.files_of, never_rendered)) == []


@dataclasses.dataclass(frozen=True, slots=True)
class Few(Context):
    """A context of one field."""

    a: int


def test_the_stand_in_for_a_page_tells_template_medium_and_data_apart():
    page = Page("a.html", "national.html", "screen", Few(1))
    others = [
        dataclasses.replace(page, template="briefing.html"),
        dataclasses.replace(page, medium="print"),
        dataclasses.replace(page, context=Few(2)),
        dataclasses.replace(page, embedded=(Embedded("a.csv", "a", "2024-03-14", "a\r\n"),)),
    ]
    contents = [by_context([each])()["a.html"] for each in (page, *others)]
    assert len(set(contents)) == 5
    assert json.loads(contents[0]) == ["a.html", "national.html", "screen", {"a": 1}, []]
