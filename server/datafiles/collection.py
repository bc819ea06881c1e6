"""Containers: files that hold several arrays, alone or in groups."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.arrays import check_dtype, contents_of, describe_array
from server.datafiles.model import Contents, Description, Member, Table
from server.datafiles.options import Options, Selection
from server.datafiles.selecting import check_columns
from server.datafiles.statistics import unread_column
from server.errors import NotFound

MAX_TOGETHER = 1000  # arrays that are put side by side as one table


@dataclass(frozen=True)
class Entry:
    """One array in a container: its path, its shape and type, its unit; or why it has none."""

    path: str
    shape: tuple[int, ...] = ()
    dtype: np.dtype[Any] = field(default_factory=lambda: np.dtype(np.float64))
    unit: str = ""
    note: str = ""  # not empty: what keeps it from being read

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name


Load = Callable[[Entry], NDArray[Any]]


def describe_entries(
    path: Path, description: Description, entries: Sequence[Entry], options: Options, member: str
) -> Description:
    """The tree of a container if ``member`` is "", else what is known of that member."""
    if not member:
        return replace(description, layout="container", members=tree(entries))
    entry = _entry(entries, member)
    told = replace(description, member=member)
    if entry:
        check_dtype(path, entry.dtype, entry.path)
        return describe_array(
            told, entry.shape, entry.dtype, options, name=entry.name, unit=entry.unit
        )
    inside = _inside(path, entries, member)
    together = _together(inside)
    rows = together[0].shape[0] if together else 0
    return replace(
        told,
        layout="table" if together else "container",
        members=tree(inside),
        shape=(rows, len(together)),
        rows=rows,
        columns=tuple(unread_column(e.name, e.dtype, e.unit) for e in together),
        memory=sum(rows * entry.dtype.itemsize for entry in together),
    )


def read_entries(
    path: Path, entries: Sequence[Entry], load: Load, options: Options, selection: Selection
) -> Contents:
    """The selected array, or of a group the table of its equally long arrays, or its first."""
    entry = _entry(entries, selection.member)
    if not entry:
        inside = _inside(path, entries, selection.member)
        together = _together(inside)
        if len(together) > 1:
            return _table(path, together, load, selection)
        readable = [entry for entry in inside if not entry.note]
        if not readable:
            raise NotFound(f"{path.name} holds nothing that can be read at “{selection.member}”.")
        entry = readable[0]
    if entry.note:
        raise NotFound(f"{path.name}: “{entry.path}” cannot be read: {entry.note}.")
    return contents_of(path, load(entry), options, selection, entry.name, entry.unit)


def tree(entries: Iterable[Entry]) -> tuple[Member, ...]:
    """Entries as a tree of groups, in their order."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.path.partition("/")[0], []).append(entry)
    return tuple(_member(name, inside) for name, inside in groups.items())


def _member(path: str, entries: list[Entry]) -> Member:
    depth = path.count("/") + 1
    own = entries[0]
    if len(entries) == 1 and own.path == path:
        kind = "array" if not own.note else "unreadable"
        if own.dtype.names:
            kind = "table"
        words = {"U": "text", "S": "text", "T": "text", "V": "records"}
        shown = words.get(own.dtype.kind, own.dtype.name)
        return Member(path, kind, own.shape, shown if not own.note else "", own.unit, own.note)  # type: ignore[arg-type]
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.path != path:
            groups.setdefault("/".join(entry.path.split("/")[: depth + 1]), []).append(entry)
    members = tuple(_member(name, inside) for name, inside in groups.items())
    return Member(path, "group", members=members)


def _entry(entries: Sequence[Entry], member: str) -> Entry | None:
    return next((entry for entry in entries if entry.path == member), None)


def _inside(path: Path, entries: Sequence[Entry], group: str) -> list[Entry]:
    """The entries directly in a group ("" for the top), or anywhere below if there are none."""
    prefix = f"{group}/" if group else ""
    below = [entry for entry in entries if entry.path.startswith(prefix)]
    if not below:
        names = ", ".join(entry.path for entry in entries[:20])
        raise NotFound(f"{path.name} has no member “{group}”. It holds: {names}.")
    direct = [entry for entry in below if "/" not in entry.path[len(prefix) :]]
    return direct or below


def _together(entries: Sequence[Entry]) -> list[Entry]:
    """Those 1-D arrays that share the commonest length: the columns of a table."""
    flat = [e for e in entries if len(e.shape) == 1 and not e.note and not e.dtype.names]
    lengths = Counter(entry.shape[0] for entry in flat)
    if not lengths:
        return []
    usual = max(lengths, key=lambda length: (lengths[length], length))
    return [entry for entry in flat if entry.shape[0] == usual][:MAX_TOGETHER]


def _table(path: Path, entries: Sequence[Entry], load: Load, selection: Selection) -> Table:
    check_columns(path, [entry.name for entry in entries], selection)
    start, stop = selection.rows
    by_name = {entry.name: entry for entry in entries}
    names = by_name if selection.columns is None else selection.columns
    columns = {name: load(by_name[name])[start:stop] for name in names}
    return Table(columns, {name: by_name[name].unit for name in columns if by_name[name].unit})
