"""A stream smoothed as it comes: worked out once for all who watch it with the same width."""

import threading

from server.live.ring import Ring
from server.live.stream import Delivery, Stream
from server.science.streaming import Kind, StreamingGaussian

PIECE = 65_536  # samples that are smoothed at once


class Derived:
    """The smoothed samples of ``stream``, with the numbers of the samples that they belong to.

    Starts with what the stream still holds. Safe in threads; whoever asks first does the work.
    """

    def __init__(self, stream: Stream, sigma: float, kind: Kind) -> None:
        self.sigma, self.kind = sigma, kind
        self._stream = stream
        self._lock = threading.Lock()
        self._ring = Ring(len(stream.channels.names), stream.channels.capacity)
        self._begin(stream.first)

    @property
    def delay(self) -> int:
        """How many samples the newest smoothed value is older than the newest sample."""
        return self._smoother.delay

    @property
    def lag(self) -> float:
        """How far the smoothed values are behind slow changes, in samples."""
        return self._smoother.lag

    def take(self, start: int, most: int) -> Delivery:
        """At most ``most`` smoothed samples from ``start`` on: whatever there is by now."""
        with self._lock:
            self._advance()
            first = max(start, self._ring.first)
            values = self._ring.read(first, first + most)
        return Delivery(first, values, 0.0, first - start)

    def _begin(self, number: int) -> None:
        self._smoother = StreamingGaussian(self.sigma, len(self._stream.channels.names), self.kind)
        self._next = number
        self._ring.restart(number)

    def _advance(self) -> None:
        """Smooth what came since the last time."""
        while self._next < self._stream.end:
            first, values = self._stream.read(self._next, self._next + PIECE)
            if first != self._next:  # nobody asked for so long that samples are gone
                self._begin(first)
            self._ring.append(self._smoother.push(values))
            self._next = first + len(values)
