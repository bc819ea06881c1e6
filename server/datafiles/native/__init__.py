"""The compiled way of reading plain numbers, and whether it is there.

``build_scripts/native_code.py`` compiles it at set-up; without it everything works, only slower.
"""

import ctypes as c
import functools
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
PATH = Path(__file__).with_name(f"plain_numbers{SUFFIX}")
SWITCH = "SIGMASCOPE_NO_NATIVE"  # set to anything: do without

LEAST, MOST = -342, 308  # powers of ten, as in plain_numbers.c
ODD = 4096  # cells of one piece that may be left to Python
BLANKS = b"\0"  # in place of a delimiter


def available() -> bool:
    """Whether the compiled code can be used."""
    return not os.environ.get(SWITCH) and _library() is not None


Block = NDArray[np.float64]


def plain_numbers(
    data: bytes, lines: int, delimiter: bytes, decimal: bytes, width: int
) -> Block | None:
    """So many ``lines`` of ``width`` plain numbers, shape (lines, width); empty cells are NaN.

    ``delimiter`` is one byte, ``BLANKS`` for runs of blanks. Each number is what ``float`` makes
    of it. None where anything else stands in the lines, or there is no compiled code.
    """
    found = numbers_beside(data, lines, delimiter, decimal, width, ())
    return None if found is None else found[0]


def numbers_beside(
    data: bytes, lines: int, delimiter: bytes, decimal: bytes, width: int, others: Sequence[int]
) -> tuple[Block, NDArray[np.int64]] | None:
    """The same, but for the columns ``others``, which may hold anything without a delimiter.

    Their part of the block is undefined; where each of their cells begins and ends in ``data`` is
    told in the second array, shape (others, lines, 2), in the order of the columns.
    """
    library = None if os.environ.get(SWITCH) else _library()
    if library is None:
        return None
    passed = np.zeros(width, dtype=np.uint8)
    passed[list(others)] = 1
    out = np.empty((width, lines))
    spans = np.empty((len(others), lines, 2), dtype=np.int64)
    odd = np.empty(1 + 3 * ODD, dtype=np.int64)
    found = library.plain_numbers(
        data, len(data), delimiter[0], decimal[0], width, passed.ctypes.data, out.ctypes.data,
        spans.ctypes.data, lines, np.nan, _powers().ctypes.data, odd.ctypes.data, ODD,
    )  # fmt: skip
    if found != lines:
        return None
    flat = out.reshape(-1)
    for place, start, stop in odd[1 : 1 + 3 * int(odd[0])].reshape(-1, 3).tolist():
        flat[place] = float(data[start:stop].replace(decimal, b"."))
    return out.T, spans


@functools.cache
def _library() -> c.CDLL | None:
    if not PATH.exists():
        return None
    try:
        library = c.CDLL(str(PATH))
        function = library.plain_numbers
    except (OSError, AttributeError) as error:
        log.warning("%s cannot be used: %s", PATH.name, error)
        return None
    function.restype = c.c_int64
    function.argtypes = [
        c.c_char_p, c.c_int64, c.c_uint8, c.c_uint8, c.c_int64, c.c_void_p, c.c_void_p, c.c_void_p,
        c.c_int64, c.c_double, c.c_void_p, c.c_void_p, c.c_int64,
    ]  # fmt: skip
    return library


@functools.cache
def _powers() -> NDArray[np.uint64]:
    """The first 128 bits of each power of five, high and low half, shape (powers, 2).

    Those below 0 are rounded up, as Lemire has them (Software: Practice and Experience, 2021).
    """
    table = [_power(exponent) for exponent in range(LEAST, MOST + 1)]
    halves = [(bits >> 64, bits & (2**64 - 1)) for bits in table]
    return np.array(halves, dtype=np.uint64)


def _power(exponent: int) -> int:
    power = 5 ** abs(exponent)
    if exponent < 0:
        bits = (power - 1).bit_length()
        power = (1 << (bits + 127 if exponent >= -27 else 2 * bits + 128)) // power + 1
    extra = power.bit_length() - 128
    return int(power >> extra if extra > 0 else power << -extra)
