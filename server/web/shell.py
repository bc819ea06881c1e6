"""What pages may ask of the native window. There only when the program runs in one.

The window's part is a NativeShell given to ``create_app``: the web layer never learns which
toolkit shows it. Each request changes something outside the page, so all are POST and pass the
origin check of every change.
"""

from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, jsonify, request
from werkzeug.exceptions import InternalServerError

from server.errors import InputError, SigmascopeError
from server.web.access import OWN_PATH
from server.web.native_open import open_paths

EXTERNAL_SCHEMES = frozenset({"http", "https", "mailto"})
MAX_FILES = 1000  # to open at once
MAX_NAME = 120  # characters of a suggested file name


class NativeShell(Protocol):
    """What the native window does for its pages. All methods may be called from any thread."""

    def save(self, path_and_query: str, suggested_name: str) -> str | None:
        """Ask where to, then write what this server answers at ``path_and_query`` there.

        Returns the file's path, or None when the user cancels; raises SigmascopeError when it
        could not be written.
        """

    def open_external(self, url: str) -> None:
        """Open ``url`` outside, in the system's browser or mail program."""

    def print_page(self) -> None:
        """Show the system's print dialog for the page in the window."""

    def focus(self) -> None:
        """Bring the window to the front."""

    def open_files(self) -> list[str]:
        """Ask which files to open; their whole paths, none when the user cancels."""

    def show_files(self, paths: Sequence[str]) -> None:
        """Open the files at ``paths``, and show them in the window."""


def init_app(app: Flask, shell: NativeShell) -> None:
    """Let the pages of ``app`` ask ``shell``."""
    blueprint = Blueprint("shell", __name__, url_prefix="/shell")

    @blueprint.post("/save")
    def save() -> Response:
        """Saves one of this server's own addresses to a file that the user chooses."""
        path = _text("path", 8192)
        if not OWN_PATH.fullmatch(path):
            raise InputError(
                "path", "is not an address of this program", "a path that starts with /"
            )
        name = file_name(_text("name", 1024))
        try:
            return jsonify({"saved": shell.save(path, name)})
        except SigmascopeError as error:
            raise InternalServerError(str(error)) from error

    @blueprint.post("/open-external")
    def open_external() -> tuple[str, int]:
        """Opens an outside address in the system's browser."""
        url = _text("url", 8192)
        if urlsplit(url).scheme not in EXTERNAL_SCHEMES:
            raise InputError("url", "cannot be opened outside", ", ".join(sorted(EXTERNAL_SCHEMES)))
        shell.open_external(url)
        return "", 204

    @blueprint.post("/print")
    def print_page() -> tuple[str, int]:
        """Shows the system's print dialog."""
        shell.print_page()
        return "", 204

    @blueprint.post("/focus")
    def focus() -> tuple[str, int]:
        """Brings the window forward: what a second start asks of the first."""
        shell.focus()
        return "", 204

    @blueprint.post("/open")
    def open_files() -> Response:
        """Asks which files to open, and opens them where they lie; tells the page of them."""
        paths = shell.open_files()
        address = open_paths(app, paths, _project()) if paths else None
        return jsonify({"url": address})

    @blueprint.post("/show")
    def show_files() -> tuple[str, int]:
        """Opens files in the window: what a second start asks of the first."""
        shell.show_files(_paths())
        return "", 204

    app.register_blueprint(blueprint)
    app.jinja_env.globals["shell"] = True


def file_name(suggested: str) -> str:
    """``suggested`` as the name of a file in any folder, on any system: no path, nothing hidden."""
    name = suggested.replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if c.isprintable() and c not in '<>:"|?*').strip(" .")
    return name[-MAX_NAME:] or "sigmascope"


def _paths() -> list[str]:
    body: Any = request.get_json(silent=True)
    paths = body.get("paths") if isinstance(body, dict) else None
    if not isinstance(paths, list) or not 0 < len(paths) <= MAX_FILES:
        raise InputError("paths", "is no list of paths", f"1 to {MAX_FILES}, as JSON")
    if not all(isinstance(path, str) and len(path) <= 4096 for path in paths):
        raise InputError("paths", "holds what is no path", "texts of up to 4,096 characters")
    return paths


def _project() -> int | None:
    body: Any = request.get_json(silent=True)
    number = body.get("project") if isinstance(body, dict) else None
    return number if isinstance(number, int) and 0 < number < 2**31 else None


def _text(field: str, longest: int) -> str:
    body: Any = request.get_json(silent=True)
    value = body.get(field) if isinstance(body, dict) else None
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise InputError(field, "is missing or too long", f"1 to {longest} characters, as JSON")
    return value
