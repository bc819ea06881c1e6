"""Sliding sums for very wide kernels, by blocks within which the kernel is nearly a cubic: wide.c.

A kernel so wide is so smooth that of each block of values only four moments count, but for its
jump at either end, which is summed value by value. What is left out is reckoned here for the worst
data there can be, and the largest blocks are taken for which it is nothing that would be noticed.
"""

import ctypes
import threading
from functools import lru_cache

import numpy as np

from server.science.gaussian.filter import Filter
from server.science.gaussian.kernels import Tier
from server.science.gaussian.pieces import Piece
from server.science.gaussian.series import MAX_TERMS, Series
from server.science.gaussian.sliding import SHORTEST, Sliding, line_of, series_for
from server.science.gaussian.source import Floats, Source, View
from server.science.gaussian.survey import Seen
from server.science.gaussian.threads import in_threads
from server.science.native.library import Library, Rules, Stretch, address, stretches

SIZES = (512, 256, 128, 64)  # values of a block
SHARES = 8  # of a sequence, at least, for as many threads
LONGEST = 2**22  # samples of a chunk
# The largest error of a result, for data that span one, times sigma to the power of the order.
LEFT_OUT: dict[Tier, float] = {"exact": 2e-10, "preview": 9e-6}


class Wide(Sliding):
    """Each chunk starts from the sums over its window, worked out afresh.

    Where windows are longer than chunks those sums are put together from what whole chunks add to
    a window; the radius is a whole number of them and a few samples.
    """

    at_once = 1
    divides = False

    def __init__(self, library: Library, source: Source, how: Filter) -> None:
        super().__init__(library, source, how)
        self._size = block_size(how)
        self.length, self._reach = chunk_length(source.n, how.radius)
        self.sees = self._reach == 0
        self._sums: dict[tuple[int, View], Floats] = {}
        self._range = (0, 0)
        self._lock = threading.Lock()

    def prepare(self, start: int, stop: int) -> None:
        """The sums over windows longer than chunks."""
        self._range = (start // self.length, -(-stop // self.length))
        if self._reach:
            self._windows(self._how.order, View())

    def _worked_out(
        self, pieces: list[Piece], jobs: list[Stretch], order: int, view: View, rules: Rules
    ) -> "ctypes.Array[Stretch]":
        if self._reach:
            windows = self._windows(order, view)
            for job, piece in zip(jobs, pieces, strict=True):
                job.sums = address(windows[piece.first // self.length - self._range[0]])
        terms, together = self._terms(order, view), stretches(jobs)
        self._library.wide(
            ctypes.addressof(terms.c), self._size, is_flat(self._how, order, self._size),
            rules.streamed, ctypes.addressof(together), len(together),
        )  # fmt: skip
        return together

    def _windows(self, order: int, view: View) -> Floats:
        """The sums over the windows at the chunks' starts: (chunks, 2, terms)."""
        with self._lock:
            if (order, view) not in self._sums:
                self._sums[order, view] = self._summed(order, view)
            return self._sums[order, view]

    def _summed(self, order: int, view: View) -> Floats:
        terms, (first, last) = self._terms(order, view), self._range
        line = line_of(self._source, self._how, view)
        count = last - first + 2 * self._reach
        parts = np.empty((count, 2, MAX_TERMS))
        windows = np.empty((last - first, 2, MAX_TERMS))
        low, high, odd = np.empty((3, count))
        shared = ctypes.addressof(terms.c), self._size, ctypes.addressof(line), self.length

        def sum_part(b: int) -> None:
            self._library.wide_parts(
                *shared, first - self._reach + b, 1, address(parts[b]), address(low, b),
                address(high, b), address(odd, b),
            )  # fmt: skip

        def sum_window(c: int) -> None:
            self._library.wide_windows(
                *shared, self._reach, first + c, 1, address(parts[c]), address(windows[c])
            )

        in_threads(sum_part, range(count), self._how.workers)
        if view == View():
            self.seen = Seen(first - self._reach, low, high, odd != 0)
        in_threads(sum_window, range(last - first), self._how.workers)
        return windows


def block_size(how: Filter) -> int:
    """How large blocks may be; 0 where they would be too small to be of use."""
    orders = range(how.order + 1)
    return min(_largest(how.sigma, order, how.radius, how.tier) for order in orders)


def is_flat(how: Filter, order: int, size: int) -> bool:
    """Whether the kernel's slope at its ends need not be minded within blocks of ``size``."""
    return _fits(how.sigma, order, how.radius, how.tier, size, flat=True)


def _largest(sigma: float, order: int, radius: int, tier: Tier) -> int:
    fitting = (size for size in SIZES if _fits(sigma, order, radius, tier, size, flat=False))
    return next(fitting, 0)


@lru_cache(maxsize=256)
def _fits(sigma: float, order: int, radius: int, tier: Tier, size: int, *, flat: bool) -> bool:
    series = series_for(Filter(sigma, radius, order, tier=tier), order)
    missed = left_out(series, radius, size, flat=flat) * sigma**order
    return radius > size and missed <= LEFT_OUT[tier]


def left_out(series: Series, radius: int, size: int, *, flat: bool = False) -> float:
    """What blocks of ``size`` make wrong at most, for values that differ by no more than one.

    The cubic is off by (a size / 2)^4 / 192, once for the values and once for the results; and
    the kernel's ends by how far they are from a straight line, or, if ``flat``, a constant.
    """
    angles, heights = series.angles, series.heights
    inside = 2 * (2 * radius + 1) * np.abs(heights) @ (angles * size / 2) ** 4 / 192
    end, places = radius + 0.5, np.arange(size) + 0.5
    wave = np.sin if series.odd else np.cos

    def kernel_at(side: int) -> Floats:
        distance = end - side * places
        return np.asarray(wave(np.outer(distance, angles)) @ heights)

    height = heights @ wave(end * angles)
    turned = -np.cos(end * angles) if series.odd else np.sin(end * angles)
    fall = 0.0 if flat else (heights * angles) @ turned
    bends = [kernel_at(side) - height - side * fall * places for side in (1, -1)]
    return float(inside + np.abs(bends).sum())


def chunk_length(n: int, radius: int) -> tuple[int, int]:
    """How long chunks are, and of how many the windows are put together (0: of none)."""
    wished = min(max(n // SHARES, SHORTEST), LONGEST)
    if 2 * radius <= wished:
        return wished, 0
    reach = -(-radius // wished)
    return radius // reach, reach
