"""Pyramids on disk: built whole or not at all, recognised, bounded."""

import os

import numpy as np
import pytest

from server.datafiles.errors import Cancelled
from server.datafiles.watch import UNWATCHED, Watch
from server.science.bins import minmax_bins
from server.workbench import blocks as module
from server.workbench.pyramids import Pyramids
from server.workbench.signal import Label, on_rows
from server.workbench.triangles import variance

N = 100_003


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(module, "PIECE", 2**14)


@pytest.fixture
def pyramids(tmp_path):
    return Pyramids(tmp_path / "pyramids")


def signal(key="key", kind=np.float64, seed=0, n=N):
    y = (1000 * np.random.default_rng(seed).standard_normal(n)).astype(kind)
    return on_rows(y, Label("y"), key)


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int16, np.int64])
def test_what_is_kept_gives_the_extremes_of_the_samples(pyramids, kind):
    column = signal(kind=kind)
    built = pyramids.build(column, UNWATCHED)
    edges = np.linspace(0, N, 97).astype(np.int64)
    assert np.array_equal(built.extremes(column.y, edges), minmax_bins(column.y, edges))
    assert (built.count, built.gaps) == (N, 0)


def test_means_are_weighted_by_triangles(pyramids):
    column = signal()
    built = pyramids.build(column, UNWATCHED)
    for block, means in zip(module.MEANS, built.means, strict=True):
        weights = (block - np.abs(np.arange(-block, block) + 0.5)) / block**2
        assert weights.sum() == pytest.approx(1)
        assert variance(block) == pytest.approx(
            np.sum(weights * (np.arange(-block, block) + 0.5) ** 2)
        )
        for k in (1, 2, len(means) // 2, len(means) - 2):
            around = column.y[(k - 1) * block : (k + 1) * block]
            expected = np.sum(weights * around)
            assert means[k] + built.offset == pytest.approx(expected, abs=1e-3)


def test_gaps_are_counted_and_leave_no_means(pyramids):
    column = signal()
    column.y[::1000] = np.nan
    built = pyramids.build(column, UNWATCHED)
    assert (built.gaps, built.means) == (101, ())


def test_what_float32_cannot_hold_leaves_no_means(pyramids):
    huge = on_rows(np.array([0.0, 1e300] * 5000), Label("y"), "huge")
    built = pyramids.build(huge, UNWATCHED)
    assert built.means == ()
    assert built.extremes(huge.y, np.array([0, 10_000]))[1][0] == 1e300


def test_it_is_found_again_by_its_key_alone(pyramids):
    column = signal()
    pyramids.build(column, UNWATCHED)
    anew = Pyramids(pyramids.folder)
    found = anew.get("key")
    assert found.count == N
    assert isinstance(found.levels[0][0].base, np.memmap)
    assert anew.get("another") is None


def test_progress_is_told_and_cancelling_leaves_nothing(pyramids):
    told = []
    with pytest.raises(Cancelled):
        pyramids.build(signal(), Watch(told.append, lambda: len(told) > 2))
    assert told == sorted(told)
    assert len(told) > 2
    assert list(pyramids.folder.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"x" * 5000])
def test_a_damaged_file_is_no_pyramid(pyramids, damage):
    pyramids.build(signal(), UNWATCHED)
    path = pyramids.path("key")
    path.write_bytes(damage)
    assert Pyramids(pyramids.folder).get("key") is None


def test_a_cut_file_is_no_pyramid(pyramids):
    pyramids.build(signal(), UNWATCHED)
    path = pyramids.path("key")
    path.write_bytes(path.read_bytes()[:-8])
    assert Pyramids(pyramids.folder).get("key") is None


def test_those_not_used_for_longest_go_first(tmp_path):
    first = Pyramids(tmp_path)
    first.build(signal("a"), UNWATCHED)
    size = first.path("a").stat().st_size
    bounded = Pyramids(tmp_path, limit=int(2.5 * size))
    bounded.build(signal("b"), UNWATCHED)
    Pyramids(tmp_path).get("a")
    bounded.build(signal("c"), UNWATCHED)
    assert {path.name for path in tmp_path.iterdir()} == {
        bounded.path(key).name for key in ("a", "c")
    }


@pytest.mark.parametrize("n", [1, 63, 64, 65, 2048, 2049])
def test_short_columns(pyramids, n):
    column = signal(n=n)
    built = pyramids.build(column, UNWATCHED)
    edges = np.array([0, n // 2, n])
    assert np.array_equal(
        built.extremes(column.y, edges), minmax_bins(column.y, edges), equal_nan=True
    )


def test_what_was_left_half_done_goes(pyramids):
    pyramids.folder.mkdir()
    old, new = pyramids.folder / "a.1-1.part", pyramids.folder / "b.1-1.part"
    for path in (old, new):
        path.touch()
    os.utime(old, (0, 0))
    pyramids.prune()
    assert [path.name for path in pyramids.folder.iterdir()] == ["b.1-1.part"]
