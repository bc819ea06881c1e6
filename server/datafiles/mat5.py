"""MATLAB's MAT-files of version 5, by the format's published description.

scipy reads them too, but its compiled parser trusts the lengths inside an element: changed bytes
made it crash the whole program (mutants of ``tests/datafiles/fuzzing.py``). Here every length is
checked against what is left, and numbers are views of the bytes.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.errors import unreadable
from server.datafiles.limits import MAX_BYTES, MAX_DEPTH, MAX_MEMBERS, check_expansion
from server.errors import TooLarge

MATRIX, COMPRESSED = 14, 15
STORED = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8"}
STORED |= {12: "i8", 13: "u8"}
ENCODED = {16: "utf-8", 17: "utf-16", 18: "utf-32"}
NUMBERS = dict(enumerate("f8 f4 i1 u1 i2 u2 i4 u4 i8 u8".split(), start=6))
STRUCT, TEXT = 2, 4
WORDS = {1: "a cell array", 3: "an object", 5: "a sparse matrix", 16: "a function", 17: "an object"}
COMPLEX, LOGICAL = 0x800, 0x200
PIECE = 2**20
FIRST = 2**14  # bytes that hold the head of a matrix

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Variable:
    """One array: its path (fields of structures lie below them), and where its values stand."""

    path: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    note: str  # what keeps it from being read; "" if nothing does
    element: int  # which element of the file it is in
    at: int  # where its values begin, in the element's bytes
    imaginary: bool = False


class MatFile:
    """The elements of a file, its bytes mapped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._bytes: Bytes = np.memmap(path, np.uint8, "r")
        self._order = "<" if bytes(self._bytes[126:128]) == b"IM" else ">"
        self._elements = list(self._walk())

    def variables(self) -> list[Variable]:
        """All arrays, from their heads."""
        found: list[Variable] = []
        for number, (kind, body) in enumerate(self._elements):
            data = self._unpacked(body, FIRST) if kind == COMPRESSED else body
            if kind == COMPRESSED and self._class_of(data) == STRUCT:
                data = self._unpacked(body)
            start, end = (8, len(data)) if kind == COMPRESSED else (0, len(data))
            self._matrix(data, start, end, "", number, found, 0)
        return found

    def values(self, variable: Variable) -> NDArray[Any]:
        """The values of one variable, in its shape; text as an array of one."""
        kind, body = self._elements[variable.element]
        data = self._unpacked(body) if kind == COMPRESSED else body
        stored, start, length, after = self._tag(data, variable.at, len(data))
        if variable.dtype.kind == "U":
            return np.array([self._text(stored, data[start : start + length])])
        real = self._numbers(data, stored, start, length, variable)
        if variable.imaginary:
            stored, start, length, _ = self._tag(data, after, len(data))
            both = np.empty(variable.shape, np.complex128)
            both.real, both.imag = real, self._numbers(data, stored, start, length, variable)
            return both
        return real

    def _walk(self) -> Iterator[tuple[int, Bytes]]:
        at = 128
        while at + 8 <= len(self._bytes):
            kind, start, length, _ = self._tag(self._bytes, at, len(self._bytes))
            if kind not in {MATRIX, COMPRESSED}:
                raise unreadable(self.path, f"something unknown stands at byte {at}")
            yield kind, self._bytes[start : start + length]
            at = start + length

    def _tag(self, data: Bytes, at: int, end: int) -> tuple[int, int, int, int]:
        """What an element is, where its bytes begin, how many there are, where the next one is."""
        if not 0 <= at <= end - 8:
            raise unreadable(self.path, "an element is cut off")
        kind, length = struct.unpack(f"{self._order}II", bytes(data[at : at + 8]))
        if kind >> 16:  # a small one keeps its length and four bytes in the tag itself
            return kind & 0xFFFF, at + 4, min(kind >> 16, 4), at + 8
        if length > end - at - 8:
            raise unreadable(self.path, "an element is longer than what holds it")
        return kind, at + 8, length, at + 8 + length + -length % 8

    def _class_of(self, data: Bytes) -> int:
        return int(data[16 if self._order == "<" else 19]) if len(data) > 24 else 0

    def _unpacked(self, body: Bytes, at_most: int = MAX_BYTES) -> Bytes:
        """The bytes of a compressed element, or its first ones, grown a piece at a time."""
        unpacker = zlib.decompressobj()
        parts = bytearray()
        for start in range(0, len(body), PIECE):
            piece = bytes(body[start : start + PIECE])
            while piece and len(parts) < at_most:
                parts += unpacker.decompress(piece, min(PIECE, at_most))
                piece = unpacker.unconsumed_tail
                check_expansion(self.path, len(body), len(parts))
            if len(parts) >= at_most:
                break
        if len(parts) >= MAX_BYTES:
            raise TooLarge(f"{self.path.name} holds a variable of more than {MAX_BYTES:,} bytes.")
        return np.frombuffer(parts, np.uint8)

    def _matrix(
        self,
        data: Bytes,
        at: int,
        end: int,
        path: str,
        number: int,
        found: list[Variable],
        depth: int,
    ) -> None:
        """Add the matrix that stands from ``at`` to ``end``, or the fields of a structure."""
        if depth > MAX_DEPTH or len(found) >= MAX_MEMBERS:
            raise unreadable(self.path, "holds too many members", f"up to {MAX_MEMBERS:,}")
        _, start, _, at = self._tag(data, at, end)
        (flags,) = struct.unpack(f"{self._order}I", bytes(data[start : start + 4]))
        _, start, length, at = self._tag(data, at, end)
        sizes = np.frombuffer(bytes(data[start : start + length]), f"{self._order}i4")
        _, start, length, at = self._tag(data, at, end)
        name = bytes(data[start : start + length]).decode("latin-1")
        path, shape = path or name, tuple(sizes.tolist())
        if flags & 0xFF == STRUCT and shape == (1, 1):
            self._fields(data, at, end, path, number, found, depth)
            return
        kind = flags & 0xFF
        note = WORDS.get(kind, "a list of structures" if kind == STRUCT else "")
        dtype = np.dtype("U" if kind == TEXT else NUMBERS.get(kind, "f8"))
        if flags & LOGICAL:
            dtype = np.dtype(np.bool_)
        if not note and kind not in NUMBERS and kind != TEXT:
            note = f"of an unknown class {kind}"
        imaginary = bool(flags & COMPLEX)
        found.append(Variable(path, shape, dtype, note, number, at, imaginary))

    def _fields(
        self,
        data: Bytes,
        at: int,
        end: int,
        path: str,
        number: int,
        found: list[Variable],
        depth: int,
    ) -> None:
        _, start, length, at = self._tag(data, at, end)
        (width,) = struct.unpack(f"{self._order}i", bytes(data[start : start + 4]))
        _, start, length, at = self._tag(data, at, end)
        if not 0 < width <= 64:
            raise unreadable(self.path, f"names of {width} characters in “{path}”")
        raw = bytes(data[start : start + length])
        for first in range(0, length, width):
            name = raw[first : first + width].partition(b"\0")[0].decode("latin-1")
            _, start, size, at = self._tag(data, at, end)
            if size:  # a field without a value takes no bytes
                self._matrix(data, start, start + size, f"{path}/{name}", number, found, depth + 1)

    def _numbers(
        self, data: Bytes, stored: int, start: int, length: int, variable: Variable
    ) -> NDArray[Any]:
        if stored not in STORED:
            raise unreadable(self.path, f"“{variable.path}” holds no numbers")
        held = np.dtype(f"{self._order}{STORED[stored]}")
        raw = data[start : start + length - length % held.itemsize]
        array = np.ascontiguousarray(raw).view(held)
        if any(size < 0 for size in variable.shape):
            raise unreadable(self.path, f"“{variable.path}” has a negative dimension")
        # MATLAB stores whole numbers in fewer bytes where they fit.
        return array.astype(variable.dtype, copy=False).reshape(variable.shape, order="F")

    def _text(self, stored: int, raw: Bytes) -> str:
        if stored in ENCODED:
            order = "" if stored == 16 else "-le" if self._order == "<" else "-be"
            return bytes(raw).decode(ENCODED[stored] + order, "replace")
        wide = np.dtype(f"{self._order}{STORED.get(stored, 'u1')}")
        codes = np.frombuffer(bytes(raw[: len(raw) - len(raw) % wide.itemsize]), wide)
        return "".join(chr(code) if 0 <= code < 0xD800 else "�" for code in codes.tolist())
