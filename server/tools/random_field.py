"""The tool ``random``: a random field as a map of colours."""

from typing import TYPE_CHECKING, Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from server.figures.colour_maps import ColourMap
from server.figures.field_map import add_colour_bar, draw_map, size_for
from server.figures.sheet import Sheet
from server.science.fields import random_field
from server.tools.numbers import Grid
from server.tools.parameters import Parameters, Seed
from server.tools.scripts import program
from server.tools.tool import Report, Tool
from server.tools.words import significant

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Side = Annotated[int, Field(ge=2, le=2048, json_schema_extra={"unit": "cells"})]
FORMULA = "ρ(r) = exp(−(r/ℓ)²): the correlation of two cells at the distance r"


class FieldParameters(Parameters):
    """The size of the field and how far its values hang together."""

    width: Annotated[Side, Field(description="Columns of the field.")] = 256
    height: Annotated[Side, Field(description="Rows of the field.")] = 256
    correlation_length: Annotated[
        float,
        Field(
            ge=0,
            le=2048,
            description="ℓ, where the correlation has fallen to 1/e; 0 is white noise.",
            json_schema_extra={"unit": "cells"},
        ),
    ] = 16.0
    colours: Annotated[
        ColourMap, Field(title="Colour map", description="Equal steps look equal in all of them.")
    ] = "viridis"
    seed: Seed

    @model_validator(mode="after")
    def check_length(self) -> "FieldParameters":
        """Refuse a field that would be next to constant."""
        longer = max(self.width, self.height)
        if self.correlation_length > longer:
            context = {"field": "correlation_length", "allowed": f"0 to {longer:,} at this size"}
            raise PydanticCustomError("length", "is longer than the field", context)
        return self


def compute(parameters: FieldParameters) -> NDArray[np.float64]:
    """The field, shape (height, width)."""
    p = parameters
    return random_field(p.height, p.width, p.correlation_length, p.seed)


def report(parameters: FieldParameters, result: NDArray[np.float64]) -> Report:
    """The field in words."""
    low, high = significant(float(result.min()), 3), significant(float(result.max()), 3)
    sentence = (
        f"A random field of {parameters.width} × {parameters.height} cells, seed "
        f"{parameters.seed}: correlated over {significant(parameters.correlation_length)} cells, "
        f"from {low} to {high} standard deviations."
    )
    facts = {
        "Cells": f"{result.size:,}",
        "Smallest": low,
        "Largest": high,
        "σ of the filter": f"{significant(parameters.correlation_length / 2)} cells",
    }
    return Report(sentence, facts, formula=FORMULA)


def numbers(_: FieldParameters, result: NDArray[np.float64]) -> Grid:
    """The field over the numbers of its columns and rows."""
    rows, columns = result.shape
    return Grid(np.arange(columns), np.arange(rows), result)


def figure(parameters: FieldParameters, result: NDArray[np.float64], sheet: Sheet) -> "Figure":
    """The map, row 0 at the bottom."""
    rows, columns = result.shape
    picture = sheet.figure(size_for(sheet, rows, columns))
    axes = picture.subplots()
    sheet.dress(axes, "x, cells", "y, cells", grid=False)
    extent = (-0.5, columns - 0.5, -0.5, rows - 0.5)
    drawn = draw_map(axes, result, extent, parameters.colours)
    add_colour_bar(picture, axes, sheet, drawn, "Value, standard deviations")
    return picture


NUMBERS = """\
width = {width}
height = {height}
correlation_length = {correlation_length!r}
seed = {seed}

# White noise convolved with a Gaussian, as a product of spectra (the edges meet).
noise = np.random.default_rng(seed).standard_normal((height, width))
spectrum = fft.rfft2(noise)
spectrum[0, 0] = 0
sigma = correlation_length / 2
across = np.exp(-2 * (np.pi * sigma * fft.rfftfreq(width)) ** 2)
down = np.exp(-2 * (np.pi * sigma * fft.fftfreq(height)) ** 2)
z = fft.irfft2(spectrum * down[:, None] * across, s=noise.shape)
z /= z.std()
x, y = np.arange(width), np.arange(height)
"""

DRAWING = """\
axes = figure.subplots()
image = axes.imshow(z, origin="lower", cmap="{colours}")
axes.set(xlabel="x, cells", ylabel="y, cells")
figure.colorbar(image, label="Value, standard deviations")
"""


def script(parameters: FieldParameters) -> str:
    """A program that makes the same field."""
    return program(
        "random",
        "A random field: white noise, filtered by a Gaussian.",
        NUMBERS.format(**parameters.model_dump()),
        DRAWING.format(colours=parameters.colours),
        imports=["from scipy import fft"],
        grid=True,
        size=(1600, 1200),
    )


TOOL = Tool(
    name="random",
    title="Random field",
    summary="Draws a two-dimensional random field as a map of colours.",
    icon="grid-3x3",
    parameters=FieldParameters,
    compute=compute,
    report=report,
    numbers=numbers,
    script=script,
    figure=figure,
)
