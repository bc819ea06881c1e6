"""The library of an application, and its things by the numbers that stand in addresses."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from flask import Flask, current_app

from server.config import Settings
from server.datafiles.parsed import PARSED
from server.errors import NotFound
from server.store.library import Library
from server.store.things import File, Project, User

MAX_DIGITS = 18  # of a number in an address, without leading zeros
SUGGESTED = 8

T = TypeVar("T")


def init_app(app: Flask, settings: Settings) -> None:
    """Let the pages of ``app`` ask the library that ``settings`` name."""
    PARSED.use(settings.data_dir / "parsed")
    app.extensions["sigmascope.library"] = Library(settings)


def library_of(app: Flask) -> Library:
    """The library of ``app``."""
    return cast(Library, app.extensions["sigmascope.library"])


def library() -> Library:
    """The library of the current application."""
    return library_of(current_app)


def project_at(text: str) -> Project:
    """The project whose number is ``text``; NotFound that names the others."""

    def others() -> list[tuple[str, str]]:
        return [(project.title, project.url) for project in library().projects.all()]

    return _find(library().projects.get, "project", text, others)


def user_at(text: str, project: Project) -> User:
    """The user of that number who put something into ``project``; NotFound that names them."""
    users = library().users.of(project.id)
    others = [(user.name, f"/project/{project.id}/user/{user.id}/") for user in users]
    user = _find(library().users.get, f"user of “{project.title}”", text, lambda: others)
    if user.id not in {other.id for other in users}:
        words = f"{user.name} has put nothing into “{project.title}”."
        raise NotFound(words, others)
    return user


def file_at(text: str) -> File:
    """The file whose number is ``text``; NotFound that names some others."""

    def others() -> list[tuple[str, str]]:
        files = library().listing.page(order="id", limit=SUGGESTED).items
        return [(file.title, file.url) for file in files]

    return _find(library().files.get, "file", text, others)


def _find(
    get: Callable[[int], T], noun: str, text: str, others: Callable[[], Sequence[tuple[str, str]]]
) -> T:
    digits = text.lstrip("0") or "0"
    try:
        if len(digits) <= MAX_DIGITS:
            return get(int(digits))
    except NotFound:
        pass
    shown = digits if len(digits) <= MAX_DIGITS else digits[:MAX_DIGITS] + "…"
    suggestions = [*others()[:SUGGESTED], ("The whole library", "/library")]
    raise NotFound(f"There is no {noun} number {shown}.", suggestions)
