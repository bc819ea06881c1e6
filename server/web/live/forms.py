"""What the pages' plain forms do, for browsers without scripts."""

from typing import cast

from flask import Blueprint, Response, current_app, redirect, request

from server.errors import InputError
from server.web.live.api import begin
from server.web.live.shelf import interrupted, kept, read_recipe, studio
from server.web.shelf import library

ACTIONS = "start, stop, record, keep, note"

blueprint = Blueprint("live_forms", __name__)


@blueprint.post("/live/<stream:name>")
def act(name: str) -> Response:
    """Start or stop a source, record, remark; leads back to the page."""
    here, given = studio(), request.form.to_dict()
    match given.pop("action", ""):
        case "start":
            recipe = read_recipe(name, given)
            if recipe is None:
                raise InputError("source", "is needed")
            begin(name, recipe)
        case "stop":
            here.stop(name)
        case "record":
            here.record(name, True)
        case "keep":
            here.record(name, False)
        case "note":
            here.note(name, given.get("text", "")[:2000])
        case _:
            raise InputError("action", "is none that there is", ACTIONS)
    return cast(Response, redirect(f"/live/{name}", 303))


@blueprint.post("/live")
def keep() -> Response:
    """Take recordings that a crash interrupted into the library."""
    for path in interrupted(current_app):
        kept(library(), path)
    return cast(Response, redirect("/library", 303))
