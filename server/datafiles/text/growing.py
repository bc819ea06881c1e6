"""Columns that grow as a file is read, without a second copy."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.limits import MAX_BYTES, MAX_ELEMENTS
from server.errors import TooLarge

SMALL_TEXT = 64 * 2**20


class GrowingColumn:
    """A 1-D array that is made longer where it lies; the system moves pages, not bytes."""

    def __init__(self, expected: int) -> None:
        self._expected = max(expected, 1)
        self._array: NDArray[Any] | None = None
        self._texts: list[NDArray[Any]] = []
        self.length = 0

    def add(self, part: NDArray[Any]) -> None:
        """Put ``part`` behind what is there."""
        end = self.length + len(part)
        if part.dtype.kind == "T":
            self._texts.append(part)
        elif self._array is None:
            self._array = np.empty(max(self._expected, end), dtype=part.dtype)
        elif end > len(self._array):
            self._array.resize(end + end // 4, refcheck=False)
        if self._array is not None:
            self._array[self.length : end] = part
        self.length = end

    def finish(self) -> NDArray[Any]:
        """The array, of its true length. The column is empty afterwards."""
        if self._array is not None:
            array, self._array = self._array, None
            array.resize(self.length, refcheck=False)
            return array
        texts, self._texts = self._texts, []
        if not texts:
            return np.empty(0)
        joined: NDArray[Any] = np.concatenate(texts)
        width = max(int(np.strings.str_len(joined).max()), 1) if len(joined) else 1
        return joined.astype(f"U{width}") if 4 * width * len(joined) <= SMALL_TEXT else joined


class GrowingTable:
    """Columns of one length, refused as soon as they pass the limits."""

    def __init__(self, path: Path, columns: Mapping[str, GrowingColumn]) -> None:
        self._path, self._columns = path, columns

    def add(self, parts: dict[str, NDArray[Any]]) -> None:
        """Put rows behind those there are. Raises TooLarge beyond the limits."""
        for name, part in parts.items():
            self._columns[name].add(part)
        values = sum(column.length for column in self._columns.values())
        if values > MAX_ELEMENTS or values * 8 > MAX_BYTES:
            raise TooLarge(f"{self._path.name} holds more than {MAX_ELEMENTS:,} values.")

    def finish(self) -> dict[str, NDArray[Any]]:
        """The arrays by name."""
        return {name: column.finish() for name, column in self._columns.items()}


def table_in_memory(path: Path, names: Sequence[str], expected: int) -> GrowingTable:
    """Columns for about ``expected`` rows, which are set aside at once."""
    expected = min(expected, MAX_ELEMENTS // max(len(names), 1))
    return GrowingTable(path, {name: GrowingColumn(expected) for name in names})
