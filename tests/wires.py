"""A WebSocket client that shows everything: how the handshake is answered, what is not read."""

import contextlib
import json
import socket
from urllib.parse import urlsplit

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Ping,
    RejectConnection,
    Request,
    TextMessage,
)
from wsproto.extensions import PerMessageDeflate

from server.live.frames import unpack
from tests.waiting import PATIENCE


class Refused(Exception):
    """The server did not agree to a WebSocket; the argument is its status."""


class Wire:
    """A WebSocket to ``path`` of the server at ``url``."""

    def __init__(self, url, path, headers=(), receive_buffer=0):
        host = urlsplit(url).netloc
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect((urlsplit(url).hostname, urlsplit(url).port))
        self.protocol = WSConnection(ConnectionType.CLIENT)
        self.closed = None  # the code with which the server closed
        self.extensions = []
        given = [(name.encode(), value.encode()) for name, value in headers]
        request = Request(
            host=host, target=path, extra_headers=given, extensions=[PerMessageDeflate()]
        )
        self.socket.sendall(self.protocol.send(request))
        self._ready, self._part = [], None
        try:
            self._handshake()
        except BaseException:
            self.socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _handshake(self):
        while True:
            self.protocol.receive_data(self.socket.recv(65536) or None)
            for event in self.protocol.events():
                if isinstance(event, RejectConnection):
                    raise Refused(event.status_code)
                if isinstance(event, AcceptConnection):
                    self.extensions = event.extensions
                    self._take()
                    return

    def send(self, message):
        """Send a dictionary as JSON, a text or bytes."""
        if isinstance(message, dict):
            message = json.dumps(message)
        kind = TextMessage if isinstance(message, str) else BytesMessage
        self.socket.sendall(self.protocol.send(kind(data=message)))

    def _take(self):
        for event in self.protocol.events():
            if isinstance(event, Ping):
                self.socket.sendall(self.protocol.send(event.response()))
            elif isinstance(event, CloseConnection):
                self.closed = event.code
            elif isinstance(event, TextMessage | BytesMessage):
                data = event.data if isinstance(event, TextMessage) else bytes(event.data)
                self._part = data if self._part is None else self._part + data
                if event.message_finished:
                    self._ready.append(self._part)
                    self._part = None

    def arrived(self):
        """The messages of one read, as they came: texts and bytes. ``closed`` tells the end."""
        try:
            data = self.socket.recv(65536)
        except ConnectionError:
            data = b""
        if data:
            self.protocol.receive_data(data)
            self._take()
        else:
            self.closed = self.closed or 1006
        ready, self._ready = self._ready, []
        return ready

    def messages(self):
        """Every message, decoded: dictionaries and frames; ends when the server closes."""
        while True:
            while self._ready:
                message = self._ready.pop(0)
                yield json.loads(message) if isinstance(message, str) else unpack(message)
            if self.closed is not None:
                return
            self._ready = self.arrived()

    def frames(self):
        """Only the frames."""
        return (message for message in self.messages() if not isinstance(message, dict))

    def said(self, kind, **wanted):
        """The next dictionary of that type that has these values."""
        for message in self.messages():
            if isinstance(message, dict) and {"type": kind, **wanted}.items() <= message.items():
                return message
        raise AssertionError(f"the server never said {kind}")

    def close(self):
        """End it politely if possible."""
        with contextlib.suppress(OSError):
            if self.closed is None:
                self.socket.sendall(self.protocol.send(CloseConnection(code=1000)))
        self.closed = self.closed or 1000
        self.socket.close()
