"""What a way of filtering is given to do."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from server.science.gaussian.source import View


@dataclass(frozen=True)
class Piece:
    """The results from ``low`` to ``high`` of the chunk that begins at ``first``, into ``out``.

    ``out`` is contiguous, of 4 or 8 bytes a value.
    """

    first: int
    low: int
    high: int
    out: NDArray[Any]


class Bins:
    """The bins between ``bounds`` that a piece has a share in, and the extremes found in them."""

    def __init__(self, bounds: NDArray[np.int64], low: int, high: int) -> None:
        first = int(np.searchsorted(bounds, low, "right")) - 1
        self.place = slice(first, int(np.searchsorted(bounds, high, "left")))
        self.edges = np.clip(bounds[first : self.place.stop + 1], low, high)
        self.low, self.high = np.full((2, len(self.edges) - 1), np.nan)


class Way(Protocol):
    """A way of filtering. Results depend on the chunk they lie in, never on what else is asked."""

    length: int  # of a chunk
    at_once: int  # pieces that are best done together
    rounds: bool  # whether more than rounding is lost

    def prepare(self, start: int, stop: int) -> None:
        """Get ready for all pieces between ``start`` and ``stop``."""

    def filter(self, pieces: list[Piece], order: int, view: View) -> None:
        """Filter ``pieces``, in this thread."""
