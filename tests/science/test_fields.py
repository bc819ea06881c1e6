import math

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from server.science.fields import random_field


def test_is_gaussian_filtered_white_noise():
    field = random_field(40, 64, 6, seed=3)
    noise = np.random.default_rng(3).standard_normal((40, 64))
    expected = gaussian_filter(noise, 3, mode="wrap", truncate=8)
    expected -= expected.mean()
    np.testing.assert_allclose(field, expected / expected.std(), atol=1e-9)


@pytest.mark.parametrize("length", [0, 1, 5, 64])
def test_moments(length):
    field = random_field(64, 48, length, seed=1)
    assert field.shape == (64, 48)
    assert field.mean() == pytest.approx(0, abs=1e-12)
    assert field.std() == pytest.approx(1, abs=1e-12)


def test_correlation_has_fallen_to_one_in_e_at_its_length():
    field = random_field(1024, 1024, 8, seed=2)
    for distance in (4, 8, 16):
        expected = math.exp(-((distance / 8) ** 2))
        assert np.mean(field * np.roll(field, distance, axis=1)) == pytest.approx(
            expected, abs=0.03
        )
        assert np.mean(field * np.roll(field, distance, axis=0)) == pytest.approx(
            expected, abs=0.03
        )


def test_smallest():
    assert random_field(1, 2, 0, seed=1).tolist() in ([[1.0, -1.0]], [[-1.0, 1.0]])


@pytest.mark.parametrize("arguments", [(1, 1, 0), (5, 7, 8), (5, 7, -1), (5, 7, math.nan)])
def test_no_such_field(arguments):
    with pytest.raises(ValueError, match="no such field"):
        random_field(*arguments, seed=1)


def test_seeds():
    np.testing.assert_array_equal(random_field(8, 8, 2, 1), random_field(8, 8, 2, 1))
    assert not np.array_equal(random_field(8, 8, 2, 1), random_field(8, 8, 2, 2))
