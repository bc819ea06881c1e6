"""Writes one of the server's own answers to a file: whole, or not at all."""

import os
import secrets
import shutil
from http.client import HTTPConnection, HTTPException, IncompleteRead
from pathlib import Path

from desktop_app.local_server import LOOPBACK
from server.errors import SigmascopeError

TIMEOUT = 120.0  # seconds without a byte: a large figure may be drawn first


def fetch_to_file(port: int, token: str, path_and_query: str, target: Path) -> None:
    """Stream what the server at ``port`` answers for ``path_and_query`` into ``target``.

    The bytes go to a temporary file in the same folder that then takes the target's place, so a
    full disk or a failed request never leaves half a file or destroys the old one.
    Raises SigmascopeError in the user's words.
    """
    connection = HTTPConnection(LOOPBACK, port, timeout=TIMEOUT)
    try:
        connection.request("GET", path_and_query, headers={"Authorization": f"Bearer {token}"})
        response = connection.getresponse()
        if response.status != 200:
            answer = f"{response.status} {response.reason}"
            raise SigmascopeError(f"{target.name} was not saved: the server answered {answer}.")
        partial = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.partial")
        try:
            with partial.open("xb") as file:
                shutil.copyfileobj(response, file, 1 << 20)
                if response.length:  # read() of a part does not complain by itself
                    raise IncompleteRead(b"", response.length)  # noqa: TRY301
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except (OSError, HTTPException) as error:
        raise SigmascopeError(f"{target.name} was not saved: {error}.") from error
    finally:
        connection.close()
