"""Texts of varying length in HDF5, read by the published format.

Such a text stands in the file as a length, the address of a heap and a number in it. HDF5's library
believes them: changed bytes made it clear 4 GiB of memory for one text, run in circles, or crash
the whole program (mutants of ``tests/datafiles/fuzzing.py``). So it is not asked for texts.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from server.datafiles.limits import FREE_EXPANSION

if TYPE_CHECKING:
    import h5py

DESCRIPTOR = np.dtype([("length", "<u4"), ("address", "<u8"), ("number", "<u4")])
OBJECT = struct.Struct("<HHIQ")  # of a heap: number, references, nothing, size
DEFLATE, SHUFFLE = 1, 2
MAX_HEAP = 64 * 2**20
KEPT = 64  # heaps

Heap = dict[int, bytes]


class Heaps:
    """The global heaps of a file, each looked through once."""

    def __init__(self, raw: BinaryIO, base: int) -> None:
        self._raw = raw
        self._base = base
        self._heaps: dict[int, Heap] = {}

    def text(self, descriptor: Any) -> str:
        """The text that a descriptor means. Raises ValueError where there is none."""
        if not descriptor["length"]:
            return ""
        address = int(descriptor["address"])
        if address not in self._heaps:
            if len(self._heaps) >= KEPT:
                self._heaps.clear()
            self._heaps[address] = self._read(address)
        stored = self._heaps[address].get(int(descriptor["number"]))
        if stored is None or len(stored) < descriptor["length"]:
            raise ValueError("a text is not where it should be")
        return stored[: int(descriptor["length"])].rstrip(b"\0").decode("utf-8", "replace")

    def _read(self, address: int) -> Heap:
        self._raw.seek(min(address + self._base, 2**62))
        head = self._raw.read(16)
        if head[:5] != b"GCOL\x01":
            raise ValueError("a text is not where it should be")
        data = self._raw.read(min(int.from_bytes(head[8:], "little"), MAX_HEAP) - 16)
        heap: Heap = {}
        at = 0
        while at + OBJECT.size <= len(data):
            number, _, _, size = OBJECT.unpack_from(data, at)
            if not number:  # what is left of the heap
                break
            at += OBJECT.size
            heap[number] = data[at : at + size]
            at += size + -size % 8
        return heap


def texts(file: "h5py.File", dataset: "h5py.Dataset") -> NDArray[Any]:
    """All texts of a dataset, in its shape. Raises ValueError for what is out of order."""
    with open(file.filename, "rb") as raw:  # noqa: PTH123 - the library's name of the file
        heaps = Heaps(raw, file.userblock_size)
        if dataset.chunks is None:
            found = [heaps.text(one) for one in _contiguous(raw, dataset)]
            return np.array(found, dtype=str).reshape(dataset.shape)
        array = np.full(dataset.shape, "", dtype=object)
        for at, part in _chunks(dataset):
            block = np.array([heaps.text(one) for one in part.reshape(-1)], dtype=object)
            block = block.reshape(part.shape)
            places = tuple(slice(a, a + n) for a, n in zip(at, part.shape, strict=True))
            inside = array[places]
            inside[...] = block[tuple(slice(n) for n in inside.shape)]
        return array.astype(str)


def _contiguous(raw: BinaryIO, dataset: "h5py.Dataset") -> NDArray[Any]:
    size = dataset.size * DESCRIPTOR.itemsize
    if not dataset.id.get_storage_size():  # nothing was ever written
        return np.zeros(dataset.size, DESCRIPTOR)
    start = dataset.id.get_offset()
    if start is None:
        raise ValueError("the texts lie in an unusual place")
    raw.seek(start)
    if size > FREE_EXPANSION:
        raise ValueError("there are too many texts")
    return np.frombuffer(raw.read(size), DESCRIPTOR, dataset.size)


def _chunks(dataset: "h5py.Dataset") -> Iterator[tuple[tuple[int, ...], NDArray[Any]]]:
    """Where each stored chunk begins, and its descriptors in the chunk's shape."""
    plist = dataset.id.get_create_plist()
    filters = [plist.get_filter(i)[0] for i in range(plist.get_nfilters())]
    size = int(np.prod(dataset.chunks)) * DESCRIPTOR.itemsize
    if set(filters) - {DEFLATE, SHUFFLE} or size > FREE_EXPANSION:
        raise ValueError("the texts are packed in an unusual way")
    for index in range(dataset.id.get_num_chunks()):
        at = dataset.id.get_chunk_info(index).chunk_offset
        mask, data = dataset.id.read_direct_chunk(at)
        for place, code in reversed(list(enumerate(filters))):
            if mask >> place & 1:  # left out for this chunk
                continue
            if code == DEFLATE:
                data = zlib.decompressobj().decompress(data, size)
            else:
                rows = np.frombuffer(data, np.uint8, size).reshape(DESCRIPTOR.itemsize, -1)
                data = rows.T.tobytes()
        part = np.frombuffer(data, DESCRIPTOR, size // DESCRIPTOR.itemsize)
        yield at, part.reshape(dataset.chunks)
