"""The program's own style sheets, scripts, fonts and icons, cached for ever by the browser.

Their addresses hold a fingerprint of the whole tree, ``/static/FINGERPRINT/css/tokens.css``: an
address never changes its content, and modules can import each other by relative paths.
"""

import functools
import gzip
import hashlib
import posixpath
import re
from pathlib import Path

from flask import Blueprint, Flask, Response, request
from werkzeug.security import safe_join

from server import paths
from server.errors import NotFound
from server.web.examples import examples

COMPRESSIBLE = frozenset({".css", ".js", ".svg", ".json"})
MIMETYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}

IMPORT = re.compile(r'^import\b[^;]*?"(\.[^"]+)";', re.MULTILINE)

blueprint = Blueprint("static", __name__)


@functools.cache
def fingerprint(root: Path = paths.STATIC) -> str:
    """A short hash over names, sizes and modification times of all files below ``root``."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            stat = path.stat()
            line = f"{path.relative_to(root).as_posix()} {stat.st_size} {stat.st_mtime_ns}\n"
            digest.update(line.encode())
    return digest.hexdigest()[:12]


def url(name: str) -> str:
    """The address of the static file ``name``, a path below assets/static."""
    return f"/static/{fingerprint()}/{name}"


@functools.cache
def modules(name: str) -> tuple[str, ...]:
    """The scripts that the module ``name`` imports, directly or not.

    A page that names them lets the browser fetch all at once, not each when its importer has come.
    """
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        module = waiting.pop()
        text = (paths.STATIC / module).read_text(encoding="utf-8")
        for relative in IMPORT.findall(text):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(module), relative))
            if path not in found:
                found[path] = None
                waiting.append(path)
    return tuple(found)


def init_app(app: Flask) -> None:
    """Serve assets/static from ``app``; offer ``static`` and ``modules`` to its templates."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["static"] = url
    app.jinja_env.globals["modules"] = modules


@blueprint.get("/static/<mark>/<path:name>")
@examples("/static/any/css/tokens.css", "/static/any/vendor/icons.svg")
def file(mark: str, name: str) -> Response:
    """A file of the pages: style, script, font or icon."""
    joined = safe_join(str(paths.STATIC), name)
    path = Path(joined) if joined else paths.STATIC
    if not path.is_file():
        raise NotFound("There is no such static file.")
    mimetype = MIMETYPES.get(path.suffix, "application/octet-stream")
    if path.suffix in COMPRESSIBLE and request.accept_encodings["gzip"]:
        packed = path.with_name(path.name + ".gz")
        body = packed.read_bytes() if packed.is_file() else _gzip(path, path.stat().st_mtime_ns)
        response = Response(body, mimetype=mimetype)
        response.content_encoding = "gzip"
    else:
        response = Response(path.read_bytes(), mimetype=mimetype)
    response.vary.add("Accept-Encoding")
    if mark == fingerprint():
        response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


@functools.lru_cache(maxsize=128)
def _gzip(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)
