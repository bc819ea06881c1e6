"""Parts of a smoothed sequence, gaps and all.

Everything is worked out in chunks that begin at multiples of a length that depends on the filter
and the sequence's length alone, so that a part is the same to the last bit however it was asked
for.
"""

from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.bins import minmax_bins
from server.science.gaussian.choosing import Method, chosen, chunk_of, way_of
from server.science.gaussian.filter import Filter, Gaps
from server.science.gaussian.gaps import over_gaps, spread
from server.science.gaussian.kernels import constant_gain
from server.science.gaussian.pieces import Bins, Piece
from server.science.gaussian.seeing import Seeing
from server.science.gaussian.sliding import Sliding
from server.science.gaussian.source import View, source_of
from server.science.gaussian.survey import Survey
from server.science.gaussian.threads import Scratch, in_threads

STREAMED = 2**24  # bytes of results from which on they pass by the caches: none would hold them


class Part:
    """The part from ``start`` to ``stop`` of ``values`` filtered, ready to be worked out."""

    def __init__(
        self, values: NDArray[Any], start: int, stop: int, how: Filter, gaps: Gaps | None,
        method: Method = "auto",
    ) -> None:  # fmt: skip
        self._how, self._gaps = how, gaps
        self.start, self.stop = start, stop
        method = chosen(len(values), how, method)
        self.length = chunk_of(method, len(values), how)
        margin = -(-how.radius // self.length) + 1
        chunks = range(start // self.length - margin, -(-stop // self.length) + margin)
        span = (chunks.start * self.length, chunks.stop * self.length)
        self._source = source_of(values, *span, how.mode, levelled=method != "direct")
        self.scratch = Scratch()
        self._way = way_of(method, self._source, how)
        self._way.prepare(start, stop)
        self._seeing: Seeing | None = None
        if isinstance(self._way, Sliding) and self._way.sees:
            self._seeing = Seeing(self._way, self._source, how, gaps, self.scratch)
        else:
            seen = self._way.seen if isinstance(self._way, Sliding) else None
            self._survey = Survey(self._source, how, self.length, chunks, seen)

    def tasks(self) -> list[range]:
        """What to share among threads: stretches that are best worked out together."""
        step = self.length * self._way.at_once
        first = self.start // step * step
        return [
            range(max(at, self.start), min(at + step, self.stop))
            for at in range(first, self.stop, step)
            if self.start < self.stop
        ]

    def work_out_all(self, out: NDArray[Any]) -> None:
        """All results into ``out``, by threads."""
        if isinstance(self._way, Sliding):
            self._way.streamed = out.nbytes >= STREAMED

        def act(task: range) -> None:
            place = out[task.start - self.start : task.stop - self.start]
            self.work_out(task, place)

        in_threads(act, self.tasks(), self._how.workers)

    def work_out(self, task: range, out: NDArray[Any]) -> None:
        """The results of ``task`` into ``out``, of its length."""
        chunks = range(task.start // self.length, -(-task.stop // self.length))
        if self._seeing is not None:
            pieces = [self._piece(chunk, task, out) for chunk in chunks]
            self._seeing.work_out(pieces)
            return
        if self._survey.is_plain(chunks):
            pieces = [self._piece(chunk, task, out) for chunk in chunks]
            self._way.filter(pieces, self._how.order, View())
            return
        gain = constant_gain(self._how.sigma, self._how.order, self._how.radius)
        for kind, some in groupby(chunks, self._survey.kind):
            pieces = [self._piece(chunk, task, out) for chunk in some]
            if kind.constant is not None:
                for piece in pieces:
                    piece.out[:] = kind.constant * gain
            elif kind.scale is not None and self._gaps is None:
                spread(self._way, self._source, pieces, self._how, kind.scale)
            elif kind.scale is not None and self._gaps is not None:
                over_gaps(
                    self._way, self._source, pieces, self._how, self._gaps, kind.scale, self.scratch
                )  # fmt: skip
            else:
                self._way.filter(pieces, self._how.order, View())

    def extremes(self, task: range, bounds: NDArray[np.int64]) -> list[Bins]:
        """The extremes of the results of ``task`` between ``bounds``, which it lies within."""
        if self._seeing is None:
            return [self._extremes(task, bounds)]
        chunks = range(task.start // self.length, -(-task.stop // self.length))
        nowhere = np.empty(0)
        pieces = [self._piece(chunk, task, nowhere) for chunk in chunks]
        bins = [Bins(bounds, piece.low, piece.high) for piece in pieces]
        for i in self._seeing.extremes(pieces, bins):
            bins[i] = self._extremes(range(pieces[i].low, pieces[i].high), bounds)
        return bins

    def _extremes(self, task: range, bounds: NDArray[np.int64]) -> Bins:
        bins = Bins(bounds, task.start, task.stop)
        out = self.scratch.floats("smoothed", len(task))
        self.work_out(task, out)
        bins.low, bins.high = minmax_bins(out, bins.edges - task.start)
        return bins

    def _piece(self, chunk: int, task: range, out: NDArray[Any]) -> Piece:
        low = max(chunk * self.length, task.start)
        high = min((chunk + 1) * self.length, task.stop)
        return Piece(chunk * self.length, low, high, out[low - task.start : high - task.start])
