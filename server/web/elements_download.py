"""The data of the elements page behind a password: an encrypted ZIP.

The archive is written with AES-256 in the form that WinZip published (AE-2), which 7-Zip, WinZip,
Keka, bsdtar and the archive programs of Linux desktops open. The password is used for that and
forgotten: it stands in no address, no log and no answer.
"""

import io
import secrets
import threading
from collections import OrderedDict
from typing import cast

from flask import Blueprint, Flask, Response, current_app, make_response, redirect, request

from server.errors import InputError, InputErrors, NotFound
from server.tools import elements as tool
from server.tools.elements import ElementsParameters
from server.tools.parameters import parse
from server.web.answers import json_response
from server.web.elements import picture_bytes, refused, shown
from server.web.examples import examples
from server.web.problems import wants_json

FILE_NAME = "elements.zip"
SHORTEST, LONGEST = 8, 128  # characters of a password
KEPT = 4  # archives that wait to be fetched; older ones are dropped
AE_2 = 2  # the version that stores no check sum of the plain text
PLACE = "/elements/download"

blueprint = Blueprint("elements_download", __name__)


class Shelf:
    """The last few archives, each under a name that cannot be guessed."""

    def __init__(self) -> None:
        self._archives: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, archive: bytes) -> str:
        """Keep ``archive`` until KEPT newer ones have come; returns its ticket."""
        ticket = secrets.token_urlsafe(18)
        with self._lock:
            self._archives[ticket] = archive
            while len(self._archives) > KEPT:
                self._archives.popitem(last=False)
        return ticket

    def get(self, ticket: str) -> bytes | None:
        """The archive of that ticket, if it is still here."""
        with self._lock:
            return self._archives.get(ticket)


def init_app(app: Flask) -> None:
    """Add the encrypted download to ``app``."""
    app.extensions["sigmascope.shelf"] = Shelf()
    app.register_blueprint(blueprint)


@blueprint.post(PLACE)
def lock() -> Response:
    """Encrypts the data with the password given, then leads to the archive."""
    pairs = [pair for pair in request.form.items(multi=True) if pair[0] != "password"]
    try:
        parameters = parse(ElementsParameters, pairs)
    except InputErrors as error:
        if wants_json():
            raise
        return make_response(refused(dict(pairs), error.errors), 422)
    try:
        password = checked_password(request.form.getlist("password"))
    except InputError as error:
        if wants_json():
            raise
        return make_response(shown(parameters, password_error=error), 422)
    ticket = _shelf().put(encrypted(parameters, password))
    address = f"{PLACE}?ticket={ticket}"
    if wants_json():
        return json_response({"url": address, "name": FILE_NAME})
    return cast(Response, redirect(address, 303))


@blueprint.get(PLACE)
@examples(PLACE)
def fetch() -> Response:
    """The encrypted archive of a ticket; without a ticket, the form that makes one."""
    ticket = request.args.get("ticket")
    if ticket is None:
        return cast(Response, redirect("/elements#lock", 303))
    archive = _shelf().get(ticket)
    if archive is None:
        raise NotFound(
            "This archive is no longer kept. Make it again.", [("Elements", "/elements")]
        )
    response = Response(archive, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=FILE_NAME)
    return response


def checked_password(given: list[str]) -> bytes:
    """The one password given, in ASCII; InputError, which never repeats it, where it is none."""
    allowed = f"{SHORTEST} to {LONGEST} letters, digits and signs of ASCII"
    if len(given) != 1 or not given[0]:
        raise InputError("password", "is needed, once", allowed)
    password = given[0]
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError("password", f"has {len(password)} characters", allowed)
    if not (password.isascii() and password.isprintable()):
        # Archive programs disagree about how other letters become bytes.
        raise InputError("password", "has characters that not every archive program reads", allowed)
    return password.encode("ascii")


def encrypted(parameters: ElementsParameters, password: bytes) -> bytes:
    """A ZIP of the numbers and the figure, both AES-256 encrypted."""
    import pyzipper

    buffer = io.BytesIO()
    numbers = tool.numbers(tool.compute(parameters))
    with pyzipper.AESZipFile(
        buffer, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password)
        archive.setencryption(pyzipper.WZ_AES, nbits=256, force_wz_aes_version=AE_2)
        archive.writestr("elements.csv", "".join(numbers.csv()))
        archive.writestr("elements.png", picture_bytes(parameters))
    return buffer.getvalue()


def _shelf() -> Shelf:
    return cast(Shelf, current_app.extensions["sigmascope.shelf"])
