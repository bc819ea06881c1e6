"""The page of controls: every kind of HTML control, all of them steering one figure."""

import functools
import io
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

import numpy as np
from flask import Blueprint, Flask, Response, make_response, render_template, request, send_file

from server.errors import InputError, InputErrors
from server.figures.colour_maps import STOPS, colour_scale
from server.figures.elements import FILM_RATE, FILM_SIZE, Looks, figure, film_frames
from server.figures.palette import PALETTES, Theme
from server.figures.render import render
from server.figures.webm import webm
from server.science.sweep import Floats, thinned
from server.tools import elements as tool
from server.tools.elements import ElementsParameters, FilmOptions
from server.tools.fields import fields_of
from server.tools.parameters import parse, query_pairs
from server.web import navigation
from server.web.examples import examples
from server.web.preferences import chosen_theme
from server.web.tool_page import preview

PICTURE_COLUMNS = 1000  # of the scale space, as drawn in the figure
SURFACE_COLUMNS = 240  # as drawn in three dimensions

blueprint = Blueprint("elements", __name__)


def init_app(app: Flask) -> None:
    """Add the page, its pictures and its numbers to ``app``."""
    app.register_blueprint(blueprint)
    summary = "Every kind of HTML control, all steering one figure."
    entry = navigation.Entry("/elements", "Elements", "sliders-horizontal", "learn", summary)
    navigation.add(app, entry)


@blueprint.get("/elements")
@examples("/elements", "/elements?sigma=3&points=200&start=2020-02-29&colour=%23009e73&seed=7")
def show() -> Response:
    """Every kind of HTML control, all of them steering one figure."""
    pairs = list(request.args.items(multi=True))
    try:
        parameters = parse(ElementsParameters, pairs)
    except InputErrors as error:
        return make_response(refused(dict(pairs), error.errors), 422)
    return make_response(shown(parameters))


@blueprint.get("/elements.png")
@examples("/elements.png", "/elements.png?points=16&sigma=0&theme=print")
def picture() -> Response:
    """The figure as a PNG."""
    return Response(picture_bytes(asked()), mimetype="image/png")


@blueprint.get("/elements.csv")
@examples("/elements.csv")
def table() -> Response:
    """The sequence and its smoothed values as CSV."""
    response = Response(tool.numbers(tool.compute(asked())).csv(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="elements.csv")
    return response


@blueprint.get("/elements.f32")
@examples("/elements.f32")
def line() -> Response:
    """The sequence, then its smoothed values, as little-endian 32-bit floats."""
    view = tool.compute(asked())
    return _floats(np.stack([view.raw, view.smoothed]))


@blueprint.get("/elements/sweep.f32")
@examples("/elements/sweep.f32")
def surface() -> Response:
    """The sequence smoothed with every sigma, row after row, as little-endian 32-bit floats."""
    space = tool.scale_space(tool.compute(asked()))
    return _floats(thinned(space, SURFACE_COLUMNS))


@blueprint.get("/elements/sweep.webm")
@examples("/elements/sweep.webm?frames=4&points=64")
def film() -> Response:
    """A film of sigma growing, sent frame by frame while it is drawn."""
    pairs = list(request.args.items(multi=True))
    options = parse(FilmOptions, [pair for pair in pairs if pair[0] in FilmOptions.model_fields])
    rest = [pair for pair in pairs if pair[0] not in FilmOptions.model_fields]
    parameters = parse(ElementsParameters, rest)
    theme = tool.figure_theme(parameters, _page_theme())
    if "Range" in request.headers:  # a player that jumps about; it asks for parts of a whole file
        whole = io.BytesIO(_film(parameters, theme, options.frames))
        return send_file(whole, "video/webm", conditional=True)
    return Response(_film_pieces(parameters, theme, options.frames), mimetype="video/webm")


def asked() -> ElementsParameters:
    """The parameters of the request's query; raises InputErrors."""
    return parse(ElementsParameters, request.args.items(multi=True))


def picture_bytes(parameters: ElementsParameters) -> bytes:
    """The figure as a PNG."""
    view = tool.compute(parameters)
    drawn = figure(
        _looks(parameters, tool.figure_theme(parameters, _page_theme())),
        view.dates,
        view.raw,
        view.smoothed,
        parameters.sigma,
        tool.ladder(),
        thinned(tool.scale_space(view), PICTURE_COLUMNS),
    )
    return render(drawn, "png")


def link(parameters: ElementsParameters, place: str = "/elements", **changes: str) -> str:
    """The address of ``place`` with these parameters."""
    return f"{place}?{urlencode({**dict(query_pairs(parameters)), **changes})}"


def shown(parameters: ElementsParameters, password_error: InputError | None = None) -> str:
    """The page of a result."""
    view = tool.compute(parameters)
    themes = _themes(parameters)
    fresh = {key: value for key, value in query_pairs(parameters) if key != "seed"}
    return _page(
        given=dict(query_pairs(parameters)),
        password_error=password_error,
        report=tool.report(parameters, view),
        table=preview(tool.numbers(view)),
        pictures={theme: link(parameters, "/elements.png", theme=theme) for theme in themes},
        films={theme: link(parameters, "/elements/sweep.webm", theme=theme) for theme in themes},
        csv=link(parameters, "/elements.csv"),
        link=link(parameters),
        fresh=f"/elements?{urlencode(fresh)}",
    )


def refused(given: Mapping[str, str], errors: Sequence[InputError]) -> str:
    """The page when something asked for cannot be: the form as typed, errors at their fields."""
    known = ElementsParameters.model_fields
    return _page(
        given=given,
        errors={error.field: error for error in reversed(errors)},
        strangers=[error for error in errors if error.field not in known],
    )


def _page(**values: object) -> str:
    return render_template(
        "elements.html",
        fields={field.name: field for field in fields_of(ElementsParameters)},
        days=(tool.FIRST_DAY, tool.LAST_DAY),
        ladder=(*tool.LADDER, tool.RUNGS),
        film_size=FILM_SIZE,
        palettes=PALETTES,
        stops={name: [colour for _, colour in colour_scale(name)] for name in STOPS},
        **{"errors": {}, "strangers": [], **values},
    )


def _themes(parameters: ElementsParameters) -> tuple[Theme, ...]:
    """The themes that the figure is needed in: both where it follows the system."""
    if parameters.theme == "page" and chosen_theme() == "system":
        return ("light", "dark")
    return (tool.figure_theme(parameters, _page_theme()),)


def _page_theme() -> Theme:
    """The page's theme; where it follows the system, which a server cannot see, light."""
    return "dark" if chosen_theme() == "dark" else "light"


def _looks(parameters: ElementsParameters, theme: Theme) -> Looks:
    return Looks(parameters.title, parameters.colour, parameters.map, PALETTES[theme])


def _film_pieces(parameters: ElementsParameters, theme: Theme, frames: int) -> Iterator[bytes]:
    view = tool.compute(parameters)
    sigmas, space = tool.ladder(frames), tool.scale_space(view, frames)
    pictures = film_frames(_looks(parameters, theme), view.dates, view.raw, sigmas, space)
    width, height = FILM_SIZE
    return webm(pictures, width=width, height=height, count=frames, rate=FILM_RATE)


@functools.lru_cache(maxsize=2)
def _film(parameters: ElementsParameters, theme: Theme, frames: int) -> bytes:
    """The whole film; the last ones are kept, as a player asks for one in many parts."""
    return b"".join(_film_pieces(parameters, theme, frames))


def _floats(values: Floats) -> Response:
    return Response(values.astype("<f4").tobytes(), mimetype="application/octet-stream")
