"""Columns of a file as a signal: which of them, what they are called, read with progress."""

from collections.abc import Iterable, Mapping
from typing import Any

from numpy.typing import NDArray

from server.datafiles import files
from server.datafiles.errors import Cancelled
from server.datafiles.model import Contents, Field, Table, flat
from server.datafiles.options import Selection
from server.datafiles.watch import Watch
from server.errors import InputError, NotFound
from server.web.looks import LOOKS, QUICK, key_of
from server.web.subjects import LINKS, Subject, inside_url
from server.workbench.recipe import Recipe
from server.workbench.signal import Label, Signal, on_column, on_rows

UNNAMED = "value"  # what readers call the only column of a file that names none
POLL = 0.05  # seconds between two looks at a reading under way
READING = 0.8  # of the work; the rest is looking through the positions


def read_signal(subject: Subject, recipe: Recipe, key: str, watch: Watch) -> Signal:
    """The signal of ``recipe`` in ``subject``. Raises InputError, NotFound, TooLarge, Cancelled."""
    contents = contents_of(subject, watch)
    if isinstance(contents, Field):
        raise InputError("y", "is of no use, for this is a field", "a column of a table")
    arrays = named(subject, contents.columns)
    x_name = along(subject, recipe) if contents.axis is None else recipe.x
    y_name = _wanted(recipe.y or subject.place[1], "y", arrays) or first_numbers(arrays, x_name)
    label = label_of(subject, y_name, contents)
    rest = Watch(lambda share: watch.progress(READING + (1 - READING) * share), watch.cancelled)
    if _wanted(x_name, "x", arrays) and x_name != y_name:
        x_label = label_of(subject, x_name, contents)
        return on_column(arrays[y_name], arrays[x_name], label, x_label, key, rest)
    if axis := contents.axis:
        x_label = Label(axis.name, axis.name.capitalize(), axis.unit)
        return on_rows(arrays[y_name], label, key, axis.start, axis.step, x_label)
    return on_rows(arrays[y_name], label, key)


def along(subject: Subject, recipe: Recipe) -> str:
    """The name of the column of positions; "" for row numbers."""
    found = subject.description.sampling
    return recipe.x or subject.options.x or (found.x if found else "")


def contents_of(subject: Subject, watch: Watch) -> Contents:
    """The arrays of ``subject``: from memory, mapped, or read now, which takes its time."""
    if subject.is_container:
        links = [(m.path, inside_url(subject.file, m.path)) for m in flat(subject.whole.members)]
        words = f"{subject.title} holds several things: say in “inside” which of them."
        raise NotFound(words, links[:LINKS])
    path, member, options = subject.file.path, subject.place[0], subject.options
    if (kept := LOOKS.kept(key_of(path, member, options))) is not None:
        return kept.contents
    if subject.description.memory == 0:
        return files.read(path, Selection(member=member), options, watch)
    if subject.file.provenance.size <= QUICK:
        return LOOKS.get(path, member, options).contents
    job = LOOKS.job(path, member, options, anew=True)
    while not job.done.wait(POLL):
        if watch.cancelled():
            job.cancel()
        watch.progress(READING * job.share)
    if job.error is not None:
        raise job.error
    if job.result is None:
        raise Cancelled("The reading was cancelled.")
    return job.result.contents


def named(subject: Subject, arrays: Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:
    """The arrays by the names that the library gives them: some files have none for their only."""
    known = subject.file.columns
    if list(arrays) == [UNNAMED] and len(known) == 1 and not subject.place[0]:
        return {known[0].name: arrays[UNNAMED]}
    return arrays


def label_of(subject: Subject, name: str, contents: Table) -> Label:
    """What is known of a column."""
    column = subject.column(name)
    unit = column.unit or contents.units.get(name, "")
    return Label(name, column.title or column.name, unit)


def first_numbers(arrays: Mapping[str, NDArray[Any]], x_name: str) -> str:
    """The first column of numbers that is no position. Raises InputError."""
    numbers = [name for name, array in arrays.items() if array.dtype.kind in "fiub"]
    others = [name for name in numbers if name != x_name]
    if not numbers:
        raise InputError("y", "cannot be chosen: no column holds numbers", "a column of numbers")
    return (others or numbers)[0]


def _wanted(name: str, field: str, arrays: Iterable[str]) -> str:
    known = list(arrays)
    if name and name not in known:
        raise InputError(field, f"“{name[:60]}” is no column", ", ".join(known[:LINKS]))
    return name
