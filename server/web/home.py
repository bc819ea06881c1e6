"""The first page: a greeting, the count of this browser's visits, and ways into the rest."""

from flask import Blueprint, Flask, render_template, request, session

from server.tools.catalogue import TOOLS
from server.web import navigation
from server.web.examples import examples
from server.web.shelf import library

blueprint = Blueprint("home", __name__)


def init_app(app: Flask) -> None:
    """Add the home page to ``app``."""
    app.register_blueprint(blueprint)
    navigation.add(app, navigation.Entry("/", "Home", "house", "start"))


@blueprint.get("/")
@examples("/")
def show() -> str:
    """Says hello and that the server works; counts this browser's visits."""
    visits = session.get("visits", 0)
    if request.method == "GET":  # HEAD asks about the page and is no visit
        visits += 1
        session["visits"] = visits
        session.permanent = True
    files = library().listing.every()
    return render_template("home.html", visits=visits, tools=TOOLS, files=files)
