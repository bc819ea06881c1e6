"""Telling a table of separate columns from one that is really a field of two dimensions."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.model import Contents, Field, Guess, Problems, Table
from server.datafiles.options import Selection
from server.datafiles.sampling import grows

MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
DAYS = frozenset("mon tue wed thu fri sat sun".split())
COUNTED = re.compile(r"(.*?)[ _.-]?(\d+)")
LEAST = 5  # columns of numbers in a row that make a field
LEAST_NAMELESS = 12

Arrays = Mapping[str, NDArray[Any]]


def guess_layout(columns: Arrays, named: bool, told: str | None) -> tuple[str, list[Guess]]:
    """``table`` or ``field``, and the guess. ``named`` tells whether the file names its columns."""
    if told in {"table", "field"}:
        return str(told), []
    numeric = [name for name, array in columns.items() if array.dtype.kind in "fiu"]
    block = _block(columns)
    reason = ""
    if len(block) >= LEAST and named and len(block) >= len(columns) - 1:
        reason = _series([name.strip().lower() for name in block])
    if not named and len(block) == len(columns) >= LEAST_NAMELESS:
        reason = "many columns of numbers, none of them named"
    if reason:
        return "field", [Guess("layout", "field", ("table",), reason)]
    if len(numeric) >= LEAST:
        return "table", [Guess("layout", "table", ("field",))]
    return "table", []


def shaped(
    columns: Arrays, units: Mapping[str, str], layout: str, selection: Selection, problems: Problems
) -> Contents:
    """The selected rows of columns as a table or as a field."""
    start, stop = selection.rows
    cut = {name: array[start:stop] for name, array in columns.items()}
    if layout == "table" or selection.columns is not None:
        return Table(cut, {name: units.get(name, "") for name in cut}, problems=problems)
    block = _block(cut)
    inside = set(block)
    label = next((array for name, array in cut.items() if name not in inside), None)
    values = np.column_stack([cut[name] for name in block]) if block else np.empty((0, 0))
    unit = units.get(block[0], "") if block else ""
    return Field(values, label, _labels(block), unit, problems)


def _block(columns: Arrays) -> list[str]:
    """The columns that make the field: all numbers, but for a first one that labels the rows."""
    names = list(columns)
    numeric = [name for name in names if columns[name].dtype.kind in "fiu"]
    if len(numeric) == len(names) and names:
        others = [name.strip().lower() for name in names[1:]]
        if not _series(others) or _continues(names):
            return names
        return names[1:] if grows(columns[names[0]]) else names
    return names[1:] if len(numeric) == len(names) - 1 and names[0] not in numeric else numeric


def _continues(names: Sequence[str]) -> bool:
    """Whether the first name belongs to the series of the others."""
    return bool(_series([name.strip().lower() for name in names]))


def _series(names: Sequence[str]) -> str:
    """What the names of columns are a series of; "" if they are different things."""
    if all(_is_number(name) for name in names):
        return "the names of the columns are numbers"
    if all(name[:3] in MONTHS for name in names) and len(set(names)) == len(names):
        return "the names of the columns are months"
    if all(name[:3] in DAYS for name in names):
        return "the names of the columns are days of the week"
    stems = {match[1] if (match := COUNTED.fullmatch(name)) else name for name in names}
    if len(stems) == 1 and stems != {"column"} and len(set(names)) == len(names) > 1:
        return "the columns are numbered"
    return ""


def _is_number(name: str) -> bool:
    try:
        return math.isfinite(float(name))
    except ValueError:
        return False


def _labels(names: Sequence[str]) -> NDArray[Any]:
    if names and all(map(_is_number, names)):
        return np.array([float(name) for name in names])
    return np.array(list(names))
