"""What a column of numbers, dates or words comes to."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.model import Column, Kind
from server.datafiles.units import split_unit

KINDS: Mapping[str, Kind] = {
    "M": "date",
    "m": "duration",
    "U": "text",
    "S": "text",
    "T": "text",
    "O": "text",
}
PIECE = 2**20  # values looked at together, so that a mapped file stays on the disk


def describe_column(
    name: str, array: NDArray[Any], unit: str = "", kind: Kind | None = None
) -> Column:
    """Count, gaps and extremes of a 1-D array; infinities count as present."""
    label, told = split_unit(name)
    kind = kind or kind_of_dtype(array.dtype)
    shown = array.dtype.name if array.dtype.kind not in "UTSO" else "text"
    if kind == "text":
        texts = array.astype(np.dtypes.StringDType())
        missing = int(np.count_nonzero(np.strings.str_len(np.strings.strip(texts)) == 0))
        return Column(name, label, unit or told, kind, shown, len(array) - missing, missing)
    count = 0
    low: np.generic | None = None
    high: np.generic | None = None
    for start in range(0, len(array), PIECE):
        piece = array[start : start + PIECE]
        piece = piece[~_gaps(piece)]
        count += len(piece)
        if len(piece):
            low = piece.min() if low is None else min(low, piece.min())
            high = piece.max() if high is None else max(high, piece.max())
    extremes = (_plain(low), _plain(high))
    return Column(name, label, unit or told, kind, shown, count, len(array) - count, *extremes)


def unread_column(name: str, dtype: np.dtype[Any], unit: str = "") -> Column:
    """What a header tells of a column: all but its values."""
    label, told = split_unit(name)
    return Column(name, label, unit or told, kind_of_dtype(dtype), dtype.name)


def kind_of_dtype(dtype: np.dtype[Any]) -> Kind:
    """What the elements of an array mean."""
    return KINDS.get(dtype.kind, "number")


def _gaps(array: NDArray[Any]) -> NDArray[np.bool_]:
    gaps = np.zeros(len(array), dtype=np.bool_)
    if array.dtype.kind in "Mm":
        np.isnat(array, out=gaps)
    elif array.dtype.kind in "fc":
        np.isnan(array, out=gaps)
    return gaps


def _plain(value: np.generic | None) -> float | str | None:
    if value is None:
        return None
    if isinstance(value, np.datetime64):
        return str(value)
    if isinstance(value, np.timedelta64):
        return float(value / np.timedelta64(1, "s"))
    if isinstance(value, np.complexfloating):
        return None
    return float(value)
