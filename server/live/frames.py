"""Samples as bytes: what a frame of a live stream looks like, in both directions.

All numbers are little-endian. The header is as ``FIELDS`` say, one after the other. One float64 a
channel follows, which is to be added to each of its values: it keeps the digits of small changes
on a high level within a float32. Then the samples, channel by channel within each.
"""

import struct
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError

Floats = NDArray[np.float64]
What = Literal["samples", "smoothed"]


class Field(NamedTuple):
    """A field of the header: its code in ``struct``, its type in words, what it means."""

    code: str
    type: str
    meaning: str


FIELDS = (
    Field("4s", "4 bytes", "“SGL2”"),
    Field("B", "uint8", "what: 0 samples, 1 smoothed samples"),
    Field("B", "uint8", "dtype of the samples: 0 float32, 1 float64"),
    Field("H", "uint16", "how many channels are in this frame"),
    Field("I", "uint32", "how many samples"),
    Field("I", "uint32", "reserved, 0"),
    Field("Q", "uint64", "number of the first sample, counted from the stream's first"),
    Field("Q", "uint64", "how many samples before it are left out: the reader was too slow"),
    Field("d", "float64", "when the newest was made, seconds since 1970 (0: not known)"),
    Field("Q", "uint64", "which channels these are: bit n for channel n (0: all, in order)"),
)
HEADER = struct.Struct("<" + "".join(field.code for field in FIELDS))
MAGIC = b"SGL2"
WHATS: tuple[What, ...] = ("samples", "smoothed")
DTYPES = (np.dtype("<f4"), np.dtype("<f8"))
OFFSET = np.dtype("<f8")


def layout() -> list[tuple[int, Field]]:
    """The fields of the header with their places in bytes."""
    codes = [field.code for field in FIELDS]
    places = [struct.calcsize("<" + "".join(codes[:turn])) for turn in range(len(codes))]
    return list(zip(places, FIELDS, strict=True))


@dataclass(frozen=True)
class Frame:
    """Consecutive samples, shape (n, channels), the first of number ``first``.

    ``channels`` are those of the stream that the columns are; None for all of them.
    """

    first: int
    values: Floats
    made: float = 0.0
    skipped: int = 0
    what: What = "samples"
    channels: tuple[int, ...] | None = None


def pack(frame: Frame, *, exact: bool = False) -> bytes:
    """The bytes of ``frame``; in float32, or with ``exact`` in float64."""
    values = np.atleast_2d(frame.values)
    count, channels = values.shape
    offsets = np.zeros(channels, OFFSET) if exact else _offsets(values)
    head = HEADER.pack(
        MAGIC,
        WHATS.index(frame.what),
        exact,
        channels,
        count,
        0,
        frame.first,
        frame.skipped,
        frame.made,
        sum(1 << channel for channel in frame.channels or ()),
    )
    return head + offsets.tobytes() + (values - offsets).astype(DTYPES[exact]).tobytes()


def unpack(data: bytes) -> Frame:
    """The frame that ``data`` holds. Raises InputError naming what is wrong with it."""
    if len(data) < HEADER.size or not data.startswith(MAGIC):
        raise InputError("frame", "does not begin with the header of a frame", "48 bytes, “SGL2”")
    _, what, dtype, channels, count, _, first, skipped, made, which = HEADER.unpack_from(data)
    if what >= len(WHATS) or dtype >= len(DTYPES):
        raise InputError("frame", "has an unknown kind or dtype", "0 or 1")
    if which and which.bit_count() != channels:
        raise InputError("frame", "names another number of channels than it has")
    start = HEADER.size + channels * OFFSET.itemsize
    if len(data) != start + count * channels * DTYPES[dtype].itemsize:
        raise InputError("frame", "is not as long as its header says")
    offsets = np.frombuffer(data, OFFSET, channels, HEADER.size)
    samples = np.frombuffer(data, DTYPES[dtype], offset=start)
    values = samples.reshape(count, channels).astype(np.float64) + offsets
    named = tuple(n for n in range(which.bit_length()) if which >> n & 1) or None
    return Frame(first, values, made, skipped, WHATS[what], named)


def _offsets(values: Floats) -> Floats:
    """The first finite value of each channel, 0 where there is none."""
    if len(values) and np.isfinite(values[0]).all():
        return np.array(values[0], OFFSET)
    offsets = np.zeros(values.shape[1], OFFSET)
    for channel, column in enumerate(values.T):
        found = column[np.isfinite(column)]
        offsets[channel] = found[0] if len(found) else 0.0
    return offsets
