"""Bringing back what was removed: the notice after a removal, and the page of the trash."""

from typing import cast

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request

from server.errors import InputError
from server.store.things import Removal
from server.web.examples import examples
from server.web.shelf import library

blueprint = Blueprint("trash", __name__)


def init_app(app: Flask) -> None:
    """Add the page to ``app``."""
    app.register_blueprint(blueprint)


def removal_shown(number: int) -> Removal | None:
    """The removal that a page tells of; None if it was undone meanwhile."""
    if not number:
        return None
    return next((found for found in library().trash.list() if found.id == number), None)


@blueprint.get("/trash")
@examples("/trash")
def show() -> Response:
    """What was removed: bring it back, or delete it for good."""
    return make_response(render_template("trash.html", removals=library().trash.list()))


@blueprint.post("/trash")
def act() -> Response:
    """Brings back what was removed, or deletes it for good; the user's own files stay."""
    given = request.form.get("number", "")
    if not given.isdigit() or len(given) > 9:
        raise InputError("number", "names no removal")
    match request.form.get("do"):
        case "undo":
            library().trash.undo(int(given))
            return cast(Response, redirect(_back(), 303))
        case "purge":
            library().trash.purge(int(given))
            return cast(Response, redirect("/trash", 303))
    raise InputError("do", "is nothing that can be done here", "undo, purge")


def _back() -> str:
    """The page where the removal was undone, if it is one of the library's."""
    back = request.form.get("back", "")
    known = back in {"/trash", "/library"} or back.removeprefix("/file/").isdigit()
    return back if known else "/library"
