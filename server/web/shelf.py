"""The library of an application, and its things by the numbers that stand in addresses."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from flask import Flask, current_app

from server.errors import NotFound
from server.store.library import Library
from server.store.model import File, Project, User

MAX_DIGITS = 18  # of a number in an address, without leading zeros
SUGGESTED = 8

T = TypeVar("T")


def init_app(app: Flask, library: Library) -> None:
    """Let the pages of ``app`` ask ``library``."""
    app.extensions["sigmascope.library"] = library


def library() -> Library:
    """The library of the current application."""
    return cast(Library, current_app.extensions["sigmascope.library"])


def project_at(text: str) -> Project:
    """The project whose number is ``text``; NotFound that names the others."""
    others = [(project.title, f"/project/{project.id}") for project in library().projects]
    return _find(library().get_project, "project", text, others)


def user_at(text: str, project: Project) -> User:
    """The user of that number who put something into ``project``; NotFound that names them."""
    users = library().users_of(project.id)
    others = [(user.name, f"/project/{project.id}/user/{user.id}/") for user in users]
    user = _find(library().get_user, f"user of “{project.title}”", text, others)
    if user not in users:
        words = f"{user.name} has put nothing into “{project.title}”."
        raise NotFound(words, others)
    return user


def file_at(text: str) -> File:
    """The file whose number is ``text``; NotFound that names some others."""
    others = [(file.title, file.url) for file in library().files_of()]
    return _find(library().get_file, "file", text, others)


def _find(
    get: Callable[[int], T | None], noun: str, text: str, others: Sequence[tuple[str, str]]
) -> T:
    digits = text.lstrip("0") or "0"
    found = get(int(digits)) if len(digits) <= MAX_DIGITS else None
    if found is None:
        shown = digits if len(digits) <= MAX_DIGITS else digits[:MAX_DIGITS] + "…"
        suggestions = [*others[:SUGGESTED], ("The whole library", "/library")]
        raise NotFound(f"There is no {noun} number {shown}.", suggestions)
    return found
