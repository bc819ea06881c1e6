import numpy as np
import pytest

from server.science.extremes import extremes


def test_short_sequences_are_kept_whole():
    for n in (0, 1, 40):
        assert extremes(np.zeros(n), 10).tolist() == list(range(n))


def test_smallest_and_largest_of_each_stretch():
    values = np.array([0.0, 5, -5, 1, 1, 0, 0, 9, 2, 2])
    # Stretches of five: [0, 5, -5, 1, 1] and [0, 0, 9, 2, 2]; the ends are kept as well.
    assert extremes(values, 2).tolist() == [0, 1, 2, 5, 7, 9]


@pytest.mark.parametrize("n", [1001, 9999, 10_000])
def test_no_extreme_is_lost(n):
    values = np.random.default_rng(1).standard_normal(n)
    kept = extremes(values, 100)
    assert len(kept) <= 2 * 100 + 2
    assert (np.diff(kept) > 0).all()
    length = -(-n // 100)
    for start in range(0, n, length):
        inside = values[kept[(kept >= start) & (kept < start + length)]]
        part = values[start : start + length]
        assert (inside.min(), inside.max()) == (part.min(), part.max())


def test_gaps():
    values = np.arange(1000.0)
    values[100:200] = np.nan
    values[[5, 500]] = np.nan
    kept = values[extremes(values, 10)]
    assert np.isnan(kept).sum() == 1  # the stretch that is all gap; small gaps are passed over
    assert np.nanmax(kept) == 999
