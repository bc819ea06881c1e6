"""The tool ``smooth``: a sequence and the same smoothed by a Gaussian."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from server.figures.lines import Line
from server.figures.sheet import Sheet
from server.figures.smoothed import smoothed_figure
from server.science.smoothing import CUTOFF, FWHM, Mode, gaussian_smooth, largest_sigma, noise_gain
from server.tools import smooth_script
from server.tools.numbers import Columns
from server.tools.parameters import Parameters, Seed
from server.tools.sources import Sequence, Source, SourceName, load
from server.tools.tool import Report, Tool
from server.tools.words import counted, significant

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MAX_N = 1_000_000
FORMULA = "y(i) = Σ k(j) x(i + j), k(j) ∝ exp(−j²/2σ²), |j| ≤ 4σ"


class SmoothParameters(Parameters):
    """What is smoothed, and how."""

    sigma: Annotated[
        float,
        Field(
            ge=0,
            le=largest_sigma(1),
            title="Sigma σ",
            description="Width of the Gaussian; 0 leaves all as it is.",
            json_schema_extra={"unit": "samples"},
        ),
    ] = 5.0
    source: Annotated[
        SourceName,
        Field(
            description="White noise, a random walk, weekly CO₂ at Mauna Loa (with gaps), or five "
            "minutes of an electrocardiogram."
        ),
    ] = "random"
    n: Annotated[
        int,
        Field(
            ge=0, le=MAX_N, title="Values n", description="Of the random sources; others are whole."
        ),
    ] = 500
    seed: Seed
    mode: Annotated[
        Mode, Field(title="Edges", description="What is taken to lie beyond the ends.")
    ] = "reflect"
    start: Annotated[
        int,
        Field(ge=0, le=MAX_N, title="Show from", json_schema_extra={"unit": "sample"}),
    ] = 0
    stop: Annotated[
        int | None,
        Field(
            ge=1,
            le=MAX_N,
            title="Show up to",
            description="Of the picture alone; leave it empty for all.",
            json_schema_extra={"unit": "sample"},
        ),
    ] = None

    @property
    def is_random(self) -> bool:
        """Measured data come without a seed."""
        return self.source in {"random", "walk"}

    @model_validator(mode="after")
    def check_part(self) -> "SmoothParameters":
        """Refuse a part that ends before it starts."""
        if self.stop is not None and self.stop <= self.start:
            context = {"field": "stop", "allowed": f"more than {self.start:,}, where it starts"}
            raise PydanticCustomError("part", "ends before it starts", context)
        return self


@dataclass(frozen=True)
class Smoothed:
    """A sequence, and its smoothed values of the same shape (n,)."""

    sequence: Sequence
    values: NDArray[np.float64]


def compute(parameters: SmoothParameters) -> Smoothed:
    """The sequence and its smoothed values; gaps stay open."""
    p = parameters
    sequence = load(p.source, p.n, p.seed)
    return Smoothed(sequence, gaussian_smooth(sequence.y, p.sigma, p.mode))


def report(parameters: SmoothParameters, result: Smoothed) -> Report:
    """What was smoothed by what, and what that does to noise and to slow changes."""
    source, raw, sigma = result.sequence.source, result.sequence.y, parameters.sigma
    drawn = f" (seed {parameters.seed})" if parameters.source in {"random", "walk"} else ""
    sentence = (
        f"{counted(len(raw), 'value')} of {source.words}{drawn}, smoothed by a Gaussian of "
        f"σ = {significant(sigma)} {'sample' if sigma == 1 else 'samples'}"
        f"{_in_brackets(source.span(sigma))}: "
        f"the spread goes from {_spread(raw)} to {_spread(result.values)}."
    )
    gaps = int(np.isnan(raw).sum())
    if gaps:
        sentence += f" {counted(gaps, 'gap')} {'stays' if gaps == 1 else 'stay'} open."
    facts = {
        "Values": f"{len(raw):,}",
        "Gaps": f"{gaps:,}",
        "FWHM": _both(sigma * FWHM, "samples", source.span(sigma * FWHM)),
        "−3 dB at": _cutoff(sigma, source),
        "White noise left": f"{significant(100 * noise_gain(sigma), 3)} %",
    }
    return Report(sentence, facts, formula=FORMULA)


def _spread(values: NDArray[np.float64]) -> str:
    known = values[np.isfinite(values)]
    return significant(float(known.std()), 3) if known.size else "–"


def _cutoff(sigma: float, source: Source) -> str:
    if sigma == 0:
        return "none"
    return _both(CUTOFF / sigma, "per sample", source.rate(CUTOFF / sigma))


def _both(value: float, unit: str, in_x: str) -> str:
    return f"{significant(value)} {unit}{_in_brackets(in_x)}"


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def numbers(_: SmoothParameters, result: Smoothed) -> Columns:
    """Positions, values and smoothed values; gaps are NaN in both."""
    source = result.sequence.source
    return Columns(
        {
            source.x_name: result.sequence.x,
            source.y_name: result.sequence.y,
            "smoothed": result.values,
        }
    )


def figure(parameters: SmoothParameters, result: Smoothed, sheet: Sheet) -> "Figure":
    """Both over their positions."""
    x, y, source = result.sequence.x, result.sequence.y, result.sequence.source
    return smoothed_figure(
        sheet,
        Line(x, y, "raw", sheet.palette.raw),
        Line(x, result.values, f"σ = {significant(parameters.sigma)}", sheet.palette.accent, True),
        (source.x_label, source.y_label),
        (parameters.start, parameters.stop),
        max(source.detail, int(20 * parameters.sigma)),
    )


def script(parameters: SmoothParameters) -> str:
    """A program that smooths the same values."""
    return smooth_script.script(
        load(parameters.source, 0, 0),
        source=parameters.source,
        n=parameters.n,
        seed=parameters.seed,
        sigma=parameters.sigma,
        mode=parameters.mode,
    )


TOOL = Tool(
    name="smooth",
    title="Smooth",
    summary="Smooths a sequence by a Gaussian, and shows what that does.",
    icon="waves",
    parameters=SmoothParameters,
    compute=compute,
    report=report,
    numbers=numbers,
    script=script,
    figure=figure,
    path_parameter="sigma",
)
