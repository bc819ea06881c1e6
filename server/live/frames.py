"""Samples as bytes: what a frame of a live stream looks like, in both directions.

All numbers are little-endian. The header has 48 bytes, the samples follow, sample by sample,
channel by channel within each::

    0   4 bytes   "SGL1"
    4   uint8     what: 0 samples, 1 smoothed samples
    5   uint8     dtype: 0 float32, 1 float64
    6   uint16    channels
    8   uint32    samples in this frame
    12  uint32    reserved, 0
    16  uint64    number of the first sample
    24  uint64    samples left out before it, because the reader was too slow
    32  float64   when the newest was made, seconds since 1970 (0: not known)
    40  float64   offset that is to be added to every value

The offset keeps the digits of small changes on a high level within a float32.
"""

import struct
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError

Floats = NDArray[np.float64]
What = Literal["samples", "smoothed"]

HEADER = struct.Struct("<4sBBHIIQQdd")
MAGIC = b"SGL1"
WHATS: tuple[What, ...] = ("samples", "smoothed")
DTYPES = (np.dtype("<f4"), np.dtype("<f8"))


@dataclass(frozen=True)
class Frame:
    """Consecutive samples, shape (n, channels), the first of number ``first``."""

    first: int
    values: Floats
    made: float = 0.0
    skipped: int = 0
    what: What = "samples"


def pack(frame: Frame, *, exact: bool = False) -> bytes:
    """The bytes of ``frame``; in float32, or with ``exact`` in float64."""
    values = np.atleast_2d(frame.values)
    finite = values[np.isfinite(values)]
    offset = 0.0 if exact or not finite.size else float(finite[0])
    samples = (values - offset).astype(DTYPES[exact])
    count, channels = values.shape
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
        offset,
    )
    return head + samples.tobytes()


def unpack(data: bytes) -> Frame:
    """The frame that ``data`` holds. Raises InputError naming what is wrong with it."""
    if len(data) < HEADER.size or not data.startswith(MAGIC):
        raise InputError("frame", "does not begin with the header of a frame", "48 bytes, “SGL1”")
    _, what, dtype, channels, count, _, first, skipped, made, offset = HEADER.unpack_from(data)
    if what >= len(WHATS) or dtype >= len(DTYPES):
        raise InputError("frame", "has an unknown kind or dtype", "0 or 1")
    if len(data) != HEADER.size + count * channels * DTYPES[dtype].itemsize:
        raise InputError("frame", "is not as long as its header says")
    samples = np.frombuffer(data, DTYPES[dtype], offset=HEADER.size)
    values = samples.reshape(count, channels).astype(np.float64) + offset
    return Frame(first, values, made, skipped, WHATS[what])
