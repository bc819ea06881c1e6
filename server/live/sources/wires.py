"""Lines of numbers that come over a wire: a TCP connection on this machine, a serial port."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from server.live.sources.lines import LineParser
from server.live.sources.recipes import Serial, Tcp
from server.live.sources.runner import Runner, Unsteered

LOOPBACK = "127.0.0.1"
SHORT = 0.1  # seconds that one read waits
BACK_OFF = (0.1, 0.2, 0.5, 1.0, 2.0)  # seconds before one more try
PIECE = 2**18  # bytes

Connection = AbstractContextManager[Any]


class WireSource(Unsteered):
    """Publishes lines from whatever ``_connect`` connects to; connects again when it ends."""

    words = ""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._parser = LineParser()

    def run(self, runner: Runner) -> None:
        """Publish until stopped."""
        tries = 0
        while not runner.stopped:
            try:
                with self._connect() as connection:
                    runner.stand("running" if runner.stream else "waiting", "Connected.")
                    tries = 0
                    self._listen(connection, runner)
            except OSError as error:
                runner.stand("waiting", f"{self.words}: {error.strerror or error}. Trying again.")
            else:
                runner.stand("waiting", f"{self.words} was closed. Trying again.")
            self._parser.forget()
            runner.sleep(BACK_OFF[min(tries, len(BACK_OFF) - 1)])
            tries += 1

    def _connect(self) -> Connection:
        raise NotImplementedError

    def _reader(self, connection: Any) -> Callable[[], bytes | None]:
        """What reads: bytes, None if there are none at the moment, b"" at the end."""
        raise NotImplementedError

    def _listen(self, connection: Any, runner: Runner) -> None:
        read = self._reader(connection)
        while not runner.stopped:
            data = read()
            if data == b"":
                return
            if data:
                self._take(data, runner)

    def _take(self, data: bytes, runner: Runner) -> None:
        block = self._parser.feed(data)
        if self._parser.known and runner.stream is None:
            runner.open(self._parser.channels(self._rate))
            runner.stand("running")
        if runner.stream and len(block):
            runner.stream.publish(block)


class TcpSource(WireSource):
    """Lines from a program that listens on 127.0.0.1."""

    def __init__(self, recipe: Tcp) -> None:
        super().__init__(recipe.rate)
        self._port = recipe.port
        self.words = f"{LOOPBACK}:{self._port}"

    def _connect(self) -> Connection:
        connection = socket.create_connection((LOOPBACK, self._port), 2.0)
        connection.settimeout(SHORT)
        return connection

    def _reader(self, connection: socket.socket) -> Callable[[], bytes | None]:
        def read() -> bytes | None:
            try:
                return connection.recv(PIECE)
            except TimeoutError:
                return None

        return read


class SerialSource(WireSource):
    """Lines from a serial port."""

    def __init__(self, recipe: Serial) -> None:
        super().__init__(recipe.rate)
        self._device, self._baud = recipe.device, recipe.baud
        self.words = self._device

    def _connect(self) -> Connection:
        import serial  # pyserial

        port: Connection = serial.Serial(self._device, self._baud, timeout=SHORT)
        return port

    def _reader(self, connection: Any) -> Callable[[], bytes | None]:
        return lambda: connection.read(connection.in_waiting or 1) or None
