"""The numbers of a signal's view as the bytes of a file."""

from collections.abc import Iterator

from server.workbench.exports.options import NumberForm, NumberOptions
from server.workbench.exports.provenance import Made
from server.workbench.exports.table import table
from server.workbench.signal import Signal
from server.workbench.view import window_of


def signal_numbers(
    signal: Signal, made: Made, options: NumberOptions, form: NumberForm
) -> Iterator[bytes]:
    """The rows of a signal in ``form``, piece by piece. Raises InputError at the first."""
    recipe = made.recipe
    window = window_of(signal, recipe.from_, recipe.to, 1)
    ends = (window.first, window.last) if options.part == "visible" else (0, len(signal))
    rows = table(signal, recipe, ends, options.names)
    if form == "csv":
        return rows.csv()
    if form == "npy":
        return rows.npy()
    return rows.json({**made.told(), "first": ends[0], "rows": len(rows), "total": len(signal)})
