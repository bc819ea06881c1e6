"""The Gaussian kernel of ``scipy.ndimage``: sampled at whole distances, cut off, of sum one."""

import math
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Mode = Literal["reflect", "nearest", "mirror", "wrap", "constant"]
MODES: tuple[Mode, ...] = get_args(Mode)
Tier = Literal["exact", "preview"]
WIDE = 20_000  # samples of radius
TRUNCATE = 4.0  # the kernel's half-width in units of sigma

FWHM = 2 * math.sqrt(2 * math.log(2))  # full width at half maximum, in units of sigma
CUTOFF = math.sqrt(math.log(2)) / (2 * math.pi)  # where the power halves, times sigma


def kernel_radius(sigma: float, truncate: float = TRUNCATE, radius: object = None) -> int:
    """How many samples the kernel reaches to either side; ``radius`` where it is given.

    Raises ValueError, in scipy's words, where that is no whole number from 0 upward.
    """
    reach: object = int(truncate * float(sigma) + 0.5) if radius is None else radius
    if not isinstance(reach, (int, np.integer)) or reach < 0:
        raise ValueError("Radius must be a nonnegative integer.")
    return int(reach)


def kernel(sigma: float, order: int, radius: int) -> NDArray[np.float64]:
    """What the values at the distances -radius … radius are weighed by, shape (2 radius + 1,).

    ``order`` is that of the derivative: the result at i is the sum of kernel[radius + j] times
    the value at i + j. The numbers are those of ``scipy.ndimage``.
    """
    from scipy.ndimage._filters import _gaussian_kernel1d

    weights: NDArray[np.float64] = _gaussian_kernel1d(sigma, order, radius)[::-1]
    return weights


def kernel_total(sigma: float, order: int, radius: int) -> float:
    """The sum of the Gaussian, of height one, or of its derivative times sigma to the ``order``.

    Wide ones by the Euler–Maclaurin formula, which is exact to the last digit there.
    """
    if order == 1:
        return 0.0
    end = radius / sigma
    if radius <= WIDE:
        x = np.arange(-radius, radius + 1) / sigma
        return float((np.exp(-0.5 * x**2) * (1.0 if order == 0 else x**2 - 1)).sum())
    edge = math.exp(-end * end / 2)
    if order == 0:
        area = math.sqrt(2 * math.pi) * math.erf(end / math.sqrt(2))
        return sigma * area + edge - edge * end / sigma / 6
    return -2 * sigma * end * edge + (end**2 - 1) * edge + (3 * end - end**3) * edge / sigma / 6


def constant_gain(sigma: float, order: int, radius: int) -> float:
    """What a constant is multiplied by: 1, 0, and, for what is cut off, not quite 0."""
    if order == 0:
        return 1.0
    gain = kernel_total(sigma, order, radius) / kernel_total(sigma, 0, radius)
    return gain / sigma**order if gain else 0.0


def noise_gain(sigma: float) -> float:
    """What white noise's standard deviation is multiplied by: the root of the sum of k squared."""
    radius = kernel_radius(sigma)
    if radius == 0:
        return 1.0
    distance = np.arange(-radius, radius + 1)
    weights = np.exp(-0.5 * (distance / sigma) ** 2)
    return float(np.sqrt(np.sum(weights**2)) / np.sum(weights))
