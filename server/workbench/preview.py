"""Wide smoothing of very long signals while a control is dragged: from means of blocks.

Triangles of b samples to either side stand for the signal at every b-th place: that smooths it by
a known variance, and a Gaussian of the remaining one over the means does the rest. With sigma at
least RATIO blocks long the error stays below 1e-3 of the signal's range: what the triangles let
through of fast oscillations is at most 0.0093 (b/σ)² of it, and a straight line from one place to
the next leaves the curve by at most b²/8 of its curvature. Near the signal's ends, where it
matters what lies beyond them, the samples themselves are smoothed, unless sigma is FAR blocks long
and more: then a block more or less at the ends weighs 0.4 b/σ at most (but for the edge mode
nearest, where the last sample of all stands for many).
"""

import math

import numpy as np
from numpy.typing import NDArray

from server.datafiles.errors import Cancelled as Stopped
from server.science.bins import minmax_bins
from server.science.gaussian.options import Options
from server.science.smoothing import smooth_part
from server.workbench.blocks import MEANS
from server.workbench.curves import Cancelled, Smoother, naming_width
from server.workbench.extremes import Extremes
from server.workbench.pyramids import Pyramid
from server.workbench.triangles import variance

RATIO = (6, 24, 48)  # blocks that sigma must be long, by the order of the derivative
FAR = 1000  # blocks
SHORTEST = 2**22  # samples in view: fewer are smoothed as they are
PIECE = 2**20  # means smoothed together

Indices = NDArray[np.int64]


def preview_extremes(
    pyramid: Pyramid, smoother: Smoother, edges: Indices, cancelled: Cancelled
) -> Extremes | None:
    """About the extremes of the smoothed signal; None where means do not help. Raises Stopped."""
    level = _level(pyramid, smoother, edges)
    if level is None:
        return None
    if smoother.sigma >= FAR * MEANS[level] and smoother.mode != "nearest":
        return _from_means(pyramid, level, smoother, edges, cancelled)
    margin = int(smoother.options["truncate"] * smoother.sigma) + 2 * MEANS[level]
    first = int(np.searchsorted(edges, margin))
    last = int(np.searchsorted(edges, pyramid.count - margin, side="right")) - 1
    if last - first < len(edges) // 2:
        return None
    inner = _from_means(pyramid, level, smoother, edges[first : last + 1], cancelled)
    parts = [
        smoother.extremes(edges[: first + 1], "preview", cancelled),
        inner,
        smoother.extremes(edges[last:], "preview", cancelled),
    ]
    return np.concatenate([low for low, _ in parts]), np.concatenate([high for _, high in parts])


def _level(pyramid: Pyramid, smoother: Smoother, edges: Indices) -> int | None:
    """The coarsest means that serve."""
    visible = int(edges[-1] - edges[0])
    no_kernel = smoother.window is not None or smoother.along
    if no_kernel or pyramid.gaps or not pyramid.means or visible < SHORTEST:
        return None
    narrowest = int(np.diff(edges).min())
    fitting = [
        i
        for i, block in enumerate(MEANS)
        if smoother.sigma >= RATIO[smoother.step.order] * block and narrowest >= 2 * block
    ]
    return max(fitting, default=None)


def _from_means(
    pyramid: Pyramid, level: int, smoother: Smoother, edges: Indices, cancelled: Cancelled
) -> Extremes:
    """The extremes between ``edges`` of the curve that joins the smoothed means."""
    block, order = MEANS[level], smoother.step.order
    means = pyramid.means[level][1 : pyramid.count // block]  # without those of no use
    sigma = math.sqrt(smoother.sigma**2 - variance(block)) / block
    options = Options(**{**smoother.options, "tier": "preview"})
    options["cval"] -= pyramid.offset
    starts, stops = (edges[:-1] + 0.5) / block - 1, (edges[1:] - 0.5) / block - 1
    low = np.full(len(edges) - 1, np.nan)
    high = low.copy()
    stop = min(math.ceil(stops[-1]) + 1, len(means))
    for start in range(max(math.floor(starts[0]), 0), stop - 1, PIECE):
        if cancelled():
            raise Stopped("The view was overtaken by a newer one.")
        end = min(start + PIECE + 1, stop)  # the last is the next piece's first
        with naming_width():
            smooth = smooth_part(means, start, end, sigma, smoother.mode, **options)
        first = int(np.searchsorted(stops, start))
        last = int(np.searchsorted(starts, end - 1, side="right"))
        part = slice(first, last)
        lows, highs = _extremes_of_line(smooth, starts[part] - start, stops[part] - start)
        np.fmin(low[part], lows, out=low[part])
        np.fmax(high[part], highs, out=high[part])
    level_height = 0.0 if order else pyramid.offset
    return low / block**order + level_height, high / block**order + level_height


def _extremes_of_line(
    y: NDArray[np.float64], starts: NDArray[np.float64], stops: NDArray[np.float64]
) -> Extremes:
    """The extremes of the line through ``y`` (m,) at 0 … m − 1 from each start to its stop."""
    starts, stops = np.clip(starts, 0, len(y) - 1), np.clip(stops, 0, len(y) - 1)
    inner = np.empty(2 * len(starts), dtype=np.int64)
    inner[0::2], inner[1::2] = np.ceil(starts), np.floor(stops) + 1
    low, high = (found[0::2] for found in minmax_bins(y, inner)) if len(inner) else (starts, stops)
    for ends in (_at(y, starts), _at(y, stops)):
        low, high = np.fmin(low, ends), np.fmax(high, ends)
    return low, high


def _at(y: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The heights of the line through ``y`` (m,) at ``places`` from 0 to m − 1."""
    before = np.minimum(places.astype(np.int64), max(len(y) - 2, 0))
    after = np.minimum(before + 1, len(y) - 1)
    return np.asarray(y[before] + (places - before) * (y[after] - y[before]))
