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
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from server.science.gaussian.options import Options
from server.science.smoothing import smoothed_extremes
from server.workbench.blocks import MEANS
from server.workbench.curves import Cancelled, Smoother, naming_width
from server.workbench.extremes import Extremes
from server.workbench.pyramids import Pyramid
from server.workbench.triangles import variance

RATIO = (6, 24, 48)  # blocks that sigma must be long, by the order of the derivative
FAR = 1000  # blocks
SHORTEST = 2**22  # samples in view: fewer are smoothed as they are

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


def preview_extremes(
    pyramid: Pyramid, smoother: Smoother, edges: Indices, cancelled: Cancelled
) -> Extremes | None:
    """About the extremes of the smoothed signal; None where means do not help. Raises Cancelled."""
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
    with naming_width():
        low, high = _extremes_of_curve(
            means,
            (edges[:-1] + 0.5) / block - 1,
            (edges[1:] - 0.5) / block - 1,
            lambda bounds: smoothed_extremes(
                means, bounds, sigma, smoother.mode, cancelled=cancelled, **options
            ),
        )
    level_height = 0.0 if order else pyramid.offset
    return low / block**order + level_height, high / block**order + level_height


def _extremes_of_curve(
    y: NDArray[np.float32], starts: Floats, stops: Floats, between: Callable[[Indices], Extremes]
) -> Extremes:
    """The extremes from each start to its stop of the line through the smoothed ``y`` (m,).

    Places are counted from the first of ``y`` on; each stretch holds one of them at least.
    ``between`` gives the extremes of the smoothed between successive borders. Places next to an
    end are put between two of those: so their own values are told, too.
    """
    starts, stops = np.clip(starts, 0, len(y) - 1), np.clip(stops, 0, len(y) - 1)
    first, last = np.ceil(starts).astype(np.int64), np.floor(stops).astype(np.int64)
    before = [np.minimum(places.astype(np.int64), len(y) - 2) for places in (starts, stops)]
    alone = np.unique(np.concatenate([first, last, *before, before[0] + 1, before[1] + 1]))
    borders = np.union1d(alone, alone + 1)
    lows, highs = between(borders)
    inner = np.empty(2 * len(starts), dtype=np.int64)
    inner[0::2], inner[1::2] = np.searchsorted(borders, first), np.searchsorted(borders, last + 1)
    low = np.fmin.reduceat(np.append(lows, np.nan), inner)[0::2]
    high = np.fmax.reduceat(np.append(highs, np.nan), inner)[0::2]
    for places, left in zip((starts, stops), before, strict=True):
        at = np.searchsorted(borders, left)
        ends = lows[at] + (places - left) * (lows[np.searchsorted(borders, left + 1)] - lows[at])
        low, high = np.fmin(low, ends), np.fmax(high, ends)
    return low, high
