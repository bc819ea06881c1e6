"""Wide smoothing of very long signals while a control is dragged: from means of blocks.

A block of b samples is replaced by its mean, which smooths it by a box of variance (b² − 1)/12; a
Gaussian of the remaining variance over the means does the rest. With sigma at least RATIO blocks
long the error is measured to stay below 1e-3 of the signal's range.
"""

import math

import numpy as np
from numpy.typing import NDArray

from server.science.gaussian.options import Options
from server.science.smoothing import smoothed_extremes
from server.workbench.curves import Cancelled, Smoother, naming_width
from server.workbench.extremes import Extremes
from server.workbench.pyramids import MEANS, Pyramid

RATIO = 8  # blocks that sigma must be long
SHORTEST = 2**22  # samples in view: fewer are smoothed as they are


def preview_extremes(
    pyramid: Pyramid, smoother: Smoother, edges: NDArray[np.int64], cancelled: Cancelled
) -> Extremes | None:
    """About the extremes of the smoothed signal; None where means do not help.

    Stretches of less than a block have those of the block that they lie in.
    """
    level = _level(pyramid, smoother, edges)
    if level is None:
        return None
    block, means = MEANS[level], pyramid.means[level]
    order = smoother.step.order
    sigma = math.sqrt(smoother.sigma**2 - (block**2 - 1) / 12) / block
    options = Options(**{**smoother.options, "tier": "preview"})
    options["cval"] = smoother.options["cval"] - pyramid.offset
    coarse = edges // block
    coarse[-1] = -(-edges[-1] // block)
    with naming_width():
        low, high = smoothed_extremes(
            means, coarse, sigma, smoother.mode, cancelled=cancelled, **options
        )
    if order:
        return low / block**order, high / block**order
    return low + pyramid.offset, high + pyramid.offset


def _level(pyramid: Pyramid, smoother: Smoother, edges: NDArray[np.int64]) -> int | None:
    """The coarsest means that serve."""
    visible = int(edges[-1] - edges[0])
    no_kernel = smoother.window is not None or smoother.along
    if no_kernel or pyramid.gaps or not pyramid.means or visible < SHORTEST:
        return None
    pixel = visible / (len(edges) - 1)
    fitting = [
        i for i, block in enumerate(MEANS) if smoother.sigma >= RATIO * block and pixel >= 2 * block
    ]
    return max(fitting, default=None)
