"""Looking at texts of varying length in HDF5 before its library reads them.

Such a text stands in the file as a length, an address and a number. The library sets aside and
clears as many bytes as the length says, up to 4 GiB a text, before it looks at the address; so the
lengths are read here first, from the file's bytes, by the published format. What cannot be looked
at is not read.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.limits import FREE_EXPANSION

if TYPE_CHECKING:
    import h5py

DESCRIPTOR = np.dtype([("length", "<u4"), ("address", "<u8"), ("number", "<u4")])
ATTRIBUTE, CONTINUATION = 0x0C, 0x10
VARYING, DEFLATE, SHUFFLE = 9, 1, 2
MAX_HEADER = 2**20
MAX_BLOCKS = 64


def texts_are_sound(file: "h5py.File", dataset: "h5py.Dataset") -> bool:
    """Whether all texts of a dataset of varying length can be in the file, by their lengths."""
    if dataset.size * DESCRIPTOR.itemsize > FREE_EXPANSION:
        return False
    with open(file.filename, "rb") as raw:  # noqa: PTH123 - the name may be no path of ours
        try:
            parts = list(_descriptors(raw, dataset))
        except (OSError, RuntimeError, ValueError, zlib.error):
            return False
        size = raw.seek(0, 2)
    total = sum(int(part["length"].astype(np.int64).sum()) for part in parts)
    return bool(parts) and total <= size


def sound_attributes(file: "h5py.File", dataset: "h5py.Dataset") -> dict[str, Any]:
    """The attributes of a dataset that can be read without harm."""
    names = list(dataset.attrs)
    if not names:
        return {}
    lengths = _attribute_lengths(file, dataset)
    found: dict[str, Any] = {}
    for name in names:
        attribute = dataset.attrs.get_id(name)
        varying = attribute.get_type().detect_class(VARYING) or _is_varying(attribute)
        if varying and lengths.get(name, -1) < 0:
            continue
        if attribute.get_storage_size() <= MAX_HEADER:
            found[name] = dataset.attrs[name]
    return found


def _is_varying(attribute: Any) -> bool:
    kind = attribute.get_type()
    return bool(getattr(kind, "is_variable_str", lambda: False)())


def _descriptors(raw: Any, dataset: "h5py.Dataset") -> Iterator[NDArray[Any]]:
    if dataset.chunks is None:
        start = dataset.id.get_offset()
        if start is None:
            raise ValueError("not stored by itself")
        raw.seek(start)
        yield np.frombuffer(raw.read(dataset.size * DESCRIPTOR.itemsize), DESCRIPTOR)
        return
    codes = _filters(dataset)
    size = int(np.prod(dataset.chunks)) * DESCRIPTOR.itemsize
    if codes - {DEFLATE, SHUFFLE} or size > FREE_EXPANSION:
        raise ValueError("packed in another way")
    for index in range(dataset.id.get_num_chunks()):
        at = dataset.id.get_chunk_info(index).chunk_offset
        mask, data = dataset.id.read_direct_chunk(at)
        if mask:
            raise ValueError("packed in another way")
        if DEFLATE in codes:
            data = zlib.decompressobj().decompress(data, size)
        if SHUFFLE in codes:
            whole = data[: len(data) // DESCRIPTOR.itemsize * DESCRIPTOR.itemsize]
            table = np.frombuffer(whole, np.uint8).reshape(DESCRIPTOR.itemsize, -1)
            data = table.T.tobytes()
        yield np.frombuffer(data[: len(data) // 16 * 16], DESCRIPTOR)


def _filters(dataset: "h5py.Dataset") -> set[int]:
    plist = dataset.id.get_create_plist()
    return {plist.get_filter(i)[0] for i in range(plist.get_nfilters())}


def _attribute_lengths(file: "h5py.File", dataset: "h5py.Dataset") -> dict[str, int]:
    """The length of each text attribute that stands in the object's header; -1 if unsound."""
    import h5py

    address = h5py.h5o.get_info(dataset.id).addr + file.userblock_size
    lengths: dict[str, int] = {}
    with open(file.filename, "rb") as raw:  # noqa: PTH123 - the name may be no path of ours
        size = raw.seek(0, 2)
        try:
            for message in _messages(raw, address, file.userblock_size):
                name, length = _attribute(message)
                if name:
                    lengths[name] = length if length <= size else -1
        except (struct.error, ValueError, IndexError):
            return {}
    return lengths


def _messages(raw: Any, address: int, base: int) -> Iterator[bytes]:
    """The attribute messages in an object's header, of either version."""
    raw.seek(address)
    start = raw.read(64)
    modern = start[:4] == b"OHDR"
    if modern:
        flags = start[5]
        at = 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
        width = 1 << (flags & 3)
        blocks = [(address + at + width, int.from_bytes(start[at : at + width], "little"))]
        head = struct.Struct("<BHBH" if flags & 4 else "<BHB")
    else:
        blocks = [(address + 16, struct.unpack_from("<I", start, 8)[0])]
        head = struct.Struct("<HHB3x")
    for _ in range(MAX_BLOCKS):
        if not blocks:
            return
        place, length = blocks.pop()
        raw.seek(place)
        block = raw.read(min(length, MAX_HEADER))
        position = 4 if block[:4] == b"OCHK" else 0
        while position + head.size <= len(block):
            kind, size, *_ = head.unpack_from(block, position)
            body = block[position + head.size : position + head.size + size]
            position += head.size + size
            if kind == CONTINUATION:
                where, length = struct.unpack_from("<QQ", body)
                blocks.append((where + base, length))
            elif kind == ATTRIBUTE:
                yield body


def _attribute(body: bytes) -> tuple[str, int]:
    """Name and length of an attribute that is one text of varying length; ("", 0) for others."""
    version, _, name_size, type_size, space_size = struct.unpack_from("<BBHHH", body)
    padded = version == 1
    at = 9 if version == 3 else 8
    name = body[at : at + name_size].partition(b"\0")[0].decode("utf-8", "replace")
    sizes = [-(-size // 8) * 8 if padded else size for size in (name_size, type_size, space_size)]
    if body[at + sizes[0]] & 0x0F != VARYING:
        return "", 0
    values = body[at + sum(sizes) :]
    if len(values) < DESCRIPTOR.itemsize:
        return "", 0
    descriptors = np.frombuffer(values[: len(values) // 16 * 16], DESCRIPTOR)
    return name, int(descriptors["length"].astype(np.int64).sum())
