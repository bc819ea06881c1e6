"""Attributes of HDF5 datasets, by the published format where they stand in the object's header.

The library reads numbers and texts of fixed length elsewhere; it is not asked for texts of varying
length (see ``hdf5_texts``), nor for lists and references.
"""

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from server.datafiles.hdf5_texts import DESCRIPTOR, Heaps

if TYPE_CHECKING:
    import h5py

ATTRIBUTE, CONTINUATION = 0x0C, 0x10
INTEGER, FLOAT, TEXT, VARYING = 0, 1, 3, 9  # classes of types
MAX_HEADER = 2**20
MAX_BLOCKS = 64


def attributes(file: "h5py.File", dataset: "h5py.Dataset") -> dict[str, Any]:
    """The attributes that are one number or one text; others are left out."""
    import h5py

    names = set(dataset.attrs)
    if not names:
        return {}
    address = h5py.h5o.get_info(dataset.id).addr + file.userblock_size
    found: dict[str, Any] = {}
    with open(file.filename, "rb") as raw:  # noqa: PTH123 - the library's name of the file
        heaps = Heaps(raw, file.userblock_size)
        for message in list(_messages(raw, address, file.userblock_size)):
            try:
                name, value = _attribute(message, heaps)
            except (struct.error, ValueError, IndexError):
                continue
            names.discard(name)
            if value is not None:
                found[name] = value
    for name in names:  # many attributes stand elsewhere, as NetCDF's often do
        attribute = dataset.attrs.get_id(name)
        kind = attribute.get_type()
        fixed = kind.get_class() == TEXT and not kind.is_variable_str()
        small = attribute.get_storage_size() <= MAX_HEADER
        if small and (fixed or kind.get_class() in {INTEGER, FLOAT}):
            found[name] = dataset.attrs[name]
    return found


def _messages(raw: BinaryIO, address: int, base: int) -> Iterator[bytes]:
    """The attribute messages in an object's header, of either version."""
    raw.seek(address)
    start = raw.read(64)
    if start[:4] == b"OHDR":
        flags = start[5]
        at = 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
        width = 1 << (flags & 3)
        blocks = [(address + at + width, int.from_bytes(start[at : at + width], "little"))]
        head = struct.Struct("<BHBH" if flags & 4 else "<BHB")
    else:
        blocks = [(address + 16, int.from_bytes(start[8:12], "little"))]
        head = struct.Struct("<HHB3x")
    for _ in range(MAX_BLOCKS):
        if not blocks:
            return
        place, length = blocks.pop()
        raw.seek(min(place, 2**62))
        block = raw.read(min(length, MAX_HEADER))
        position = 4 if block[:4] == b"OCHK" else 0
        while position + head.size <= len(block):
            kind, size, *_ = head.unpack_from(block, position)
            body = block[position + head.size : position + head.size + size]
            position += head.size + size
            if kind == CONTINUATION and len(body) >= 16:
                where, length = struct.unpack_from("<QQ", body)
                blocks.append((where + base, length))
            elif kind == ATTRIBUTE:
                yield body


def _attribute(body: bytes, heaps: Heaps) -> tuple[str, Any]:
    """Name and value of an attribute; None for a value that is no number and no text."""
    version, _, name_size, type_size, space_size = struct.unpack_from("<BBHHH", body)
    at = 9 if version == 3 else 8
    name = body[at : at + name_size].partition(b"\0")[0].decode("utf-8", "replace")
    sizes = [name_size, type_size, space_size]
    if version == 1:  # each part is filled up to eight bytes
        sizes = [-(-size // 8) * 8 for size in sizes]
    kind = body[at + sizes[0] : at + sizes[0] + sizes[1]]
    values = body[at + sum(sizes) :]
    bits, size = kind[1], int.from_bytes(kind[4:8], "little")
    match kind[0] & 0x0F:
        case 9 if bits & 0x0F == 1:
            return name, heaps.text(np.frombuffer(values, DESCRIPTOR, 1)[0])
        case 3:
            return name, values[:size].rstrip(b"\0 ").decode("utf-8", "replace")
        case 0 | 1 if size in {1, 2, 4, 8}:
            letter = "f" if kind[0] & 0x0F == FLOAT else "i" if bits & 8 else "u"
            return name, np.frombuffer(values, f"{'>' if bits & 1 else '<'}{letter}{size}", 1)[0]
    return name, None
