"""Changing many files at once, and projects, by plain forms."""

from flask import request

from server.errors import InputError
from server.store.search import fold
from server.store.terms import FileChange
from server.store.things import Project
from server.web.file_edits import project_wanted, revision_of_form, split_tags, text
from server.web.shelf import library

MOST = 10_000  # files at once


def act() -> str:
    """Do what the form of the library's page asks for; the address to go on at."""
    match request.form.get("do"):
        case "create":
            return library().projects.create(text("title", 500), text("description")).url
        case "tag":
            return _tag(_chosen(), split_tags(text("tags")))
        case "move":
            return _move(_chosen())
        case "remove":
            removal = library().trash.remove("file", _chosen())
            return f"/library?removed={removal.id}"
    raise InputError("do", "is nothing that can be done here", "create, tag, move, remove")


def change_project(project: Project) -> str:
    """Do what the form of a project's page asks for; the address to go on at."""
    match request.form.get("do"):
        case "rename":
            changed = library().projects.change(
                project.id,
                title=text("title", 500),
                description=text("description"),
                revision=revision_of_form(),
            )
            return changed.url
        case "remove":
            removal = library().trash.remove("project", [project.id])
            return f"/library?removed={removal.id}"
    raise InputError("do", "is nothing that can be done to a project", "rename, remove")


def _chosen() -> list[int]:
    given = request.form.getlist("file")
    if not given:
        raise InputError("file", "is not chosen", "one file or more")
    if len(given) > MOST or not all(number.isdigit() and len(number) < 10 for number in given):
        raise InputError("file", "is no list of files", f"up to {MOST:,} numbers of files")
    return [int(number) for number in given]


def _tag(numbers: list[int], added: list[str]) -> str:
    """Add tags to files that lack them."""
    if not added:
        raise InputError("tags", "are empty", "words between commas")
    for number in numbers:
        tags = library().files.get(number).tags
        known = {fold(tag) for tag in tags}
        fresh = [tag for tag in added if fold(tag) not in known]
        if fresh:
            library().files.change(number, FileChange(tags=[*tags, *fresh]))
    return f"/library?{_tagged(added[0])}"


def _tagged(tag: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"tag": tag})


def _move(numbers: list[int]) -> str:
    target = project_wanted(request.form)
    for number in numbers:
        library().files.change(number, FileChange(project=target))
    return f"/project/{target}"
