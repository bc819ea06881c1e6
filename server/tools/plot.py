"""The tool ``plot``: a random signal, drawn afresh at each visit."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from server.figures.lines import Line, add_legend, draw_lines
from server.figures.palette import Palette
from server.figures.sheet import WIDE, Sheet
from server.science.sequences import signal
from server.tools.numbers import Columns
from server.tools.parameters import Parameters, Seed
from server.tools.scripts import program
from server.tools.tool import Report, Tool
from server.tools.words import counted, significant

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MAX_POINTS = 1_000_000
MAX_PIXELS = 64_000_000
FORMULA = "y(t) = Σ sin(2π fₖ t + φₖ)/k + ε, k = 1…4"

Points = Annotated[
    int, Field(ge=1, le=MAX_POINTS, title="Points", description="How many values are drawn.")
]
Noise = Annotated[
    float,
    Field(ge=0, le=1000, title="Noise", description="Standard deviation of what is added."),
]


class SignalParameters(Parameters):
    """A random signal."""

    points: Points = 1000
    noise: Noise = 0.25
    seed: Seed


class PlotParameters(SignalParameters):
    """A random signal and the size of its picture."""

    width: Annotated[
        int | None,
        Field(
            ge=200,
            le=32_000,
            title="Width",
            description="Of the PNG; leave it empty for one that fits its place.",
            json_schema_extra={"unit": "pixels"},
        ),
    ] = None
    height: Annotated[
        int | None,
        Field(
            ge=200,
            le=32_000,
            title="Height",
            description="At most 64 megapixels together with the width.",
            json_schema_extra={"unit": "pixels"},
        ),
    ] = None

    @model_validator(mode="after")
    def check_pixels(self) -> "PlotParameters":
        """Refuse a picture whose sides are both long."""
        width, height = self.size(WIDE)
        if width * height > MAX_PIXELS:
            allowed = f"up to {MAX_PIXELS // width:,} at a width of {width:,}"
            context = {"field": "height", "allowed": allowed}
            raise PydanticCustomError("pixels", "makes more than 64 megapixels", context)
        return self

    def size(self, usual: tuple[int, int]) -> tuple[int, int]:
        """Width and height, taken from ``usual`` where none was asked for."""
        return self.width or usual[0], self.height or usual[1]


@dataclass(frozen=True)
class Signal:
    """Times, the clean signal and the noisy one, each of shape (points,)."""

    time: NDArray[np.float64]
    clean: NDArray[np.float64]
    noisy: NDArray[np.float64]


def compute(parameters: SignalParameters) -> Signal:
    """The signal of this seed."""
    return Signal(*signal(parameters.points, parameters.noise, parameters.seed))


def report(parameters: SignalParameters, result: Signal) -> Report:
    """The signal in words: how many values, and where they lie."""
    low, high = float(result.noisy.min()), float(result.noisy.max())
    sentence = (
        f"{counted(parameters.points, 'value')} of a random signal, seed {parameters.seed}: "
        f"from {significant(low)} to {significant(high)}."
    )
    facts = {
        "fₖ drawn from": "1…12",
        "φₖ drawn from": "0…2π",
        "Spread of ε": significant(parameters.noise),
        "Mean of y": significant(float(result.noisy.mean())),
        "Spread of y": significant(float(result.noisy.std())),
    }
    return Report(sentence, facts, formula=FORMULA)


def numbers(parameters: SignalParameters, result: Signal) -> Columns:
    """Three columns of the same length."""
    return Columns({"time": result.time, "clean": result.clean, "noisy": result.noisy})


def lines(result: Signal, palette: Palette) -> tuple[Line, Line]:
    """The noisy signal, and over it the clean one."""
    return (
        Line(result.time, result.noisy, "with noise", palette.raw),
        Line(result.time, result.clean, "without", palette.accent, computed=True),
    )


def signal_figure(result: Signal, sheet: Sheet, size: tuple[int, int]) -> "Figure":
    """Both lines over time, in ``size`` pixels."""
    picture = sheet.figure(size)
    axes = picture.subplots()
    sheet.dress(axes, "Time t", "Signal y")
    draw_lines(axes, sheet, lines(result, sheet.palette))
    add_legend(axes, sheet)
    return picture


def figure(parameters: PlotParameters, result: Signal, sheet: Sheet) -> "Figure":
    """The signal in the size asked for."""
    return signal_figure(result, sheet, parameters.size(sheet.size))


NUMBERS = """\
points = {points}
noise = {noise!r}
seed = {seed}

rng = np.random.default_rng(seed)
frequency = rng.uniform(1, 12, 4)
phase = rng.uniform(0, 2 * np.pi, 4)
t = np.arange(points) / points
clean = np.zeros(points)
for k in range(4):
    clean += np.sin(2 * np.pi * frequency[k] * t + phase[k]) / (k + 1)
noisy = clean + noise * rng.standard_normal(points)
columns = {{"time": t, "clean": clean, "noisy": noisy}}
"""

DRAWING = """\
axes = figure.subplots()
axes.plot(t, noisy, color="0.55", linewidth=0.6, label="with noise")
axes.plot(t, clean, color="#2457D6", linewidth=1.4, label="without")
axes.set(xlabel="Time t", ylabel="Signal y")
axes.legend(frameon=False)
"""


def signal_program(name: str, parameters: SignalParameters, size: tuple[int, int]) -> str:
    """A program that makes the same signal and draws it in ``size`` pixels."""
    given = parameters.model_dump(include=set(SignalParameters.model_fields))
    title = "A random signal: four sines and noise."
    return program(name, title, NUMBERS.format(**given), DRAWING, size=size)


def script(parameters: PlotParameters) -> str:
    """A program that makes the same signal."""
    return signal_program("plot", parameters, parameters.size(WIDE))


TOOL = Tool(
    name="plot",
    title="Plot",
    summary="Draws a random signal with matplotlib, afresh at each visit.",
    icon="chart-line",
    parameters=PlotParameters,
    compute=compute,
    report=report,
    numbers=numbers,
    script=script,
    figure=figure,
)
