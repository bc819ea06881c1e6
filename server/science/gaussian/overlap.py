"""Overlap-save: convolution by Fourier transforms of bounded length, in plain scipy."""

import numpy as np
from numpy.typing import NDArray

from server.science.gaussian.filter import Filter
from server.science.gaussian.kernels import constant_gain, kernel
from server.science.gaussian.pieces import Piece
from server.science.gaussian.source import Floats, Source, View

Spectrum = NDArray[np.complex128]
SHORTEST = 16_384  # samples of a transform
KERNELS = 8  # lengths of the kernel that a transform has


class Overlap:
    """For kernels that no short series makes up, and where nothing is compiled."""

    at_once = 1
    rounds = False

    def __init__(self, source: Source, how: Filter) -> None:
        self._source = source
        self._how = how
        self._size = transform_size(how.radius, source.n)
        self.length = self._size - 2 * how.radius
        self._kernels: dict[int, Spectrum] = {}

    def prepare(self, start: int, stop: int) -> None:
        """Transform the kernels."""
        for order in range(self._how.order + 1):
            self._kernels[order] = transformed_kernel(self._how, order, self._size)

    def filter(self, pieces: list[Piece], order: int, view: View) -> None:
        """Filter ``pieces``, in this thread; each from its chunk's whole transform."""
        how = self._how
        offset = self._source.offset if view.kind == "plain" else 0.0
        for piece in pieces:
            start = piece.first - how.radius
            reach = self._source.seen(start, start + self._size, how, view) - offset
            whole = convolved(reach, self._kernels[order], how.radius)
            part = whole[piece.low - piece.first : piece.high - piece.first]
            piece.out[:] = part + offset * constant_gain(how.sigma, order, how.radius)


def transform_size(radius: int, n: int) -> int:
    """How many samples a transform is of."""
    from scipy.fft import next_fast_len

    wished = min(KERNELS * radius, max(n, 1) + 2 * radius)
    return int(next_fast_len(max(SHORTEST, wished), real=True))


def convolved(reach: Floats, transformed: Spectrum, radius: int) -> Floats:
    """Those of ``reach`` filtered whose kernel lies within it, by one transform."""
    from scipy.fft import irfft, rfft

    size = len(reach)
    result: Floats = irfft(rfft(reach) * transformed, size, overwrite_x=True)
    return result[: size - 2 * radius]


def transformed_kernel(how: Filter, order: int, size: int) -> Spectrum:
    """The transform of the kernel, for a correlation of ``size`` samples."""
    from scipy.fft import rfft

    padded = np.zeros(size)
    padded[: 2 * how.radius + 1] = kernel(how.sigma, order, how.radius)
    transform: Spectrum = np.conj(rfft(padded))
    return transform
