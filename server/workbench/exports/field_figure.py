"""A field as a figure: the mean of the values in each dot, a map for each of its smoothings."""

import numpy as np

from server.figures.field_map import Map, field_view
from server.figures.render import FigureForm, render
from server.workbench.exports.field_leaving import leaving, leaving_layers
from server.workbench.exports.options import FigureOptions
from server.workbench.exports.provenance import Made
from server.workbench.field import FieldData, area_means, field_window

BESIDE = 0.25  # of the width, for the numbers, the labels and the colour bar
BELOW, BETWEEN = 0.15, 0.09  # of the width, for those below the last map and for other titles
TALLEST, TALLEST_OF_ALL = 1.4, 2.6  # times the width: of one map, and of all below each other
WIDE = 0.5  # rows to a column: maps of fewer stand below each other


def field_figure_bytes(
    data: FieldData, made: Made, looks: FigureOptions, form: FigureForm
) -> bytes:
    """The figure of a field's view, which remembers what it was made from. Raises InputError."""
    recipe = made.recipe
    chosen = leaving(data, recipe)
    whole = field_window(data, recipe, 1, 1)
    rows, columns = whole.rows, whole.columns
    shape = (rows.stop - rows.start) / (columns.stop - columns.start)
    count = len(chosen)
    abreast = count > 1 and shape >= WIDE and looks.across > count  # the colour bar is one more
    across, down = (count, 1) if abreast else (1, count)
    tallest = min(TALLEST * down, TALLEST_OF_ALL)
    high = (1 - BESIDE) * shape / across * down + BELOW + BETWEEN * (down - 1)
    ratio = float(np.clip(high, 0.2, tallest))
    looks.make_room(ratio, across + 1, down)
    width, height = looks.pixels(1.0)
    window = field_window(data, recipe, width // across, height)
    maps = [
        Map(area_means(layer.values, layer.window(window)), one.words if count > 1 else "")
        for one, layer in zip(chosen, leaving_layers(data, recipe, window, chosen), strict=True)
    ]
    figure = field_view(
        looks.sheet,
        looks.inches(ratio),
        looks.dpi,
        maps,
        across,
        (columns.start, columns.stop, rows.stop, rows.start),
        recipe.map,
        (str(data.column_label), str(data.row_label), str(data.label)),
    )
    return render(figure, form, made.note)
