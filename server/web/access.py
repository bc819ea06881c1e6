"""Who may come in: the launch token, the one-time entry code, and the session that follows.

Loopback is shared with every other user of the machine, so each request must show that it comes
from whoever started the program. A browser trades a one-time code for a signed session cookie;
a program sends ``Authorization: Bearer TOKEN``. The token never stands in an address.
"""

import os
import re
import secrets
import threading
import time
from hmac import compare_digest
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, Response, current_app, redirect, request, session

from server.errors import InputError
from server.web.examples import examples
from server.web.problems import Forbidden, Unauthorised

CODE_LIFETIME = 60.0  # seconds
KEY_FILE = "secret-key"

# A path on this server and nothing else: browsers read "//", "/\\" and "/<tab>/" as other hosts.
OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")

blueprint = Blueprint("access", __name__)


class Access:
    """The secrets of one launch. All methods may be called from any thread."""

    def __init__(self, *, required: bool) -> None:
        self.required = required
        self.token = secrets.token_hex(32)
        self._codes: dict[str, float] = {}  # code -> monotonic time of its end
        self._lock = threading.Lock()

    def issue_code(self) -> str:
        """A code that lets one browser in, once, within the next minute."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._codes[code] = time.monotonic() + CODE_LIFETIME
        return code

    def redeem(self, code: str) -> bool:
        """Whether ``code`` was issued, is fresh, and has not been used; it is used up by this."""
        with self._lock:
            now = time.monotonic()
            self._codes = {known: end for known, end in self._codes.items() if end > now}
            match = None
            for known in self._codes:  # look at all of them: no early exit to time
                if compare_digest(known.encode(), code.encode()):
                    match = known
            return match is not None and self._codes.pop(match) > now

    def knows(self, token: str) -> bool:
        """Whether ``token`` is this launch's token."""
        return compare_digest(self.token.encode(), token.encode())


def access_of(app: Flask) -> Access:
    """The Access of an application made by ``create_app``."""
    return cast(Access, app.extensions["sigmascope.access"])


def init_app(app: Flask, access: Access) -> None:
    """Guard every route of ``app``, those that do not exist included."""
    app.extensions["sigmascope.access"] = access
    app.register_blueprint(blueprint)
    app.before_request(_ask)


def load_secret_key(data_dir: Path) -> bytes:
    """The key that signs sessions, made at the first start and kept (mode 0600)."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / KEY_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_bytes()
        if len(key) >= 32:
            return key
        path.unlink()  # a start that was cut off while writing it
        return load_secret_key(data_dir)
    with os.fdopen(descriptor, "wb") as file:
        key = secrets.token_bytes(32)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _ask() -> None:
    required = access_of(current_app).required
    if required and request.endpoint != "access.enter" and not _is_known():
        raise Unauthorised


def require_owner() -> None:
    """Refuse whoever does not show that he started the program, or was let in by who did.

    Where the token is not asked for, every user of the machine may come in; what reaches the
    owner's other files then needs the token all the same. Raises Forbidden.
    """
    if not _is_known():
        raise Forbidden("This reaches files of whoever started the program: show the token.")


def _is_known() -> bool:
    access = access_of(current_app)
    if access.required and session.get("entered") is True:
        return True
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and access.knows(token.strip())


@blueprint.get("/enter")
@examples("/enter?code=expired")
def enter() -> Response:
    """Trades the one-time code of the start for a session, then goes on to the page asked for."""
    target = request.args.get("next", "/")
    if not OWN_PATH.fullmatch(target):
        raise InputError("next", "leads away from this program", "a path that starts with /")
    access = access_of(current_app)
    known = not access.required or session.get("entered") is True
    if not access.redeem(request.args.get("code", "")) and not known:
        raise Unauthorised
    session["entered"] = True
    session.permanent = True
    return cast(Response, redirect(target, 303))
