import itertools

import numpy as np
import pytest

from server.science.bins import block_minmax, minmax_bins

VALUES = np.array([3.0, np.nan, -1.0, 7.0, np.nan, np.nan, 2.0])


def test_extremes_by_hand():
    low, high = minmax_bins(VALUES, [0, 2, 4, 4, 6, 7])
    np.testing.assert_array_equal(low, [3, -1, np.nan, np.nan, 2])
    np.testing.assert_array_equal(high, [3, 7, np.nan, np.nan, 2])


@pytest.mark.parametrize("edges", [[0], [4], [4, 4], [7, 7]])
def test_no_values(edges):
    low, high = minmax_bins(VALUES, edges)
    assert len(low) == len(high) == len(edges) - 1
    assert np.isnan(low).all()
    assert np.isnan(high).all()


@pytest.mark.parametrize("edges", [[0, 8], [-1, 2], [3, 2], [], [[0, 1]]])
def test_impossible_edges(edges):
    with pytest.raises(ValueError, match="edges must"):
        minmax_bins(VALUES, edges)


def test_blocks_the_last_of_which_is_shorter():
    low, high = block_minmax(VALUES, 3)
    np.testing.assert_array_equal(low, [-1, 7, 2])
    np.testing.assert_array_equal(high, [3, 7, 2])
    assert block_minmax(VALUES[:0], 3)[0].shape == (0,)


@pytest.mark.parametrize("dtype", ["f4", "f8", "i2", "u1", ">f8", "?"])
def test_other_kinds_of_numbers(dtype):
    values = np.random.default_rng(3).integers(0, 2, 1000).astype(dtype)
    edges = [5, 10, 400, 1000]
    expected = [values[a:b].max() for a, b in itertools.pairwise(edges)]
    np.testing.assert_array_equal(minmax_bins(values, edges)[1], expected)
