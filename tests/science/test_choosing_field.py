import numpy as np
import pytest
from scipy.fft import dctn
from scipy.ndimage import gaussian_filter

from server.science.choosing_field import FEWEST, choose_field_sigma, field_error
from server.science.response import gaussian_kernel

DOWN, ACROSS = np.mgrid[:150, :200]
BUMP = np.exp(-((ACROSS - 100) ** 2 + (DOWN - 60) ** 2) / 1800)
CLEAN = np.sin(ACROSS / 14) * np.cos(DOWN / 12) + BUMP
SIGMAS = np.geomspace(0.3, 20, 40)


def noise(seed, correlated):
    white = np.random.default_rng(seed).standard_normal(CLEAN.shape)
    found = gaussian_filter(white, correlated) if correlated else white
    return found / found.std()


def errors(values, sigmas):
    return np.array([np.mean((gaussian_filter(values, sigma) - CLEAN) ** 2) for sigma in sigmas])


@pytest.mark.parametrize("block", [0, 2])
def test_the_score_is_the_error_of_predicting_each_value_without_those_around_it(block):
    values = np.random.default_rng(5).standard_normal((40, 50))
    sigma, radius = 2.0, 8
    weights = np.outer(*[gaussian_kernel(radius, sigma)] * 2)
    inner = slice(radius - block, radius + block + 1)
    weights[inner, inner] = 0
    around = np.lib.stride_tricks.sliding_window_view(
        np.pad(values, radius, mode="symmetric"), weights.shape
    )
    predicted = np.einsum("ijkl,kl->ij", around, weights / weights.sum())
    found = field_error(dctn(values, norm="ortho") ** 2, sigma, block)
    assert found == pytest.approx(np.mean((predicted - values) ** 2))


@pytest.mark.parametrize(
    ("correlated", "excess", "plain"), [(0, 1.1, 1.0), (0.6, 1.2, 10), (1.0, 1.5, 5)]
)
def test_correlated_noise_is_seen_through(correlated, excess, plain):
    """Against the least error there is, where leaving out the value alone is many times off."""
    for seed in range(2):
        values = CLEAN + noise(seed, correlated)
        found = choose_field_sigma(values)
        least = errors(values, SIGMAS).min()
        assert errors(values, [found.sigma])[0] < excess * least
        power = dctn(values, norm="ortho") ** 2
        alone = SIGMAS[np.argmin([field_error(power, sigma, 0) for sigma in SIGMAS])]
        assert errors(values, [alone])[0] >= plain * least
        assert ("correlated" in found.reason) == (found.block > 0)


def test_gaps_are_bridged_and_only_the_middle_of_large_fields_is_used():
    values = np.tile(CLEAN, (5, 4)) + np.random.default_rng(1).standard_normal((750, 800))
    whole = choose_field_sigma(values)
    assert "512 × 512 values" in whole.reason
    values[np.random.default_rng(2).random(values.shape) < 0.1] = np.nan
    holes = choose_field_sigma(values)
    assert "Gaps were bridged" in holes.reason
    assert holes.sigma == pytest.approx(whole.sigma, rel=0.2)


@pytest.mark.parametrize(
    "values",
    [np.ones((30, 30)), np.full((30, 30), np.nan), np.eye(FEWEST - 1), np.zeros((1, 100))],
    ids=["constant", "gaps", "small", "line"],
)
def test_where_nothing_tells_noise_from_the_field_there_is_no_choice(values):
    assert choose_field_sigma(values) is None


def test_the_unit_of_the_values_does_not_matter():
    values = CLEAN + noise(3, 0)
    assert choose_field_sigma(1e300 * values).sigma == pytest.approx(
        choose_field_sigma(values).sigma
    )
