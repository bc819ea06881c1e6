"""Columns that grow in files of their own, so that parsing keeps nothing of them in memory."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from server.datafiles.text.growing import GrowingColumn
from server.errors import SigmascopeError

MOST_TEXT = 2**30  # bytes of a column of texts, which take the room of the longest one
PIECE = 2**18  # texts written at once


class CannotKeep(SigmascopeError):
    """What was parsed cannot be written to the disk."""


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotKeep(str(error)) from error


class StoredColumn(GrowingColumn):
    """As ``GrowingColumn``, in the NPY file at ``path``; what it gives is mapped from there.

    Texts wait in memory until their longest is known; where they would take more than
    ``MOST_TEXT`` they stay there.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(0)
        self._path = path
        self._file: BinaryIO | None = None
        self._dtype = np.dtype(np.float64)

    def add(self, part: NDArray[Any]) -> None:
        """Put ``part`` behind what is there. Raises CannotKeep."""
        if part.dtype.kind == "T":
            super().add(part)
            return
        with _refused():
            if self._file is None:
                self._begin(part.dtype)
            self._write(part)
        self.length += len(part)

    def finish(self) -> NDArray[Any]:
        """The array, on the disk for good. Raises CannotKeep."""
        if self._texts:
            width = max(1, *(int(np.strings.str_len(part).max(initial=1)) for part in self._texts))
            if 4 * width * self.length > MOST_TEXT:
                return super().finish()
            texts, self._texts = self._texts, []
            with _refused():
                self._begin(np.dtype(f"U{width}"))
                for part in texts:
                    for start in range(0, len(part), PIECE):
                        self._write(part[start : start + PIECE])
        with _refused():
            if self._file is None:
                self._begin(self._dtype)
            return self._end()

    def close(self) -> None:
        """Give up the file."""
        if self._file is not None:
            self._file.close()

    def _write(self, part: NDArray[Any]) -> None:
        if self._file is not None:
            plain = np.ascontiguousarray(part, dtype=self._dtype)
            self._file.write(plain.view(np.uint8).data)  # dates have no buffer of their own

    def _begin(self, dtype: np.dtype[Any]) -> None:
        self._dtype = dtype
        self._file = self._path.open("wb")
        self._head()

    def _head(self) -> None:
        """The head of the file; NumPy leaves room in it for the length to grow."""
        descr = npy_format.dtype_to_descr(self._dtype)
        told = {"descr": descr, "fortran_order": False, "shape": (self.length,)}
        if self._file is not None:
            npy_format.write_array_header_1_0(self._file, told)

    def _end(self) -> NDArray[Any]:
        if self._file is not None:
            self._file.seek(0)
            self._head()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        return mapped(self._path)


def mapped(path: Path) -> NDArray[Any]:
    """The array in an NPY file, read-only. Raises OSError, ValueError for what is no whole one."""
    empty = path.stat().st_size <= 2 * npy_format.ARRAY_ALIGN  # nothing cannot be mapped
    array: NDArray[Any] = np.load(path, mmap_mode=None if empty else "r", allow_pickle=False)
    return array
