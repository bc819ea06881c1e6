"""Sliding sums that look at the values as they pass: nothing has to be known beforehand."""

from dataclasses import dataclass

import numpy as np

from server.science.bins import survey
from server.science.gaussian.filter import Filter, Gaps
from server.science.gaussian.gaps import enough_for, mend_thin, over_gaps, spread
from server.science.gaussian.kernels import constant_gain
from server.science.gaussian.pieces import Bins, Piece
from server.science.gaussian.sliding import Sliding
from server.science.gaussian.source import Source
from server.science.gaussian.survey import Sight, sight_of
from server.science.gaussian.threads import Scratch
from server.science.native.library import Stretch

SURELY = 1 + 1e-6  # what is nearly too little weight is looked at again


@dataclass(frozen=True)
class Seeing:
    """A way that sees, of ``source``; ``gaps`` are None where they spread."""

    way: Sliding
    source: Source
    how: Filter
    gaps: Gaps | None
    scratch: Scratch

    def work_out(self, pieces: list[Piece]) -> None:
        """The results of ``pieces`` into their places."""
        found = self.way.filter_seeing(pieces, self.gaps, 1.0, self._thin)
        for piece, seen in zip(pieces, found, strict=True):
            sight, endless = self._sight(piece, seen)
            if sight.constant is not None:
                gain = constant_gain(self.how.sigma, self.how.order, self.how.radius)
                piece.out[:] = sight.constant * gain
            elif sight.scale is not None:
                self._once_more(piece, seen, sight.scale, endless)

    def extremes(self, pieces: list[Piece], bins: list[Bins]) -> list[int]:
        """The extremes of the results of ``pieces`` into ``bins``; returns which are left to do."""
        found = self.way.filter_seeing(pieces, self.gaps, 1.0, self._thin, bins)
        left = []
        for i, (piece, seen) in enumerate(zip(pieces, found, strict=True)):
            sight, _ = self._sight(piece, seen)
            divided = self.gaps is not None and self._divides and not seen.thin
            if sight != Sight() and not (divided and sight == Sight(scale=1.0)):
                left.append(i)
        return left

    @property
    def _divides(self) -> bool:
        return self.way.divides and not self.how.order

    @property
    def _thin(self) -> float:
        return enough_for(self.how) * SURELY

    def _once_more(self, piece: Piece, seen: Stretch, scale: float, endless: bool) -> None:
        """A piece that sees gaps, or numbers that cannot be summed as they are."""
        how = self.how
        if self.gaps is None and (endless or not self.way.divides):
            spread(self.way, self.source, [piece], how, scale)
            return
        if self.gaps is not None and not self._divides:
            over_gaps(self.way, self.source, [piece], how, self.gaps, scale, self.scratch)
            return
        if scale != 1:
            [seen] = self.way.filter_seeing([piece], self.gaps, scale, self._thin)
        if self.gaps is not None and seen.thin:
            mend_thin(self.way, self.source, piece, how, self.gaps, scale, self.scratch)

    def _sight(self, piece: Piece, seen: Stretch) -> tuple[Sight, bool]:
        """What the whole chunk sees, however little of it was asked for; whether infinities."""
        low, high, odd = seen.low, seen.high, bool(seen.odd)
        end = min(piece.first + self.way.length, self.source.n)
        reach = self.how.radius + 1
        for some in self._within(piece.high + reach, end + reach) if piece.high < end else ():
            bounds = np.array([some.start, some.stop]) - self.source.first
            lows, highs, odds = survey(self.source.part, bounds, 1)
            low, high = float(np.fmin(low, lows[0])), float(np.fmax(high, highs[0]))
            odd = odd or bool(odds[0])
        if piece.high < end and end + reach > self.source.n and self.how.mode == "constant":
            low, high = min(low, self.how.cval), max(high, self.how.cval)
            odd = odd or not np.isfinite(self.how.cval)
        return sight_of(low, high, odd), bool(np.isinf([low, high]).any() and low <= high)

    def _within(self, start: int, stop: int) -> list[range]:
        """The samples that stand for those from ``start`` to ``stop`` and were not seen before."""
        n = self.source.n
        found = [range(start, min(stop, n))]
        if self.how.mode == "wrap" and stop > n:
            found.append(range(max(start - n, 0), stop - n) if stop - start < n else range(n))
        return [some for some in found if some]
