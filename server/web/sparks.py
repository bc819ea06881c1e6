"""The small lines that stand for files, and for what is inside them: drawn once, then kept."""

import math
from collections.abc import Mapping
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles import files
from server.datafiles.model import Description, Member, flat
from server.datafiles.options import Options, Selection
from server.datafiles.sampling import as_float
from server.errors import SigmascopeError
from server.figures import sparkline
from server.store.library import Library
from server.store.things import File
from server.web.describing import options_of
from server.web.looks import QUICK, arrays_of
from server.web.subject_words import field_parts
from server.web.subjects import Subject

SPARK_ROWS = 200_000_000  # of longer arrays no line is drawn
MEMBERS = 40  # inside a file that have one
MEMBER_VALUES = 2**18  # of larger members none is drawn, for all are read at once

Line = list[int | None]


def settle(library: Library, subject: Subject) -> None:
    """Keep what only the whole file tells: its exact shape and the line that stands for it."""
    file = subject.file
    if subject.inside or "sparkline" in file.described:
        return
    if subject.is_container:
        members(library, file, subject.whole)
        return
    if not subject.rows:
        return
    array = subject.all_members[subject.drawn]
    is_field = array.ndim == 2 or subject.view == "field"
    if is_field:
        line = _field_line(array if array.ndim == 2 else field_parts(subject)[2])
    else:
        line = _long_line(subject, array)
    grid = subject.grid
    _keep(
        library,
        file,
        shape=list(grid.shape) if grid is not None else [subject.rows, len(subject.members)],
        sparkline=line,
        sparkline_rows=subject.rows,
        sparkline_note="the middle row" if is_field and line else "",
    )


def settle_small(library: Library, file: File) -> File:
    """The same for a file that was just opened, where reading it takes no time."""
    if file.provenance.size <= QUICK:
        try:
            settle(library, Subject(file))
        except SigmascopeError:  # its page will say what is wrong with it
            return file
    return library.files.get(file.id)


def members(library: Library, file: File, whole: Description) -> Mapping[str, Line]:
    """The lines of a container's first members, by path; small ones are read the first time."""
    if "sparklines" not in file.described:
        small = (m for m in flat(whole.members) if 0 < math.prod(m.shape) <= MEMBER_VALUES)
        options = options_of(file)
        found = {m.path: _member_line(file, m, options) for m in islice(small, MEMBERS)}
        lines = {path: line for path, line in found.items() if line}
        first = next(iter(lines), "")
        _keep(
            library,
            file,
            sparklines=lines,
            sparkline=lines.get(first, []),
            sparkline_note=first,
        )
        return lines
    kept: Mapping[str, Line] = file.described["sparklines"]
    return kept


def _keep(library: Library, file: File, **facts: Any) -> None:
    described = {**file.described, **facts}
    if "shape" in facts and list(file.shape) != facts["shape"]:  # it was reckoned until now
        library.files.describe(file.id, described, file.columns)
    else:
        library.files.drawn(file, described)


def _member_line(file: File, member: Member, options: Options) -> Line:
    try:
        contents = files.read(file.path, Selection(member=member.path), options)
    except SigmascopeError:
        return []
    arrays = arrays_of(contents).values()
    array = next((array for array in arrays if array.dtype.kind in "fiub" and array.size), None)
    if array is None:
        return []
    return _field_line(array) if array.ndim == 2 else sparkline.scaled(array)


def _field_line(array: NDArray[Any]) -> Line:
    """A field is told by its middle row."""
    return sparkline.scaled(array[len(array) // 2])


def _long_line(subject: Subject, array: NDArray[Any]) -> Line:
    if array.dtype.kind not in "fiubMm" or len(array) > SPARK_ROWS:
        return []
    rows: NDArray[np.intp] = subject.look.thinned(subject.names[subject.drawn])
    return sparkline.scaled(as_float(array[rows], "")[0])
