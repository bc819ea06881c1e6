"""Searching the library, at an address that is the question."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request

from server.errors import InputError
from server.store.search import Hit, words_of
from server.store.terms import Findable, Found, Wanted
from server.store.things import File, Project, Recipe
from server.web.answers import json_response
from server.web.describe import file_entry, project_entry, user_entry
from server.web.examples import examples
from server.web.problems import wants_json
from server.web.shelf import library

MAX_WORDS = 200  # characters
SUGGESTED = 8  # hits under the field
SHOWN = 50  # hits on a page

blueprint = Blueprint("search", __name__)


def init_app(app: Flask) -> None:
    """Add the search to ``app``."""
    app.register_blueprint(blueprint)


@blueprint.get("/search")
@examples("/search", "/search?words=co2")
def form() -> Response:
    """Leads from the search field to the page of the answer."""
    words = _checked(request.args.get("words", ""))
    if not words_of(words) or wants_json():
        return _answer(words)
    # A slash would end the word in the address, and a final “.json” ask for another form.
    plain = words.replace("/", " ").removesuffix(".json").strip()
    return redirect("/search/" + quote(plain, safe=""))  # type: ignore[return-value]


@blueprint.get("/search/<term>")
@examples("/search/temperature", "/search/ni%C3%B1o", "/search/temprature", "/search/nothing-like")
def show(term: str) -> Response:
    """What the words occur in, the best first; typing errors are forgiven."""
    return _answer(_checked(term))


@blueprint.get("/search/<term>.json")
@examples("/search/co2.json")
def show_json(term: str) -> Response:
    """The same for programs."""
    return _as_json(_checked(term))


@blueprint.get("/suggest")
@examples("/suggest?words=co", "/suggest")
def suggest() -> Response:
    """The first results, as the search field shows them while one types."""
    words = _checked(request.args.get("words", ""))
    found = library().finder.find(words, limit=SUGGESTED)
    options = [{"title": _name(h.thing), "url": url_of(h.thing), "kind": kind_of(h.thing),
                "marked": _fragments(h)} for h in found.hits]  # fmt: skip
    corrected = {word: list(meant) for word, meant in found.corrected.items()}
    return json_response({"options": options, "total": found.total, "corrected": corrected})


def kind_of(thing: Findable) -> str:
    """What sort of thing it is, in a word."""
    return type(thing).__name__.lower()


def url_of(thing: Findable) -> str:
    """The page about ``thing``; of a user, in the first project that has something by them."""
    if isinstance(thing, File | Project):
        return thing.url
    if isinstance(thing, Recipe):
        return f"/file/{thing.file}" if thing.file else "/library"
    files = library().listing.page(Wanted(user=thing.id), "id", limit=1).items
    return f"/project/{files[0].project}/user/{thing.id}/" if files else "/library"


def _name(thing: Findable) -> str:
    return thing.title if isinstance(thing, File | Project | Recipe) else thing.name


def _fragments(hit: Hit[Findable]) -> list[tuple[str, bool]]:
    """The title with the words marked."""
    head = hit.fields.get("title", ())
    if not head and not isinstance(hit.thing, File):
        head = hit.fields.get("name", ())
    return [(f.text, f.found) for f in head] or [(_name(hit.thing), False)]


def _checked(words: str) -> str:
    words = words.strip()
    if len(words) > MAX_WORDS:
        allowed = f"up to {MAX_WORDS} characters"
        raise InputError("words", f"are {len(words):,} characters long", allowed)
    return words


def _find(words: str) -> Found:
    return library().finder.find(words, limit=SHOWN)


def _answer(words: str) -> Response:
    if wants_json():
        return _as_json(words)
    found = _find(words)
    results = [(hit, url_of(hit.thing), kind_of(hit.thing)) for hit in found.hits]
    page = render_template(
        "search.html", words=words, results=results, found=found, tags=library().tags.counts()
    )
    return make_response(page)


def _as_json(words: str) -> Response:
    found = _find(words)
    entries = [_entry(hit) for hit in found.hits]
    corrected = {word: list(meant) for word, meant in found.corrected.items()}
    body = {"words": words, "count": found.total, "corrected": corrected, "results": entries}
    return json_response(body)


def _entry(hit: Hit[Findable]) -> dict[str, Any]:
    thing = hit.thing
    match thing:
        case File():
            entry = file_entry(thing)
        case Project():
            entry = project_entry(thing)
        case Recipe():
            entry = {"id": thing.id, "title": thing.title, "file": thing.file}
        case _:
            entry = user_entry(thing)
    fields = {name: [[f.text, f.found] for f in parts] for name, parts in hit.fields.items()}
    entry["page"] = url_of(thing)
    return {"kind": kind_of(thing), **entry, "score": hit.score, "found_in": fields}
