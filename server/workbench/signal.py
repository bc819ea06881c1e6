"""A signal: one column of values along one of positions, put in order, whatever it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from server.datafiles.watch import UNWATCHED, Watch
from server.errors import InputError
from server.tools.words import counted
from server.workbench.positions import Positions, XKind, as_seconds

PIECE = 2**20  # values looked at together
SORTED = 20_000_000  # values: longer columns are not put in order, which takes copies of all
TOLERANCE = 2e-3  # of a step: times are often rounded when they are written down
SAMPLED = 2**18  # steps that the median is taken of

Spaced = Literal["even", "gaps", "uneven"]


@dataclass(frozen=True)
class Label:
    """What an axis is called, and its unit."""

    name: str
    label: str = ""
    unit: str = ""

    def __str__(self) -> str:
        text = self.label or self.name
        return f"{text}, {self.unit}" if self.unit else text


@dataclass(frozen=True)
class Signal:
    """Values ``y``, shape (n,), of any real type (NaN where there is none), and where they lie.

    ``key`` changes when the data do; "" for what is not worth remembering.
    """

    y: NDArray[Any]
    positions: Positions
    label: Label
    x_label: Label
    x_kind: XKind
    spaced: Spaced = "even"
    notes: tuple[str, ...] = ()
    key: str = ""

    def __len__(self) -> int:
        return len(self.y)

    @property
    def mapped(self) -> bool:
        """Whether the values lie on the disk rather than in memory."""
        return isinstance(self.y.base, np.memmap) or isinstance(self.y, np.memmap)

    @property
    def held(self) -> int:
        """Bytes in memory."""
        own = 0 if self.mapped else self.y.nbytes
        places = self.positions.values
        return own + (0 if places is None or isinstance(places, np.memmap) else places.nbytes)


def on_rows(
    y: NDArray[Any],
    label: Label,
    key: str = "",
    start: float = 0.0,
    step: float = 1.0,
    x_label: Label | None = None,
) -> Signal:
    """A signal along its row numbers, or along an axis that needs no column."""
    values, notes = usable(y, label.name)
    places = Positions(len(values), start, step)
    kind: XKind = "row" if x_label is None else "number"
    return Signal(values, places, label, x_label or Label("row"), kind, "even", notes, key)


def on_column(
    y: NDArray[Any],
    x: NDArray[Any],
    label: Label,
    x_label: Label,
    key: str = "",
    watch: Watch = UNWATCHED,
) -> Signal:
    """A signal along the column ``x``, of the same length: numbers or dates.

    Rows without a position are left out, and rows out of order are put in order (rows at the same
    position stay as they were); the notes say so. Columns of more than ``SORTED`` rows that would
    need it lie along their row numbers instead.
    """
    values, notes = usable(y, label.name)
    kind: XKind = "date" if x.dtype.kind == "M" else "number"
    if x.dtype.kind not in "Mfiub":
        raise InputError("x", f"“{x_label.name}” holds no numbers or dates", "a column of either")
    places = as_seconds(x) if kind == "date" else np.asarray(x, dtype=np.float64)
    watch.at(0.2)
    if not _ascending(places, watch):
        if len(places) > SORTED:
            note = f"“{x_label.name}” is out of order and too long to be sorted: rows are counted"
            return Signal(
                values,
                Positions(len(values), 0.0, 1.0),
                label,
                Label("row"),
                "row",
                "even",
                (*notes, note),
                key,
            )
        values, places, more = _in_order(values, places, x_label.name)
        notes = (*notes, *more)
    spaced, step, more = _spacing(places)
    positions = Positions(len(places), float(places[0]) if len(places) else 0.0, step, places)
    shown = Label(x_label.name, x_label.label, "s") if kind == "date" else x_label
    return Signal(values, positions, label, shown, kind, spaced, (*notes, *more), key)


def usable(y: NDArray[Any], name: str) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Values as they can be reckoned with: real numbers, infinities in memory taken for gaps.

    Of arrays on the disk nothing is read here. Raises InputError for what holds no numbers.
    """
    if y.dtype.kind not in "fiub" or y.ndim != 1:
        raise InputError("y", f"“{name}” holds no numbers", "a column of numbers")
    if y.dtype.kind == "b":
        return y.view(np.uint8), ()
    if y.dtype.kind in "iu":
        return y, ()
    if y.dtype.itemsize not in {4, 8}:
        y = y.astype(np.float32 if y.dtype.itemsize < 4 else np.float64)
    if isinstance(y, np.memmap) or isinstance(y.base, np.memmap):
        return y, ()
    infinite = np.isinf(y)
    count = int(infinite.sum())
    if not count:
        return y, ()
    note = f"{counted(count, 'infinite value')} taken for {'a gap' if count == 1 else 'gaps'}"
    return np.where(infinite, y.dtype.type(np.nan), y), (note,)


def _ascending(places: NDArray[np.float64], watch: Watch) -> bool:
    for start in range(0, max(len(places), 1), PIECE):
        piece = places[start : start + PIECE + 1]
        if not (np.isfinite(piece).all() and (piece[1:] >= piece[:-1]).all()):
            return False
        watch.at(0.2 + 0.6 * start / max(len(places), 1))
    return True


def _in_order(
    y: NDArray[Any], places: NDArray[np.float64], name: str
) -> tuple[NDArray[Any], NDArray[np.float64], Sequence[str]]:
    there = np.isfinite(places)
    notes = []
    if lost := int((~there).sum()):
        notes.append(f"{counted(lost, 'row')} without “{name}” left out")
        y, places = y[there], places[there]
    if (places[1:] < places[:-1]).any():
        order = np.argsort(places, kind="stable")
        y, places = y[order], places[order]
        notes.append(f"rows were put in order of “{name}”")
    return y, places, notes


def _spacing(places: NDArray[np.float64]) -> tuple[Spaced, float, Sequence[str]]:
    """How ascending positions are spaced, their usual step, and what is to be told of that."""
    if len(places) < 2:
        return "even", 1.0, ()
    smallest, largest = np.inf, 0.0
    for start in range(0, len(places) - 1, PIECE):
        steps = np.diff(places[start : start + PIECE + 1])
        smallest, largest = min(smallest, float(steps.min())), max(largest, float(steps.max()))
    usual = float(np.median(np.diff(places[: SAMPLED + 1])))
    if len(places) > SAMPLED:
        first = np.linspace(0, len(places) - 2, SAMPLED).astype(np.int64)
        usual = float(np.median(places[first + 1] - places[first]))
    if largest == 0:
        return "uneven", 1.0, ("all rows lie at one position",)
    if largest - smallest <= TOLERANCE * usual:
        return "even", float((places[-1] - places[0]) / (len(places) - 1)), ()
    usual = usual or float((places[-1] - places[0]) / (len(places) - 1))
    if smallest == 0:
        return "uneven", usual, ("some rows lie at the same position",)
    whole = np.rint(np.array([smallest, largest]) / usual)
    near = np.abs(np.array([smallest, largest]) / usual - whole) <= 0.01 * np.maximum(whole, 1)
    if near.all() and whole[0] >= 1:
        return "gaps", usual, ("rows are missing between others",)
    return "uneven", usual, ("rows are unevenly spaced",)
