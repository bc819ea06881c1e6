"""What arrays that were read come to, in the words of a description."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from server.datafiles.model import Contents, Description, Field, Guess, Sampling, Table
from server.datafiles.options import Options
from server.datafiles.sampling import choose_x, sampling_of
from server.datafiles.statistics import describe_column
from server.datafiles.units import split_unit
from server.errors import InputError


def summarised(
    description: Description, contents: Contents, options: Options, complete: bool = True
) -> Description:
    """The description with what ``contents`` tell: columns, extremes, sampling, size in memory.

    ``complete`` says that they are all there is, not only the beginning.
    """
    if isinstance(contents, Field):
        return _field(description, contents, complete)
    units, columns = contents.units, contents.columns
    told = tuple(describe_column(name, columns[name], units.get(name, "")) for name in columns)
    x, guesses = _x(contents, options)
    rows = len(next(iter(columns.values()), ()))
    memory = sum(array.nbytes for array in columns.values())
    changed = replace(
        description,
        columns=told,
        complete=complete,
        sampling=_sampling(contents, x),
        guesses=(*(g for g in description.guesses if g.option != "x"), *guesses),
        problems=contents.problems if contents.problems.count else description.problems,
    )
    if not complete:
        return changed
    return replace(changed, shape=(rows, len(columns)), rows=rows, rows_exact=True, memory=memory)


def _field(description: Description, contents: Field, complete: bool) -> Description:
    values = contents.values
    column = describe_column("value", values.reshape(-1), contents.unit)
    changed = replace(
        description,
        layout="field",
        columns=(column,),
        complete=complete,
        problems=contents.problems if contents.problems.count else description.problems,
    )
    if not complete:
        return changed
    rows = values.shape[0]
    return replace(changed, shape=values.shape, rows=rows, rows_exact=True, memory=values.nbytes)


def _x(table: Table, options: Options) -> tuple[str, list[Guess]]:
    able = tuple(name for name, array in table.columns.items() if array.dtype.kind in "Mmfiu")
    if options.x is not None:
        if options.x not in able:
            raise InputError(
                "x", f"“{options.x}” is no column of numbers or dates", ", ".join(able)
            )
        return options.x, []
    labels: Mapping[str, str] = {name: split_unit(name)[0] for name in able}
    x, reason = choose_x(table.columns, labels)
    if table.axis or (not x and len(able) < 2):
        return "", []
    others = tuple(name for name in able if name != x)
    return x, [Guess("x", x, others, reason or "no column grows from row to row")]


def _sampling(table: Table, x: str) -> Sampling | None:
    if axis := table.axis:
        return Sampling(axis.name, "regular", axis.unit, axis.step, axis.step, axis.step)
    if not x:
        return None
    return sampling_of(x, np.asarray(table.columns[x]), table.units.get(x) or split_unit(x)[1])
