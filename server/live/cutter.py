"""Cuts a stream into frames, the same ones for all who are in step: each is packed once."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

import numpy as np

from server.live.derived import Derived
from server.live.frames import Frame, pack
from server.live.stream import Stream

KEPT = 32  # packed frames: some watchers are a little later than others

Key = tuple[int, int, tuple[int, ...] | None, Derived | None]


class Cutter:
    """Frames of ``stream`` at common moments. Safe in threads."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._lock = threading.Lock()
        self._ends: dict[float, tuple[int, int]] = {}
        self._packed: OrderedDict[Key, bytes] = OrderedDict()

    def end(self, rate: float) -> int:
        """Where the frames of this moment end, for all who want ``rate`` of them a second."""
        tick = int(time.monotonic() * rate)
        with self._lock:
            known, end = self._ends.get(rate, (-1, 0))
            if known != tick:
                end = self.stream.end
                self._ends[rate] = (tick, end)
                if len(self._ends) > KEPT:
                    self._ends.clear()
            return end

    def samples(
        self, first: int, stop: int, channels: tuple[int, ...] | None = None, skipped: int = 0
    ) -> bytes:
        """The samples ``first`` to ``stop`` of those channels, as a frame."""

        def made() -> Frame:
            delivery = self.stream.take(first, stop - first)
            values = delivery.values if channels is None else delivery.values[:, list(channels)]
            missed = skipped + delivery.first - first
            return Frame(delivery.first, values, delivery.made, missed)

        return self._once((first, stop, channels, None), made, skipped)

    def smoothed(
        self, derived: Derived, first: int, stop: int, channels: tuple[int, ...] | None = None
    ) -> bytes:
        """The smoothed samples ``first`` to ``stop`` of those channels, as a frame."""

        def made() -> Frame:
            delivery = derived.take(first, stop - first)
            values = delivery.values if channels is None else delivery.values[:, list(channels)]
            return Frame(delivery.first, np.asarray(values), what="smoothed")

        return self._once((first, stop, channels, derived), made, 0)

    def _once(self, key: Key, made: Callable[[], Frame], skipped: int) -> bytes:
        if skipped:  # says something to this one watcher alone
            return pack(made())
        with self._lock:
            if key not in self._packed:
                self._packed[key] = pack(made())
                while len(self._packed) > KEPT:
                    self._packed.popitem(last=False)
            return self._packed[key]
