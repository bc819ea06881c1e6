"""Searching the library, at an address that is the question."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request

from server.errors import InputError
from server.store.library import Thing
from server.store.model import File, Project
from server.store.search import Hit, words_of
from server.web.answers import json_response
from server.web.describe import file_entry, project_entry, user_entry
from server.web.examples import examples
from server.web.problems import wants_json
from server.web.shelf import library

MAX_WORDS = 200  # characters

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
@examples("/search/temperature", "/search/ni%C3%B1o", "/search/nothing-like-it")
def show(term: str) -> Response:
    """What the words occur in, the best first."""
    return _answer(_checked(term))


@blueprint.get("/search/<term>.json")
@examples("/search/co2.json")
def show_json(term: str) -> Response:
    """The same for programs."""
    return _as_json(_checked(term))


def url_of(thing: Thing) -> str:
    """The page about ``thing``; of a user, in the first project that has something by them."""
    if isinstance(thing, File):
        return thing.url
    if isinstance(thing, Project):
        return f"/project/{thing.id}"
    projects = [file.project for file in library().files_of(user=thing.id)]
    return f"/project/{projects[0]}/user/{thing.id}/" if projects else "/library"


def _checked(words: str) -> str:
    words = words.strip()
    if len(words) > MAX_WORDS:
        allowed = f"up to {MAX_WORDS} characters"
        raise InputError("words", f"are {len(words):,} characters long", allowed)
    return words


def _answer(words: str) -> Response:
    if wants_json():
        return _as_json(words)
    hits = library().search(words)
    urls = [url_of(hit.thing) for hit in hits]
    results = list(zip(hits, urls, strict=True))
    tags = sorted({tag for file in library().files_of() for tag in file.tags})
    page = render_template("search.html", words=words, results=results, tags=tags)
    return make_response(page)


def _as_json(words: str) -> Response:
    hits = library().search(words)
    body = {"words": words, "count": len(hits), "results": [_entry(hit) for hit in hits]}
    return json_response(body)


def _entry(hit: Hit[Thing]) -> dict[str, Any]:
    thing = hit.thing
    if isinstance(thing, File):
        kind, entry = "file", file_entry(thing)
    elif isinstance(thing, Project):
        kind, entry = "project", project_entry(thing)
    else:
        kind, entry = "user", user_entry(thing)
    fields = {name: [[f.text, f.found] for f in parts] for name, parts in hit.fields.items()}
    entry["page"] = url_of(thing)
    return {"kind": kind, **entry, "score": hit.score, "found_in": fields}
