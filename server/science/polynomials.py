"""Savitzky–Golay filtering, also across gaps.

Where samples are missing, the polynomial of each window is fitted to those that are there: what
Savitzky and Golay (Analytical Chemistry 36, 1627, 1964) do for whole windows, and a local
polynomial regression (Fan and Gijbels, "Local Polynomial Modelling and Its Applications", 1996)
with equal weights elsewhere. Unlike weights that are merely normalised, it still leaves
polynomials as they are.
"""

import math

import numpy as np
from numpy.typing import NDArray

from server.science.response import savgol_kernel

Array = NDArray[np.float64]

DIRECT = 129  # samples of a kernel: longer ones go through the Fourier transform
DETERMINED = 1e-7  # of the smallest eigenvalue, 1 for whole windows: less is guessing


def correlate(values: Array, kernel: Array) -> Array:
    """The scalar product of ``kernel`` (2r + 1,) with each window of ``values`` (n + 2r,): (n,)."""
    radius = len(kernel) // 2
    if len(kernel) <= DIRECT:
        from scipy.ndimage import correlate1d

        every: Array = correlate1d(values, kernel, mode="constant")
        return every[radius : len(values) - radius]
    from scipy.fft import irfft, next_fast_len, rfft

    length = next_fast_len(len(values), real=True)
    spectrum = rfft(values, length) * rfft(kernel[::-1], length)
    found: Array = irfft(spectrum, length)[2 * radius : len(values)]
    return found


def savgol(values: Array, window: int, degree: int, order: int) -> Array:
    """Each window's polynomial in its middle, for ``values`` (n + window − 1,): (n,).

    Values that are not finite are gaps. NaN where what is there determines no polynomial.
    """
    known = np.isfinite(values)
    level = float(values[known].mean()) if known.any() else 0.0
    rest = np.where(known, values - level, 0.0)
    smooth = correlate(rest, savgol_kernel(window, degree, order))
    if not known.all():
        share = correlate(known.astype(np.float64), np.full(window, 1.0))
        broken = np.flatnonzero(share < window - 0.5)
        smooth[broken] = _fitted(rest, known.astype(np.float64), broken, window, degree, order)
    return smooth + level if order == 0 else smooth


def _fitted(
    rest: Array, known: Array, broken: NDArray[np.intp], window: int, degree: int, order: int
) -> Array:
    """The polynomials through what is there, at the windows ``broken`` (m,): (m,).

    In a basis that is orthonormal over a whole window, so that the normal equations stay sound.
    """
    half = max(window // 2, 1)
    at = np.arange(-(window // 2), window // 2 + 1) / half
    basis, triangle = np.linalg.qr(np.vander(at, degree + 1, increasing=True))
    unit = np.zeros(degree + 1)
    unit[order] = math.factorial(order) / half**order
    middle = np.linalg.solve(triangle.T, unit)
    normal = np.empty((len(broken), degree + 1, degree + 1))
    right = np.empty((len(broken), degree + 1))
    for i in range(degree + 1):
        right[:, i] = correlate(rest, basis[:, i])[broken]
        for j in range(i + 1):
            normal[:, i, j] = correlate(known, basis[:, i] * basis[:, j])[broken]
            normal[:, j, i] = normal[:, i, j]
    fitted = np.full(len(broken), np.nan)
    sound = np.linalg.eigvalsh(normal)[:, 0] > DETERMINED
    if sound.any():
        solved = np.linalg.solve(normal[sound], right[sound][..., None])[..., 0]
        fitted[sound] = solved @ middle
    return fitted
