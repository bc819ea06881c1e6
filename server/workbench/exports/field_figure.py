"""A field as a figure: the mean of the values in each dot."""

import numpy as np

from server.figures.field_map import field_view
from server.figures.render import FigureForm, render
from server.workbench.exports.options import FigureOptions
from server.workbench.exports.provenance import Made
from server.workbench.field import FieldData, area_means, field_window
from server.workbench.layers import layers_of

BESIDE = 0.25  # of the width, for the numbers, the labels and the colour bar
TALLEST = 1.4  # times the width


def field_figure_bytes(
    data: FieldData, made: Made, looks: FigureOptions, form: FigureForm
) -> bytes:
    """The figure of a field's view, which remembers what it was made from. Raises InputError."""
    recipe = made.recipe
    window = field_window(data, recipe, *looks.pixels(1.0))
    rows, columns = window.rows, window.columns
    shape = (rows.stop - rows.start) / (columns.stop - columns.start)
    ratio = float(np.clip((1 - BESIDE) * shape + 0.15, 0.2, TALLEST))
    looks.make_room(ratio, 2, 1)  # the map, and the colour bar with its numbers
    name = "raw" if recipe.method == "none" else "smooth"
    layer = layers_of(data, recipe, window, (name,))[name]
    figure = field_view(
        looks.sheet,
        looks.inches(ratio),
        looks.dpi,
        area_means(layer.values, layer.window(window)),
        (columns.start, columns.stop, rows.stop, rows.start),
        recipe.map,
        (str(data.column_label), str(data.row_label), str(data.label)),
    )
    return render(figure, form, made.note)
