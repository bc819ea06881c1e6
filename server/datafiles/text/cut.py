"""Cells that were found in a text but not yet cut out of it."""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class CutCells(Sequence[str]):
    """Some places (from, to) in ASCII text, shape (cells, 2), as its words."""

    def __init__(self, data: bytes, places: NDArray[np.int64]) -> None:
        self._data, self._places = data, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return CutCells(self._data, self._places[index])
        start, stop = self._places[index].tolist()
        return self._data[start:stop].decode("ascii")

    def __iter__(self) -> Iterator[str]:
        text = self._data.decode("ascii")
        return iter([text[start:stop] for start, stop in self._places.tolist()])

    def codes(self) -> NDArray[np.uint8] | None:
        """The characters, shape (cells, length); None if there are none or of several lengths."""
        if not len(self):
            return None
        starts, stops = self._places.T
        length = int(stops[0] - starts[0])
        if not length or (stops - starts != length).any():
            return None
        characters = np.frombuffer(self._data, dtype=np.uint8)
        found: NDArray[np.uint8] = characters[starts[:, np.newaxis] + np.arange(length)]
        return found
