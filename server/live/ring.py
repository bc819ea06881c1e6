"""The newest samples of a stream, by their numbers since its beginning."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Ring:
    """Holds the last ``capacity`` samples of ``channels`` values each. Not safe in threads."""

    def __init__(self, channels: int, capacity: int) -> None:
        self._values = np.full((capacity, channels), np.nan)
        self.end = 0  # the number that the next sample will have
        self._start = 0  # the number of the first that was ever written

    @property
    def capacity(self) -> int:
        """How many samples are held at most."""
        return len(self._values)

    @property
    def first(self) -> int:
        """The number of the oldest sample that is still held."""
        return max(self._start, self.end - self.capacity)

    def append(self, block: Floats) -> None:
        """Add samples, shape (n, channels); the oldest give way."""
        kept = block[-self.capacity :]
        at = (self.end + len(block) - len(kept)) % self.capacity
        head = min(len(kept), self.capacity - at)
        self._values[at : at + head] = kept[:head]
        self._values[: len(kept) - head] = kept[head:]
        self.end += len(block)

    def skip(self, count: int) -> None:
        """Leave out ``count`` samples, which never were: they read as NaN while they are held."""
        if count < self.capacity:
            self.append(np.full((count, self._values.shape[1]), np.nan))
        else:
            self.restart(self.end + count)

    def restart(self, number: int) -> None:
        """Forget everything; the next sample will have ``number``."""
        self._start = self.end = number

    def read(self, start: int, stop: int) -> Floats:
        """A copy of the samples ``start`` up to, not including, ``stop``, as far as they are held.

        Shape (n, channels); n is less than asked for where the oldest have given way.
        """
        start, stop = max(start, self.first), min(stop, self.end)
        if stop <= start:
            return self._values[:0].copy()
        at, count = start % self.capacity, stop - start
        head = min(count, self.capacity - at)
        return np.concatenate([self._values[at : at + head], self._values[: count - head]])
