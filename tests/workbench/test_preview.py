"""The coarse way of smoothing while a control is dragged: how far it is from the exact one."""

import numpy as np
import pytest

from server.datafiles.watch import UNWATCHED
from server.science.smoothing import Cancelled
from server.workbench import preview
from server.workbench.curves import never, smoothers
from server.workbench.preview import preview_extremes
from server.workbench.pyramids import Pyramids
from server.workbench.recipe import Recipe
from server.workbench.signal import Label, on_rows

N = 2**18 + 77
RNG = np.random.default_rng(0)
SIGNALS = {
    "noise": RNG.standard_normal(N),
    "walk": np.cumsum(RNG.standard_normal(N)),
    "steps": np.repeat(RNG.standard_normal(N // 1000 + 1), 1000)[:N],
    "near 1/8": np.sin(2 * np.pi * np.arange(N) / 8.3),
    "far from 0": 1e6 + RNG.standard_normal(N),
}


@pytest.fixture(autouse=True)
def short_signals_are_worth_it(monkeypatch):
    monkeypatch.setattr(preview, "SHORTEST", 1000)


@pytest.fixture(params=SIGNALS)
def built(request, tmp_path):
    signal = on_rows(SIGNALS[request.param], Label("y"), request.param)
    return signal, Pyramids(tmp_path).build(signal, UNWATCHED)


@pytest.mark.parametrize("edges_mode", ["reflect", "wrap", "constant"])
@pytest.mark.parametrize("sigma", [48.0, 100.0, 390.0])
def test_it_is_within_a_thousandth_of_the_range(built, sigma, edges_mode):
    signal, pyramid = built
    smoother = smoothers(signal, Recipe(width=sigma, edges=edges_mode))[0]
    edges = np.linspace(0, N, 151).astype(np.int64)
    about = preview_extremes(pyramid, smoother, edges, never)
    exact = smoother.extremes(edges, "exact", never)
    beyond = [0.0] if edges_mode == "constant" else []
    allowed = 1e-3 * np.ptp(np.append(signal.y, beyond))
    for found, expected in zip(about, exact, strict=True):
        assert np.max(np.abs(found - expected)) < allowed


@pytest.mark.parametrize("edges_mode", ["reflect", "mirror", "wrap", "constant", "nearest"])
def test_a_kernel_of_a_thousand_blocks_needs_no_care_at_the_ends(built, edges_mode):
    signal, pyramid = built
    smoother = smoothers(signal, Recipe(width=9000.0, edges=edges_mode))[0]
    edges = np.append(np.arange(0, N - 20, 17), N)  # none is shorter than two blocks
    about = preview_extremes(pyramid, smoother, edges, never)
    exact = smoother.extremes(edges, "exact", never)
    beyond = [0.0] if edges_mode == "constant" else []
    allowed = 1e-3 * np.ptp(np.append(signal.y, beyond))
    for found, expected in zip(about, exact, strict=True):
        assert np.max(np.abs(found - expected)) < allowed


def test_a_slope_is_near_its_own(built):
    signal, pyramid = built
    smoother = smoothers(signal, Recipe(width=300.0, order=1))[0]
    edges = np.linspace(N // 3, N // 2, 101).astype(np.int64)
    about = preview_extremes(pyramid, smoother, edges, never)
    exact = smoother.extremes(edges, "exact", never)
    spread = np.ptp(SIGNALS["steps"]) if signal.y is SIGNALS["steps"] else np.ptp(signal.y)
    for found, expected in zip(about, exact, strict=True):
        assert np.max(np.abs(found - expected)) * 300 < 1e-3 * spread


@pytest.mark.parametrize(
    "recipe", [{"width": 40.0}, {"width": 100.0, "method": "mean"}, {"width": 30_000.0}]
)
def test_where_it_does_not_serve_it_does_not_try(built, recipe):
    signal, pyramid = built
    smoother = smoothers(signal, Recipe(**recipe))[0]
    assert preview_extremes(pyramid, smoother, np.arange(0, N, 2000), never) is None


def test_pixels_narrower_than_two_blocks_are_smoothed_as_they_are(built):
    signal, pyramid = built
    smoother = smoothers(signal, Recipe(width=100.0))[0]
    assert preview_extremes(pyramid, smoother, np.arange(0, N, 15), never) is None


def test_it_stops_when_it_is_no_longer_wanted(built):
    signal, pyramid = built
    smoother = smoothers(signal, Recipe(width=100.0))[0]
    with pytest.raises(Cancelled):
        preview_extremes(pyramid, smoother, np.arange(0, N, 1000), lambda: True)
