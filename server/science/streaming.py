"""Gaussian smoothing of a sequence that is still being measured, piece by piece."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError
from server.science.gaussian.kernels import kernel, kernel_radius

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]
Kind = Literal["centred", "causal"]

SHORT = 64  # samples of radius up to which the plain sum beats the transform
STEPS = 8  # in which transforms grow, in parts of the kernel
KEPT = 4  # transforms of the kernel


class StreamingGaussian:
    """Smooths as values come; however they are cut into pieces, the result is the same.

    ``centred`` is ``scipy.ndimage.gaussian_filter1d`` with reflected ends: each smoothed value
    needs ``delay`` later ones, so that it comes that much after its sample. ``causal`` looks
    back only: the older half of the same Gaussian, over what is there at the beginning; it comes
    at once and lags behind slow changes by ``lag`` samples.

    Values that are not finite are gaps: they stay open, and their neighbours are smoothed by
    what is there (normalised convolution, as in ``gaussian_smooth``).
    """

    def __init__(self, sigma: float, channels: int = 1, kind: Kind = "centred") -> None:
        """Smooth by ``sigma`` samples. Raises InputError naming ``sigma`` if it is negative."""
        if not 0 <= sigma < np.inf:
            raise InputError("sigma", "is no width", "0 or more, in samples")
        self.sigma, self.kind = sigma, kind
        self._radius = kernel_radius(sigma)
        whole = kernel(sigma, 0, self._radius) if self._radius else np.ones(1)
        self._weights = whole if kind == "centred" else _older_half(whole)
        self._held: Floats = np.empty((0, channels))  # what later values may still need
        self._first = 0  # the position of the first of them
        self._given = 0  # how many smoothed values have been given away
        # Near the values, so that small changes on a high level keep their digits.
        self._origin: Floats = np.zeros(channels)
        self._spectra: dict[int, Complexes] = {}

    @property
    def delay(self) -> int:
        """How many later samples a smoothed value waits for."""
        return self._radius if self.kind == "centred" else 0

    @property
    def lag(self) -> float:
        """How far behind a slow change the smoothed values are, in samples."""
        if self.kind == "centred":
            return 0.0
        ages = np.arange(len(self._weights))[::-1]
        return float(ages @ self._weights)

    def push(self, values: Floats) -> Floats:
        """Take the next ``values``, shape (n, channels); the smoothed ones that are now settled.

        Those follow on what was returned before: the first smoothed value is of the first sample.
        """
        self._hold(values)
        end = self._first + len(self._held)
        return self._give(end - self.delay)

    def finish(self) -> Floats:
        """The smoothed values that were waiting for samples that will never come."""
        if self.delay and len(self._held):
            known = self._held[-2 * self._radius :]
            self._held = np.concatenate([self._held, _reflected_end(known, self._radius)])
            return self._give(self._first + len(self._held) - self._radius)
        return self._held[:0]

    def _hold(self, values: Floats) -> None:
        block = np.array(values, dtype=np.float64)
        block[~np.isfinite(block)] = np.nan
        if self._first + len(self._held) == 0 and len(block):
            self._origin = np.nan_to_num(block[0])
        self._held = np.concatenate([self._held, block])

    def _give(self, stop: int) -> Floats:
        """The smoothed values up to position ``stop``; forgets what no later one needs."""
        if stop <= self._given:
            return self._held[:0]
        before = self._radius
        at = self._given - before
        reach = self._held[max(at - self._first, 0) : stop + self.delay - self._first]
        if at < 0:
            reach = np.concatenate([self._beginning(-at), reach])
        smooth = self._smoothed(reach, self._held[self._given - self._first : stop - self._first])
        self._given = stop
        gone = max(stop - 2 * before - self._first, 0)
        self._held, self._first = self._held[gone:], self._first + gone
        return smooth

    def _beginning(self, count: int) -> Floats:
        """``count`` values before the first sample: mirrored, or unknown."""
        if self.kind == "causal":
            return np.full((count, self._held.shape[1]), np.nan)
        return _reflected_end(self._held[: 2 * self._radius][::-1], self._radius)[::-1][-count:]

    def _smoothed(self, reach: Floats, values: Floats) -> Floats:
        if not self._radius:
            return values.copy()
        known = np.isfinite(reach)
        total = self._sums(np.where(known, reach - self._origin, 0.0))
        if not known.all():
            weight = self._sums(known.astype(np.float64))
            total = np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)
        return np.where(np.isfinite(values), total + self._origin, np.nan)

    def _sums(self, reach: Floats) -> Floats:
        """The weighted sums wherever the whole kernel fits: len(reach) − len(weights) + 1."""
        if self._radius > SHORT:
            return self._transformed(reach)
        turned = np.lib.stride_tricks.sliding_window_view(reach, len(self._weights), axis=0)
        plain: Floats = turned @ self._weights
        return plain

    def _transformed(self, reach: Floats) -> Floats:
        """The same by Fourier transforms, as long as ``reach`` and a little more: what wraps
        around spoils only those sums that are not asked for. ``scipy.signal.oaconvolve``
        transforms the kernel anew with each piece, and along the slow axis: four times the time.
        """
        from scipy.fft import irfft, rfft

        wide = len(self._weights) - 1
        step = max(wide // STEPS, SHORT)  # few lengths: the kernel's transform is made for each
        length = wide + step * -(-(len(reach) - wide) // step)
        spectrum = self._spectrum(length)
        size = 2 * (len(spectrum) - 1)
        sums: Floats = irfft(rfft(reach.T, size) * spectrum, size)
        return sums[:, wide : len(reach)].T

    def _spectrum(self, length: int) -> Complexes:
        """The kernel's transform, even in length and at least so long; the last few are kept."""
        if length not in self._spectra:
            from scipy.fft import next_fast_len, rfft

            if len(self._spectra) == KEPT:
                del self._spectra[next(iter(self._spectra))]
            self._spectra[length] = rfft(self._weights[::-1], 2 * next_fast_len(-(-length // 2)))
        return self._spectra[length]


def _older_half(whole: Floats) -> Floats:
    half = whole[: len(whole) // 2 + 1]
    weights: Floats = half / half.sum()
    return weights


def _reflected_end(values: Floats, count: int) -> Floats:
    """``count`` values beyond the last of ``values``, mirrored as often as it takes."""
    mirrored: Floats = np.pad(values, ((0, count), (0, 0)), mode="symmetric")
    return mirrored[len(values) :]
