"""Extremes from kept blocks are those of the samples themselves, whatever the stretches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.science.bins import minmax_bins
from server.workbench.levels import stretch_extremes


def kept(values, block, pick):
    full = np.append(values.astype(float), np.full(-len(values) % block, np.nan))
    return pick.reduce(full.reshape(-1, block), axis=1)


def levels(y, blocks):
    found = [(y, y)]
    for block in blocks:
        low, high = found[-1]
        found.append((kept(low, block, np.fmin), kept(high, block, np.fmax)))
    return found


@settings(max_examples=150, deadline=None)
@given(
    n=st.integers(1, 3000),
    cuts=st.lists(st.floats(0, 1), min_size=2, max_size=40),
    gaps=st.sampled_from([0.0, 0.1, 0.9, 1.0]),
    seed=st.integers(0, 99),
)
def test_any_stretches_of_anything(n, cuts, gaps, seed):
    rng = np.random.default_rng(seed)
    y = rng.standard_normal(n)
    y[rng.random(n) < gaps] = np.nan
    edges = np.sort((np.array(cuts) * n).astype(np.int64))
    for blocks in ((8, 4), (64, 32)):
        found = stretch_extremes(levels(y, blocks), blocks, edges)
        assert np.array_equal(found, minmax_bins(y, edges), equal_nan=True)


@pytest.mark.parametrize("kind", [np.int16, np.uint8, np.float32])
def test_other_kinds_of_numbers(kind):
    y = (np.random.default_rng(2).random(5000) * 200).astype(kind)
    edges = np.array([0, 0, 1, 64, 64, 700, 4999, 5000, 5000])
    found = stretch_extremes(levels(y, (64, 32)), (64, 32), edges)
    assert np.array_equal(found, minmax_bins(y, edges), equal_nan=True)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_with_compiled_code_and_without(monkeypatch, compiled, kind):
    if not compiled:
        monkeypatch.setenv("SIGMASCOPE_NO_NATIVE", "1")
    rng = np.random.default_rng(3)
    y = rng.standard_normal(70_001).astype(kind)
    y[rng.random(len(y)) < 0.2] = np.nan
    y[5000:9000] = np.nan
    kept_levels = [(y, y)]
    for block in (64, 32):
        low, high = kept_levels[-1]
        lows, highs = kept(low, block, np.fmin), kept(high, block, np.fmax)
        kept_levels.append((lows.astype(kind), highs.astype(kind)))
    for edges in (np.linspace(0, len(y), 61), np.array([5001, 5002, 8999, 70_001, 70_001])):
        cut = edges.astype(np.int64)
        found = stretch_extremes(kept_levels, (64, 32), cut)
        assert np.array_equal(found, minmax_bins(y, cut), equal_nan=True)
