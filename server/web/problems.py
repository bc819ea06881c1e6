"""Errors as answers: a page for people, one JSON shape (RFC 9457) for programs."""

import logging
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, RequestedRangeNotSatisfiable
from werkzeug.exceptions import MethodNotAllowed as HTTPMethodNotAllowed

from server.errors import InputError, InputErrors, NotFound, SigmascopeError, TooLarge
from server.store.errors import Busy, Conflict, NoSpace, StoreError

log = logging.getLogger(__name__)

DATA_ENDINGS = frozenset({"csv", "json", "npy", "pdf", "png", "py", "svg"})


class Unauthorised(SigmascopeError):
    """The request does not show that it comes from whoever started the program."""


class Forbidden(SigmascopeError):
    """The request is understood and refused."""


@dataclass(frozen=True)
class Problem:
    """An error as it is told, whatever the form of the answer."""

    status: int
    detail: str
    errors: tuple[InputError, ...] = ()
    suggestions: tuple[tuple[str, str], ...] = ()
    id: str = ""
    allow: tuple[str, ...] = ()
    length: int | None = None  # bytes that there are, where others were asked for

    @property
    def title(self) -> str:
        """The standard words for the status."""
        return "Unprocessable Content" if self.status == 422 else HTTPStatus(self.status).phrase

    def as_json(self) -> dict[str, Any]:
        """The one shape of every error for programs."""
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": request.path,
            "errors": [
                {"field": e.field, "message": e.message, "allowed": e.allowed} for e in self.errors
            ],
            "suggestions": [{"label": label, "url": url} for label, url in self.suggestions],
            "id": self.id,
        }


def init_app(app: Flask) -> None:
    """Answer every error of ``app`` through this module."""
    app.register_error_handler(Exception, _handle)


def describe(error: Exception) -> Problem:
    """The Problem that an exception means."""
    match error:
        case InputErrors():
            return Problem(422, str(error), tuple(error.errors))
        case InputError():
            return Problem(422, str(error), (error,))
        case NotFound():
            return Problem(404, str(error), suggestions=tuple(error.suggestions))
        case TooLarge():
            return Problem(413, str(error))
        case Conflict() | StoreError():
            return _of_library(error)
        case Unauthorised():
            return Problem(401, "Open Sigmascope by the link that it printed when it started.")
        case Forbidden():
            return Problem(403, str(error))
        case HTTPException(code=int(code)) if code >= 400:
            return _of_http(error, code)
    identity = secrets.token_hex(4)
    log.error("error %s at %s %s", identity, request.method, request.path, exc_info=error)
    words = f"This is a fault in Sigmascope. The log has it under the id {identity}."
    return Problem(500, words, id=identity)


def _of_http(error: HTTPException, code: int) -> Problem:
    """What routing and Werkzeug refuse."""
    if code == 404:
        return Problem(404, "There is no page at this address.")
    if isinstance(error, HTTPMethodNotAllowed):
        allowed = tuple(sorted(error.valid_methods or ()))
        words = f"{request.method} is not possible here; {', '.join(allowed)} is."
        return Problem(405, words, allow=allowed)
    if isinstance(error, RequestedRangeNotSatisfiable):
        there = "" if error.length is None else f" There are {error.length:,} of them."
        return Problem(416, f"There are no such bytes.{there}", length=error.length)
    return Problem(code, error.description or error.name)


def _of_library(error: Conflict | StoreError) -> Problem:
    """Where the library cannot do what was asked, its own words tell why."""
    match error:
        case Conflict():
            return Problem(412 if "If-Match" in request.headers else 409, str(error))
        case NoSpace():
            return Problem(507, str(error))
        case Busy():
            return Problem(503, str(error))
    log.error("the library failed at %s %s", request.method, request.path, exc_info=error)
    return Problem(500, str(error))


def wants_json() -> bool:
    """Whether the asker is a program: by its Accept header, else by the kind of address."""
    accepted = request.accept_mimetypes
    if accepted["text/html"] and "text/html" in request.headers["Accept"]:
        return accepted["application/json"] > accepted["text/html"]
    ending = request.path.rpartition("/")[2].rpartition(".")[2]
    data = ending in DATA_ENDINGS and "." in request.path
    programs = request.path.startswith(("/api/", "/workbench/"))
    return data or programs or "json" in request.headers.get("Accept", "")


def answer(problem: Problem) -> Response:
    """``problem`` as a response in the form that the asker wants."""
    if wants_json():
        import orjson

        response = make_response(orjson.dumps(problem.as_json()), problem.status)
        response.content_type = "application/problem+json"
    else:
        template = "entry.html" if problem.status == 401 else "error.html"
        response = make_response(render_template(template, problem=problem), problem.status)
    if problem.allow:
        response.headers["Allow"] = ", ".join(problem.allow)
    if problem.length is not None:  # RFC 9110, 15.5.17
        response.headers["Content-Range"] = f"bytes */{problem.length}"
    if problem.status == 503:
        response.headers["Retry-After"] = "1"
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _handle(error: Exception) -> Response | HTTPException:
    if isinstance(error, HTTPException) and (error.code is None or error.code < 400):
        return error  # a redirect that routing asked for
    return answer(describe(error))
