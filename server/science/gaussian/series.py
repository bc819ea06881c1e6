"""The truncated Gaussian as a sum of few cosines: what sliding sums are made of.

Between -radius and radius the kernel of order 0 or 2 is a sum of cosines, that of order 1 a sum
of sines. K. Sugimoto and S. Kamata (ICIP 2013) use the frequencies of a discrete cosine
transform; here they are free. Chosen well (as the nodes of a Gaussian quadrature are, against
evenly spaced ones) eight do what ten evenly spaced do. The heights are fitted anew to each kernel
by least squares, and the error is reckoned for the worst data there can be.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from server.science.gaussian.kernels import Tier, kernel_total

Floats = NDArray[np.float64]

MAX_TERMS = 24  # as in lanes.h
MAX_ORDER = 2
# The largest error of a result, for data that span one, times sigma to the power of the order.
TOLERANCE: dict[Tier, float] = {"exact": 8e-10, "preview": 9e-5}
SAMPLES = 400  # at which a wide kernel is fitted
REACH = 4.17  # sigmas up to which the frequencies below serve
# Frequencies, times sigma, by order: found by minimising the fit's error up to 4.15 sigmas.
NODES: dict[Tier, tuple[tuple[float, ...], ...]] = {
    "exact": (
        (
            0.34319049673,
            1.03050051133,
            1.71994403058,
            2.41082435517,
            3.10206711683,
            3.80707419619,
            4.57836151667,
            5.51868950749,
        ),
        (
            0.36538060022,
            1.02968769593,
            1.71377030450,
            2.41183457950,
            3.12912104262,
            3.87590925152,
            4.67533661751,
            5.59632102652,
        ),
        (
            0.31115707347,
            0.94571964399,
            1.57771682369,
            2.20762613724,
            2.83485401404,
            3.47009178945,
            4.14586238614,
            4.90693779146,
            5.82512521111,
        ),
    ),
    "preview": (
        (0.430798, 1.304623, 2.221262, 3.242947),
        (0.827263, 1.674234, 2.569078, 3.572968),
        (0.772905, 1.558659, 2.373644, 3.244956, 4.236773),
    ),
}


@dataclass(frozen=True)
class Series:
    """``sum(heights * cos(angles * j))`` at the distances j, or sines where ``odd``.

    ``error`` bounds what is wrong with a result, for values that differ by no more than one.
    """

    angles: Floats
    heights: Floats
    odd: bool
    error: float


@lru_cache(maxsize=256)
def fitted(sigma: float, order: int, radius: int, tier: Tier) -> Series | None:
    """The shortest series within the tier's tolerance; None where none is short enough."""
    if order > MAX_ORDER or radius < 1:
        return None
    distance = np.unique(np.linspace(0, radius, min(radius + 1, SAMPLES)).round())
    wanted = _kernel(distance / sigma, order)
    weights = np.gradient(distance) if radius >= SAMPLES else np.ones(len(distance))
    for angles in _candidates(radius / sigma, order, tier):
        basis = (np.sin if order == 1 else np.cos)(np.outer(distance / sigma, angles))
        heights = np.linalg.lstsq(basis, wanted, rcond=1e-15)[0]
        missed = np.abs(basis @ heights - wanted)
        total = kernel_total(sigma, 0, radius)
        error = 2 * float(missed @ weights) / total
        if error <= TOLERANCE[tier] and float(np.abs(heights).sum()) < 4 * np.ptp(wanted):
            scale = total * sigma**order
            return Series(angles / sigma, np.asarray(heights / scale), order == 1, error)
    return None


def _kernel(x: Floats, order: int) -> Floats:
    """The Gaussian of sigma one, or its derivative, as it weighs what lies at ``x``."""
    gauss = np.exp(-x * x / 2)
    return np.asarray((gauss, x * gauss, (x * x - 1) * gauss)[order])


def _candidates(reach: float, order: int, tier: Tier) -> list[Floats]:
    """Frequencies to try, times sigma, the fewest first."""
    if 3.5 < reach < REACH:
        return [np.array(NODES[tier][order]), *_evenly(reach)]
    return _evenly(reach)


def _evenly(reach: float) -> list[Floats]:
    """Odd multiples of a half frequency, of several periods, from four terms on."""
    return [
        np.pi * (np.arange(terms) + 0.5) / (reach * stretch)
        for terms in range(4, MAX_TERMS + 1)
        for stretch in np.linspace(1.0, 2.0, 16)
    ]
