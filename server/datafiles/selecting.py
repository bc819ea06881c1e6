"""Checking what is asked for against what there is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from server.datafiles.options import Selection
from server.errors import InputError, NotFound


def only_member(path: Path, member: str) -> None:
    """Refuse a member of a file that is no container."""
    if member:
        raise NotFound(f"{path.name} holds one thing only; there is nothing inside at “{member}”.")


def check_columns(path: Path, names: Sequence[str], selection: Selection) -> None:
    """Refuse a selection of columns that there are not, and of rows that cannot be."""
    for name in selection.columns or ():
        if name not in names:
            raise InputError(
                "columns", f"{path.name} has no column “{name}”", ", ".join(names[:50])
            )
    start, stop = selection.rows
    if start < 0 or (stop is not None and stop < start):
        raise InputError("rows", f"{start} to {stop} is no range of rows", "0 ≤ from ≤ to")


def find_member(path: Path, names: Sequence[str], member: str) -> str:
    """The member asked for, or the first. Raises NotFound, listing those there are."""
    if not member and names:
        return names[0]
    if member not in names:
        shown = ", ".join(names[:20])
        raise NotFound(f"{path.name} has no member “{member}”. It holds: {shown}.")
    return member


def plane_of(path: Path, array: NDArray[Any], selection: Selection) -> NDArray[Any]:
    """An array of at most two dimensions: the selected plane of one that has more."""
    leading = max(array.ndim - 2, 0)
    index = (*selection.plane, *[0] * leading)[:leading]
    for i, size in zip(index, array.shape, strict=False):
        if not 0 <= i < size:
            raise InputError("plane", f"{path.name} has no plane {i}", f"0 to {size - 1}")
    plane: NDArray[Any] = array[index]
    return plane
