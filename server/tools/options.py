"""What may be asked of a result's form, besides the tool's own parameters."""

from typing import Annotated, Literal

from pydantic import Field

from server.figures.palette import PALETTES, Theme
from server.figures.sheet import Sheet
from server.tools.parameters import Parameters


class NoOptions(Parameters):
    """Numbers and scripts are as they are."""


class FigureOptions(Parameters):
    """How the PNG, SVG or PDF of a result looks."""

    theme: Annotated[Theme, Field(title="Theme", description="Colours of the figure.")] = "light"
    place: Annotated[
        Literal["wide", "narrow"],
        Field(title="Place", description="20 cm across, or 10 cm: a column, a telephone."),
    ] = "wide"

    @property
    def sheet(self) -> Sheet:
        """What the figure is drawn on."""
        return Sheet(PALETTES[self.theme], narrow=self.place == "narrow")


class PageOptions(Parameters):
    """How the page brings its picture: as a file of its own, or inside the page as base64."""

    picture: Annotated[
        Literal["file", "base64"],
        Field(title="Picture", description="As a file with an address, or embedded in the page."),
    ] = "file"
