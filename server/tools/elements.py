"""What the controls of the elements page steer: one sequence, its smoothing, its looks."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from server.figures.colour_maps import ColourMap
from server.figures.palette import Theme
from server.science.smoothing import gaussian_smooth
from server.science.sweep import Floats, noisy_walk, roughness, sigma_ladder, sweep
from server.tools.numbers import Columns
from server.tools.parameters import Parameters, Seed
from server.tools.tool import Report

MAX_POINTS = 20_000
MAX_SIGMA = 100.0
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
RUNGS = 72  # sigmas of a sweep
LADDER = (0.5, MAX_SIGMA)  # its smallest and its largest

ThemeOrPage = Literal["page", "light", "dark", "print"]


def _day(given: Any) -> date:
    """A day of the calendar from its ISO text."""
    try:
        day = given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        words = f"“{str(given)[:40]}” is not a day in that range"
        allowed = f"a day from {FIRST_DAY} to {LAST_DAY}, such as 2026-01-31"
        raise PydanticCustomError("day", words, {"allowed": allowed})
    return day


def _colour(given: Any) -> str:
    """A colour as a colour field writes it."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", str(given)):
        words = f"“{str(given)[:40]}” is not a colour"
        raise PydanticCustomError("colour", words, {"allowed": "#RRGGBB, such as #2457d6"})
    return str(given).lower()


def _one_line(given: Any) -> str:
    """A text without line breaks and other characters that cannot be drawn."""
    return "".join(c for c in " ".join(str(given).split()) if c.isprintable())


class FilmOptions(Parameters):
    """How the film of the sweep is made."""

    frames: Annotated[int, Field(ge=2, le=240, description="Sigmas shown, one a frame.")] = RUNGS


class ElementsParameters(Parameters):
    """One field for each control."""

    title: Annotated[
        str,
        BeforeValidator(_one_line),
        Field(max_length=80, description="Stands above every picture."),
    ] = "A noisy walk"
    points: Annotated[
        int, Field(ge=16, le=MAX_POINTS, description="Daily values in the sequence.")
    ] = 600
    start: Annotated[
        date, BeforeValidator(_day), Field(title="First date", description="Where x begins.")
    ] = date(2026, 1, 1)
    seed: Seed
    sigma: Annotated[
        float,
        Field(
            ge=0,
            le=MAX_SIGMA,
            title="Sigma",
            description="Width of the Gaussian; 0 changes nothing.",
            json_schema_extra={"unit": "days"},
        ),
    ] = 8
    colour: Annotated[
        str, BeforeValidator(_colour), Field(title="Line colour", description="Of the smoothed.")
    ] = "#d55e00"
    theme: Annotated[
        ThemeOrPage, Field(title="Theme", description="Of the figure; Page follows the page.")
    ] = "page"
    map: Annotated[
        ColourMap,
        Field(title="Colour map", description="Of the sweep, from low to high."),
    ] = "viridis"


@dataclass(frozen=True)
class View:
    """What the pictures show: ``dates``, ``raw`` and ``smoothed`` have shape (points,)."""

    dates: NDArray[np.datetime64]
    raw: Floats
    smoothed: Floats


def compute(parameters: ElementsParameters) -> View:
    """The sequence of the seed, and the same smoothed."""
    raw = noisy_walk(parameters.points, parameters.seed)
    dates = np.datetime64(parameters.start, "D") + np.arange(parameters.points)
    return View(dates, raw, gaussian_smooth(raw, parameters.sigma))


def ladder(rungs: int = RUNGS) -> Floats:
    """The sigmas of the sweep, shape (rungs,)."""
    return sigma_ladder(*LADDER, rungs)


def scale_space(view: View, rungs: int = RUNGS) -> Floats:
    """The sequence smoothed with each sigma of the ladder, shape (rungs, points)."""
    return sweep(view.raw, ladder(rungs))


def figure_theme(parameters: ElementsParameters, page: Theme = "light") -> Theme:
    """The theme to draw in, ``page`` being what the figure's surroundings have."""
    return page if parameters.theme == "page" else parameters.theme


def report(parameters: ElementsParameters, view: View) -> Report:
    """The figure in words, and its measures."""
    last = parameters.start + timedelta(days=parameters.points - 1)
    before, after = roughness(view.raw), roughness(view.smoothed)
    sentence = (
        f"{parameters.title}: {parameters.points:,} daily values from {parameters.start} to {last},"
        f" smoothed with a sigma of {parameters.sigma:g} days; below, the same for every sigma"
        f" from {LADDER[0]:g} to {LADDER[1]:g}."
    )
    facts = {
        "Points": f"{parameters.points:,}",
        "Last date": str(last),
        "Roughness": f"{before:.3g} → {after:.3g}",
        "Roughness left": f"{100 * after / before:.3g} %",
    }
    return Report(sentence, facts)


def numbers(view: View) -> Columns:
    """Day, measured value, smoothed value."""
    return Columns({"date": view.dates, "raw": view.raw, "smoothed": view.smoothed})
