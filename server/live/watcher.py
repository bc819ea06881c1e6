"""One reader of a stream: gets what is new, at its own pace."""

from server.live.stream import Delivery, Stream

BEHIND = 3.0  # seconds of samples that a watcher may be behind before it jumps to the newest
SMALLEST = 1024  # samples that it may be behind however slowly they come


class Watcher:
    """Reads ``stream`` from sample ``start`` on (from its newest if None)."""

    def __init__(self, stream: Stream, start: int | None = None) -> None:
        self._stream = stream
        self.position = stream.end if start is None else start
        self.skipped = 0  # samples missed in all

    @property
    def behind(self) -> int:
        """How many samples are there that have not been read."""
        return max(self._stream.end - self.position, 0)

    def seek(self, number: int) -> None:
        """Go on reading at sample ``number``, or at the oldest that is held."""
        self.position = min(max(number, self._stream.first), self._stream.end)

    def take(self, most: int, *, catch_up: bool = True) -> Delivery:
        """What is new, at most ``most`` samples; maybe nothing.

        With ``catch_up``, one that is too far behind gets the newest samples instead of the next
        ones: looking at live data, what happens now counts. What it missed is in ``skipped``.
        """
        start, _, _ = self.passing(self._stream.end, most, catch_up=catch_up)
        delivery = self._stream.take(start, most)
        return self.passed(delivery)

    def passing(self, stop: int, most: int, *, catch_up: bool = True) -> tuple[int, int, int]:
        """Where the next samples up to ``stop`` begin and end, and how many are left out before."""
        start = max(self.position, self._stream.first)
        allowed = max(most, SMALLEST, int(BEHIND * self._stream.channels.rate))
        if catch_up and stop - start > allowed:
            start = stop - most
        return start, min(stop, start + most), start - self.position

    def passed(self, delivery: Delivery) -> Delivery:
        """Note what was delivered; the same with what was missed before it."""
        missed = delivery.first - self.position
        self.position = delivery.first + len(delivery.values)
        self.skipped += missed
        return Delivery(delivery.first, delivery.values, delivery.made, missed)

    def wait(self, seconds: float) -> bool:
        """Wait for something new; whether there is."""
        return self._stream.wait(self.position, seconds)
