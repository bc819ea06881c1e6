"""What a smoothing lets through: kernels, and their gain at every frequency.

Frequencies are in cycles per sample (0 to 0.5); divide by the step of x for cycles per unit of x.
A kernel's gain is its discrete-time Fourier transform (Oppenheim and Schafer, "Discrete-Time
Signal Processing", chapter 2), counted from the middle so that symmetric kernels turn no phase.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError
from server.science.gaussian.kernels import kernel

Array = NDArray[np.float64]

LONGEST = 2**12  # samples to a side: longer kernels are told by one of this length, stretched
HALF_POWER = math.sqrt(0.5)
POINTS = 400
MEDIAN_WORDS = (
    "A median has no frequency response: it is not linear, so what it does to one frequency "
    "depends on everything else in its window."
)


@dataclass(frozen=True)
class Response:
    """Gain (m,) at the ascending frequencies (m,); where it first falls to half the power.

    ``cutoff`` (−3 dB, cycles per sample) is None where the gain never falls so far, and for
    derivatives, which have no pass band. ``noise_gain`` is what the standard deviation of white
    noise is multiplied by. The gain is signed for symmetric kernels and the modulus for odd ones.
    """

    frequencies: Array
    gain: Array
    cutoff: float | None
    noise_gain: float


def gaussian_kernel(radius: int, sigma: float, order: int = 0) -> Array:
    """The sampled Gaussian of ``sigma`` samples cut off at ``radius``, (2·radius + 1,); sum 1.

    ``order`` 1 and 2 are its derivatives. Of one sample, any sigma.
    """
    if radius == 0:
        return np.ones(1) if order == 0 else np.zeros(1)
    return kernel(sigma, order, radius)


def savgol_kernel(window: int, degree: int, order: int = 0) -> Array:
    """Weights (window,) of the least-squares polynomial's value or derivative in the middle.

    Savitzky and Golay, Analytical Chemistry 36, 1627 (1964); as ``scipy.signal.savgol_coeffs``
    with ``use="dot"``, from an orthogonal basis on [−1, 1], which stays exact for long windows.
    Derivatives are per sample. Raises InputError naming ``width`` for an even window, and
    ``degree`` where the window is too short for it.
    """
    if window < 1 or window % 2 == 0:
        raise InputError("width", f"{window} samples have no middle", "an odd number of samples")
    if not order <= degree < window:
        raise InputError("degree", "does not suit", f"{order} to {window - 1} for {window} samples")
    half = max(window // 2, 1)
    at = np.arange(-(window // 2), window // 2 + 1) / half
    basis, triangle = np.linalg.qr(np.vander(at, degree + 1, increasing=True))
    unit = np.zeros(degree + 1)
    unit[order] = math.factorial(order) / half**order
    weights: Array = basis @ np.linalg.solve(triangle.T, unit)
    return weights


def noise_gain(weights: Array) -> float:
    """The root of the sum of squares: white noise comes out so many times as strong."""
    return float(np.sqrt(np.sum(weights**2)))


def gain_at(weights: Array, frequencies: Array) -> Array:
    """The gain at ``frequencies`` (m,) of ``weights`` of odd length, even or odd about its middle.

    Of the latter, which turn the phase by a quarter, it is the modulus.
    """
    half = len(weights) // 2
    at = np.arange(1, half + 1)
    left, right = weights[:half][::-1], weights[half + 1 :]
    gain = np.empty(len(frequencies))
    antisymmetric = bool(np.sum(np.abs(left + right)) < np.sum(np.abs(left - right)))
    wave = np.sin if antisymmetric else np.cos
    sides = right - left if antisymmetric else right + left
    for i, frequency in enumerate(frequencies.tolist()):
        gain[i] = np.dot(sides, wave(2 * np.pi * frequency * at))
    return np.abs(gain) if antisymmetric else gain + weights[half]


def of_kernel(weights: Array, stretch: float = 1.0, order: int = 0) -> Response:
    """The response of ``weights``, or of the same shape ``stretch`` times as long (same sum).

    A stretched one is told up to half a cycle per sample of the short one: thousands of times
    its cut-off.
    """
    first = 0.05 / len(weights)
    frequencies = np.concatenate([[0.0], np.geomspace(first, 0.5, POINTS - 1)])
    gain = gain_at(weights, frequencies)
    cutoff = _half_power(weights, frequencies, gain) if order == 0 else None
    return Response(
        frequencies / stretch,
        gain / stretch**order,
        None if cutoff is None else cutoff / stretch,
        noise_gain(weights) / stretch ** (order + 0.5),
    )


def of_gaussian(sigma: float, truncate: float = 4.0, order: int = 0) -> Response:
    """The response of the sampled Gaussian cut off at ``truncate`` times ``sigma`` samples."""
    radius = int(truncate * sigma + 0.5)
    if radius <= LONGEST:
        return of_kernel(gaussian_kernel(radius, sigma, order), order=order)
    stretch = radius / LONGEST
    return of_kernel(gaussian_kernel(LONGEST, sigma / stretch, order), stretch, order)


def of_savgol(window: int, degree: int, order: int = 0) -> Response:
    """The response of a Savitzky–Golay filter over ``window`` samples."""
    if window <= 2 * LONGEST + 1:
        return of_kernel(savgol_kernel(window, degree, order), order=order)
    short = 2 * LONGEST + 1
    return of_kernel(savgol_kernel(short, degree, order), window / short, order)


def of_mean(window: int) -> Response:
    """The response of the mean of ``window`` samples, an odd number."""
    short = min(window, 2 * LONGEST + 1)
    return of_kernel(np.full(short, 1 / short), window / short)


def _half_power(weights: Array, frequencies: Array, gain: Array) -> float | None:
    """Where the gain first falls to half the power, in cycles per sample; by bisection."""
    below = np.flatnonzero(gain < HALF_POWER)
    if not len(below) or below[0] == 0:
        return None
    low, high = float(frequencies[below[0] - 1]), float(frequencies[below[0]])
    while low < (middle := (low + high) / 2) < high:
        if gain_at(weights, np.array([middle]))[0] > HALF_POWER:
            low = middle
        else:
            high = middle
    return high
