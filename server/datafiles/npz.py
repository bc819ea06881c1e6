"""NumPy's archives: several arrays in one ZIP file, each read by itself, never unpickled."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from server.datafiles.arrays import check_dtype
from server.datafiles.collection import Entry, describe_entries, read_entries
from server.datafiles.errors import refusing, unreadable
from server.datafiles.limits import MAX_MEMBERS, check_array, check_expansion
from server.datafiles.model import Contents, Description
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.watch import UNWATCHED, Watch

NAME = "NPZ"
SUFFIXES = (".npz",)


def sniff(head: bytes, path: Path) -> float:
    """How surely the file is of this format, from 0 to 1."""
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return 1.0 if first.endswith(b".npy") else 0.0


def describe(path: Path, options: Options = AS_GUESSED, member: str = "") -> Description:
    """The arrays' shapes and types, from their headers."""
    with _opened(path) as (archive, entries):
        description = Description(file=path.name, format=NAME, size=path.stat().st_size)
        check_archive(path, archive)
        return describe_entries(path, description, entries, options, member)


def read(
    path: Path,
    selection: Selection = EVERYTHING,
    options: Options = AS_GUESSED,
    watch: Watch = UNWATCHED,
) -> Contents:
    """One array, or the table of those that are equally long."""
    with _opened(path) as (archive, entries):

        def load(entry: Entry) -> NDArray[Any]:
            watch.at(0.0)
            return _array(path, archive, entry)

        return read_entries(path, entries, load, options, selection)


def check_archive(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse an archive of too many files, or one whose files unpack to far more than they are."""
    files = archive.infolist()
    if len(files) > MAX_MEMBERS:
        raise unreadable(path, f"holds {len(files):,} files", f"up to {MAX_MEMBERS:,}")
    for info in files:
        check_expansion(path, info.compress_size, info.file_size)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, list[Entry]]]:
    with refusing(path, NAME), zipfile.ZipFile(path) as archive:
        check_archive(path, archive)
        entries = []
        for info in archive.infolist():
            if info.filename.endswith(".npy"):
                with archive.open(info) as stream:
                    shape, dtype = _header(stream)
                entries.append(Entry(info.filename.removesuffix(".npy"), shape, dtype))
        yield archive, entries


def _header(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    version = npy_format.read_magic(stream)
    # Version 3 differs from 2 in the encoding of names only.
    read = (
        npy_format.read_array_header_1_0 if version == (1, 0) else npy_format.read_array_header_2_0
    )
    shape, _, dtype = read(stream)
    return shape, dtype


def _array(path: Path, archive: zipfile.ZipFile, entry: Entry) -> NDArray[Any]:
    info = archive.getinfo(f"{entry.path}.npy")
    check_dtype(path, entry.dtype, entry.path)
    check_array(path, entry.shape, entry.dtype.itemsize, entry.path)
    if np.prod(entry.shape, dtype=np.float64) * entry.dtype.itemsize > info.file_size:
        raise unreadable(path, f"{entry.path} is shorter than its header says")
    with archive.open(info) as stream:
        array: NDArray[Any] = npy_format.read_array(stream, allow_pickle=False)
    return array
