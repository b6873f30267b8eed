"""Over-dispersion: the field's methods from their definitions, and the calibration of ours."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import integrate, stats

from reporter.statistics.arrays import Floats
from reporter.statistics.funnel import (
    Overdispersion,
    adjusted_limits,
    adjusted_rate_limits,
    calibrated_overdispersion,
    null_phi,
    overdispersion,
    poisson_limits,
    rate_overdispersion,
)
from reporter.statistics.funnel.trimming import Method

# As in test_funnel_limits.py: ONS, Child mortality tables 2016, table 1a, and birth registrations 2016.
REGION_BIRTHS = np.array([28574, 86069, 63823, 53299, 71041, 72250, 128803, 101982, 57316])
REGION_DEATHS = np.array([99, 419, 234, 215, 440, 230, 419, 351, 180])
REGION_EXPECTED = REGION_BIRTHS * REGION_DEATHS.sum() / REGION_BIRTHS.sum()


def tau2_by_definition(phi: float, weight: Floats) -> float:
    n = weight.size
    return max(0.0, float((n * phi - (n - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())))


def test_shmi_by_definition() -> None:
    rng = np.random.default_rng(1)
    expected = rng.uniform(20, 90, 42)
    observed = rng.poisson(expected * rng.gamma(25, 1 / 25, 42))
    z = np.sqrt(expected) * np.log(observed / expected)
    # 42 areas: bin = floor(10 R / 43) is 1 to 8 for the ranks 5 to 38 (no ties here).
    keep = np.argsort(z)[4:38]
    result = overdispersion(observed, expected)
    assert result.n_kept == 34
    assert result.phi == pytest.approx((z[keep] ** 2).mean(), rel=1e-12)
    assert result.tau2 == pytest.approx(tau2_by_definition(result.phi, expected[keep]), rel=1e-12)
    assert result.tau2 > 0


def test_cqc_by_definition() -> None:
    rng = np.random.default_rng(2)
    expected = rng.uniform(20, 90, 42)
    observed = rng.poisson(expected * rng.gamma(25, 1 / 25, 42))
    z = 2 * np.sqrt(expected) * (np.sqrt(observed / expected) - 1)
    z = z.clip(np.quantile(z, 0.1), np.quantile(z, 0.9))
    result = overdispersion(observed, expected, method="cqc")
    assert result.n_kept == 42
    assert result.phi == pytest.approx(float((z**2).mean()), rel=1e-12)
    assert result.tau2 == pytest.approx(tau2_by_definition(result.phi, 4 * expected), rel=1e-12)
    assert result.tau2 > 0


def test_ons_2016_regions() -> None:
    """Published for these data: phi 17.367 of a plain Poisson funnel, and tau 0.2260 on the log scale."""
    plain = rate_overdispersion(REGION_DEATHS, REGION_EXPECTED, 1, multiplier=1, trim=0)
    assert round(plain.phi, 3) == 17.367
    logarithmic = overdispersion(REGION_DEATHS, REGION_EXPECTED, method="shmi", trim=0)
    assert round(math.sqrt(logarithmic.tau2), 4) == 0.2260


@pytest.mark.parametrize("n_zero", [0, 5, 15, 30, 42])
@pytest.mark.parametrize("method", ["shmi", "cqc"])
def test_zero_counts_never_make_it_infinite(n_zero: int, method: Method) -> None:
    # FunnelPlotR gives phi = tau2 = infinity beyond some 20% zeros (version 0.6.0).
    expected = np.linspace(0.5, 8, 42)
    observed = np.where(np.arange(42) < n_zero, 0, 5)
    for function in (overdispersion, calibrated_overdispersion):
        assert np.isfinite(function(observed, expected, method=method)).all()


def test_zeros_that_survive_truncation_count_as_one_half() -> None:
    expected = np.full(4, 2.0)
    result = overdispersion([0, 0, 0, 0], expected)
    assert result.n_kept == 4
    assert result.phi == pytest.approx(2 * math.log(0.5 / 2) ** 2, rel=1e-12)


def test_areas_without_expectation_are_as_if_not_there() -> None:
    observed, expected = [5, 9, 3, 12, 7], [6, 6, 6, 6, 6]
    for function in (overdispersion, calibrated_overdispersion):
        for method in ("shmi", "cqc"):
            alone = function(observed, expected, method=method)
            assert alone == function(
                [*observed, 4, 2, np.nan, -1], [*expected, 0, np.nan, 6, 6], method=method
            )


@pytest.mark.parametrize("method", ["shmi", "cqc"])
def test_one_area_or_none(method: Method) -> None:
    for function in (overdispersion, calibrated_overdispersion):
        one = function(9, 4, method=method)
        assert one.n_kept == 1
        assert one.phi > 0
        assert math.isnan(one.tau2)
        none = function([], [], method=method)
        np.testing.assert_array_equal(none, [np.nan, np.nan, 0])
    np.testing.assert_array_equal(rate_overdispersion([], [], 3.9), [np.nan, np.nan, 0])
    assert math.isnan(rate_overdispersion(9, 1000, 3.9).tau2)


@pytest.mark.parametrize(("method", "trim"), [("SHMI", 0.1), ("shmi", 0.5), ("cqc", -0.1)])
def test_settings_out_of_range(method: Method, trim: float) -> None:
    for function in (overdispersion, calibrated_overdispersion):
        with pytest.raises(ValueError, match=r"method must be|trim must be"):
            function([1, 2], [1, 2], method=method, trim=trim)


def test_null_phi_tends_to_the_published_integrals() -> None:
    # The integrals of many areas: 0.4377 with 10% truncated at each end, 0.6787 with 10% winsorised.
    q = stats.norm.ppf(0.9)
    inner = integrate.quad(lambda z: z**2 * stats.norm.pdf(z), -q, q)[0]
    assert inner / 0.8 == pytest.approx(0.4377, abs=5e-5)
    assert inner + 0.2 * q**2 == pytest.approx(0.6787, abs=5e-5)
    assert null_phi(20000, method="shmi") == pytest.approx(inner / 0.8, abs=2e-4)
    assert null_phi(20000, method="cqc") == pytest.approx(inner + 0.2 * q**2, abs=2e-4)


@pytest.mark.parametrize(
    ("n_areas", "shmi", "cqc"),
    [(2, 1.0, 0.8200), (7, 1.0, 0.7199), (9, 0.8047, 0.7201), (42, 0.4896, 0.6905)],
)
def test_null_phi_of_few_areas_found_by_simulation(n_areas: int, shmi: float, cqc: float) -> None:
    """20,000 sets of standard normal scores, put through the definition of each method."""
    z = np.sort(np.random.default_rng(3).standard_normal((20000, n_areas)), axis=1)
    ranks = np.arange(1, n_areas + 1)
    kept = [0 < math.floor(r * 10 / (n_areas + 1)) < 9 for r in ranks]
    low, high = np.quantile(z, [0.1, 0.9], axis=1)[..., None]
    found = (z[:, kept] ** 2).mean(), (z.clip(low, high) ** 2).mean()
    assert found == pytest.approx((shmi, cqc), abs=0.02)
    assert null_phi(n_areas, method="shmi") == pytest.approx(shmi, abs=5e-5)
    assert null_phi(n_areas, method="cqc") == pytest.approx(cqc, abs=5e-5)


def test_null_phi_of_two_areas_by_hand() -> None:
    # Limits 0.9 X + 0.1 Y of two ordered normals, E[X^2] = E[Y^2] = 1, E[(Y - X)^2] = 2: 1 - 0.9 * 0.1 * 2.
    assert null_phi(2, method="cqc") == pytest.approx(0.82, rel=1e-14)


def test_null_phi_without_trimming_or_with_one_area_is_one() -> None:
    for method in ("shmi", "cqc"):
        assert null_phi(30, method=method, trim=0) == pytest.approx(1, rel=1e-9)
        assert null_phi(1, method=method) == pytest.approx(1, rel=1e-9)
    with pytest.raises(ValueError, match="n_areas must be at least 1"):
        null_phi(0, method="shmi")


def mean_phi(function: str, expected: float, spread: float) -> tuple[float, float]:
    """Mean phi and tau2 of 400 sets of 42 areas."""
    rng = np.random.default_rng(4)
    areas = np.full(42, expected)
    results = []
    for _ in range(400):
        rates = rng.gamma(1 / spread, spread, 42) if spread else np.ones(42)
        count = rng.poisson(areas * rates)
        results.append(
            rate_overdispersion(count, areas, 1, multiplier=1)
            if function == "rate"
            else (overdispersion if function == "parity" else calibrated_overdispersion)(count, areas)
        )
    phi, tau2, _ = np.mean(results, axis=0)
    return float(phi), float(tau2)


@pytest.mark.parametrize(
    ("function", "expected", "phi"),
    [
        ("parity", 50, 0.52),
        ("calibrated", 50, 1.07),
        ("rate", 50, 1.02),
        ("rate", 5, 1.00),
        ("rate", 2, 1.05),
    ],
)
def test_phi_when_chance_alone_acts(function: str, expected: float, phi: float) -> None:
    """The parity phi is half of what it should be; the calibrated ones are near 1 (a few per cent above)."""
    assert mean_phi(function, expected, spread=0.0)[0] == pytest.approx(phi, abs=0.02)


@pytest.mark.parametrize(
    ("function", "expected", "tau2"),
    [("parity", 50, 0.013), ("calibrated", 50, 0.046), ("rate", 50, 0.040), ("rate", 20, 0.043)],
)
def test_tau2_when_rates_differ_by_a_relative_variance_of_0_04(
    function: str, expected: float, tau2: float
) -> None:
    """The parity tau2 finds a third of it."""
    assert mean_phi(function, expected, spread=0.04)[1] == pytest.approx(tau2, abs=0.002)


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_adjusted_limits_by_definition(confidence: float) -> None:
    z = stats.norm.ppf(0.5 + confidence / 2)
    expected, tau2 = np.array([1.0, 20, 300]), 0.03
    half = z * np.sqrt(1 / expected + tau2)
    np.testing.assert_allclose(
        adjusted_limits(expected, tau2, confidence=confidence), [np.exp(-half), np.exp(half)], rtol=1e-12
    )
    # Squared back from the square root scale, which FunnelPlotR leaves out (version 0.6.0).
    half = z * np.sqrt(1 / (4 * expected) + tau2)
    lower, upper = adjusted_limits(expected, tau2, method="cqc", confidence=confidence)
    np.testing.assert_allclose(lower, np.maximum(1 - half, 0) ** 2, rtol=1e-12)
    np.testing.assert_allclose(upper, (1 + half) ** 2, rtol=1e-12)


def test_adjusted_limits_of_bad_elements_are_missing() -> None:
    for method in ("shmi", "cqc"):
        limits = adjusted_limits([0, -1, np.nan, 5, 5], [0.1, 0.1, 0.1, np.nan, -0.1], method=method)
        assert np.isnan(limits).all()
    with pytest.raises(ValueError, match="method must be"):
        adjusted_limits(5, 0.1, method="pr")  # type: ignore[arg-type]


def test_adjusted_rate_limits_start_at_the_poisson_limits() -> None:
    births = np.geomspace(200, 50000, 60)
    plain = poisson_limits(births, 3.9, confidence=0.998)
    for tau2 in (0.0, 1e-10):
        adjusted = adjusted_rate_limits(births, 3.9, tau2, confidence=0.998)
        np.testing.assert_allclose(adjusted, plain, rtol=1e-5, atol=1e-9)


@given(st.floats(0.001, 0.2), st.floats(0.001, 0.2))
def test_adjusted_rate_limits_widen_with_overdispersion(a: float, b: float) -> None:
    births = np.array([1000.0, 5000, 20000])
    narrow, wide = (adjusted_rate_limits(births, 3.9, tau2) for tau2 in sorted((a, b)))
    assert (wide.lower <= narrow.lower + 1e-9).all()
    assert (wide.upper >= narrow.upper - 1e-9).all()


def test_adjusted_rate_limits_hold_their_share_of_the_counts() -> None:
    """Relative variance 0.04, zeros included: 4.9% lie outside adjusted 95% limits, 14.4% outside plain."""
    births, tau2 = np.geomspace(300, 30000, 42), 0.04
    rng = np.random.default_rng(5)
    rates = rng.gamma(1 / tau2, tau2, (4000, 42)) * 3.9
    value = 1000 * rng.poisson(births * rates / 1000) / births
    assert (value == 0).any()
    adjusted, plain = adjusted_rate_limits(births, 3.9, tau2), poisson_limits(births, 3.9)
    found = [((value < drawn.lower) | (value > drawn.upper)).mean() for drawn in (adjusted, plain)]
    assert found == pytest.approx([0.0493, 0.1438], abs=0.002)


def test_adjusted_rate_limits_of_bad_elements() -> None:
    assert np.isnan(adjusted_rate_limits([0, np.nan, 1000], [3.9, 3.9, -1], 0.04)).all()
    assert np.isnan(adjusted_rate_limits(1000, 3.9, np.nan)).all()
    for tau2 in (-0.1, math.inf):
        with pytest.raises(ValueError, match="tau2 must be"):
            adjusted_rate_limits(1000, 3.9, tau2)


@given(
    arrays.arrays(np.float64, st.integers(0, 30), elements=st.integers(0, 40).map(float)),
    st.floats(0.05, 50),
    st.sampled_from([0.0, 0.05, 0.1, 0.3, 0.49]),
)
def test_overdispersion_is_never_infinite_nor_negative(count: Floats, expected: float, trim: float) -> None:
    results: list[Overdispersion] = [
        function(count, np.full(count.size, expected), method=method, trim=trim)
        for function in (overdispersion, calibrated_overdispersion)
        for method in ("shmi", "cqc")
    ]
    results.append(rate_overdispersion(count, np.full(count.size, expected), 1, multiplier=1, trim=trim))
    for result in results:
        assert not np.isinf(result).any()
        assert not np.any(np.array(result) < 0)
        assert result.n_kept <= count.size
