"""Where samples lie: positions as float64, dates as seconds since 1970 (UTC)."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

FARTHEST = 9e12  # seconds
XKind = Literal["number", "date", "row"]

ROUNDING = 1e-6  # of a step: what positions as far as 10^8 steps away are told to
EPOCH = np.datetime64("1970-01-01T00:00:00", "us")


def seconds_of(text: str) -> float:
    """A date in ISO 8601 as seconds since 1970. Raises ValueError."""
    date = np.datetime64(text.strip().removesuffix("Z"), "us")
    if np.isnat(date):
        raise ValueError(text)
    return float((date - EPOCH) / np.timedelta64(1, "s"))


def date_of(seconds: float) -> str:
    """Seconds since 1970 as ISO 8601, to the microsecond where they need it.

    Beyond what 64 bits of microseconds reach (the year 294,000) it stays a number.
    """
    if not abs(seconds) < FARTHEST:
        return f"{seconds:g} s"
    whole = EPOCH + np.timedelta64(round(seconds * 1e6), "us")
    return str(whole).removesuffix(".000000").removesuffix("T00:00:00")


def as_seconds(dates: NDArray[Any]) -> NDArray[np.float64]:
    """datetime64 as seconds since 1970, NaT as NaN."""
    ticks = dates.astype("datetime64[us]")
    seconds = ticks.astype(np.int64) / 1e6
    seconds[np.isnat(ticks)] = np.nan
    return np.asarray(seconds, dtype=np.float64)


@dataclass(frozen=True)
class Positions:
    """The positions of n samples, ascending: ``start + step · i``, or an array, shape (n,).

    ``step`` is the usual one where there is an array.
    """

    count: int
    start: float
    step: float
    values: NDArray[np.float64] | None = None

    def at(self, index: int) -> float:
        """The position of one sample."""
        if self.values is not None:
            return float(self.values[index])
        return self.start + self.step * index

    def part(self, first: int, stop: int) -> NDArray[np.float64]:
        """The positions of the samples from ``first`` to before ``stop``."""
        if self.values is not None:
            return np.asarray(self.values[first:stop])
        return self.start + self.step * np.arange(first, stop, dtype=np.float64)

    def index(self, positions: NDArray[np.float64]) -> NDArray[np.int64]:
        """For each position the first sample that lies at or beyond it, up to ``count``."""
        if self.values is not None:
            return np.searchsorted(self.values, positions, side="left").astype(np.int64)
        places = np.ceil((positions - self.start) / self.step - ROUNDING)
        return np.clip(places, 0, self.count).astype(np.int64)

    def after(self, position: float) -> int:
        """The first sample that lies beyond ``position``, up to ``count``."""
        if self.values is not None:
            return int(np.searchsorted(self.values, position, side="right"))
        place = np.floor((position - self.start) / self.step + ROUNDING) + 1
        return int(np.clip(place, 0, self.count))

    @property
    def extent(self) -> tuple[float, float]:
        """From where to where: never empty, so that one sample has a width, too."""
        if not self.count:
            return 0.0, 1.0
        first, last = self.at(0), self.at(self.count - 1)
        return (first, last) if last > first else (first - 0.5, first + 0.5)
