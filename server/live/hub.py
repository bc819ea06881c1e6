"""The streams that there are, by name."""

import threading
from typing import Protocol

from server.errors import InputError, NotFound, TooLarge
from server.live.derived import Derived
from server.live.stream import Channels, Stream
from server.science.streaming import Kind

MOST_STREAMS = 32
MOST_WIDTHS = 8  # different smoothings of one stream at a time


class Hub(Protocol):
    """Where streams are found. Another one can pass them between several server processes."""

    def open(self, name: str, channels: Channels) -> Stream:
        """Make a stream, or give the one of that name and those channels."""

    def get(self, name: str) -> Stream:
        """The stream of that name. Raises NotFound."""

    def names(self) -> list[str]:
        """The names of all streams."""

    def derived(self, name: str, sigma: float, kind: Kind) -> Derived:
        """The stream of that name, smoothed. Raises NotFound, InputError."""

    def close(self, name: str) -> None:
        """End the stream of that name and forget it; those who watch it are told."""


class LocalHub:
    """The streams of this process. Safe in threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._streams: dict[str, Stream] = {}
        self._derived: dict[tuple[str, float, Kind], Derived] = {}

    def open(self, name: str, channels: Channels) -> Stream:
        """Make a stream, or give the one of that name and those channels.

        Raises InputError where the name stands for other channels, TooLarge for too many streams.
        """
        with self._lock:
            known = self._streams.get(name)
            if known is not None and known.standing.state not in {"ended", "failed"}:
                if known.channels != channels:
                    raise InputError("channels", "are others than those of this stream")
                return known
            if known is None and len(self._streams) >= MOST_STREAMS:
                raise TooLarge(f"There are {MOST_STREAMS} streams already; close one first.")
            self._forget(name)
            stream = self._streams[name] = Stream(name, channels)
            return stream

    def get(self, name: str) -> Stream:
        """The stream of that name. Raises NotFound."""
        with self._lock:
            if name not in self._streams:
                known = [(other, f"/live/{other}") for other in sorted(self._streams)]
                raise NotFound(f"There is no stream “{name}”.", known)
            return self._streams[name]

    def names(self) -> list[str]:
        """The names of all streams."""
        with self._lock:
            return sorted(self._streams)

    def derived(self, name: str, sigma: float, kind: Kind) -> Derived:
        """The stream of that name, smoothed; the same for all who ask for the same."""
        stream = self.get(name)
        with self._lock:
            key = (name, sigma, kind)
            if key not in self._derived:
                self._derived[key] = Derived(stream, sigma, kind)
                widths = [other for other in self._derived if other[0] == name]
                for oldest in widths[:-MOST_WIDTHS]:
                    del self._derived[oldest]
            return self._derived[key]

    def close(self, name: str) -> None:
        """End the stream of that name and forget it; those who watch it are told."""
        stream = self.get(name)
        stream.stand("ended", "It was closed.")
        with self._lock:
            self._forget(name)

    def _forget(self, name: str) -> None:
        self._streams.pop(name, None)
        for key in [key for key in self._derived if key[0] == name]:
            del self._derived[key]
