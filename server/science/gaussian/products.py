"""The same series of cosines by products of matrices, which numpy is quick at.

A window is cut at the borders of blocks of SIDE values. Of the blocks that lie within the windows
of SIDE results together only their sums with each cosine and sine are needed: differences of
running sums of those, turned, are the windows'. The values at both ends, which some of the results
see and others do not, are weighed one by one. So the cost does not depend on sigma. Where a kernel
is not longer than a few blocks there are such ends only.
"""

import numpy as np

from server.science.gaussian.filter import Filter
from server.science.gaussian.kernels import constant_gain, kernel
from server.science.gaussian.pieces import Piece
from server.science.gaussian.series import fitted
from server.science.gaussian.source import Floats, Source, View
from server.science.gaussian.threads import Scratch

SIDE = 32  # values of a block
ROWS = 64  # blocks of a product: few enough for one thread of the library that works it out
SHORTEST = 65_536  # samples of a chunk
RADII = 4  # of a wide kernel that a chunk is long
DENSE = 64  # radius up to which every value is weighed by itself


class Products:
    """For wide kernels where nothing is compiled."""

    at_once = 1
    rounds = True

    def __init__(self, source: Source, how: Filter) -> None:
        self._source, self._how = source, how
        self.length = chunk_length(source.n, how.radius)
        self._blocks = self.length // SIDE
        self._matrices: dict[int, Weights] = {}
        self._scratch = Scratch()

    def prepare(self, start: int, stop: int) -> None:
        """The matrices."""
        for order in range(self._how.order + 1):
            self._matrices[order] = Weights(self._how, order, self._blocks)

    def filter(self, pieces: list[Piece], order: int, view: View) -> None:
        """Filter ``pieces``, in this thread; each with its whole chunk."""
        how, weights = self._how, self._matrices[order]
        offset = self._source.offset if view.kind == "plain" else 0.0
        added = offset * constant_gain(how.sigma, order, how.radius)
        for piece in pieces:
            start, stop = piece.first - how.radius, piece.first + self.length + how.radius
            reach = self._scratch.floats("reach", stop - start + 2 * SIDE)
            values = self._source.seen(start, stop, how, view)
            np.subtract(values, offset, out=reach[: stop - start])
            reach[stop - start :] = 0.0
            whole = weights.applied(reach, self._scratch)
            part = whole[piece.low - piece.first : piece.high - piece.first]
            np.add(part, added, out=piece.out, casting="same_kind")


class Weights:
    """What makes ``blocks`` blocks of results from the values around them."""

    def __init__(self, how: Filter, order: int, blocks: int) -> None:
        self._blocks = blocks
        radius = how.radius
        self._inner = (2 * radius + 2 - SIDE) // SIDE if radius > DENSE else 0  # blocks
        border = SIDE - 1 + self._inner * SIDE  # where they end, from the first value seen on
        last = 2 * radius + SIDE
        starts = [0, *range(border, last, SIDE)] if self._inner else [*range(0, last, SIDE)]
        self._starts = starts
        taps = kernel(how.sigma, order, radius)
        self._bands = [
            _band(taps, start, SIDE - 1 if self._inner and not start else SIDE) for start in starts
        ]
        if self._inner:
            found = fitted(how.sigma, order, radius, how.tier)
            if found is None:
                raise ValueError(f"no series of cosines for sigma {how.sigma:g}, order {order}")
            places = np.outer(np.arange(SIDE), found.angles)
            self._sums = np.ascontiguousarray(np.exp(1j * places).view(np.float64))
            turns = np.arange(blocks + self._inner) * SIDE
            self._turns = np.exp(1j * np.outer(turns, found.angles))
            self._back = self._turns[:blocks].conj()
            back = np.outer(found.angles, SIDE - 1 - radius - np.arange(SIDE))
            spread = found.heights[:, None] * np.exp(1j * back)
            rows = (spread.imag, spread.real) if found.odd else (spread.real, -spread.imag)
            self._spread = np.stack(rows, axis=1).reshape(-1, SIDE)

    def applied(self, reach: Floats, scratch: Scratch) -> Floats:
        """The results of all blocks of the chunk whose first value sees that of ``reach`` first."""
        count = self._blocks * SIDE
        result = scratch.floats("result", count).reshape(-1, SIDE)
        more = scratch.floats("more", count).reshape(-1, SIDE)
        for i, (start, band) in enumerate(zip(self._starts, self._bands, strict=True)):
            some = reach[start : start + count].reshape(-1, SIDE)[:, : len(band)]
            _product(some, band, more if i else result)
            if i:
                result += more
        if self._inner:
            result += _product(self._windows(reach, scratch), self._spread, more)
        return result.reshape(-1)

    def _windows(self, reach: Floats, scratch: Scratch) -> Floats:
        """The sums over the inner blocks of each block's window: (blocks, 2 terms)."""
        count = self._blocks + self._inner
        some = reach[SIDE - 1 : SIDE - 1 + (count - 1) * SIDE].reshape(-1, SIDE)
        terms = self._turns.shape[1]
        sums = scratch.floats("sums", 2 * terms * count).view(np.complex128).reshape(count, terms)
        sums[0] = 0
        here = scratch.floats("here", 2 * terms * (count - 1)).reshape(-1, 2 * terms)
        here = _product(some, self._sums, here).view(np.complex128)
        np.multiply(here, self._turns[:-1], out=sums[1:])
        np.cumsum(sums, axis=0, out=sums)
        windows = here[: self._blocks]
        np.subtract(sums[self._inner :], sums[: self._blocks], out=windows)
        np.multiply(windows, self._back, out=windows)
        return windows.view(np.float64)


def _product(some: Floats, matrix: Floats, result: Floats) -> Floats:
    """``some @ matrix`` into ``result``, a few rows at a time."""
    whole = len(some) // ROWS * ROWS
    parts = some[:whole].reshape(-1, ROWS, some.shape[1])
    np.matmul(parts, matrix, out=result[:whole].reshape(-1, ROWS, matrix.shape[1]))
    if whole < len(some):
        np.matmul(some[whole:], matrix, out=result[whole:])
    return result


def _band(taps: Floats, start: int, count: int) -> Floats:
    """What the values from ``start`` on weigh in each of SIDE results; of the first ``count``.

    Those that none of the results sees are left out.
    """
    value, result = np.ogrid[: min(count, len(taps) + SIDE - 1 - start), :SIDE]
    place = start + value - result
    inside = (place >= 0) & (place < len(taps))
    return np.where(inside, taps[np.clip(place, 0, len(taps) - 1)], 0.0)


def chunk_length(n: int, radius: int) -> int:
    """How long chunks are: whole products of blocks."""
    step = SIDE * ROWS
    wished = max(min(RADII * radius, n), min(SHORTEST, n))
    return -(-wished // step) * step
