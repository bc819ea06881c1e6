"""Positions of rows that need no array, however many rows there are."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Spaced:
    """``start + step · i`` for each of ``length`` rows; some of them at a time as an array."""

    start: float
    step: float
    length: int

    @property
    def dtype(self) -> np.dtype[Any]:
        """Integers for the numbers of rows, else floats."""
        return np.result_type(self.start, self.step)

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, rows: int | slice | NDArray[np.intp]) -> Any:
        """The positions of ``rows``, which are not beyond the end."""
        if isinstance(rows, slice):
            rows = np.arange(*rows.indices(self.length))
        elif isinstance(rows, int) and rows < 0:
            rows += self.length
        return self.start + self.step * rows
