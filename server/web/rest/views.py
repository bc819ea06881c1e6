"""What can be done with every resource, by HTTP's methods."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound as NoSuchAddress

from server.tools.parameters import Parameters
from server.web.answers import json_response
from server.web.examples import examples
from server.web.rest.answering import empty, many, number_in, one, query, revision_wanted
from server.web.rest.catalogue import RESOURCES
from server.web.rest.reading import checked, read_body, read_object
from server.web.rest.resource import Resource
from server.web.rest.trash import removal_body
from server.web.shelf import library

LISTED = [name for name, resource in RESOURCES.items() if resource.page]
PATCHES = "application/merge-patch+json, application/json"

blueprint = Blueprint("rest", __name__, url_prefix="/api")

ALL = f"/<any({', '.join(LISTED)}):name>"
ONE = f"/<any({', '.join(RESOURCES)}):name>/<digits:number>"
REMOVABLE = [name for name, resource in RESOURCES.items() if resource.kind]


@blueprint.get(ALL, provide_automatic_options=False)
@examples("/api/projects", "/api/files?limit=2&sort=-size", "/api/users", "/api/recipes")
def show_all(name: str) -> Response:
    """Things of one kind, a page at a time."""
    resource = RESOURCES[name]
    if resource.page is None:
        raise NoSuchAddress
    paging = query(resource.paging)
    return many(resource, resource.page(library(), paging), paging)


@blueprint.post(ALL, provide_automatic_options=False)
def create(name: str) -> Response:
    """Add a thing; answers with its address. What is there already is answered with 200."""
    resource = RESOURCES[name]
    query(Parameters)
    if resource.create is None or resource.new is None:
        raise NoSuchAddress
    thing, new = resource.create(library(), read_body(resource.new))
    return one(resource, thing, HTTPStatus.CREATED if new else HTTPStatus.OK)


@blueprint.get(ONE, provide_automatic_options=False)
@examples("/api/projects/1", "/api/files/1", "/api/users/1")
def show(name: str, number: str) -> Response:
    """A thing, with its state as ETag."""
    query(Parameters)
    resource, thing = _found(name, number)
    return one(resource, thing)


@blueprint.put(ONE, provide_automatic_options=False)
def replace(name: str, number: str) -> Response:
    """Set all that may be said about a thing; what is left out becomes empty."""
    resource, thing = _found(name, number)
    return _changed(resource, thing, read_body(resource.fields).model_dump())


@blueprint.patch(ONE, provide_automatic_options=False)
def change(name: str, number: str) -> Response:
    """Set some of what may be said about a thing."""
    resource, thing = _found(name, number)
    given = read_object()
    merged = checked(resource.fields, {**resource.state(thing), **given})
    return _changed(resource, thing, {key: getattr(merged, key) for key in given})


@blueprint.delete(
    f"/<any({', '.join(REMOVABLE)}):name>/<digits:number>", provide_automatic_options=False
)
def remove(name: str, number: str) -> Response:
    """Remove a thing; the answer says how it comes back."""
    resource, thing = _found(name, number)
    if resource.kind is None:
        raise NoSuchAddress
    revision = revision_wanted(thing)
    removal = library().trash.remove(resource.kind, [thing.id], revision=revision)
    return json_response(removal_body(removal))


@blueprint.route(ALL, methods=["OPTIONS"], provide_automatic_options=False)
def options_of_all(name: str) -> Response:
    """What can be done with things of one kind."""
    return _options(RESOURCES[name].collection_methods)


@blueprint.route(ONE, methods=["OPTIONS"], provide_automatic_options=False)
def options(name: str, number: str) -> Response:
    """What can be done with a thing."""
    resource, _ = _found(name, number)
    return _options(resource.methods)


def _options(methods: tuple[str, ...]) -> Response:
    response = empty(HTTPStatus.OK)
    response.allow.update(methods)
    if "PATCH" in methods:
        response.headers["Accept-Patch"] = PATCHES
    return response


def _found(name: str, number: str) -> tuple[Resource[Any], Any]:
    resource = RESOURCES[name]
    return resource, resource.get(library(), number_in(number))


def _changed(resource: Resource[Any], thing: Any, values: dict[str, Any]) -> Response:
    """Change what is really new, so that the same request twice is as good as once."""
    revision = revision_wanted(thing)
    state = resource.state(thing)
    fresh = {key: value for key, value in values.items() if value != state[key]}
    if fresh:
        thing = resource.change(library(), thing.id, fresh, revision)
    return one(resource, thing)
