"""Whether the compiled code is there, which level of it, and that all levels agree."""

import ctypes
import importlib
import itertools

import numpy as np
import pytest

from server.science import native
from server.science.bins import block_minmax, minmax_bins
from server.science.gaussian import choosing
from server.science.native.library import LEVELS, Library
from server.science.smoothing import gaussian_smooth

needs_native = pytest.mark.skipif(not native.available(), reason=native.reason() or "there")


@pytest.fixture
def forget(monkeypatch):
    """The library is looked for anew, before and after."""
    native._found.cache_clear()
    yield
    monkeypatch.undo()
    native._found.cache_clear()


def test_a_switch_turns_it_off(monkeypatch):
    monkeypatch.setenv(native.SWITCH, "1")
    assert not native.available()
    assert native.library() is None


def test_what_is_not_there_is_told(forget, monkeypatch, tmp_path):
    monkeypatch.setattr(native, "PATH", tmp_path / "smoothing.so")
    assert not native.available()
    assert "was not compiled" in native.reason()


def test_what_cannot_be_loaded_is_told(forget, monkeypatch, tmp_path):
    broken = tmp_path / "smoothing.so"
    broken.write_bytes(b"no library")
    monkeypatch.setattr(native, "PATH", broken)
    assert not native.available()
    assert "cannot be loaded" in native.reason()
    smooth = gaussian_smooth(np.arange(200_000.0), 50)  # the slower way
    np.testing.assert_allclose(smooth[1000:1010], np.arange(1000, 1010), rtol=1e-12)


@needs_native
def test_one_of_other_sources_is_refused(forget, monkeypatch):
    monkeypatch.setattr(importlib.import_module(Library.__module__), "Rules", ctypes.c_int64)
    assert not native.available()
    assert "other sources" in native.reason()


@needs_native
@pytest.mark.parametrize("level", LEVELS)
def test_all_levels_give_nearly_the_same(level, monkeypatch):
    compiled = ctypes.CDLL(str(native.PATH))
    if LEVELS.index(level) > compiled.best_level() or not hasattr(compiled, f"sliding_{level}"):
        pytest.skip(f"this processor has no {level}")
    library = Library(native.PATH, level)
    values = np.cumsum(np.random.default_rng(1).standard_normal(30_000))
    narrow, wide, low = gaussian_smooth(values, 4), gaussian_smooth(values, 300), values.min()
    widest = gaussian_smooth(values, 600, tier="preview")
    monkeypatch.setattr(native, "library", lambda: library)
    monkeypatch.setattr(choosing, "SMALL", 0)
    bound = 1e-10 * np.ptp(values)
    np.testing.assert_allclose(gaussian_smooth(values, 4), narrow, rtol=0, atol=bound)
    np.testing.assert_allclose(gaussian_smooth(values, 300), wide, rtol=0, atol=bound)
    again = gaussian_smooth(values, 600, tier="preview")
    np.testing.assert_allclose(again, widest, rtol=0, atol=bound)
    assert minmax_bins(values, [0, len(values)])[0] == low


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_extremes_with_and_without(compiled, dtype, monkeypatch):
    if not compiled:
        monkeypatch.setenv(native.SWITCH, "1")
    values = np.random.default_rng(2).standard_normal(100_003).astype(dtype)
    values[::7] = np.nan
    values[50_000:50_100] = np.nan
    values[99] = np.inf
    edges = np.array([0, 1, 1, 100, 5000, 50_000, 50_100, 100_003])
    low, high = minmax_bins(values, edges)
    for i, (a, b) in enumerate(itertools.pairwise(edges)):
        some = values[a:b][~np.isnan(values[a:b])]
        expected = (some.min(), some.max()) if some.size else (np.nan, np.nan)
        np.testing.assert_array_equal((low[i], high[i]), expected)
    assert np.nanmax(block_minmax(values, 1000)[1]) == np.inf
