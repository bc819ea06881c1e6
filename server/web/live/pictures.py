"""A stream without a script: its latest seconds as a picture and as numbers."""

import io
from typing import TYPE_CHECKING

import numpy as np
from flask import Blueprint, Response, request

from server.figures.lines import Line, add_legend, draw_lines
from server.figures.render import render
from server.figures.sheet import Sheet
from server.live.sources.generator import Maker, channels_of
from server.live.stream import Channels, Floats
from server.science.smoothing import gaussian_smooth
from server.tools.options import FigureOptions
from server.web.examples import examples
from server.web.live.shelf import BUILT_IN, studio

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SECONDS = 10.0
MOST = 2_000_000  # values
UNRATED = 1000  # samples, where nobody knows how many there are in a second

blueprint = Blueprint("live_pictures", __name__)


@blueprint.get("/live/<stream:name>.png")
@examples("/live/heart.png", "/live/sine.png?theme=dark")
def picture(name: str) -> Response:
    """The latest ten seconds of a stream as a picture."""
    channels, first, values = _latest(name)
    dark = request.args.get("theme") == "dark"
    looks = FigureOptions(theme="dark" if dark else "light")
    body = render(
        _drawn(
            looks.sheet, channels, first, values, BUILT_IN[name].sigma if name in BUILT_IN else 0.0
        ),
        "png",
    )
    return Response(body, mimetype="image/png")


@blueprint.get("/live/<stream:name>.csv")
@examples("/live/heart.csv")
def table(name: str) -> Response:
    """The latest ten seconds of a stream as numbers."""
    channels, first, values = _latest(name)
    units = channels.units or ("",) * len(channels.names)
    named = zip(channels.names, units, strict=True)
    names = [f"{n} ({u})" if u else n for n, u in named]
    text = io.StringIO()
    text.write(",".join(["time (s)" if channels.rate else "sample", *map(_cell, names)]) + "\n")
    at = _positions(channels, first, len(values))
    np.savetxt(text, np.column_stack([at, values]), "%.9g", delimiter=",")
    response = Response(text.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    return response


def _latest(name: str) -> tuple[Channels, int, Floats]:
    """The last seconds; of a built-in stream that does not run, how it would begin."""
    here = studio()
    channels = here.channels(name)
    if channels is None and name in BUILT_IN and not here.known(name):
        recipe = BUILT_IN[name].recipe
        maker = Maker(recipe, seed=1)
        return channels_of(recipe), 0, maker.block(_count(channels_of(recipe)))
    desk = here.desk(name)
    if desk.cutter is None:
        return Channels(("value",)), 0, np.empty((0, 1))
    stream = desk.cutter.stream
    first, values = stream.read(stream.end - _count(stream.channels), stream.end)
    return stream.channels, first, values


def _count(channels: Channels) -> int:
    wanted = int(SECONDS * channels.rate) or UNRATED
    return min(wanted, MOST // len(channels.names))


def _positions(channels: Channels, first: int, count: int) -> Floats:
    return np.arange(first, first + count) / (channels.rate or 1.0)


def _drawn(sheet: Sheet, channels: Channels, first: int, values: Floats, sigma: float) -> "Figure":
    """Each channel in a lane of its own, smoothed as it would be seen."""
    figure = sheet.figure()
    lanes = figure.subplots(len(channels.names), 1, sharex=True, squeeze=False)[:, 0]
    at = _positions(channels, first, len(values))
    units = channels.units or ("",) * len(channels.names)
    for lane, name, unit, column in zip(lanes, channels.names, units, values.T, strict=True):
        label = f"{name} ({unit})" if unit else name
        sheet.dress(lane, "", label)
        lines = [Line(at, column, "as made", sheet.palette.raw)]
        if sigma and len(column):
            smooth = gaussian_smooth(column, sigma)
            lines.append(Line(at, smooth, "smoothed", sheet.palette.accent, computed=True))
        draw_lines(lane, sheet, lines)
    lanes[-1].set_xlabel("time (s)" if channels.rate else "sample", color=sheet.palette.text)
    if sigma:
        add_legend(lanes[0], sheet)
    return figure


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text
