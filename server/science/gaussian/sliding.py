"""Sliding cosine sums: a cost per sample that does not depend on sigma. The sums are in C."""

import ctypes

import numpy as np

from server.science.gaussian.filter import Filter, Gaps
from server.science.gaussian.kernels import constant_gain
from server.science.gaussian.pieces import Bins, Piece
from server.science.gaussian.series import Series, fitted
from server.science.gaussian.source import Source, View
from server.science.gaussian.survey import Seen
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
LEAST = 1e-12  # of the weight: less is taken for nothing


class Sliding:
    """For wide kernels. Chunks start from sums over their window, worked out afresh."""

    at_once = LANES
    rounds = True
    divides = True  # over gaps, as they pass

    def __init__(self, library: Library, source: Source, how: Filter) -> None:
        self._library = library
        self._source = source
        self._how = how
        self.length = chunk_length(source.n, how.radius)
        self._prepared: dict[tuple[int, bool], Prepared] = {}
        self.streamed = False  # whether results pass by the processor's caches
        self.sees = True  # all that chunks see, as they are filtered
        self.seen: Seen | None = None  # beforehand

    def prepare(self, start: int, stop: int) -> None:
        """Nothing has to be prepared."""

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
        line = line_of(self._source, self._how, view)
        jobs = [stretch(line, piece) for piece in pieces]
        for job, some in zip(jobs, bins or (), strict=False):
            job.edges = address(some.edges)
            job.lows, job.highs = address(some.low), address(some.high)
        return self._worked_out(pieces, jobs, order, view, rules)

    def _worked_out(
        self, pieces: list[Piece], jobs: list[Stretch], order: int, view: View, rules: Rules
    ) -> "ctypes.Array[Stretch]":
        """``jobs`` done, one for each of ``pieces``."""
        terms, together = self._terms(order, view), stretches(jobs)
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


def chunk_length(n: int, radius: int) -> int:
    """How long chunks are."""
    wished = min(max(n // (2 * LANES), SHORTEST), max(RADII * radius, LONG), LONGEST)
    # Lanes nine lines of the cache apart, modulo its 64 sets, do not drive each other out.
    return (wished // 512) * 512 + 72


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
