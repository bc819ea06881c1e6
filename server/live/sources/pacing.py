"""How many samples are due by now."""

import time
from collections.abc import Callable
from typing import NamedTuple

MOST_BEHIND = 0.5  # seconds of samples that are made up for; what is more was slept through

Clock = Callable[[], float]


def running_time() -> float:
    """Seconds on a clock that nobody can set, and that goes on while the machine sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Due(NamedTuple):
    """Samples to make now, after as many as were missed."""

    missed: int
    wanted: int


class Pace:
    """Counts ``rate`` samples a second. After a pause (a machine that slept) there is no flood."""

    def __init__(self, rate: float, clock: Clock = running_time) -> None:
        self.rate, self._clock = rate, clock
        self._start = clock()
        self._counted = 0

    def due(self) -> Due:
        """What has to be made since the last time this was asked."""
        count = int((self._clock() - self._start) * self.rate) - self._counted
        if count < 0:  # the clock was set back after all: begin to count anew
            self._start, self._counted = self._clock(), 0
            return Due(0, 0)
        self._counted += count
        most = max(int(MOST_BEHIND * self.rate), 1)
        return Due(count - most, most) if count > most else Due(0, count)
