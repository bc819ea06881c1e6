"""The library's pages: all there is, a project, and what one user put into it."""

import functools
from typing import cast

from flask import Blueprint, Flask, Response, g, make_response, redirect, render_template, request

from server.figures import sparkline
from server.store.terms import Order, Wanted
from server.store.things import File, Project, User
from server.tools.parameters import parse
from server.web import library_edits, navigation, shelf
from server.web.answers import json_response
from server.web.describe import file_entry, project_body, project_entry, user_entry
from server.web.examples import examples
from server.web.library_view import PAGE, Asked, address
from server.web.problems import wants_json
from server.web.shelf import library
from server.web.undoing import removal_shown

blueprint = Blueprint("library", __name__)
_path = functools.lru_cache(sparkline.path)


def init_app(app: Flask) -> None:
    """Add the pages to ``app``."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["user_of"] = _user_of
    app.jinja_env.filters["sparkline"] = lambda values: _path(tuple(values))
    words = "All projects and files."
    pages = ("library", "files", "search", "imports", "trash")
    navigation.add(app, navigation.Entry("/library", "Library", "library", "start", words, pages))


@blueprint.get("/library")
@examples("/library", "/library?view=cards&sort=-size", "/library?tag=climate&format=CSV")
def show() -> Response:
    """All files: as a table or as cards, sorted, narrowed to a project, format or tag."""
    if wants_json():
        return show_json()
    asked = parse(Asked, list(request.args.items(multi=True)))
    wanted = Wanted(asked.project, None, asked.tag, asked.format)
    order = cast(Order, asked.sort.removeprefix("-"))
    found = library().listing.page(
        wanted,
        order,
        descending=asked.sort.startswith("-"),
        limit=PAGE,
        offset=(asked.page - 1) * PAGE,
    )
    html = render_template(
        "library.html",
        asked=asked,
        found=found,
        pages=-(-found.total // PAGE),
        address=lambda **changes: address("/library", asked, **changes),
        all_there_is=library().listing.count(),
        projects=library().projects.all(),
        counts=library().projects.counts(),
        formats=library().listing.formats(),
        tags=library().tags.counts(),
        removal=removal_shown(asked.removed),
    )
    return make_response(html)


@blueprint.post("/library")
def act() -> Response:
    """Tags, moves or removes the chosen files, or adds a project."""
    return cast(Response, redirect(library_edits.act(), 303))


@blueprint.get("/library.json")
@examples("/library.json")
def show_json() -> Response:
    """All projects and files, for programs."""
    return json_response(
        {
            "projects": [project_entry(project) for project in library().projects.all()],
            "files": [file_entry(file) for file in library().listing.every()],
        }
    )


@blueprint.get("/project/<digits:number>")
@examples("/project/1")
def project(number: str) -> Response:
    """A project: its files, and who put them in."""
    if wants_json():
        return project_json(number)
    found = shelf.project_at(number)
    users = [(user, _files(found, user)) for user in library().users.of(found.id)]
    files = _files(found)
    page = render_template("project.html", project=found, users=users, files=files, removal=None)
    return make_response(page)


@blueprint.post("/project/<digits:number>")
def change_project(number: str) -> Response:
    """Renames, describes or removes a project."""
    return cast(Response, redirect(library_edits.change_project(shelf.project_at(number)), 303))


@blueprint.get("/project/<digits:number>.json")
@examples("/project/1.json")
def project_json(number: str) -> Response:
    """A project for programs."""
    return json_response(project_body(shelf.project_at(number)))


@blueprint.get("/project/<digits:number>/user/<digits:user_number>/")
@examples("/project/1/user/2/")
def user(number: str, user_number: str) -> Response:
    """What one user put into a project."""
    if wants_json():
        return user_json(number, user_number)
    found = shelf.project_at(number)
    person = shelf.user_at(user_number, found)
    files = _files(found, person)
    page = render_template("user.html", project=found, user=person, files=files)
    return make_response(page)


@blueprint.get("/project/<digits:number>/user/<digits:user_number>.json")
@examples("/project/1/user/2.json")
def user_json(number: str, user_number: str) -> Response:
    """What one user put into a project, for programs."""
    found = shelf.project_at(number)
    person = shelf.user_at(user_number, found)
    files = _files(found, person)
    return json_response(
        {
            **user_entry(person),
            "project": project_entry(found),
            "files": [file_entry(file) for file in files],
        }
    )


def _files(project: Project, user: User | None = None) -> tuple[File, ...]:
    return library().listing.every(Wanted(project.id, user.id if user else None))


def _user_of(file: File) -> User:
    """Who put a file in: the users are few, and asked for once a page."""
    if "users" not in g:
        g.users = {user.id: user for user in library().users.all()}
    return cast(User, g.users[file.user])
