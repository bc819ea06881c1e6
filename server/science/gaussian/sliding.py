"""Sliding cosine sums: a cost per sample that does not depend on sigma. The sums are in C."""

import ctypes
import threading

import numpy as np

from server.science.gaussian.filter import Filter, Gaps
from server.science.gaussian.kernels import constant_gain
from server.science.gaussian.pieces import Bins, Piece
from server.science.gaussian.series import Series, fitted
from server.science.gaussian.source import Floats, Source, View
from server.science.gaussian.survey import Seen
from server.science.gaussian.threads import in_threads
from server.science.native.library import (
    KINDS,
    MODES,
    STEPS,
    VIEWS,
    Library,
    Line,
    Rules,
    Stretch,
    Terms,
    address,
    stretches,
)

LANES = 8
SHORTEST, LONG, LONGEST = 4_096, 65_536, 2**20  # samples of a chunk
RADII = 16  # of a wide kernel that a chunk is long
BLOCKS_AT_ONCE = 8
LEAST = 1e-12  # of the weight: less is taken for nothing


class Sliding:
    """For wide kernels. Chunks start from sums over their window, worked out afresh.

    Where windows are longer than chunks those sums are put together from sums over blocks; the
    chunks are such blocks, and the radius is a whole number of them and a few samples.
    """

    at_once = LANES
    rounds = True

    def __init__(self, library: Library, source: Source, how: Filter) -> None:
        self._library = library
        self._source = source
        self._how = how
        self.length, self._blocks = chunk_length(source.n, how.radius)
        self._sums: dict[tuple[int, View], Floats] = {}
        self._prepared: dict[tuple[int, bool], Prepared] = {}
        self._range = (0, 0)
        self._lock = threading.Lock()
        self.streamed = False  # whether results pass by the processor's caches
        self.seen: Seen | None = None  # of the blocks whose sums were needed

    def prepare(self, start: int, stop: int) -> None:
        """Note for what range sums over blocks will be needed."""
        self._range = (start // self.length, -(-stop // self.length))
        if self._blocks:
            self._window_sums(self._how.order, View())

    @property
    def sees(self) -> bool:
        """Whether all that chunks see passes by as they are filtered."""
        return not self._blocks

    def filter(self, pieces: list[Piece], order: int, view: View) -> None:
        """Filter ``pieces``, in this thread."""
        self._run(pieces, order, view, Rules(streamed=self.streamed))

    def filter_seeing(
        self, pieces: list[Piece], gaps: Gaps | None, scale: float, thin: float,
        bins: list[Bins] | None = None,
    ) -> "ctypes.Array[Stretch]":  # fmt: skip
        """Filter ``pieces`` of values times ``scale`` over gaps; without ``gaps`` they spread.

        What was seen of each is in ``low``, ``high``, ``odd``, and ``thin`` where the weight was
        less than that. With ``bins`` there are the extremes only. Derivatives over gaps are not
        worked out.
        """
        divided = gaps is not None and self._how.order == 0
        rules = Rules(
            divided, gaps is not None and gaps.fill,
            max(gaps.min_weight, LEAST) if gaps is not None else 0.0, thin, self.streamed,
        )  # fmt: skip
        return self._run(pieces, self._how.order, View("plain", scale), rules, bins)

    def _run(
        self, pieces: list[Piece], order: int, view: View, rules: Rules,
        bins: list[Bins] | None = None,
    ) -> "ctypes.Array[Stretch]":  # fmt: skip
        terms = self._terms(order, view)
        line = line_of(self._source, self._how, view)
        jobs = [stretch(line, piece) for piece in pieces]
        if self._blocks:
            sums = self._window_sums(order, view)
            for job, piece in zip(jobs, pieces, strict=True):
                job.sums = address(sums[piece.first // self.length - self._range[0]])
        for job, some in zip(jobs, bins or (), strict=False):
            job.edges = address(some.edges)
            job.lows, job.highs = address(some.low), address(some.high)
        together = stretches(jobs)
        self._library.sliding(
            ctypes.addressof(terms.c), ctypes.addressof(rules), ctypes.addressof(together),
            len(together),
        )  # fmt: skip
        return together

    def _terms(self, order: int, view: View) -> "Prepared":
        key = (order, view.kind == "plain")
        if key not in self._prepared:
            self._prepared[key] = self._new_terms(order, view)
        return self._prepared[key]

    def _new_terms(self, order: int, view: View) -> "Prepared":
        offset = self._source.offset if view.kind == "plain" else 0.0
        found = series_for(self._how, order)
        gain = constant_gain(self._how.sigma, order, self._how.radius)
        return Prepared(found, self._how.radius, offset, offset * gain)

    def _window_sums(self, order: int, view: View) -> Floats:
        """The sums over the windows at the chunks' starts: (chunks, terms, 2)."""
        with self._lock:
            if (order, view) not in self._sums:
                self._sums[order, view] = self._summed(order, view)
            return self._sums[order, view]

    def _summed(self, order: int, view: View) -> Floats:
        terms, reach = self._terms(order, view), self._blocks
        first, last = self._range
        line = line_of(self._source, self._how, view)
        count = last - first + 2 * reach
        blocks = np.empty((count, terms.count, 2))
        low, high, odd = np.empty((3, count))

        def sum_blocks(b: int) -> None:
            self._library.block_sums(
                ctypes.addressof(terms.c), ctypes.addressof(line), self.length,
                first - reach + b, min(BLOCKS_AT_ONCE, count - b), address(blocks[b]),
                address(low, b), address(high, b), address(odd, b),
            )  # fmt: skip

        in_threads(sum_blocks, range(0, count, BLOCKS_AT_ONCE), self._how.workers)
        if view == View():
            self.seen = Seen(first - reach, low, high, odd != 0)
        turns = np.exp(1j * np.outer(np.arange(-reach, reach) * self.length, terms.angles))
        windows = np.empty((last - first, terms.count, 2))

        def sum_windows(c: int) -> None:
            self._library.window_sums(
                ctypes.addressof(terms.c), ctypes.addressof(line), self.length, reach, first + c,
                1, address(blocks[c]), address(turns), address(windows[c]),
            )  # fmt: skip

        in_threads(sum_windows, range(last - first), self._how.workers)
        return windows


class Prepared:
    """A series with all that C wants to know of it, kept alive together."""

    def __init__(self, series: Series, radius: int, offset: float, added: float) -> None:
        self.angles, self.count = series.angles, len(series.angles)
        self._heights = series.heights
        angles = np.outer(series.angles, np.arange(STEPS + 1))
        self._cosine, self._sine = np.cos(angles), np.sin(angles)
        self.c = Terms(
            self.count, series.odd, radius, offset, added, address(self.angles),
            address(self._heights), address(self._cosine), address(self._sine),
        )  # fmt: skip


def series_for(how: Filter, order: int) -> Series:
    """The series of ``how`` for ``order``; one is known to be there."""
    series = fitted(how.sigma, order, how.radius, how.tier)
    if series is None:
        raise ValueError(f"no series of cosines for sigma {how.sigma:g}, order {order}")
    return series


def reaches(how: Filter) -> bool:
    """Whether a short series of cosines is as good as asked for, for each order up to its own."""
    return all(
        fitted(how.sigma, order, how.radius, how.tier) is not None for order in range(how.order + 1)
    )


def chunk_length(n: int, radius: int) -> tuple[int, int]:
    """How long chunks are, and of how many the windows are put together (0: of none)."""
    wished = min(max(n // (2 * LANES), SHORTEST), max(RADII * radius, LONG), LONGEST)
    if 2 * radius <= wished:
        # Lanes nine lines of the cache apart, modulo its 64 sets, do not drive each other out.
        return (wished // 512) * 512 + 72, 0
    blocks = -(-radius // wished)
    return radius // blocks, blocks


def line_of(source: Source, how: Filter, view: View) -> Line:
    """``source`` as C sees it."""
    part = source.part
    start = address(part) - source.first * part.itemsize
    return Line(
        start, source.n, KINDS[part.dtype], MODES.index(how.mode), how.cval,
        VIEWS.index(view.kind), 0, source.offset, view.scale,
    )  # fmt: skip


def stretch(line: Line, piece: Piece) -> Stretch:
    """``piece`` of ``line`` as C sees it."""
    return Stretch(
        line, piece.first, piece.high - piece.first, piece.low - piece.first,
        address(piece.out), KINDS[piece.out.dtype], None,
    )  # fmt: skip
