"""Planning: how much each level and pool would withhold, on real figures and projected."""

import numpy as np
import pytest
from scipy import stats

from reporter import profiles, sources
from reporter.disclosure.plan import plan, project

STRICT = profiles.shipped("strict")


@pytest.fixture(scope="module")
def example(repository):
    publication, areas, counts, profile = sources.read(repository / "data/infant-mortality/publication.toml")
    return plan(publication, areas, counts, profile, share=0.1)


def burden(made, indicator, level, years, breakdown=""):
    way = indicator, level, breakdown, years
    (found,) = [b for b in made.burdens if (b.indicator, b.area_type, b.breakdown, b.years) == way]
    return found


def test_real_figures_answer_the_caution_on_small_numbers(example):
    """ONS child mortality 2020 to 2022: 26% of authority-years and 3% of pools have fewer than 3 deaths."""
    assert round(burden(example, "infant-mortality", "authority", 1).no_rate, 2) == 0.26
    assert round(burden(example, "infant-mortality", "authority", 3).no_rate, 2) == 0.03
    by_year = burden(example, "infant-mortality", "authority", 1).no_rate_of
    assert [round(share, 2) for share in by_year] == [0.24, 0.27]  # issue 4: 24 to 27% a year
    assert burden(example, "infant-mortality", "ICB", 1).no_rate == 0
    assert burden(example, "infant-mortality", "ICB", 1).cells == 42 * 3


def test_the_least_pooling_is_the_shortest_within_the_share(example):
    assert example.least_pooling["infant-mortality", "ICB", ""] == 1
    assert example.least_pooling["infant-mortality", "authority", ""] == 2
    assert example.least_pooling["post-neonatal-mortality", "authority", ""] is None


def test_breakdowns_are_ways_of_publishing_too(example):
    """England has counts by deprivation in all three years, by ethnic group in 2020 and 2022 only."""
    assert burden(example, "infant-mortality", "England", 1, "deprivation").cells == 3 * 10
    assert burden(example, "infant-mortality", "England", 3, "deprivation").cells == 10
    assert burden(example, "infant-mortality", "England", 1, "ethnicity").cells == 2 * 12
    assert not [b for b in example.burdens if b.breakdown == "ethnicity" and b.years > 1]


def test_levels_that_the_rules_spare_have_nothing_withheld(repository):
    """'strict' for authorities alone: of the boards 4% would have been withheld, post-neonatal by year."""
    publication, areas, counts, _ = sources.read(repository / "data/infant-mortality/publication.toml")
    spared = STRICT.model_copy(update={"levels": ("authority",)})
    made = plan(publication, areas, counts, spared, share=0.1)
    name = "post-neonatal-mortality"
    assert burden(made, name, "ICB", 1).withheld == 0
    assert burden(made, name, "authority", 1).withheld > 0.4


def test_ways_of_publishing_are_ranked_by_what_they_cost_readers(example):
    costs = [b.no_rate for b in example.burdens]
    assert costs == sorted(costs)


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
