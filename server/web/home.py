"""The first page: a greeting, the count of this browser's visits, and ways into the rest."""

from flask import Blueprint, Flask, current_app, render_template, request, session

from server.store.terms import Wanted
from server.store.things import File
from server.tools.catalogue import TOOLS
from server.web import navigation
from server.web.examples import examples
from server.web.native_open import notices_of
from server.web.shelf import library

RECENT = 8
SAMPLES = 12

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
    recent = library().recents.last(RECENT)
    return render_template(
        "home.html",
        visits=visits,
        tools=TOOLS,
        recent=recent,
        samples=_samples(recent),
        notice=notices_of(current_app).take(request.args.get("notice", "")),
    )


def _samples(recent: tuple[File, ...]) -> list[File]:
    """The files of the projects that came with the program, without those just shown."""
    shown = {file.id for file in recent}
    found: list[File] = []
    for project in library().projects.all():
        if project.samples:
            found += library().listing.page(Wanted(project=project.id), "id", limit=SAMPLES).items
    return [file for file in found if file.id not in shown]
