"""The pages of live streams: what there is, and one of them."""

from typing import Any, cast
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)

from server.config import Settings
from server.errors import InputErrors
from server.live.sources.generator import IDLE_WORDS
from server.live.sources.recipes import MODELS, Generator, Recipe
from server.live.stream import Standing
from server.live.studio import Desk, checked_name
from server.web.examples import examples
from server.web.live.program import frame_fields, program
from server.web.live.shelf import (
    BUILT_IN,
    errors_of,
    interrupted,
    read_recipe,
    studio,
)  # fmt: skip

VIEW = ("sigma", "kind", "window", "grow", "show", "off", "from", "to", "of")  # read by the script
SOURCE = tuple(dict.fromkeys(field for model in MODELS.values() for field in model.model_fields))

blueprint = Blueprint("live", __name__)


@blueprint.get("/live")
@examples("/live")
def show_all() -> Response:
    """The live streams that there are, and how to begin one."""
    if name := request.args.get("name", "").strip():
        checked_name(name)
        given = {k: v for k, v in request.args.items() if k in SOURCE and v}
        return cast(Response, redirect(_address(name, given), 303))
    settings: Settings = current_app.extensions["sigmascope.settings"]
    html = render_template(
        "live_streams.html",
        desks=[_card(desk) for desk in studio().desks()],
        built_in=BUILT_IN,
        program=program(str(settings.data_dir)),
        frame_fields=frame_fields(),
        interrupted=interrupted(current_app),
    )
    return make_response(html)


@blueprint.get("/live/<stream:name>")
@examples("/live/heart", "/live/pump?source=file&path=/var/log/pump.csv", "/live/sine?sigma=8")
def show(name: str) -> Response:
    """A live stream: its samples as they are made, smoothed as they come."""
    given = {key: value for key, value in request.args.items() if key in SOURCE}
    errors: dict[str, str] = {}
    recipe: Recipe | None = None
    try:
        recipe = read_recipe(name, given)
    except InputErrors as error:
        errors = errors_of(error)
    desk = studio().desk(name) if studio().known(name) else None
    if desk and (not given or errors):
        recipe = desk.recipe
    html = render_template("live.html", **_context(name, recipe, desk, errors))
    return make_response(html, 422 if errors else 200)


def _context(
    name: str, recipe: Recipe | None, desk: Desk | None, errors: dict[str, str]
) -> dict[str, Any]:
    settings: Settings = current_app.extensions["sigmascope.settings"]
    standing = studio().standing(desk) if desk else Standing("waiting")
    running = desk is not None and standing.state not in {"ended", "failed"}
    query = {key: value for key, value in request.args.items() if key in {*SOURCE, *VIEW}}
    return {
        "name": name,
        "title": title_of(name),
        "recipe": recipe.model_dump() if recipe else None,
        "about": in_words(recipe),
        "desk": desk,
        "running": running,
        "pictured": desk is not None or name in BUILT_IN,
        "same": bool(desk and desk.recipe == recipe),
        # A link may start what is made up here; files and wires are for a hand to start.
        "starts": isinstance(recipe, Generator) and (not desk or standing.words == IDLE_WORDS),
        "link": _address(name, query),
        "errors": errors,
        "sigma": BUILT_IN[name].sigma if name in BUILT_IN else 10.0,
        "program": program(str(settings.data_dir), name),
        "frame_fields": frame_fields(),
    }


def title_of(name: str) -> str:
    """What a stream is called on its page."""
    return BUILT_IN[name].title if name in BUILT_IN else name


def in_words(recipe: Recipe | None) -> str:
    """What a source is, in a few words."""
    match recipe.model_dump() if recipe else {}:
        case {"source": "generator", "signal": "heartbeat"}:
            return "A recorded heart, replayed at its true 360 samples a second."
        case {"source": "generator", "signal": "walk"}:
            return "A random walk that is made here."
        case {"source": "generator"}:
            return "A sine in noise that is made here."
        case {"source": "file", "path": path}:
            return f"Lines of {path}, as another program writes them."
        case {"source": "tcp", "port": port}:
            return f"Lines that come over TCP from 127.0.0.1:{port}."
        case {"source": "serial", "device": device, "baud": baud}:
            return f"Lines from {device} at {baud} baud."
        case {"source": "push"}:
            return "Samples that a program sends here."
    return "Nothing runs under this name."


def _card(desk: Desk) -> dict[str, Any]:
    standing = studio().standing(desk)
    return {
        "name": desk.name,
        "title": title_of(desk.name),
        "words": in_words(desk.recipe),
        "standing": standing,
        "people": len(desk.audience.members()),
        "recorded": desk.recorder is not None,
    }


def _address(name: str, given: dict[str, str]) -> str:
    query = urlencode(given)
    return f"/live/{name}" + (f"?{query}" if query else "")
