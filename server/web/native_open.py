"""Files that the native side was given: opened where they lie, and the page that shows them."""

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from flask import Flask

from server.datafiles.delimited import NAME as TEXT
from server.errors import SigmascopeError
from server.web.opening import Opened, open_in_place
from server.web.shelf import library_of
from server.web.workbench.restoring import view_in

KEPT = 20  # notices that wait to be read


class Notices:
    """Words that the next page is to say, each once, by a ticket."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, str] = OrderedDict()

    def put(self, words: str) -> str:
        """Keep ``words`` until they are read; the ticket."""
        ticket = secrets.token_urlsafe(9)
        self._waiting[ticket] = words
        while len(self._waiting) > KEPT:
            self._waiting.popitem(last=False)
        return ticket

    def take(self, ticket: str) -> str:
        """The words of that ticket; "" if they were read before."""
        return self._waiting.pop(ticket, "")


def init_app(app: Flask) -> None:
    """Let ``app`` keep notices."""
    app.extensions["sigmascope.notices"] = Notices()


def notices_of(app: Flask) -> Notices:
    """The notices of ``app``."""
    return cast(Notices, app.extensions["sigmascope.notices"])


def open_paths(app: Flask, paths: Sequence[str], project: int | None = None) -> str:
    """Open the files at ``paths`` in place; the address of the page that shows them.

    Where one cannot be read, that page says so. A figure that came from the workbench leads back
    to its view.
    """
    opened: list[Opened] = []
    refused: list[str] = []
    for path in paths:
        try:
            view = view_in(library_of(app), Path(path))
            if view is not None and len(paths) == 1:
                return view.url
            opened.append(open_in_place(library_of(app), path, project))
        except SigmascopeError as error:
            refused.append(str(error))
    if refused:
        return f"/?notice={notices_of(app).put(' '.join(refused))}"
    if len(opened) == 1:
        return first_page(opened[0])
    return "/library?sort=-created" if opened else "/"


def first_page(opened: Opened) -> str:
    """The page to begin with: of a new text file how it was understood, else the file."""
    file, new, before = opened
    if before is not None:
        return f"{file.url}?moved=1"
    told = file.described.get("reader", {})
    text = isinstance(told, dict) and told.get("format") == TEXT
    return f"/import/{file.id}" if new and text else file.url
