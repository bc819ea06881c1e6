"""Narrow kernels and short sequences: the weighted sum as it is defined."""

import ctypes

import numpy as np

from server.science.gaussian.filter import Filter
from server.science.gaussian.kernels import kernel
from server.science.gaussian.pieces import Piece
from server.science.gaussian.sliding import line_of, stretch
from server.science.gaussian.source import Source, View
from server.science.native.library import Library, address, stretches

MAX_RADIUS = 64  # as in direct.c


class Direct:
    """By scipy itself where the work is small or nothing is compiled."""

    length = 65_536
    at_once = 8
    rounds = False

    def __init__(self, source: Source, how: Filter, library: Library | None) -> None:
        self._source = source
        self._how = how
        self._library = library

    def prepare(self, start: int, stop: int) -> None:
        """Nothing has to be prepared."""

    def filter(self, pieces: list[Piece], order: int, view: View) -> None:
        """Filter ``pieces``, in this thread."""
        if self._library is not None:
            self._compiled(self._library, pieces, order, view)
            return
        from scipy.ndimage import correlate1d

        how, weights = self._how, kernel(self._how.sigma, order, self._how.radius)
        for piece in pieces:
            reach = self._source.seen(piece.low - how.radius, piece.high + how.radius, how, view)
            inner = slice(how.radius, len(reach) - how.radius)
            piece.out[:] = correlate1d(reach, weights, mode="nearest")[inner]

    def _compiled(self, library: Library, pieces: list[Piece], order: int, view: View) -> None:
        how = self._how
        weights = np.ascontiguousarray(kernel(how.sigma, order, how.radius)[how.radius :: -1])
        line = line_of(self._source, how, view)
        jobs = stretches([stretch(line, piece) for piece in pieces])
        library.direct(
            address(weights), how.radius, order % 2, 0.0, ctypes.addressof(jobs), len(jobs)
        )
