"""HTTP's methods at work: each can be sent from the page, at a project made for it."""

from dataclasses import dataclass

from flask import Blueprint, Flask, render_template

from server.web import navigation
from server.web.examples import examples

COLLECTION = "/api/projects"

blueprint = Blueprint("methods", __name__)


@dataclass(frozen=True)
class Method:
    """One method: what it means, and the body that it is sent with, if any.

    ``safe``: it changes nothing. ``repeatable`` (idempotent): twice is as good as once.
    """

    name: str
    words: str
    safe: bool = False
    repeatable: bool = True
    body: str = ""
    needs_thing: bool = False


METHODS = (
    Method("GET", "Fetch it. Changes nothing, so it may be repeated, kept and linked to.", True),
    Method("HEAD", "The same answer without its body: is it there, is it still the same?", True),
    Method("OPTIONS", "Which methods are possible here? The answer is in Allow.", True),
    Method(
        "POST",
        "Add one to a collection. The server chooses its address and tells it in Location; sent "
        "twice, there are two.",
        repeatable=False,
        body='{"title": "Scratch", "description": "Made to try HTTP on."}',
    ),
    Method(
        "PUT",
        "Replace it as a whole: what is left out of the body becomes empty.",
        body='{"title": "Scratch, replaced"}',
        needs_thing=True,
    ),
    Method(
        "PATCH",
        "Change a part of it: what is left out of the body stays as it is.",
        repeatable=False,
        body='{"description": "Changed in part."}',
        needs_thing=True,
    ),
    Method(
        "DELETE",
        "Remove it. Here it goes to a trash, and the answer tells how it comes back.",
        needs_thing=True,
    ),
)


def init_app(app: Flask) -> None:
    """Add the page to ``app``."""
    app.register_blueprint(blueprint)
    words = "GET, PUT and the others, sent from the page."
    entry = navigation.Entry("/methods", "Methods", "arrow-left-right", "learn", words)
    navigation.add(app, entry)


@blueprint.get("/methods")
@examples("/methods")
def show() -> str:
    """HTTP's methods at work on a real project: request and answer, side by side."""
    return render_template("methods.html", methods=METHODS, collection=COLLECTION)
