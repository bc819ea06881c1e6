"""The gallery of responses: what a server can answer, live, side by side.

Each frame shows one of this program's own pages. A page that is shown in a frame leaves out the
navigation around it: see ``embedded``.
"""

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, make_response, render_template, request

from server.errors import InputError
from server.web import navigation
from server.web.access import OWN_PATH
from server.web.examples import examples

LONGEST = 2000  # characters of an address

blueprint = Blueprint("responses", __name__)


@dataclass(frozen=True)
class Exhibit:
    """One frame: its name in the gallery's own address, what it shows, and why."""

    name: str
    title: str
    kind: str
    icon: str
    url: str
    words: str


EXHIBITS = (
    Exhibit(
        "text",
        "A text",
        "string",
        "house",
        "/",
        "The simplest answer: words made at the moment of asking. It remembers this browser by a "
        "cookie, so each time it is loaded the count goes up.",
    ),
    Exhibit(
        "number",
        "A number in the address",
        "path variable",
        "hash",
        "/42",
        "The number is no page that lies somewhere: it is taken out of the path as a value. "
        "Try /-1 or /65537.",
    ),
    Exhibit(
        "form",
        "A form",
        "form, GET",
        "superscript",
        "/power?base=2&exponent=10",
        "What is filled in becomes the query of the address, after the question mark: so the "
        "answer can be linked to, and computed again.",
    ),
    Exhibit(
        "image",
        "An image",
        "image/png",
        "image",
        "/plot",
        "Drawn by matplotlib at every visit, from fresh numbers. /plot.png is the picture alone, "
        "/plot.svg the same in lines instead of pixels.",
    ),
    Exhibit(
        "field",
        "A heat map",
        "image/png",
        "grid-3x3",
        "/random",
        "A field of two dimensions as colours. The numbers behind it come as /random.csv or "
        "/random.npy.",
    ),
    Exhibit(
        "figure",
        "An interactive figure",
        "HTML and JSON",
        "activity",
        "/plotly",
        "The server sends the numbers, the browser draws them: zoom by dragging, point to read "
        "a value.",
    ),
    Exhibit(
        "surface",
        "A figure with parameters",
        "GET parameters",
        "box",
        "/plotly_with_get/3d",
        "A surface to turn. The kind of figure stands in the path (2d, heatmap, contour …), the "
        "function and its range in the query.",
    ),
)


def init_app(app: Flask) -> None:
    """Add the gallery to ``app``, and tell its templates whether a page is in a frame."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["embedded"] = embedded
    summary = "Kinds of answers, live and side by side."
    entry = navigation.Entry("/responses", "Responses", "layout-grid", "learn", summary)
    navigation.add(app, entry)


def embedded() -> bool:
    """Whether the page is asked for by a frame; browsers that do not say so find out by script."""
    return request.headers.get("Sec-Fetch-Dest") == "iframe"


@blueprint.get("/responses")
@examples("/responses", "/responses?number=/-1&image=/plot.svg")
def show() -> Response:
    """Kinds of answers, live and side by side, each at an address that can be edited."""
    given, strangers, errors = {}, [], {}
    names = [exhibit.name for exhibit in EXHIBITS]
    for name, text in request.args.items(multi=True):
        if name not in names:
            strangers.append(InputError(name[:40], "is not in the gallery", ", ".join(names)))
        elif name in given:
            errors[name] = InputError(name, "is given more than once", "one address")
        else:
            given[name] = text
            if error := check(name, text):
                errors[name] = error
    page = render_template(
        "responses.html", exhibits=EXHIBITS, given=given, errors=errors, strangers=strangers
    )
    return make_response(page, 422 if errors or strangers else 200)


def check(name: str, address: str) -> InputError | None:
    """What is wrong with ``address`` for a frame, if anything: it must be a page of our own."""
    allowed = "a path of this program, such as /42"
    if len(address) > LONGEST:
        return InputError(name, f"is {len(address):,} characters long", allowed)
    if not OWN_PATH.fullmatch(address):
        return InputError(name, "leads elsewhere", allowed)
    if address.rstrip("/").partition("?")[0] == "/responses":
        return InputError(name, "is the gallery itself", allowed)
    return None
