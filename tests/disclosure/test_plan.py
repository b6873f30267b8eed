"""Planning: how much each level and pool would withhold, on real figures and projected."""

import numpy as np
import pytest
from scipy import stats

from reporter.counts.files import read_publication
from reporter.disclosure.linked import link
from reporter.disclosure.plan import plan, project
from reporter.disclosure.plan_protected import with_protection
from reporter.disclosure.public_counts import PublicCounts
from reporter.publication import profiles
from tests.publications import EVENTS, added_up, areas, counts, publication

STRICT = profiles.shipped("strict")


@pytest.fixture(scope="module")
def example(repository):
    publication, areas, counts, profile = read_publication(
        repository / "data/infant-mortality/publication.toml"
    )
    return plan(publication, areas, counts, profile, share=0.1)


def loss(made, indicator, level, years, breakdown=""):
    way = indicator, level, breakdown, years
    (found,) = [b for b in made.losses if (b.indicator, b.area_type, b.breakdown, b.years) == way]
    return found


def test_real_figures_answer_the_caution_on_small_numbers(example):
    """ONS child mortality 2020 to 2022: 26% of authority-years and 3% of pools have fewer than 3 deaths."""
    assert round(loss(example, "infant-mortality", "authority", 1).no_rate, 2) == 0.26
    assert round(loss(example, "infant-mortality", "authority", 3).no_rate, 2) == 0.03
    by_year = loss(example, "infant-mortality", "authority", 1).no_rate_of
    assert [round(share, 2) for share in by_year] == [0.24, 0.27]  # issue 4: 24 to 27% a year
    assert loss(example, "infant-mortality", "ICB", 1).no_rate == 0
    assert loss(example, "infant-mortality", "ICB", 1).cells == 42 * 3


def test_the_least_pooling_is_the_shortest_within_the_share(example):
    assert example.least_pooling["infant-mortality", "ICB", ""] == 1
    assert example.least_pooling["infant-mortality", "authority", ""] == 2
    assert example.least_pooling["post-neonatal-mortality", "authority", ""] is None


def test_breakdowns_are_ways_of_publishing_too(example):
    """England has counts by deprivation in all three years, by ethnic group in 2020 and 2022 only."""
    assert loss(example, "infant-mortality", "England", 1, "deprivation").cells == 3 * 10
    assert loss(example, "infant-mortality", "England", 3, "deprivation").cells == 10
    assert loss(example, "infant-mortality", "England", 1, "ethnicity").cells == 2 * 12
    assert not [b for b in example.losses if b.breakdown == "ethnicity" and b.years > 1]


def test_levels_that_the_rules_spare_have_nothing_withheld(repository):
    """'strict' for authorities alone: of the boards 4% would have been withheld, post-neonatal by year."""
    publication, areas, counts, _ = read_publication(repository / "data/infant-mortality/publication.toml")
    spared = STRICT.model_copy(update={"levels": ("authority",)})
    made = plan(publication, areas, counts, spared, share=0.1)
    name = "post-neonatal-mortality"
    assert loss(made, name, "ICB", 1).withheld == 0
    assert loss(made, name, "authority", 1).withheld > 0.4


def test_ways_of_publishing_are_ranked_by_what_they_cost_readers(example):
    costs = [b.no_rate for b in example.losses]
    assert costs == sorted(costs)


class Counted:
    """Progress that counts its steps."""

    def __init__(self):
        self.steps, self.done = 0, 0

    def stage(self, description, steps=0):
        self.steps = steps

    def step(self):
        self.done += 1


def test_a_way_of_publishing_loses_what_hides_its_small_counts_too():
    """Each network has one district of 1 and three of 9, 20 and 30: another must go, in either year.

    A quarter has no rate by its size, and half once the 1 cannot be worked out from its network; both years
    together are 2 and as small.
    """
    hierarchy = areas(2, 4)
    rows = [
        (district.code, year, "occurring", 1000, (1, 9, 20, 30)[n % 4], 0)
        for n, district in enumerate(hierarchy.of_type("district"))
        for year in (2021, 2022)
    ]
    counts = added_up(hierarchy, rows)
    small = publication(years=(2021, 2022), pools=(), indicators=[EVENTS])
    before = plan(small, hierarchy, counts, STRICT, share=0.3)
    progress = Counted()
    after = with_protection(before, small, hierarchy, counts, STRICT, progress)
    assert progress.steps == progress.done == len(before.losses) == 3 * 2
    for years in (1, 2):
        assert loss(before, "events", "district", years).lost == 0.25
        assert loss(after, "events", "district", years).lost == 0.5
        assert loss(after, "events", "district", years).no_rate == 0.25
    assert loss(after, "events", "network", 1).lost == 0
    assert before.least_pooling["events", "district", ""] == 1
    assert after.least_pooling["events", "district", ""] is None


def test_what_nothing_can_protect_is_lost():
    """One network of one district, and the counts of the nation are public."""
    hierarchy = areas(1, 1)
    made = counts(hierarchy, seed=1, mean=1.5)
    spared = STRICT.model_copy(update={"levels": ("district",)})
    truth = link(publication(), hierarchy, made).values
    public = {cell: count for cell, count in truth.items() if cell.area_code == "N"}
    known = PublicCounts(public, dict.fromkeys(public, "elsewhere"))
    before = plan(publication(), hierarchy, made, spared, share=0.3)
    after = with_protection(before, publication(), hierarchy, made, spared, Counted(), known)
    assert loss(before, "events", "district", 1).withheld > 0
    assert loss(after, "events", "district", 1).lost == 1


@pytest.mark.parametrize(("denominator", "years"), [(500, 1), (1000, 3), (20_000, 1)])
def test_projections_are_poisson_probabilities(denominator, years):
    (found,) = project(3.9, 1000, (denominator,), (years,), STRICT)
    chance = stats.poisson(denominator * years * 3.9 / 1000)
    assert found.withheld == pytest.approx(chance.pmf(1) + chance.pmf(2))
    assert found.no_rate == pytest.approx(chance.cdf(2))
    assert found.unreliable == pytest.approx(chance.cdf(19) - chance.cdf(2), abs=1e-12)


def test_projection_agrees_with_simulated_counts():
    """50,000 Poisson counts, seed 1: each share within four standard errors."""
    (found,) = project(3.9, 1000, (800,), (1,), STRICT)
    made = np.random.default_rng(1).poisson(found.expected, 50_000)
    share = np.isin(made, [1, 2]).mean()
    assert abs(share - found.withheld) < 4 * np.sqrt(found.withheld * (1 - found.withheld) / 50_000)
