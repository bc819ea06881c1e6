"""The server on the user's own desk: one application, served from a thread on 127.0.0.1."""

import logging
import socket
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from werkzeug.serving import ThreadedWSGIServer

from desktop_app.request_handler import RequestHandler
from desktop_app.running import Running
from server.config import Settings
from server.errors import SigmascopeError

if TYPE_CHECKING:
    from flask import Flask

    from server.web.shell import NativeShell

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
POLL_SECONDS = 0.1  # how soon the accepting thread notices that it shall stop
PATIENCE_SECONDS = 5.0  # how long a request that is being answered is waited for at the end
# How long a thread computes while others wait for their turn: with Python's own 5 ms, frames of
# live streams and small answers come late wherever something else is under way.
TURN_SECONDS = 0.0005


class PortTaken(SigmascopeError):
    """Another program listens on the port that was asked for."""


class LocalServer:
    """A context manager: on entry the application is made and answers, on exit all is gone.

    ``port`` 0 takes a free one. The socket is bound first and handed over, so no other program
    can slip in between, and the application can be told the exact host that it answers to.
    Raises PortTaken on entry.
    """

    def __init__(
        self, settings: Settings, *, port: int = 0, shell: "NativeShell | None" = None
    ) -> None:
        self._settings = settings
        self._wanted_port = port
        self._shell = shell
        self.port = 0
        self.app: Flask

    def __enter__(self) -> Self:
        listener = _listen(self._wanted_port)
        try:
            self.port = listener.getsockname()[1]
            self.app = self._make_app()
            self._server = _Server(listener, self.app)
        except BaseException:
            listener.close()
            raise
        sys.setswitchinterval(TURN_SECONDS)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL_SECONDS,), name="accept", daemon=True
        )
        self._thread.start()
        self._running = Running(self._settings.data_dir, self.url, self.token)
        self._running.publish()
        log.info("serving at %s", self.url)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._running.withdraw()
        self._server.shutdown()
        self._thread.join()
        self._server.close_connections()
        # Live streams first, then the library, whose database is open and takes their recordings.
        for part in reversed(list(self.app.extensions.values())):
            if callable(close := getattr(part, "close", None)):
                close()
        log.info("stopped serving")

    @property
    def host(self) -> str:
        """The Host header that browsers send here: they leave out the port of HTTP itself."""
        return LOOPBACK if self.port == 80 else f"{LOOPBACK}:{self.port}"

    @property
    def url(self) -> str:
        """The address of the first page, without a right to enter."""
        return f"http://{self.host}"

    @property
    def token(self) -> str:
        """What a program shows as ``Authorization: Bearer`` to be let in."""
        from server.web.access import access_of

        return access_of(self.app).token

    def entry_url(self, next_path: str = "/") -> str:
        """An address that lets one browser in, once, within the next minute."""
        from server.web.access import access_of

        query = {"code": access_of(self.app).issue_code(), "next": next_path}
        return f"{self.url}/enter?{urlencode(query, safe='/')}"

    def _make_app(self) -> "Flask":
        from server import create_app

        return create_app(self._settings, hosts={self.host}, shell=self._shell)


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # on Windows others could share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        raise PortTaken(f"Port {port} of {LOOPBACK} cannot be used: {reason}.") from error
    return listener


class _Server(ThreadedWSGIServer):
    """Werkzeug's threaded server that knows its connections, so that it can close them."""

    def __init__(self, listener: socket.socket, app: "Flask") -> None:
        self._open: dict[socket.socket, threading.Thread] = {}
        self._open_lock = threading.Lock()
        host, port = listener.getsockname()
        super().__init__(host, port, app, RequestHandler, fd=listener.fileno())
        listener.close()  # the server holds a duplicate

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        with self._open_lock:
            self._open[request] = thread
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.error("a connection ended in an error", exc_info=sys.exception())

    def close_connections(self) -> None:
        """Close what browsers keep open, and wait for the answers that are under way."""
        with self._open_lock:
            open_now = dict(self._open)
        for connection in open_now:
            try:
                connection.shutdown(socket.SHUT_RD)
            except OSError:
                log.debug("a connection was closed before it was asked to")
        for thread in open_now.values():
            thread.join(PATIENCE_SECONDS)
