"""The HTTP side of the local server: Werkzeug's request handler with connections kept open.

Werkzeug closes every connection after one request, because it cannot tell whether a body was
left unread. A request without a body leaves nothing unread, so for those the connection stays
open here (four times as many pages a second over loopback); the others go Werkzeug's way.
"""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from werkzeug.serving import WSGIRequestHandler

log = logging.getLogger(__name__)
access_log = logging.getLogger("sigmascope.access")

IDLE_SECONDS = 30.0  # a connection that sends nothing for this long is closed (slowloris)
BODILESS_STATUS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


class RequestHandler(WSGIRequestHandler):
    """Answers the requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS

    def run_wsgi(self) -> None:
        """Answer one request; keeps the connection when the request had no body."""
        if "Transfer-Encoding" in self.headers or self.headers.get("Content-Length", "0") != "0":
            super().run_wsgi()
            return
        self.environ = self.make_environ()
        answer = _Answer(self)
        try:
            chunks = self.server.app(self.environ, answer.start)
            try:
                answer.send(chunks)
            finally:
                if hasattr(chunks, "close"):
                    chunks.close()
        except (ConnectionError, TimeoutError):
            self.close_connection = True  # the browser went away: nobody is left to tell
        except Exception:
            log.exception("no answer to %s %s", self.command, self.path)
            self.close_connection = True
            if not answer.begun:
                self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line for each answer; the entry code is taken out by the log's formatter."""
        access_log.info("%s %s %s", self.command or "-", getattr(self, "path", "-"), code)

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """What http.server has to say goes to the log file, not to stderr."""
        access_log.log(logging.ERROR if type == "error" else logging.INFO, message, *args)


class _Answer:
    """The WSGI half that turns status, headers and chunks into bytes on the connection."""

    def __init__(self, handler: RequestHandler) -> None:
        self._handler = handler
        self._head = b""
        self._chunked = False
        self._bodiless = False
        self._code = 0
        self.begun = False

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        """WSGI's start_response."""
        if self.begun and exc_info:
            raise exc_info[1]
        handler = self._handler
        self._code = int(status.split(" ", 1)[0])
        self._bodiless = handler.command == "HEAD" or self._code in BODILESS_STATUS
        known = {name.lower() for name, _ in headers}
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        if "date" not in known:
            lines.append(f"Date: {handler.date_time_string()}")
        self._chunked = False
        if not self._bodiless and "content-length" not in known:
            if handler.request_version == "HTTP/1.1":
                self._chunked = True
                lines.append("Transfer-Encoding: chunked")
            else:
                handler.close_connection = True  # the end of the connection ends the body
        if handler.close_connection:
            lines.append("Connection: close")
        elif handler.request_version == "HTTP/1.0":
            lines.append("Connection: keep-alive")
        self._head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        return self._write

    def send(self, chunks: Iterable[bytes]) -> None:
        """Send the answer; its head travels with the first chunk."""
        for chunk in chunks:
            if chunk:
                self._write(chunk)
        if not self.begun:
            self._write(b"")
        if self._chunked:
            self._handler.wfile.write(b"0\r\n\r\n")
        self._handler.log_request(self._code)

    def _write(self, data: bytes) -> None:
        if not self._head and not self.begun:
            raise RuntimeError("The application wrote a body before it gave a status.")
        head = b"" if self.begun else self._head
        self.begun = True
        if self._bodiless:
            data = b""
        elif self._chunked and data:
            data = b"%x\r\n%b\r\n" % (len(data), data)
        if len(data) > 65536:  # copying a large body to join the head to it would cost more
            self._handler.wfile.write(head)
            self._handler.wfile.write(data)
        elif head or data:
            self._handler.wfile.write(head + data)
