"""Arrays a piece at a time: the same as all at once."""

import numpy as np
import pytest

from server.science import pieces
from server.science.extremes import extremes
from server.science.summary import summarise


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(pieces, "PIECE", 1000)


def test_statistics_of_pieces_are_those_of_the_whole():
    values = np.random.default_rng(3).normal(1e6, 2.0, 12_345)
    values[5000:7500] = np.nan  # whole pieces without a value
    values[17] = np.nan
    found, wanted = pieces.summarise_pieces(values), summarise(values)
    assert (found.count, found.missing) == (wanted.count, wanted.missing) == (9844, 2501)
    assert (found.minimum, found.maximum) == (wanted.minimum, wanted.maximum)
    assert found.mean == pytest.approx(wanted.mean, rel=1e-14)
    assert found.std == pytest.approx(wanted.std, rel=1e-10)


def test_dates_and_texts_are_joined():
    days = np.datetime64("2026-01-01") + np.arange(2500)
    found = pieces.summarise_pieces(days)
    assert (found.minimum, found.maximum, found.mean) == ("2026-01-01", "2032-11-04", None)
    words = np.array(["", "b"] * 1500)
    assert pieces.summarise_pieces(words) == summarise(words)


def test_an_envelope_holds_the_extremes_of_every_stretch():
    values = np.random.default_rng(5).normal(size=50_000)
    values[33_333] = 99.0
    kept = pieces.envelope(values, 100)
    assert set(extremes(values, 100)) <= set(kept.tolist())
    assert 33_333 in kept
    assert len(kept) < 1000


def test_progress_is_told():
    seen: list[int] = []
    pieces.summarise_pieces(np.zeros(3500), seen.append)
    assert seen == [1000, 2000, 3000, 3500]
