"""What may be asked of an export besides the recipe."""

import math
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from server.errors import InputError
from server.figures.palette import PALETTES, Theme
from server.figures.sheet import Sheet
from server.tools.parameters import Parameters

NumberForm = Literal["csv", "npy", "json"]

MAX_PIXELS = 64 * 10**6
INCH = 25.4  # mm
POINTS = 72  # of an inch
WORDS, LINES = 12, 6.5  # that a plot is wide and high, at least: in sizes of its text


class NumberOptions(Parameters):
    """Which numbers leave."""

    part: Annotated[Literal["visible", "whole"], Field(description="The rows in view, or all.")] = (
        "visible"
    )
    columns: Annotated[
        str,
        Field(max_length=500, description="Names between commas; all if empty. Of one, NPY is it."),
    ] = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are wanted; () for all."""
        return tuple(name.strip() for name in self.columns.split(",") if name.strip())


class FigureOptions(Parameters):
    """How a figure looks: in print a journal's column is about 85 or 180 mm wide."""

    figure_width: Annotated[
        float, Field(ge=20, le=1000, title="Width", json_schema_extra={"unit": "mm"})
    ] = 180.0
    figure_height: Annotated[
        float | None,
        Field(
            ge=10,
            le=1000,
            title="Height",
            description="By itself half the width, and more with panes.",
            json_schema_extra={"unit": "mm"},
        ),
    ] = None
    dpi: Annotated[int, Field(ge=30, le=1200, title="Dots per inch")] = 300
    font: Annotated[
        float, Field(ge=4, le=36, title="Font size", json_schema_extra={"unit": "pt"})
    ] = 8.0
    theme: Annotated[Theme, Field(title="Colours")] = "print"

    @model_validator(mode="after")
    def _drawable(self) -> "FigureOptions":
        width, height = self.pixels(1.0)
        if width * height > MAX_PIXELS:
            context = {"field": "dpi", "allowed": f"figures of up to {MAX_PIXELS // 10**6} million"}
            raise PydanticCustomError("size", "makes too many pixels", context)
        return self

    def inches(self, ratio: float) -> tuple[float, float]:
        """Width and height; the height is ``ratio`` times the width where none is asked for."""
        height = self.figure_height or self.figure_width * ratio
        return self.figure_width / INCH, height / INCH

    def pixels(self, ratio: float) -> tuple[int, int]:
        """Width and height as dots."""
        width, height = self.inches(ratio)
        return round(width * self.dpi), round(height * self.dpi)

    def make_room(self, ratio: float, across: int, down: int) -> None:
        """Refuse a figure in which so many plots, with their numbers, find no place.

        Raises InputError.
        """
        width, height = (inches * POINTS for inches in self.inches(ratio))
        for size, needed, name in (
            (width, across * WORDS * self.font, "figure_width"),
            (height, down * LINES * self.font, "figure_height"),
        ):
            if size < needed:
                least = math.ceil(needed / POINTS * INCH)
                words = f"is too little for numbers of {self.font:g} pt"
                raise InputError(name, words, f"at least {least} mm, or a smaller font")

    @property
    def across(self) -> int:
        """How many plots find room side by side, with their numbers; one at least."""
        return max(int(self.figure_width / INCH * POINTS / (WORDS * self.font)), 1)

    @property
    def sheet(self) -> Sheet:
        """What the figure is drawn on."""
        return Sheet(PALETTES[self.theme], text=self.font)
