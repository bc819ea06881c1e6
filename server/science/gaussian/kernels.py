"""The Gaussian kernel of ``scipy.ndimage``: sampled at whole distances, cut off, of sum one."""

import math
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Mode = Literal["reflect", "nearest", "mirror", "wrap", "constant"]
MODES: tuple[Mode, ...] = get_args(Mode)
Tier = Literal["exact", "preview"]
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


def noise_gain(sigma: float) -> float:
    """What white noise's standard deviation is multiplied by: the root of the sum of k squared."""
    radius = kernel_radius(sigma)
    if radius == 0:
        return 1.0
    distance = np.arange(-radius, radius + 1)
    weights = np.exp(-0.5 * (distance / sigma) ** 2)
    return float(np.sqrt(np.sum(weights**2)) / np.sum(weights))
