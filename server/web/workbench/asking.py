"""How a view is asked for: the recipe and, besides it, in how many pixels and how exactly."""

from collections.abc import Sequence
from typing import Annotated, Literal, TypeVar

from flask import request
from pydantic import Field

from server.errors import InputError, InputErrors
from server.tools.parameters import Parameters, parse
from server.workbench.recipe import Recipe, read_recipe, split_pairs

MAX_PIXELS = 16_384
CURVES = ("raw", "smooth", "also", "residual")
LAYERS = ("raw", "smooth", "also1", "also2", "residual")

P = TypeVar("P", bound=Parameters)


class Turn(Parameters):
    """Which view asks, so that what it has overtaken can be stopped."""

    pixels: Annotated[int, Field(ge=1, le=MAX_PIXELS, description="Pixel columns.")] = 1200
    view: Annotated[str, Field(max_length=64, description="Which view asks.")] = ""
    turn: Annotated[int, Field(ge=0, le=2**53, description="Counts its requests.")] = 0


class Asked(Turn):
    """How a view of a signal is to be answered."""

    parts: Annotated[str, Field(max_length=60, description="Of raw, smooth, also, residual.")] = (
        "raw,smooth,also"
    )
    tier: Literal["exact", "preview"] = "exact"
    ahead: Annotated[
        bool, Field(description="Whether it is only likely to be wanted: others go first.")
    ] = False

    @property
    def names(self) -> list[str]:
        """The parts. Raises InputError."""
        return names_in(self.parts, CURVES)


class AskedField(Turn):
    """How a view of a field is to be answered."""

    lines: Annotated[int, Field(ge=1, le=MAX_PIXELS, description="Pixel rows.")] = 800
    parts: Annotated[str, Field(max_length=60, description=f"Of {', '.join(LAYERS)}.")] = "smooth"
    tier: Literal["exact", "preview"] = "exact"
    depth: Literal["8", "16"] = "8"
    at_column: Annotated[float | None, Field(description="Where profiles are wanted.")] = None
    at_row: Annotated[float | None, Field(description="Where profiles are wanted.")] = None

    @property
    def names(self) -> list[str]:
        """The parts. Raises InputError."""
        return names_in(self.parts, LAYERS)

    @property
    def at(self) -> tuple[float, float] | None:
        """Column and row of the point. Raises InputError where only one is given."""
        if self.at_column is None and self.at_row is None:
            return None
        if self.at_column is None or self.at_row is None:
            missing = "at_row" if self.at_row is None else "at_column"
            raise InputError(missing, "is needed for a point", "a number")
        return self.at_column, self.at_row


class AskedAnalysis(Turn):
    """Which analyses are wanted."""

    parts: Annotated[
        str, Field(max_length=100, description="Names between commas; all if empty.")
    ] = ""

    @property
    def names(self) -> list[str]:
        """The parts, as they are named."""
        return [name.strip() for name in self.parts.split(",") if name.strip()]


def names_in(text: str, known: Sequence[str]) -> list[str]:
    """The names between commas, all of ``known`` for none. Raises InputError for a strange one."""
    wanted = [name.strip() for name in text.split(",") if name.strip()] or list(known)
    if strange := [name for name in wanted if name not in known]:
        raise InputError("parts", f"“{strange[0]}” is not known", ", ".join(known))
    return wanted


def asked_for(model: type[P]) -> tuple[Recipe, P]:
    """The recipe in the address, and how it is to be answered. Raises InputErrors with all."""
    errors: list[InputError] = []
    own, others = split_pairs(request.args.items(multi=True), model)
    recipe, asked = Recipe(), model()
    try:
        recipe = read_recipe(own)
    except InputErrors as error:
        errors += error.errors
    try:
        asked = parse(model, others)
    except InputErrors as error:
        errors += error.errors
    if errors:
        raise InputErrors(errors)
    return recipe, asked
