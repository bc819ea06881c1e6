"""NumPy's own files: one array each, mapped from the disk, never unpickled."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.arrays import check_dtype, contents_of, describe_array
from server.datafiles.errors import refusing, unreadable
from server.datafiles.limits import check_array
from server.datafiles.model import Contents, Description
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.selecting import only_member
from server.datafiles.watch import UNWATCHED, Watch

NAME = "NPY"
SUFFIXES = (".npy",)
MAGIC = b"\x93NUMPY"
KINDS = "biuf"  # booleans, integers, floating numbers


def sniff(head: bytes, path: Path) -> float:
    """How surely the file is of this format, from 0 to 1."""
    return 1.0 if head.startswith(MAGIC) else 0.0


def describe(path: Path, options: Options = AS_GUESSED, member: str = "") -> Description:
    """Shape and type from the header; nothing else is read."""
    only_member(path, member)
    array = _mapped(path)
    description = Description(file=path.name, format=NAME, size=path.stat().st_size)
    return describe_array(description, array.shape, array.dtype, options, mapped=True)


def read(
    path: Path,
    selection: Selection = EVERYTHING,
    options: Options = AS_GUESSED,
    watch: Watch = UNWATCHED,
) -> Contents:
    """The array, read-only and mapped: its pages come from the disk as they are used."""
    only_member(path, selection.member)
    watch.at(0.0)
    return contents_of(path, _mapped(path), options, selection)


def read_npy(path: Path) -> NDArray[Any]:
    """The array of real numbers in an NPY file, read-only and mapped: pages come as used.

    Raises Unreadable for what is no such file or holds anything but real numbers, and TooLarge
    for more than may be copied into memory.
    """
    array = _mapped(path)
    if array.dtype.kind not in KINDS:
        raise unreadable(path, f"holds {array.dtype}", "real numbers")
    check_array(path, array.shape, array.dtype.itemsize)
    return array


def _mapped(path: Path) -> NDArray[Any]:
    with refusing(path, NAME):
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    if not isinstance(array, np.ndarray):  # an archive of several (NPZ)
        array.close()
        raise unreadable(path, "holds several arrays", "an NPY file of one")
    check_dtype(path, array.dtype)
    return array
