"""A stream of numbered samples, and the watchers that read it at their own pace."""

import secrets
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from server.live.ring import Ring

Floats = NDArray[np.float64]
State = Literal["waiting", "running", "paused", "ended", "failed"]

HELD = 60.0  # seconds of a stream that stay in its ring,
SMALLEST, LARGEST = 4096, 8_000_000  # but so many samples at least and at most
MARKS = 4096  # moments of publishing that are remembered


@dataclass(frozen=True)
class Channels:
    """What a stream's samples are: one name and unit a channel, and samples a second.

    A ``rate`` of 0 means that samples come when they come.
    """

    names: tuple[str, ...]
    units: tuple[str, ...] = ()
    rate: float = 0.0

    @property
    def capacity(self) -> int:
        """How many samples a ring for them holds."""
        return int(np.clip(HELD * self.rate, SMALLEST, LARGEST // max(len(self.names), 1)))


@dataclass(frozen=True)
class Delivery:
    """What a watcher gets: consecutive samples, shape (n, channels), the first of number ``first``.

    ``made`` is when the newest of them was published (seconds since 1970), ``skipped`` how many
    samples before ``first`` the watcher was too slow for.
    """

    first: int
    values: Floats
    made: float
    skipped: int = 0


@dataclass(frozen=True)
class Standing:
    """How a stream stands, in a word and, where it needs them, in more."""

    state: State
    words: str = ""


@dataclass
class _Marks:
    """When which sample was published."""

    moments: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=MARKS))

    def made(self, number: int) -> float:
        """When sample ``number`` was published; of one long gone, the earliest that is known."""
        found = 0.0
        for end, moment in reversed(self.moments):
            found = moment
            if end <= number:
                break
        return found


class Stream:
    """Samples that one source publishes and any number of watchers read. Safe in threads."""

    def __init__(self, name: str, channels: Channels) -> None:
        self.name, self.channels = name, channels
        self.began = time.time()
        self.id = secrets.token_urlsafe(6)  # tells it from another one of the same name
        self.gaps, self.missing = 0, 0  # how often samples were left out, and how many in all
        self._ring = Ring(len(channels.names), channels.capacity)
        self._news = threading.Condition()
        self._marks = _Marks()
        self._standing = Standing("waiting")

    # Every watcher asks these for every frame: a single number is read without the lock.

    @property
    def first(self) -> int:
        """The number of the oldest sample that is held."""
        return self._ring.first

    @property
    def end(self) -> int:
        """The number that the next sample will have."""
        return self._ring.end

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self._standing

    def stand(self, state: State, words: str = "") -> None:
        """Say how it stands now; all watchers wake up."""
        with self._news:
            self._standing = Standing(state, words)
            self._news.notify_all()

    def publish(self, block: Floats | Sequence[Sequence[float]]) -> None:
        """Add samples, shape (n, channels). Never waits for a watcher."""
        values = np.asarray(block, dtype=np.float64).reshape(-1, len(self.channels.names))
        moment = time.time()
        with self._news:
            self._marks.moments.append((self._ring.end, moment))
            self._ring.append(values)
            if self._standing.state == "waiting":
                self._standing = Standing("running")
            self._news.notify_all()

    def skip(self, count: int) -> None:
        """Leave out ``count`` samples that the source was not able to make."""
        with self._news:
            self.gaps, self.missing = self.gaps + 1, self.missing + count
            self._ring.skip(count)
            self._news.notify_all()

    def read(self, start: int, stop: int) -> tuple[int, Floats]:
        """The held samples from ``start`` up to ``stop``, and the number of the first of them."""
        with self._news:
            return max(start, self._ring.first), self._ring.read(start, stop)

    def take(self, start: int, most: int) -> Delivery:
        """At most ``most`` samples from ``start`` on: whatever there is by now."""
        with self._news:
            first = max(start, self._ring.first)
            values = self._ring.read(first, first + most)
            made = self._marks.made(first + len(values) - 1)
        return Delivery(first, values, made, first - start)

    def wait(self, number: int, seconds: float, unless: Standing | None = None) -> bool:
        """Wait until sample ``number`` is there, or the standing is another than ``unless``."""
        with self._news:
            return self._news.wait_for(
                lambda: (
                    self._ring.end > number or (unless is not None and self._standing != unless)
                ),
                seconds,
            )
