import numpy as np
import pytest
from scipy.fft import dct
from scipy.ndimage import gaussian_filter1d
from scipy.signal import lfilter

from server.science import choosing
from server.science.choosing import FEWEST, choose_sigma, cross_validation
from server.science.excerpt import USED, bridged, excerpts
from server.science.smoothing import gaussian_smooth

N = 2000
T = np.arange(N) / N
CURVE = np.sin(10 * np.pi * T) + 0.5 * np.sin(26 * np.pi * T) + np.exp(-(((T - 0.3) / 0.01) ** 2))
RUNS = 8


def noise(seed, phi, n=N):
    """AR(1) noise of unit variance."""
    white = np.random.default_rng(seed).standard_normal(n + 500)
    return (lfilter([1], [1, -phi], white) * np.sqrt(1 - phi**2))[500:]


@pytest.mark.parametrize("block", [0, 3])
def test_the_score_is_the_error_of_predicting_each_value_without_its_neighbours(block):
    y = CURVE[:300] + noise(1, 0, 300)
    radius, sigma = 20, 5.0
    around = np.lib.stride_tricks.sliding_window_view(np.pad(y, radius, mode="symmetric"), 41)
    at = np.arange(-radius, radius + 1)
    weights = np.exp(-(at**2) / 50) * (np.abs(at) > block)
    error = np.mean((around @ (weights / weights.sum()) - y) ** 2)
    assert cross_validation(dct(y, norm="ortho") ** 2, sigma, block) == pytest.approx(error)


def test_nothing_is_left_to_predict_from():
    assert cross_validation(np.ones(100), 1.0, 4) == np.inf
    assert np.isfinite(cross_validation(np.ones(100), 1.2, 4))


@pytest.mark.parametrize(
    ("phi", "blocks", "plain"),
    [(0, (0, 0), (1.0, 1.1)), (0.5, (3, 7), (5, 30)), (0.8, (9, 18), (3, 20))],
)
def test_correlated_noise_is_seen_through(phi, blocks, plain):
    """Against the least error there is: within 15 %, where leave-one-out is several times off."""
    excess, naive, chosen = [], [], []
    sigmas = np.geomspace(0.3, 200, 60)
    for seed in range(RUNS):
        y = CURVE + noise(seed, phi)
        errors = [np.mean((gaussian_filter1d(y, sigma) - CURVE) ** 2) for sigma in sigmas]
        power = dct(y, norm="ortho") ** 2
        alone = np.argmin([cross_validation(power, sigma, 0) for sigma in sigmas])
        found = choose_sigma(y)
        error = np.mean((gaussian_filter1d(y, found.sigma) - CURVE) ** 2)
        excess.append(error / min(errors))
        naive.append(errors[alone] / min(errors))
        chosen.append(found.block)
    assert np.median(excess) < 1.15
    assert plain[0] <= np.median(naive) <= plain[1]
    assert blocks[0] <= np.median(chosen) <= blocks[1]


def test_the_reason_is_said_and_the_scores_show_it():
    found = choose_sigma(CURVE + noise(0, 0.8))
    assert f"correlated over about {found.block} samples" in found.reason
    assert "Leaving out the value alone would choose" in found.reason
    at = np.argmin(found.scores)
    assert found.scores[at] == 1
    assert found.sigmas[at] == pytest.approx(found.sigma, rel=0.12)
    white = choose_sigma(CURVE + noise(0, 0))
    assert white.block == 0
    assert "predicts each value best from the others" in white.reason


def test_noise_alone_and_no_noise_at_all():
    assert "widest tried" in choose_sigma(noise(1, 0)).reason
    assert "narrowest tried" in choose_sigma(np.sin(T * 500)).reason


def test_a_signal_that_looks_like_its_noise_is_said_to_be_one():
    walk = np.cumsum(np.random.default_rng(0).standard_normal(3000))
    assert "noise and signal are hard to tell apart" in choose_sigma(walk).reason


def test_of_long_signals_a_piece_is_looked_at_and_coarser_where_it_must_be():
    n = 40 * USED
    slow = np.sin(np.arange(n) / 30_000)
    found = choose_sigma(slow + np.random.default_rng(2).standard_normal(n))
    assert f"averages of 16 in the middle of {n:,}" in found.reason
    part, other = slow[:300_000], noise(4, 0, 300_000)
    error = [
        np.mean((gaussian_smooth(part + other, sigma) - part) ** 2)
        for sigma in (found.sigma, found.sigma * 3)
    ]
    assert error[0] < error[1]
    assert 1000 < found.sigma < 10_000


def test_gaps_are_bridged():
    y = CURVE + noise(0, 0)
    whole = choose_sigma(y).sigma
    y[np.random.default_rng(1).random(N) < 0.05] = np.nan
    found = choose_sigma(y)
    assert "missing values were bridged" in found.reason
    assert found.sigma == pytest.approx(whole, rel=0.5)
    np.testing.assert_array_equal(
        bridged(np.array([np.nan, 1, np.nan, 3, np.inf])), [1, 1, 2, 3, 3]
    )


@pytest.mark.parametrize("scale", [1e300, 1e-300, -4.0])
def test_scale_does_not_matter(scale):
    y = CURVE + noise(0, 0.5)
    assert choose_sigma(y * scale).sigma == pytest.approx(choose_sigma(y).sigma, rel=1e-6)


@pytest.mark.parametrize(
    "values",
    [
        np.zeros(0),
        np.ones(1),
        np.ones(500),
        np.full(500, np.nan),
        np.full(500, np.inf),
        np.arange(FEWEST - 1),
        np.zeros(300, dtype=bool),
    ],
    ids=["empty", "one", "constant", "nan", "inf", "few", "false"],
)
def test_where_nothing_can_be_chosen(values):
    assert choose_sigma(values) is None


@pytest.mark.parametrize(
    "values",
    [
        np.arange(FEWEST),
        np.eye(1, 100)[0],
        np.tile([1.7e308, -1.7e308], 50),
        np.random.default_rng(0).integers(0, 2, 200).astype(bool),
        np.where(np.arange(200) == 7, np.inf, np.arange(200.0)),
        np.full(200, 5e-324) * (np.arange(200) % 3),
    ],
    ids=["ramp", "impulse", "max", "bool", "inf", "denormal"],
)
def test_survives(values):
    found = choose_sigma(values)
    assert 0 < found.sigma <= len(values)


def test_excerpts_are_averages_of_the_middle():
    values = np.arange(1000.0)
    first, second = excerpts(values, used=100)
    np.testing.assert_allclose(first.values * first.scale, np.arange(450, 550))
    np.testing.assert_allclose(second.values * second.scale, 4 + 7.5 + 16 * np.arange(62))


def test_where_no_plateau_parts_noise_from_signal_it_is_said(monkeypatch):
    monkeypatch.setattr(choosing, "PLATEAU", 0.5)
    found = choose_sigma(CURVE + noise(0, 0.5))
    assert found.block == 0
    assert "no number of samples to leave out tells noise from signal" in found.reason
