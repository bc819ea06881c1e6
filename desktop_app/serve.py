"""Serving without a native window: for a terminal, or for the browser where no window can be."""

import logging
import os
import secrets
import signal
import threading
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from desktop_app.environment import open_in_browser
from desktop_app.local_server import LocalServer
from server.config import Settings

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger(__name__)

REDIRECT = """<!doctype html><meta charset="utf-8"><title>Sigmascope</title>
<meta http-equiv="refresh" content="0; url={url}"><a href="{url}">Open Sigmascope</a>
"""


def serve(settings: Settings, port: int, announce: Callable[[LocalServer], None]) -> int:
    """Serve until SIGINT or SIGTERM; ``announce`` is told the server as soon as it answers."""
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    with LocalServer(settings, port=port) as server:
        announce(server)
        while not stop.wait(3600):
            pass  # Windows notices Ctrl+C only between waits
    return 0


def headless(settings: Settings, port: int, files: Sequence[str] = ()) -> int:
    """Serve, and print exactly one line: the address that lets one browser in."""

    def announce(server: LocalServer) -> None:
        print(server.entry_url(first_page(server.app, files)), flush=True)

    return serve(settings, port, announce)


def first_page(app: "Flask", files: Sequence[str]) -> str:
    """The page to begin with: home, or that of the files to open (whole paths)."""
    if not files:
        return "/"
    from server.web.native_open import open_paths

    return open_paths(app, files)


def in_browser(settings: Settings, port: int, reason: str, files: Sequence[str] = ()) -> int:
    """Say why there is no window, then open the same pages in the default browser."""
    print(f"{reason} Opening in the browser instead.", flush=True)
    log.warning("no window: %s", reason)
    redirect = settings.data_dir / f"open-{secrets.token_hex(4)}.html"

    def announce(server: LocalServer) -> None:
        entry = server.entry_url(first_page(server.app, files))
        _write_private(redirect, REDIRECT.format(url=escape(entry)))
        if not open_in_browser(redirect.as_uri()):
            log.warning("no browser could be opened")
        print(f"Ctrl+C stops. Another browser can enter here: {server.entry_url()}", flush=True)

    try:
        return serve(settings, port, announce)
    finally:
        redirect.unlink(missing_ok=True)


def _write_private(path: Path, text: str) -> None:
    """Write a file only this user can read: an address on a command line is seen by everyone."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
