"""A stream smoothed as it comes: worked out once for all who watch it with the same width."""

import threading

from server.live.ring import Ring
from server.live.stream import SMALLEST, Delivery, Stream
from server.science.streaming import Kind, StreamingGaussian

PIECE = 65_536  # samples that are smoothed at once
BACK = 1_000_000  # values that are smoothed of what is there already
HELD = 10.0  # seconds of smoothed samples that stay
SHARE = 16  # of the kernel's radius that is worth a transform


class Derived:
    """The smoothed samples of ``stream``, with the numbers of the samples that they belong to.

    Starts with what the stream still holds. Safe in threads; whoever asks first does the work.
    """

    def __init__(self, stream: Stream, sigma: float, kind: Kind) -> None:
        self.sigma, self.kind = sigma, kind
        self._stream = stream
        self._lock = threading.Lock()
        self._next = 0
        held = min(stream.channels.capacity, max(SMALLEST, int(HELD * stream.channels.rate)))
        self._ring = Ring(len(stream.channels.names), held)
        self._begin(max(stream.first, stream.end - BACK // len(stream.channels.names)))

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

    @property
    def end(self) -> int:
        """The number that the next smoothed sample will have."""
        with self._lock:
            self._advance()
            return self._ring.end

    def _begin(self, number: int) -> None:
        self._smoother = StreamingGaussian(self.sigma, len(self._stream.channels.names), self.kind)
        self._next = number
        self._ring.restart(number)

    def _advance(self) -> None:
        """Smooth what came since the last time; very wide kernels wait until it is worth it."""
        if self._stream.end - self._next < self._smoother.delay // SHARE:
            return
        while self._next < self._stream.end:
            first, values = self._stream.read(self._next, self._next + PIECE)
            if first != self._next:  # nobody asked for so long that samples are gone
                self._begin(first)
            self._ring.append(self._smoother.push(values))
            self._next = first + len(values)
