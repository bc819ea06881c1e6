"""What a file of data holds, whatever its format: named arrays."""

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from server.datafiles.delimited import read_delimited
from server.datafiles.image import read_image
from server.datafiles.npy import read_npy
from server.errors import InputError

Members = Mapping[str, NDArray[Any]]

KEPT = 4  # files whose contents stay in memory, for the page, its picture and its table


def read_members(path: Path) -> Members:
    """The arrays in the file at ``path``: the columns of a table, all 1-D and of one length; the
    one array of an NPY file; the brightness of a picture, 2-D.

    The arrays are shared and must not be written to. Raises InputError or TooLarge for what
    cannot be read.
    """
    status = path.stat()
    return _read(path, status.st_size, status.st_mtime_ns)


@functools.lru_cache(maxsize=KEPT)
def _read(path: Path, _size: int, _changed: int) -> Members:
    try:
        read = READERS[path.suffix.lower()]
    except KeyError:
        raise InputError("file", f"{path.name} is of no known format", ", ".join(READERS)) from None
    members = read(path)
    for array in members.values():
        array.flags.writeable = False
    return members


def _table(path: Path) -> Members:
    return dict(read_delimited(path))


def _array(path: Path) -> Members:
    return {"array": read_npy(path)}


def _picture(path: Path) -> Members:
    return {"brightness": read_image(path)}


READERS: Mapping[str, Callable[[Path], Members]] = {
    ".csv": _table,
    ".npy": _array,
    ".png": _picture,
}
