"""A signal or a field straight from a file, without the library: for the command line."""

from pathlib import Path

from server.datafiles import files
from server.datafiles.model import Contents, Field, Table
from server.datafiles.options import AS_GUESSED, Options, Selection
from server.errors import InputError
from server.workbench.exports.script_data import Origin
from server.workbench.field import FieldData
from server.workbench.recipe import Recipe
from server.workbench.signal import Label, Signal, on_column, on_rows

NAMED = 20  # columns that an error names


def data_at(
    path: Path, recipe: Recipe, options: Options = AS_GUESSED
) -> tuple[Signal | FieldData, Origin]:
    """What ``recipe`` names in the file at ``path``: ``inside``, ``x`` and ``y``, as the page does.

    Raises InputError, NotFound, TooLarge, OSError.
    """
    contents = files.read(path, Selection(member=recipe.inside), options)
    if isinstance(contents, Field) and not recipe.y:
        return _field(path, contents), Origin(path, recipe.inside, (), "", "", options)
    if isinstance(contents, Field):
        raise InputError("y", "is of no use, for this is a field", "a column of a table")
    found = files.describe(path, options, recipe.inside)
    sampling = found.sampling
    guessed = sampling.x if sampling and contents.axis is None else ""
    x = recipe.x or options.x or guessed
    signal = _signal(contents, recipe, x)
    along = signal.x_label.name if signal.positions.values is not None else ""
    names = tuple(contents.columns)
    return signal, Origin(path, recipe.inside, names, along, signal.label.name, options)


def _signal(contents: Table, recipe: Recipe, x: str) -> Signal:
    known = list(contents.columns)
    for field, name in (("x", x), ("y", recipe.y)):
        if name and name not in known:
            raise InputError(field, f"“{name[:60]}” is no column", ", ".join(known[:NAMED]))
    y = recipe.y or _first(contents, x)
    values, label = contents.columns[y], Label(y, "", contents.units.get(y, ""))
    if x and x != y:
        return on_column(
            values, contents.columns[x], label, Label(x, "", contents.units.get(x, ""))
        )
    if contents.axis is None:
        return on_rows(values, label)
    axis = contents.axis
    return on_rows(values, label, "", axis.start, axis.step, Label(axis.name, "", axis.unit))


def _first(contents: Contents, x: str) -> str:
    """The first column of numbers that is no position."""
    columns = contents.columns if isinstance(contents, Table) else {}
    numbers = [name for name, array in (columns or {}).items() if array.dtype.kind in "fiub"]
    if not numbers:
        raise InputError("y", "cannot be chosen: no column holds numbers", "a column of numbers")
    return next((name for name in numbers if name != x), numbers[0])


def _field(path: Path, contents: Field) -> FieldData:
    if contents.values.dtype.kind not in "fiub" or not contents.values.size:
        raise InputError("file", "holds no numbers", "a field of numbers")
    return FieldData(contents.values, Label(path.stem, "", contents.unit))
