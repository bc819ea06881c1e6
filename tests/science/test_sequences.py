import numpy as np
import pytest

from server.science.sequences import random_walk, signal, white_noise


def test_white_noise():
    noise = white_noise(100_000, 1)
    assert noise.mean() == pytest.approx(0, abs=0.02)
    assert noise.std() == pytest.approx(1, abs=0.02)
    np.testing.assert_array_equal(white_noise(5, 1), np.random.default_rng(1).standard_normal(5))


def test_walk_is_the_sum_of_the_noise():
    np.testing.assert_allclose(np.diff(random_walk(100, 3)), white_noise(100, 3)[1:])
    assert random_walk(0, 3).shape == (0,)


def test_signal():
    t, clean, noisy = signal(1000, 0.5, 9)
    assert (t[0], t[500]) == (0, 0.5)
    assert np.abs(clean).max() <= 1 + 1 / 2 + 1 / 3 + 1 / 4
    assert (noisy - clean).std() == pytest.approx(0.5, rel=0.1)
    np.testing.assert_array_equal(signal(1000, 0, 9)[2], clean)


def test_clean_signal_by_hand():
    rng = np.random.default_rng(9)
    f, phase = rng.uniform(1, 12, 4), rng.uniform(0, 2 * np.pi, 4)
    expected = sum(np.sin(2 * np.pi * f[k] * 0.25 + phase[k]) / (k + 1) for k in range(4))
    assert signal(4, 0, 9)[1][1] == pytest.approx(expected, rel=1e-12)


def test_more_points_show_the_same_signal():
    np.testing.assert_allclose(signal(10, 1, 4)[1], signal(20, 1, 4)[1][::2])


def test_seeds():
    assert not np.array_equal(white_noise(5, 1), white_noise(5, 2))
    assert [len(column) for column in signal(0, 1, 1)] == [0, 0, 0]
