"""The bytes of a file, unpacked on the way if it is gzipped."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from server.datafiles.errors import refusing
from server.datafiles.limits import check_expansion

GZIP_MAGIC = b"\x1f\x8b"


class ByteStream:
    """Bytes one after the other; ``share`` is how much of the file has been gone through."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.packed = file.read(2) == GZIP_MAGIC
        file.seek(0)
        self._file = file
        self._stream = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if self.packed else file
        self._unpacked = 0

    def read(self, size: int) -> bytes:
        """The next bytes, fewer than ``size`` only at the end. Raises TooLarge for a bomb."""
        data = self._stream.read(size)
        self._unpacked += len(data)
        if self.packed:
            check_expansion(self.path, self._file.tell(), self._unpacked)
        return data

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self._file.tell() / self.size if self.size else 1.0

    @property
    def expansion(self) -> float:
        """Bytes given for each byte of the file so far; 1 for one that is not packed."""
        return self._unpacked / max(self._file.tell(), 1) if self.packed else 1.0


@contextmanager
def byte_stream(path: Path) -> Iterator[ByteStream]:
    """The bytes of the file at ``path``."""
    with refusing(path, "gzip"), path.open("rb") as file:
        yield ByteStream(path, file)


def read_head(path: Path, size: int) -> bytes:
    """The first bytes of the file, unpacked if it is gzipped."""
    with byte_stream(path) as stream:
        return stream.read(size)
