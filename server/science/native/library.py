"""The compiled functions by their names in C, with the types that C gives them.

ctypes lets go of Python's global lock during each call, so that several threads can work.
"""

import ctypes as c
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEVELS = ("baseline", "v3", "v4")  # of the processor's vectors, as best_level counts them
MODES = ("reflect", "nearest", "mirror", "wrap", "constant")
VIEWS = ("plain", "cleaned", "known")
STEPS = 64
KINDS = {np.dtype(np.float64): 0, np.dtype(np.float32): 1}


class Line(c.Structure):
    """``line`` of lanes.h."""

    _fields_ = (
        ("data", c.c_void_p),
        ("n", c.c_int64),
        ("kind", c.c_int32),
        ("mode", c.c_int32),
        ("beyond", c.c_double),
        ("view", c.c_int32),
        ("unused", c.c_int32),
        ("offset", c.c_double),
        ("scale", c.c_double),
    )


class Stretch(c.Structure):
    """``stretch`` of lanes.h."""

    _fields_ = (
        ("line", Line),
        ("start", c.c_int64),
        ("steps", c.c_int64),
        ("skip", c.c_int64),
        ("out", c.c_void_p),
        ("out_kind", c.c_int64),
        ("sums", c.c_void_p),
        ("edges", c.c_void_p),
        ("lows", c.c_void_p),
        ("highs", c.c_void_p),
        ("low", c.c_double),
        ("high", c.c_double),
        ("odd", c.c_int64),
        ("thin", c.c_int64),
    )


class Rules(c.Structure):
    """``rules`` of missing.h."""

    _fields_ = (
        ("divided", c.c_int64),
        ("fill", c.c_int64),
        ("least", c.c_double),
        ("thin", c.c_double),
        ("streamed", c.c_int64),
    )


class Terms(c.Structure):
    """``series`` of sliding.c."""

    _fields_ = (
        ("terms", c.c_int32),
        ("odd", c.c_int32),
        ("radius", c.c_int64),
        ("offset", c.c_double),
        ("added", c.c_double),
        ("angle", c.c_void_p),
        ("height", c.c_void_p),
        ("cosine", c.c_void_p),
        ("sine", c.c_void_p),
    )


def address(array: NDArray[Any], index: int = 0) -> int:
    """Where in memory the element ``index`` of a contiguous array lies."""
    return int(array.ctypes.data) + index * array.itemsize


def stretches(jobs: Sequence[Stretch]) -> "c.Array[Stretch]":
    """``jobs`` one behind the other."""
    return (Stretch * len(jobs))(*jobs)


def rows_of(first: Stretch, values: NDArray[Any], out: NDArray[Any]) -> NDArray[np.int64]:
    """As ``stretches``: ``first`` for each row of ``values`` and of ``out``, both contiguous."""
    jobs = np.tile(np.frombuffer(bytes(first), dtype=np.int64), (len(values), 1))
    rows = np.arange(len(values))
    jobs[:, Line.data.offset // 8] = address(values) + rows * values.strides[0]
    jobs[:, Stretch.out.offset // 8] = address(out) + rows * out.strides[0]
    return jobs


def seen_in(
    jobs: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """What was found of each of ``rows_of``: ``low``, ``high``, ``odd``."""
    low, high = (
        jobs[:, field.offset // 8].view(np.float64) for field in (Stretch.low, Stretch.high)
    )
    return low, high, jobs[:, Stretch.odd.offset // 8] != 0


class Library:
    """The functions for this processor, or for a ``level`` of its vectors.

    Raises OSError where the file is no library, or not this version's.
    """

    def __init__(self, path: Path, level: str | None = None) -> None:
        compiled = c.CDLL(str(path))
        compiled.layout.restype = c.c_int64
        if compiled.layout() != c.sizeof(Stretch) << 32 | c.sizeof(Terms) << 16 | c.sizeof(Rules):
            raise OSError("it was compiled from other sources: set-up compiles it anew")
        best = compiled.best_level()
        names = [name for name in LEVELS[: best + 1] if hasattr(compiled, f"sliding_{name}")]
        self.level = level or names[-1]
        pointer, whole, real = c.c_void_p, c.c_int64, c.c_double
        take = functools.partial(_taken, compiled, self.level)
        self.sliding = take("sliding", pointer, pointer, pointer, whole)
        self.sliding_columns = take(
            "sliding_columns", pointer, pointer, whole, whole, whole, real, pointer
        )
        self.take_columns = take(
            "take_columns", pointer, whole, whole, whole, whole, real, pointer, result=real
        )
        self.put_columns = take(
            "put_columns", pointer, whole, whole, real, whole, pointer, whole, whole
        )
        self.direct_columns = take(
            "direct_columns", pointer, whole, whole, pointer, whole, whole, whole, real, pointer
        )
        self.direct = take("direct", pointer, whole, whole, real, pointer, whole)
        self.wide = take("wide", pointer, whole, whole, whole, pointer, whole)
        self.wide_parts = take(
            "wide_parts", pointer, whole, pointer, whole, whole, whole, *4 * (pointer,)
        )
        self.wide_windows = take(
            "wide_windows", pointer, whole, pointer, whole, whole, whole, whole, pointer, pointer
        )
        self.extremes = take("extremes", pointer, whole, pointer, whole, pointer, pointer, pointer)
        self.stretches = take(
            "stretches", pointer, pointer, pointer, whole, pointer, whole, pointer, pointer
        )
        self.quotient = take(
            "quotient", pointer, pointer, pointer, whole, whole, real, real, whole, result=whole
        )


def _taken(compiled: c.CDLL, level: str, name: str, *types: Any, result: Any = None) -> Any:
    function = getattr(compiled, f"{name}_{level}")
    function.argtypes = types
    function.restype = result
    return function
