"""Cuts a stream into frames, the same ones for all who are in step: each is packed once."""

import threading
import time
from collections.abc import Callable

from server.live.derived import Derived
from server.live.frames import Frame, pack
from server.live.stream import Floats, Stream

MOMENT = 1 / 240  # seconds in which all frames end at the same sample
KEPT = 8 * 2**20  # bytes of packed frames: some watchers are a little later than others

Key = tuple[int, int, tuple[int, ...] | None, Derived | None]


class Cutter:
    """Frames of ``stream`` at common moments. Safe in threads.

    What is there already is taken without the lock: a hundred watchers who wait for one of them
    that holds it, while that one waits for its turn at the interpreter, cost each other frames.
    """

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._lock = threading.Lock()
        self._common = (-MOMENT, 0)  # the last moment, and where its frames end
        self._packed: dict[Key, bytes] = {}  # the oldest first
        self._size = 0

    @property
    def end(self) -> int:
        """Where the frames of this moment end, for all who are due in it."""
        now = time.monotonic()
        moment, end = self._common
        if not 0 <= now - moment < MOMENT:
            end = self.stream.end
            self._common = (now, end)
        return end

    def samples(
        self, first: int, stop: int, channels: tuple[int, ...] | None = None, skipped: int = 0
    ) -> bytes:
        """The samples ``first`` to ``stop`` of those channels, as a frame."""

        def made() -> Frame:
            delivery = self.stream.take(first, stop - first)
            missed = skipped + delivery.first - first
            values = _of(delivery.values, channels)
            return Frame(delivery.first, values, delivery.made, missed, channels=channels)

        return self._once((first, stop, channels, None), made, skipped)

    def smoothed(
        self, derived: Derived, first: int, stop: int, channels: tuple[int, ...] | None = None
    ) -> bytes:
        """The smoothed samples ``first`` to ``stop`` of those channels, as a frame."""

        def made() -> Frame:
            delivery = derived.take(first, stop - first)
            values = _of(delivery.values, channels)
            return Frame(delivery.first, values, what="smoothed", channels=channels)

        return self._once((first, stop, channels, derived), made, 0)

    def _once(self, key: Key, made: Callable[[], Frame], skipped: int) -> bytes:
        if skipped:  # says something to this one watcher alone
            return pack(made())
        if (known := self._packed.get(key)) is not None:
            return known
        with self._lock:
            if (known := self._packed.get(key)) is not None:  # made while this one waited
                return known
            frame = pack(made())
            self._packed[key], self._size = frame, self._size + len(frame)
            while self._size > KEPT and len(self._packed) > 1:
                self._size -= len(self._packed.pop(next(iter(self._packed))))
            return frame


def _of(values: Floats, channels: tuple[int, ...] | None) -> Floats:
    return values if channels is None else values[:, list(channels)]
