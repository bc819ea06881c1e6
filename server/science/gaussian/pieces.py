"""What a way of filtering is given to do."""

from dataclasses import dataclass
from typing import Any, Protocol

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


class Way(Protocol):
    """A way of filtering. Results depend on the chunk they lie in, never on what else is asked."""

    length: int  # of a chunk
    at_once: int  # pieces that are best done together
    rounds: bool  # whether more than rounding is lost

    def prepare(self, start: int, stop: int) -> None:
        """Get ready for all pieces between ``start`` and ``stop``."""

    def filter(self, pieces: list[Piece], order: int, view: View) -> None:
        """Filter ``pieces``, in this thread."""
