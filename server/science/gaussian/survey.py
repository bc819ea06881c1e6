"""What chunks see before they are filtered: gaps, and numbers that cannot be summed as such."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.science.bins import survey
from server.science.gaussian.filter import Filter
from server.science.gaussian.source import Source

LARGEST, SMALLEST = 1e300, 1e-290  # beyond these, sums over- or underflow
FAR = 4  # blocks: kernels that reach further see each block too often to look at them one by one


@dataclass(frozen=True)
class Sight:
    """What a chunk sees: one value only; gaps, or numbers to be scaled first; or neither."""

    constant: float | None = None
    scale: float | None = None


def sight_of(low: float, high: float, odd: bool) -> Sight:
    """What is seen where ``low`` and ``high`` are the extremes; ``odd``: not all is finite."""
    if not odd and low == high:
        return Sight(constant=low)
    size = max((abs(value) for value in (low, high) if math.isfinite(value)), default=0.0)
    if size > LARGEST or 0 < size < SMALLEST:
        return Sight(scale=2.0 ** -max(min(math.frexp(size)[1], 1000), -1000))
    return Sight(scale=1.0) if odd else Sight()


@dataclass(frozen=True)
class Seen:
    """The extremes of blocks from the one numbered ``first`` on, and which are not all finite."""

    first: int
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    odd: NDArray[np.bool_]


class Survey:
    """The extremes of all blocks, each as long as a chunk, that the chunks see."""

    def __init__(
        self, source: Source, how: Filter, length: int, blocks: range, seen: Seen | None = None
    ) -> None:
        self._how = how
        self._reach = -(-how.radius // length)
        self._count = -(-source.n // length)
        beyond = blocks.start < 0 or blocks.stop > self._count
        whole = beyond and how.mode == "wrap"
        self._first = 0 if whole else max(blocks.start, 0)
        last = self._count if whole else min(blocks.stop, self._count)
        last = max(last, self._first)
        self._source = source
        self._edges = np.minimum(np.arange(self._first, last + 1) * length, source.n)
        self._edges -= source.first
        self._low, self._high = np.empty((2, last - self._first))
        self._odd = np.zeros(last - self._first, dtype=bool)
        self._looked = self._odd.copy()
        if seen is not None:
            self._take(seen)
        if self._reach > FAR:
            self._look(0, last - self._first, how.workers)

    def _take(self, seen: Seen) -> None:
        """What is known already, of blocks that may lie beyond."""
        start = max(seen.first, self._first)
        stop = min(seen.first + len(seen.low), self._first + len(self._low))
        if start < stop:
            here = slice(start - self._first, stop - self._first)
            there = slice(start - seen.first, stop - seen.first)
            self._low[here], self._high[here] = seen.low[there], seen.high[there]
            self._odd[here], self._looked[here] = seen.odd[there], True

    def is_plain(self, chunks: range) -> bool:
        """Whether all ``chunks`` see several finite numbers each, none very large or very small.

        It looks at the values just before they are filtered, so that they are read once.
        """
        first, last = chunks.start - self._reach, chunks.stop + self._reach
        if (first < 0 or last > self._count) and self._how.mode in {"wrap", "constant"}:
            return False
        some = slice(max(first, 0) - self._first, min(last, self._count) - self._first)
        self._look(some.start, some.stop, 1)
        low, high = self._low[some], self._high[some]
        size = np.maximum(np.abs(low), np.abs(high))
        within = (low < high) & (size <= LARGEST) & (size >= SMALLEST)
        return bool(within.all()) and not self._odd[some].any()

    def _look(self, first: int, last: int, workers: int | None) -> None:
        missing = np.flatnonzero(~self._looked[first:last])
        if not missing.size:
            return
        some = slice(first + int(missing[0]), first + int(missing[-1]) + 1)
        found = survey(self._source.part, self._edges[some.start : some.stop + 1], workers)
        self._low[some], self._high[some], self._odd[some] = found
        self._looked[some] = True

    def kind(self, chunk: int) -> Sight:
        """What the chunk sees."""
        index = np.arange(chunk - self._reach, chunk + self._reach + 1)
        at_end = bool(index[0] < 0 or index[-1] >= self._count)
        index = index % self._count if self._how.mode == "wrap" else np.clip(index, 0, None)
        index = np.unique(np.minimum(index, self._count - 1)) - self._first
        self._look(int(index[0]), int(index[-1]) + 1, 1)
        low, high = self._low[index], self._high[index]
        odd = bool(self._odd[index].any())
        if at_end and self._how.mode == "constant":
            low, high = np.append(low, self._how.cval), np.append(high, self._how.cval)
            odd = odd or not math.isfinite(self._how.cval)
        return sight_of(float(np.fmin.reduce(low)), float(np.fmax.reduce(high)), odd)
