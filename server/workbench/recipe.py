"""The recipe: the whole state of a view. It is the page's address, and what is saved by name.

Flat, so that it is a query string; canonical, so that equal views have equal addresses.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from server.figures.colour_maps import ColourMap
from server.science.smoothing import Mode
from server.tools.fields import fields_of
from server.tools.parameters import Parameters, as_text, parse
from server.workbench.positions import seconds_of
from server.workbench.steps import MAX_ALSO, MAX_WIDTH, Method, Step, Unit, step_of_text

MAX_N = 100_000_000

Source = Literal["", "random", "walk", "sine", "chirp", "steps", "field"]
Spacing = Literal["index", "x"]
Pane = Literal["residual", "spectrum", "distribution", "peaks", "band"]
PANES: tuple[Pane, ...] = get_args(Pane)

# What says which data are meant; the rest says how they are smoothed and seen.
DATA = ("file", "inside", "x", "y", "source", "n", "seed", "noise")
GENERATED = ("n", "seed", "noise")


def _position(value: Any) -> Any:
    """A number, or a date in ISO 8601 as seconds since 1970."""
    if not isinstance(value, str):
        return value
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return seconds_of(value)
    except ValueError:
        words = "is neither a number nor a date"
        raise PydanticCustomError(
            "position", words, {"allowed": "a number, or a date such as 1990-01-31"}
        ) from None


Position = Annotated[float, BeforeValidator(_position)]
Name = Annotated[str, Field(max_length=500)]


class Recipe(Parameters):
    """Which data, how they are smoothed, and which part of them is seen."""

    file: Annotated[int | None, Field(ge=1, lt=2**31, description="A file's number.")] = None
    inside: Annotated[Name, Field(description="A member of the file.")] = ""
    x: Annotated[Name, Field(description="The column along which; by itself what fits.")] = ""
    y: Annotated[Name, Field(description="The column of values; by itself the first.")] = ""
    source: Annotated[Source, Field(description="Generated data, instead of a file.")] = ""
    n: Annotated[int, Field(ge=1, le=MAX_N, description="Values to generate.")] = 10_000
    seed: Annotated[int, Field(ge=0, lt=2**32, description="Start of the random numbers.")] = 1
    noise: Annotated[float, Field(ge=0, le=1e6, description="Noise on generated data.")] = 0.3

    method: Annotated[Method, Field(description="How to smooth.")] = "gaussian"
    width: Annotated[float, Field(ge=0, le=MAX_WIDTH, description="How wide, in the unit.")] = 5.0
    unit: Annotated[
        Unit,
        Field(
            description="Of the width: sigma in samples or in units of x, full width at half "
            "maximum in units of x, or the −3 dB frequency in periods a unit of x."
        ),
    ] = "samples"
    edges: Annotated[Mode, Field(description="What is taken to lie beyond the ends.")] = "reflect"
    cval: Annotated[float, Field(description="The value beyond the ends for constant.")] = 0.0
    truncate: Annotated[float, Field(gt=0, le=20, description="Kernel half-width, σ.")] = 4.0
    order: Annotated[int, Field(ge=0, le=2, description="Derivative.")] = 0
    min_weight: Annotated[
        float, Field(ge=0, le=1, description="Least share of the kernel that must hold values.")
    ] = 0.0
    fill: Annotated[bool, Field(description="Whether gaps are bridged.")] = False
    spacing: Annotated[Spacing, Field(description="Whether the kernel counts rows or x.")] = "index"
    degree: Annotated[int, Field(ge=0, le=10, description="Of Savitzky–Golay.")] = 3
    also: Annotated[
        str,
        Field(
            max_length=200,
            description="Further smoothings to compare, each method~width~unit[~order].",
        ),
    ] = ""

    from_: Annotated[
        Position | None, Field(alias="from", description="Start of the view, in x.")
    ] = None
    to: Annotated[Position | None, Field(description="End of the view, in x.")] = None
    ymin: Annotated[float | None, Field(description="Bottom of the view.")] = None
    ymax: Annotated[float | None, Field(description="Top of the view.")] = None
    panes: Annotated[
        str, Field(max_length=60, description="Of residual, spectrum, distribution, peaks, band.")
    ] = ""
    x0: Annotated[float | None, Field(description="First column of a field's view.")] = None
    x1: Annotated[float | None, Field(description="After its last column.")] = None
    y0: Annotated[float | None, Field(description="First row of a field's view.")] = None
    y1: Annotated[float | None, Field(description="After its last row.")] = None
    map: Annotated[ColourMap, Field(description="Colours of a field.")] = "viridis"

    @field_validator("panes")
    @classmethod
    def _known_panes(cls, text: str) -> str:
        wanted = {word.strip() for word in text.split(",") if word.strip()}
        if wanted - set(PANES):
            allowed = {"allowed": ", ".join(PANES)}
            raise PydanticCustomError("panes", "names a pane that is not known", allowed)
        return ",".join(pane for pane in PANES if pane in wanted)

    @field_validator("also")
    @classmethod
    def _known_steps(cls, text: str) -> str:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if len(parts) > MAX_ALSO:
            raise PydanticCustomError("also", "is too much", {"allowed": f"up to {MAX_ALSO}"})
        return ",".join(step_of_text(part).text for part in parts)

    @model_validator(mode="after")
    def _fitting(self) -> "Recipe":
        for low, high in (("from_", "to"), ("ymin", "ymax"), ("x0", "x1"), ("y0", "y1")):
            first, last = getattr(self, low), getattr(self, high)
            if first is not None and last is not None and not first < last:
                context = {"field": high, "allowed": f"a number above {as_text(first)}"}
                raise PydanticCustomError("order", "does not lie beyond the start", context)
        if self.file is not None and self.source:
            context = {"field": "source", "allowed": "a file or generated data, not both"}
            raise PydanticCustomError("data", "is given together with a file", context)
        return self

    def steps(self) -> tuple[Step, ...]:
        """The smoothings: the one that is turned, then those it is compared with.

        Edges, weights, spacing and degree are common to all.
        """
        own = Step(self.method, self.width, self.unit, self.order)
        return (own, *(step_of_text(part) for part in self.also.split(",") if part))

    def pairs(self) -> list[tuple[str, str]]:
        """The canonical query: what differs from the defaults, in a fixed order.

        What generated data are made from is always told, so that they stay the same.
        """
        found: list[tuple[str, str]] = []
        for name, info in type(self).model_fields.items():
            value = getattr(self, name)
            if value == info.default and not (self.source and name in GENERATED):
                continue
            texts = value.split(",") if name == "also" else [_exact(value)]
            found += [(info.alias or name, text) for text in texts]
        return found

    def data_pairs(self) -> list[tuple[str, str]]:
        """The part of the query that says which data are meant."""
        return [(name, text) for name, text in self.pairs() if name in DATA]


def read_recipe(pairs: Iterable[tuple[str, str]]) -> Recipe:
    """The recipe in (name, text) pairs; ``also`` may come up to twice. Raises InputErrors."""
    given = list(pairs)
    also = ",".join(text for name, text in given if name == "also")
    rest = [(name, text) for name, text in given if name != "also"]
    return parse(Recipe, [*rest, ("also", also)])


def recipe_of_json(body: Mapping[str, Any]) -> Recipe:
    """The recipe in a JSON object: numbers and texts, ``also`` a list. Raises InputErrors."""
    pairs: list[tuple[str, str]] = []
    for name, value in body.items():
        values = value if isinstance(value, list) else [value]
        pairs += [(name, _exact(one)) for one in values if one is not None]
    return read_recipe(pairs)


def split_pairs(
    pairs: Iterable[tuple[str, str]], others: type[Parameters]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pairs that are a recipe's (and unknown ones), and those of ``others``."""
    names = {field.name for field in fields_of(others)}
    given = list(pairs)
    return [p for p in given if p[0] not in names], [p for p in given if p[0] in names]


def _exact(value: Any) -> str:
    return repr(value) if isinstance(value, float) and not value.is_integer() else as_text(value)
