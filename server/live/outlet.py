"""The samples that one watcher is sent: which ones are next, how far it is behind."""

from collections import deque
from collections.abc import Iterator

from server.errors import InputError
from server.live.cutter import Cutter
from server.live.derived import Derived
from server.live.messages import Watch
from server.live.stream import Channels
from server.live.watcher import Watcher

UNSEEN = 8  # frames that may be under way to one who tells what it has seen
MOST = 131_072  # values of one frame
MOST_SOUGHT = 1_000_000  # values that are sent for one wish
WINDOW = 10.0  # seconds
LEAST = 1024  # samples of the past that are sent at first

Which = tuple[int, ...] | None


class Outlet:
    """Frames of a stream and of the same smoothed, for one who wants them as ``wishes`` say."""

    def __init__(self, cutter: Cutter, wishes: Watch, start: int | None = None) -> None:
        """Begin a window before the newest sample, or at ``start`` if that is later."""
        self._cutter, self.wishes = cutter, wishes
        self.stream = cutter.stream
        self._watcher = Watcher(cutter.stream)
        self._past = 0  # up to where it is history, which may come late
        self._derived: Derived | None = None
        self._smooth_at = 0
        self._sent: deque[int] = deque()  # where the frames that are under way end
        self._acknowledges = False
        self.begin(max(self._window_start(), start or 0))

    @property
    def cutter(self) -> Cutter:
        """What cuts the frames."""
        return self._cutter

    @property
    def position(self) -> int:
        """The number of the sample that is sent next."""
        return self._watcher.position

    def begin(self, number: int | None = None) -> None:
        """Go on at sample ``number``, as far as it is held; at the newest if None."""
        self._sent.clear()
        self._watcher.seek(self.stream.end if number is None else number)
        self._past = self.stream.end
        # What is smoothed is later than the samples: it goes on where it was, and a little before.
        late = 2 * self._derived.delay if self._derived else 0
        self._smooth_at = max(self._watcher.position - late, self.stream.first)

    def widen(self) -> None:
        """Go on at the beginning of the window that is wished for now."""
        self.begin(self._window_start())

    def smooth(self, derived: Derived | None) -> None:
        """Send the smoothed samples of the window too, from now on."""
        self._derived = derived
        self._smooth_at = max(self.stream.first, self._window_start())

    def seen(self, number: int) -> None:
        """All frames up to sample ``number`` have been painted."""
        self._acknowledges = True
        while self._sent and self._sent[0] <= number:
            self._sent.popleft()

    def due(self) -> Iterator[bytes]:
        """What is to be sent now. Who did not paint what it was sent gets nothing more until it
        has, and then the newest.
        """
        if not self._held_up:
            yield from self._raw()
        if self._derived and not self._held_up:
            yield from self._smoothed(self._derived)

    def sought(self, start: int, stop: int, channels: Which) -> Iterator[bytes]:
        """The samples from ``start`` to ``stop`` as far as they are held and were sent already.

        Raises InputError.
        """
        channels = channels or self.wishes.channels
        many = len(channels or self.stream.channels.names)
        if not 0 < stop - start <= MOST_SOUGHT // many:
            allowed = f"1 to {MOST_SOUGHT // many:,} samples after it"
            raise InputError("stop", "is too far from start", allowed)
        stop = min(stop, self.position)
        step = max(MOST // many, 1)
        for first in range(max(start, self.stream.first), stop, step):
            yield self._cutter.samples(first, min(first + step, stop), channels)

    def _raw(self) -> Iterator[bytes]:
        watcher = self._watcher
        past = watcher.position < self._past
        first, last, skipped = watcher.passing(self._cutter.end, self._most, catch_up=not past)
        if last > first:
            yield self._cutter.samples(first, last, self.wishes.channels, skipped)
            watcher.position, watcher.skipped = last, watcher.skipped + skipped
            if self._acknowledges:
                self._sent.append(last)

    def _smoothed(self, derived: Derived) -> Iterator[bytes]:
        # Never ahead of the samples that are sent, and cut where those are: the same for all.
        end = min(derived.end, self._cutter.end - derived.delay)
        if end - self._smooth_at > self.stream.channels.rate * WINDOW + 8 * self._most:
            self._smooth_at = end - self._most  # too slow, or away for long
        stop = min(end, self._smooth_at + self._most)
        if stop > self._smooth_at:
            yield self._cutter.smoothed(derived, self._smooth_at, stop, self.wishes.channels)
            self._smooth_at = stop

    @property
    def _held_up(self) -> bool:
        return len(self._sent) >= UNSEEN

    @property
    def _most(self) -> int:
        return max(MOST // len(self.stream.channels.names), 1)

    def _window_start(self) -> int:
        return self.stream.end - window_samples(self.wishes, self.stream.channels)


def window_samples(wishes: Watch, channels: Channels) -> int:
    """How many samples the window holds that is wished for."""
    return max(int((wishes.window or WINDOW) * channels.rate), LEAST)
