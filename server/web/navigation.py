"""The entries of the navigation: each blueprint adds its own."""

from dataclasses import dataclass
from typing import Literal, cast

from flask import Flask, request

Group = Literal["start", "tools", "learn", "foot"]


@dataclass(frozen=True)
class Entry:
    """One entry: where it leads, what it is called, which icon of the sprite stands for it."""

    url: str
    label: str
    icon: str
    group: Group
    summary: str = ""
    blueprints: tuple[str, ...] = ()  # all their pages belong to the entry, wherever they lie

    @property
    def current(self) -> bool:
        """Whether the page being shown belongs to this entry."""
        if self.blueprints:
            return request.blueprint in self.blueprints
        if self.url == "/":
            return request.path == "/"
        return request.path == self.url or request.path.startswith(self.url + "/")


def init_app(app: Flask) -> None:
    """Make the entries known to ``app``'s templates."""
    app.extensions["sigmascope.navigation"] = []

    @app.context_processor
    def offer() -> dict[str, list[Entry]]:
        return {"navigation": entries(app)}


def entries(app: Flask) -> list[Entry]:
    """The entries added so far, in order."""
    return cast(list[Entry], app.extensions["sigmascope.navigation"])


def add(app: Flask, *more: Entry) -> None:
    """Add entries to the navigation of ``app``."""
    entries(app).extend(more)
