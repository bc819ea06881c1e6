"""Gaussian smoothing of sequences: the only place that smooths.

The kernel is that of ``scipy.ndimage``: a Gaussian sampled at whole distances, cut off at four
sigma and normalised to a sum of one.
"""

import math
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from server.errors import InputError

Mode = Literal["reflect", "nearest", "mirror", "wrap", "constant"]
MODES: tuple[Mode, ...] = get_args(Mode)
TRUNCATE = 4.0  # the kernel's half-width in units of sigma
MAX_RADIUS = 4_000_000  # samples: a kernel of 64 MB
MAX_WORK = 10**10  # samples times kernel length: about four seconds

FWHM = 2 * math.sqrt(2 * math.log(2))  # full width at half maximum, in units of sigma
CUTOFF = math.sqrt(math.log(2)) / (2 * math.pi)  # where the power halves, times sigma


def gaussian_smooth(values: ArrayLike, sigma: float, mode: Mode = "reflect") -> NDArray[np.float64]:
    """``values`` (1-D) convolved with a Gaussian of ``sigma`` samples; an array of that shape.

    Without gaps this is ``scipy.ndimage.gaussian_filter1d``, bit for bit; a kernel of one sample
    (sigma below 1/8, and 0) leaves the values unchanged. Values that are not finite are gaps:
    they stay open (NaN in the result) and the others are smoothed by normalised convolution,
    which weighs what is there and leaves out what is not (Knutsson and Westin, "Normalized and
    differential convolution", CVPR 1993). In the mode ``constant`` the zeros beyond the ends
    count as known.

    Raises InputError naming ``sigma`` where it is negative or the work exceeds the limits.
    """
    data = np.asarray(values, dtype=np.float64)
    if not 0 <= sigma <= largest_sigma(data.size):
        allowed = f"0 to {largest_sigma(data.size):,.0f} for {data.size:,} values"
        raise InputError("sigma", "asks for too much work", allowed)
    if kernel_radius(sigma) == 0 or data.size == 0:
        return data.copy()
    known = np.isfinite(data)
    if known.all():
        return _filtered(data, sigma, mode)
    weight = _filtered(known.astype(np.float64), sigma, mode, beyond=1.0)
    total = _filtered(np.where(known, data, 0.0), sigma, mode)
    smooth = np.full(data.shape, np.nan)
    np.divide(total, weight, out=smooth, where=known)
    return smooth


def kernel_radius(sigma: float) -> int:
    """How many samples the kernel reaches to either side."""
    return int(TRUNCATE * sigma + 0.5)


def largest_sigma(n: int) -> float:
    """The largest sigma that ``gaussian_smooth`` takes for ``n`` values."""
    radius = min(MAX_RADIUS, (MAX_WORK // max(n, 1) - 1) // 2)
    return float(int(radius / TRUNCATE))


def noise_gain(sigma: float) -> float:
    """What white noise's standard deviation is multiplied by: the root of the sum of k squared."""
    if kernel_radius(sigma) == 0:
        return 1.0
    distance = np.arange(-kernel_radius(sigma), kernel_radius(sigma) + 1)
    kernel = np.exp(-0.5 * (distance / sigma) ** 2)
    return float(np.sqrt(np.sum(kernel**2)) / np.sum(kernel))


def _filtered(
    data: NDArray[np.float64], sigma: float, mode: Mode, beyond: float = 0.0
) -> NDArray[np.float64]:
    from scipy.ndimage import gaussian_filter1d

    smooth: NDArray[np.float64] = gaussian_filter1d(data, sigma, mode=mode, cval=beyond)
    return smooth
