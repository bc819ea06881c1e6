"""The numbers of a view, in pieces: CSV, NPY and JSON of any length in constant memory."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from server.errors import InputError
from server.workbench.curves import Smoother, smoothers
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal

PIECE = 2**17  # rows worked out together
LINES = 2**14  # of text made together

Piece = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Table:
    """The rows of a signal from ``first`` to before ``last``: positions, values, smoothed values.

    ``kinds`` are the names of the columns and the types of their numbers: the positions (row
    numbers, numbers, or dates in UTC), the values, ``smoothed``, and ``also1`` and ``also2``.
    """

    signal: Signal
    chosen: tuple[Smoother, ...]
    first: int
    last: int
    kinds: Mapping[str, np.dtype[Any]]

    def __len__(self) -> int:
        return self.last - self.first

    def pieces(self) -> Iterator[Piece]:
        """The columns, some rows at a time, cut where their numbers are reckoned together."""
        start = self.first
        while start < self.last:
            stop = min(start + PIECE - start % PIECE, self.last)
            yield self._piece(start, stop)
            start = stop

    def csv(self) -> Iterator[bytes]:
        """Lines under a header; every number reads back bit for bit, gaps are empty cells."""
        yield b",".join(_quoted(name).encode() for name in self.kinds) + b"\n"
        for piece in self.pieces():
            columns = list(piece.values())
            for start in range(0, len(columns[0]), LINES):
                cells = [_texts(column[start : start + LINES]) for column in columns]
                yield b"\n".join(map(b",".join, zip(*cells, strict=True))) + b"\n"

    def npy(self) -> Iterator[bytes]:
        """One NPY file: rows of named fields, or of a single column the array itself."""
        kinds = list(self.kinds.items())
        alone = len(kinds) == 1
        kind = kinds[0][1] if alone else np.dtype(kinds)
        yield npy_header(kind, (len(self),))
        for piece in self.pieces():
            if alone:
                yield piece[kinds[0][0]].astype(kind, copy=False).tobytes()
                continue
            rows = np.empty(len(piece[kinds[0][0]]), dtype=kind)
            for name, column in piece.items():
                rows[name] = column
            yield rows.tobytes()

    def json(self, facts: Mapping[str, Any]) -> Iterator[bytes]:
        """An object: ``facts``, then ``columns``, each a list; what is not finite is null."""
        told = orjson.dumps(dict(facts))[1:-1]
        yield b"{" + told + (b"," if told else b"") + b'"columns":{'
        for i, name in enumerate(self.kinds):
            yield (b"," if i else b"") + orjson.dumps(name) + b":["
            one = Table(self.signal, self.chosen, self.first, self.last, {name: self.kinds[name]})
            separator = b""
            for piece in one.pieces():
                yield separator + _json(piece[name])[1:-1]
                separator = b","
            yield b"]"
        yield b"}}"

    def _piece(self, start: int, stop: int) -> Piece:
        columns = {}
        for name, kind in self.kinds.items():
            smoother = next((s for s in self.chosen if column_of(s) == name), None)
            if smoother is not None:
                columns[name] = smoother.part(start, stop)
            elif name == self.signal.label.name:
                columns[name] = np.asarray(self.signal.y[start:stop])
            else:
                columns[name] = positions_as(kind, self.signal.positions.part(start, stop))
        return columns


def table(
    signal: Signal, recipe: Recipe, ends: tuple[int, int], columns: tuple[str, ...] = ()
) -> Table:
    """The rows ``ends`` of a view; all columns, or some by name. Raises InputError."""
    chosen = tuple(smoothers(signal, recipe))
    kinds = {position_name(signal): _position_kind(signal), signal.label.name: signal.y.dtype}
    kinds |= {column_of(smoother): np.dtype(np.float64) for smoother in chosen}
    if strange := [name for name in columns if name not in kinds]:
        raise InputError("columns", f"“{strange[0][:60]}” is not there", ", ".join(kinds))
    wanted = {name: kinds[name] for name in columns} if columns else kinds
    return Table(signal, chosen, *ends, wanted)


def column_of(smoother: Smoother) -> str:
    """What the column of a smoothing is called."""
    return "smoothed" if smoother.name == "smooth" else smoother.name


def position_name(signal: Signal) -> str:
    """What the column of positions is called: never as that of the values."""
    name = signal.x_label.name or "x"
    return name if name != signal.label.name else f"{name}_x"


def positions_as(kind: np.dtype[Any], places: NDArray[np.float64]) -> NDArray[Any]:
    """Positions as numbers, as row numbers, or from seconds since 1970 as dates."""
    if kind.kind == "M":
        return np.rint(places * 1e6).astype(np.int64).astype(kind)
    return places.astype(kind, copy=False)


def npy_header(kind: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    """What an NPY file begins with."""
    buffer = io.BytesIO()
    described = {
        "descr": np.lib.format.dtype_to_descr(kind),
        "fortran_order": False,
        "shape": shape,
    }
    np.lib.format.write_array_header_1_0(buffer, described)
    return buffer.getvalue()


def _position_kind(signal: Signal) -> np.dtype[Any]:
    kinds = {"row": "int64", "number": "float64", "date": "datetime64[us]"}
    return np.dtype(kinds[signal.x_kind])


def _texts(column: NDArray[Any]) -> list[bytes]:
    """The shortest texts that read back as the same numbers; of what is not finite none."""
    cells = _json(column)[1:-1].replace(b'"', b"").replace(b"null", b"")
    return cells.split(b",")


def _json(column: NDArray[Any]) -> bytes:
    native = np.ascontiguousarray(column, dtype=column.dtype.newbyteorder("="))
    return orjson.dumps(native, option=orjson.OPT_SERIALIZE_NUMPY)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if any(c in name for c in ',"\n\r') else name
