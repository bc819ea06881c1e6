"""Changing what the library says of a file, by plain forms. The file itself is never touched."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, Response, redirect, request

from server.errors import InputError, NotFound
from server.store.terms import FileChange
from server.store.things import File
from server.web import opening, shelf
from server.web.access import require_owner
from server.web.looks import LOOKS
from server.web.shelf import library
from server.web.subjects import Subject

blueprint = Blueprint("file_edits", __name__)


def init_app(app: Flask) -> None:
    """Add the forms to ``app``."""
    app.register_blueprint(blueprint)


@blueprint.post("/file/<digits:number>")
def change(number: str) -> Response:
    """Does to a file what one of its page's forms asks for, and shows the page again."""
    file = shelf.file_at(number)
    wanted = request.form.get("do", "")
    if wanted not in ACTIONS:
        raise InputError("do", "is nothing that can be done to a file", ", ".join(ACTIONS))
    return cast(Response, redirect(ACTIONS[wanted](file), 303))


def text(name: str, longest: int = 100_000) -> str:
    """A field of the form. Raises InputError."""
    value = request.form.get(name)
    if value is None or len(value) > longest:
        raise InputError(name, "is missing or too long", f"up to {longest:,} characters")
    return value.strip()


def revision_of_form() -> int | None:
    """The state of the thing that the form was made from, if it tells."""
    given = request.form.get("revision", "")
    return int(given) if given.isdigit() and len(given) < 10 else None


def split_tags(words: str) -> list[str]:
    """Tags as people write them: between commas."""
    return [tag.strip() for tag in words.split(",") if tag.strip()]


def project_wanted(form: Mapping[str, str]) -> int:
    """The project that a form names: one that there is, or a new one by its title."""
    if title := form.get("new_project", "").strip():
        return library().projects.create(title).id
    return shelf.project_at(_digits(form.get("project", ""))).id


def _digits(given: str) -> str:
    if not given.isdigit():
        raise InputError("project", "is not chosen", "one of the projects, or a new one")
    return given


def _rename(file: File) -> str:
    change = FileChange(title=text("title", 500), description=text("description"))
    library().files.change(file.id, change, revision_of_form())
    return file.url


def _tag(file: File) -> str:
    change = FileChange(tags=split_tags(text("tags")))
    library().files.change(file.id, change, revision_of_form())
    return f"{file.url}#tags"


def _move(file: File) -> str:
    change = FileChange(project=project_wanted(request.form))
    library().files.change(file.id, change, revision_of_form())
    return file.url


def _note(file: File) -> str:
    library().notes.add(text("text"), file=file.id)
    return f"{file.url}#notes"


def _own_note(file: File) -> int:
    given = text("note", 9)
    note = library().notes.get(int(given)) if given.isdigit() else None
    if note is None or note.file != file.id:
        raise NotFound("There is no such note about this file.", [(file.title, file.url)])
    return note.id


def _change_note(file: File) -> str:
    library().notes.change(_own_note(file), text("text"), revision_of_form())
    return f"{file.url}#notes"


def _remove_note(file: File) -> str:
    removal = library().trash.remove("note", [_own_note(file)])
    return f"{file.url}?removed={removal.id}"


def _remove(file: File) -> str:
    removal = library().trash.remove("file", [file.id])
    return f"/library?removed={removal.id}"


def _locate(file: File) -> str:
    require_owner()
    path = request.form.get("path", "").strip()
    opening.relocate(library(), file, Path(path) if path else None, revision_of_form())
    return file.url


def _cancel(file: File) -> str:
    subject = Subject(file, request.form.get("inside", ""))
    LOOKS.job(file.path, subject.place[0], subject.options).cancel()
    return subject.url


def _again(file: File) -> str:
    subject = Subject(file, request.form.get("inside", ""))
    LOOKS.job(file.path, subject.place[0], subject.options, anew=True)
    return subject.url


ACTIONS: Mapping[str, Callable[[File], str]] = {
    "rename": _rename,
    "tag": _tag,
    "move": _move,
    "note": _note,
    "change-note": _change_note,
    "remove-note": _remove_note,
    "remove": _remove,
    "locate": _locate,
    "cancel": _cancel,
    "again": _again,
}
