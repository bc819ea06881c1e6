"""The WebSocket of a stream: who may open it, and what its bytes travel through.

flask-sock takes any Origin, and simple-websocket's ``send`` may write half a frame, has no bound
on what waits to be read, and agrees to compression. What stands before it here mends that: the
Origin must be this program's own, offers of extensions are dropped, and the socket is wrapped.
"""

import logging
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from flask import Blueprint, Flask, current_app, request
from flask_sock import Sock
from simple_websocket import ConnectionClosed
from wsproto.connection import ConnectionState
from wsproto.utilities import LocalProtocolError

from server.live.session import Session
from server.live.sources.recipes import Push
from server.live.stream import Channels
from server.web.access import access_of
from server.web.live.channels import channels_in
from server.web.live.shelf import studio
from server.web.problems import Forbidden

log = logging.getLogger(__name__)

LARGEST = 2**20  # bytes of one message
PATIENCE = 10.0  # seconds that a reader may be stalled
PING = 5.0  # seconds between two pings; a connection without an answer to the last is closed
WAITING = 16  # messages that wait to be read before the sender has to
SEND_BUFFER = 2**18  # bytes that the system holds for a slow reader: old frames, all of them
PAUSE = 0.002
WHOLE_BINARY = 0x82  # a message of bytes in one frame
GONE = (ConnectionClosed, LocalProtocolError, OSError)

blueprint = Blueprint("live_wire", __name__)
sock = Sock()


class Line:
    """A socket whose ``send`` sends everything or fails, and which reads no faster than is used."""

    def __init__(self, line: socket.socket) -> None:
        self._line, self._lock = line, threading.Lock()
        self.waiting: Callable[[], int] = lambda: 0
        self.heard: Callable[[], None] = lambda: None
        self.closed = False
        line.settimeout(PATIENCE)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def fileno(self) -> int:
        """For ``select``."""
        return self._line.fileno()

    def send(self, data: bytes) -> int:
        """Send all of ``data``. A frame that was sent in part spoils the line, so it ends."""
        with self._lock:
            try:
                self._line.sendall(data)
            except OSError:
                self.end()
                raise
        return len(data)

    def recv(self, size: int) -> bytes:
        """At most ``size`` bytes, as soon as what came before has been used."""
        while self.waiting() > WAITING and not self.closed:
            time.sleep(PAUSE)
        data = self._line.recv(size)
        self.heard()
        return data

    def end(self) -> None:
        """Nothing is sent or read any more."""
        self.closed = True
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """The reader's end; the server closes the socket itself."""
        self.end()


def init_app(app: Flask) -> None:
    """Add the wire to ``app``."""
    app.config["SOCK_SERVER_OPTIONS"] = {
        "max_message_size": LARGEST,
        "ping_interval": PING,
        "receive_bytes": 2**16,
        "thread_class": partial(threading.Thread, daemon=True),
    }
    sock.init_app(app)
    app.register_blueprint(blueprint)


@blueprint.before_request
def check() -> None:
    """Refuse who must not come in, and what is not there, before a WebSocket is agreed to.

    Raises Forbidden, NotFound, InputError.
    """
    origin = request.headers.get("Origin")
    if origin is None and not _shows_token():
        raise Forbidden("A WebSocket is opened by a page of this program, or with the token.")
    if origin is not None and origin.lower() != f"http://{request.host.lower()}":
        raise Forbidden("This WebSocket was not asked for by a page of this program.")
    if request.endpoint == "live_wire.watch":
        studio().desk((request.view_args or {})["name"])
    channels_in(request.args)
    request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
    if "werkzeug.socket" in request.environ:
        request.environ["werkzeug.socket"] = Line(request.environ["werkzeug.socket"])


def _shows_token() -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    known = access_of(current_app)
    return scheme.lower() == "bearer" and known.knows(token.strip())


def watch(wire: Any, name: str) -> None:
    """Frames of a stream, and what a watcher asks for."""
    serve(wire, name, None)


def feed(wire: Any, name: str) -> None:
    """The same; a stream that is not there begins with the first frame that is sent."""
    studio().expect(name, Push(source="push"))
    serve(wire, name, channels_in(request.args))


sock.route("/live/<stream:name>/socket", bp=blueprint)(watch)
sock.route("/api/live/<stream:name>", bp=blueprint)(feed)


def serve(wire: Any, name: str, offered: Channels | None) -> None:
    """Move messages between ``wire`` and a session until one of them ends."""
    here = studio()
    session = Session(here, name, offered)
    session.resume(request.args.get("stream", ""), _number(request.args.get("from", "")))
    line: Line = wire.sock
    line.waiting = lambda: len(wire.input_buffer)
    # Whatever comes is a sign of life: the answer to a ping may stand behind a thousand messages.
    line.heard = partial(setattr, wire, "pong_received", True)
    try:
        move(wire, session)
    except GONE:
        log.debug("a watcher of %s is gone", name)
    finally:
        session.leave()
        with suppress(*GONE):
            wire.close()
        line.end()  # or Flask's answer to the request would be written behind the last frame
        wire.thread.join(PATIENCE)  # it must be awake before the server closes what it waits for


def move(wire: Any, session: Session) -> None:
    """Take every message at once, and send what is due at each frame's moment."""
    due = time.monotonic()
    while True:
        message = wire.receive(timeout=max(due - time.monotonic(), 0))
        if message is not None:
            session.take(message)
        now = time.monotonic()
        if now >= due:
            for out in session.due():
                send(wire, out)
            # Those that are late stay in their own beat, or all would be due at once from then on.
            due += (1 + int((now - due) * session.rate)) / session.rate


def send(wire: Any, out: str | bytes) -> None:
    """Send a message. Before bytes stand two to ten that say how many they are (RFC 6455, 5.2);
    wsproto takes as long for that as the system for sending them, at each of 3,000 frames a second.
    """
    if isinstance(out, str) or wire.ws.state is not ConnectionState.OPEN:
        wire.send(out)
        return
    size = len(out)
    if size < 126:
        head = struct.pack("!BB", WHOLE_BINARY, size)
    elif size < 2**16:
        head = struct.pack("!BBH", WHOLE_BINARY, 126, size)
    else:
        head = struct.pack("!BBQ", WHOLE_BINARY, 127, size)
    wire.sock.send(head + out)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
