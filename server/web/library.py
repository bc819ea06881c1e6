"""The library's pages: all there is, a project, and what one user put into it."""

import functools

from flask import Blueprint, Flask, Response, make_response, render_template

from server.figures import sparkline
from server.store.listing import Wanted
from server.store.things import File, Project, User
from server.web import navigation, shelf
from server.web.answers import json_response
from server.web.describe import file_entry, project_body, project_entry, user_entry
from server.web.examples import examples
from server.web.problems import wants_json
from server.web.shelf import library

blueprint = Blueprint("library", __name__)


def init_app(app: Flask) -> None:
    """Add the pages to ``app``."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["user_of"] = lambda file: library().users.get(file.user)
    app.jinja_env.filters["sparkline"] = functools.lru_cache(sparkline.path)
    words = "All projects and files."
    pages = ("library", "files", "search")
    navigation.add(app, navigation.Entry("/library", "Library", "library", "start", words, pages))


@blueprint.get("/library")
@examples("/library")
def show() -> Response:
    """All projects with their files."""
    if wants_json():
        return show_json()
    projects = [
        (project, library().listing.every(Wanted(project=project.id)))
        for project in library().projects.all()
    ]
    return make_response(render_template("library.html", projects=projects))


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
    page = render_template("project.html", project=found, users=users, files=files)
    return make_response(page)


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
