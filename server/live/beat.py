"""When the next frame is due: at a steady rate, or when the one who paints it asks for it."""

import math
from dataclasses import dataclass

FASTEST = 120.0  # frames a second, whatever is asked


@dataclass
class Beat:
    """The moments of one watcher's frames, in seconds on any clock that only goes forward.

    A browser paints at moments of its own. Frames that come at another clock's moments meet now
    twice, now not at all between two of them; so it says after each painting when it wants the
    next. Whoever says nothing gets them at ``rate``.
    """

    rate: float
    last: float = -math.inf
    next: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next frame is due."""
        return max(self.next - now, 0.0)

    def passed(self, now: float) -> None:
        """A frame was sent. What was late is made up for, by one frame at most."""
        self.last = now
        self.next = max(self.next + 1 / self.rate, now)

    def ask(self, now: float, after: float) -> None:
        """The next frame is wanted ``after`` so many seconds."""
        self.next = max(now + after, self.last + 1 / FASTEST)
