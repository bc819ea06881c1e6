"""What a source is: enough to start it again, small enough for an address."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from server.errors import InputError, InputErrors

Signal = Literal["sine", "walk", "heartbeat"]
HEART_RATE = 360.0  # samples a second of the shipped electrocardiogram
MOST_VALUES = 4_000_000  # a second, over all channels

Rate = Annotated[
    float,
    Field(ge=0, le=1e6, description="Samples a second; 0 where they come when they come."),
]


class _Recipe(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Generator(_Recipe):
    """Made up here: a sine in noise, a random walk, or a recorded heart."""

    source: Literal["generator"] = "generator"
    signal: Annotated[Signal, Field(description="What is made.")] = "sine"
    frequency: Annotated[
        float, Field(ge=0, le=1e6, description="Of the first channel's sine, in Hz.")
    ] = 2.0
    amplitude: Annotated[float, Field(ge=0, le=1e9, description="Of the sine or the heart.")] = 1.0
    noise: Annotated[float, Field(ge=0, le=1e9, description="Standard deviation of the noise.")] = (
        0.3
    )
    rate: Annotated[
        float, Field(ge=1, le=1e6, description="Samples a second; the heart has its own.")
    ] = 1000.0
    channels: Annotated[int, Field(ge=1, le=16, description="How many.")] = 1


class File(_Recipe):
    """A text file of numbers that another program writes on."""

    source: Literal["file"]
    path: Annotated[str, Field(min_length=1, max_length=4096, description="Its whole path.")]
    rate: Rate = 0.0


class Tcp(_Recipe):
    """A program on this machine that sends lines of numbers."""

    source: Literal["tcp"]
    port: Annotated[int, Field(ge=1, le=65535, description="Where it listens on 127.0.0.1.")]
    rate: Rate = 0.0


class Serial(_Recipe):
    """An instrument on a serial port that sends lines of numbers."""

    source: Literal["serial"]
    device: Annotated[
        str, Field(min_length=1, max_length=255, description="/dev/ttyUSB0, or COM3 on Windows.")
    ]
    baud: Annotated[int, Field(ge=50, le=4_000_000, description="Bits a second.")] = 9600
    rate: Rate = 0.0


class Push(_Recipe):
    """Whatever sends samples here."""

    source: Literal["push"]


Recipe = Generator | File | Tcp | Serial | Push
_RECIPE: TypeAdapter[Any] = TypeAdapter(Annotated[Recipe, Field(discriminator="source")])
MODELS: dict[str, type[_Recipe]] = {
    "generator": Generator,
    "file": File,
    "tcp": Tcp,
    "serial": Serial,
    "push": Push,
}


def recipe_of(values: dict[str, Any]) -> Recipe:
    """The recipe with those values. Raises InputErrors naming each that is wrong."""
    try:
        recipe: Recipe = _RECIPE.validate_python({"source": "generator", **values})
    except ValidationError as error:
        found = [
            InputError(str(problem["loc"][-1]) if problem["loc"] else "source", problem["msg"])
            for problem in error.errors(include_url=False, include_input=False)
        ]
        raise InputErrors(found) from error
    if isinstance(recipe, Generator) and recipe.rate * recipe.channels > MOST_VALUES:
        allowed = f"{MOST_VALUES:,} values a second over all channels"
        raise InputErrors([InputError("rate", "is too high for so many channels", allowed)])
    return recipe
