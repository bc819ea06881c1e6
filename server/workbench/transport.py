"""The binary form in which curves and fields reach the browser: SGV1.

The four bytes ``SGV1``; the length H of the header, uint32 little-endian; the header, JSON padded
by blanks so that 8 + H is a multiple of 8; then the arrays, each at a multiple of 8. The header
names each array's place from the start of the whole. A value is offset + scale · stored: four
bytes tell it to one part in ten million of the curve's own range, wherever that lies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

MAGIC = b"SGV1"
ALIGNED = 8
Form = Literal["columns", "points"]
Role = Literal["min", "max", "x", "y", "value"]
Block = tuple[dict[str, Any], NDArray[Any]]  # an array, and what the header tells of it


@dataclass(frozen=True)
class Curve:
    """What is drawn of one sequence.

    ``columns``: ``arrays`` are min and max for each pixel column, NaN where there is nothing.
    ``points``: x (relative to the view's start) and y of each.
    """

    name: str
    form: Form
    words: str
    arrays: Mapping[Role, NDArray[np.float64]]


def scaling(arrays: Sequence[NDArray[np.float64]]) -> tuple[float, float]:
    """Offset and scale that bring the finite values of ``arrays`` to −1 … 1."""
    finite = [array[np.isfinite(array)] for array in arrays]
    kept = [array for array in finite if array.size]
    if not kept:
        return 0.0, 1.0
    low, high = min(float(a.min()) for a in kept), max(float(a.max()) for a in kept)
    half = high / 2 - low / 2  # high - low may be beyond the largest number
    return low / 2 + high / 2, half if half > 0 else 1.0


def pack(header: Mapping[str, Any], curves: Sequence[Curve]) -> bytes:
    """The curves with ``header``, in the binary form."""
    told: list[dict[str, Any]] = []
    blocks: list[Block] = []
    for curve in curves:
        entry, more = entries_of(curve)
        told.append(entry)
        blocks += more
    return assemble({**header, "curves": told}, blocks)


def entries_of(curve: Curve) -> tuple[dict[str, Any], list[Block]]:
    """What the header tells of a curve, and its arrays as they are stored."""
    offset, scale = scaling([a for role, a in curve.arrays.items() if role != "x"])
    blocks: list[Block] = []
    for role, array in curve.arrays.items():
        stored = array if role == "x" else ((array - offset) / scale).astype("<f4")
        entry = {"role": role, "dtype": "f8" if role == "x" else "f4", "length": len(stored)}
        blocks.append((entry, np.ascontiguousarray(stored, dtype=stored.dtype)))
    told = {
        "name": curve.name,
        "form": curve.form,
        "words": curve.words,
        "offset": offset,
        "scale": scale,
        "count": len(next(iter(curve.arrays.values()), ())),
        "arrays": [entry for entry, _ in blocks],
    }
    return told, blocks


def assemble(header: Mapping[str, Any], blocks: Sequence[Block]) -> bytes:
    """Header and arrays as bytes; each block's entry, which stands in the header, gets its ``at``.

    The header's length depends on the places and they on it: room is left for the longest.
    """
    import orjson

    for entry, _ in blocks:
        entry["at"] = 2**40
    room = -(-(8 + len(orjson.dumps(header))) // ALIGNED) * ALIGNED
    at = room
    for entry, array in blocks:
        entry["at"] = at
        at += -(-array.nbytes // ALIGNED) * ALIGNED
    body = orjson.dumps(header).ljust(room - 8)
    parts = [MAGIC, len(body).to_bytes(4, "little"), body]
    for _, array in blocks:
        data = array.tobytes()
        parts.append(data.ljust(-(-len(data) // ALIGNED) * ALIGNED, b"\0"))
    return b"".join(parts)


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, dict[str, NDArray[np.float64]]]]:
    """Header, and for each curve its arrays as float64. Raises ValueError for anything else."""
    import orjson

    if data[:4] != MAGIC:
        raise ValueError("not SGV1")
    header = orjson.loads(data[8 : 8 + int.from_bytes(data[4:8], "little")])
    curves: dict[str, dict[str, NDArray[np.float64]]] = {}
    for curve in header["curves"]:
        arrays = {}
        for entry in curve["arrays"]:
            kind = np.dtype("<" + entry["dtype"])
            stored = np.frombuffer(data, kind, entry["length"], entry["at"]).astype(np.float64)
            shifted = entry["role"] != "x"
            arrays[entry["role"]] = curve["offset"] + curve["scale"] * stored if shifted else stored
        curves[curve["name"]] = arrays
    return header, curves
