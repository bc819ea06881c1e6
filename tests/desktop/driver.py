"""Drives the real program: its window through the X server, its page through Chromium's port."""

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import Self

from playwright.sync_api import Error, Page, Playwright

from tests.waiting import PATIENCE, until

ROOT = Path(__file__).resolve().parents[2]
START = 100.0  # seconds until the window shows its page: of all, this is slowest on a busy machine
XDG_OPEN = '#!/bin/sh\necho "$1" >> "$SIGMASCOPE_TEST_OPENED"\n'


def x(*command: str) -> str:
    """Run xdotool."""
    done = subprocess.run(["xdotool", *command], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def windows(title: str) -> list[str]:
    """The visible windows whose title contains ``title``."""
    return x("search", "--onlyvisible", "--name", title).split()


class Program:
    """A running Sigmascope with a window."""

    def __init__(self, command: list[str], environment: dict[str, str], playwright: Playwright):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.environment = {**environment, "QTWEBENGINE_REMOTE_DEBUGGING": str(self._port)}
        self._playwright = playwright
        self.process = subprocess.Popen(
            command,
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._browser = None

    def window(self) -> str:
        """The X server's number of the window, once it is there."""
        return until(lambda: windows("Sigmascope"), "the window")[0]

    def page(self, scheme: str = "http") -> Page:
        """What the window shows, once its address has that scheme."""
        if self._browser is None:
            self._browser = until(self._connect, "the debugging port", START)
        shown = self._browser.contexts[0].pages[0]
        shown.wait_for_url(lambda url: url.startswith(scheme), timeout=START * 1000)
        return shown

    def _connect(self):
        url = f"http://127.0.0.1:{self._port}"
        try:
            return self._playwright.chromium.connect_over_cdp(url, no_defaults=True)
        except Error:
            assert self.process.poll() is None, self.process.stdout.read()
            return None

    def key(self, keys: str) -> None:
        """Press keys as a user does."""
        x("windowactivate", "--sync", self.window())
        x("key", keys)

    def close(self) -> int:
        """Close the window by the window manager, as a user does; the program's exit code."""
        self._disconnect()
        until(self._has_closed, "the window to close")
        return self.process.wait(PATIENCE)

    def _has_closed(self) -> bool:
        """A key may reach nobody while a busy window manager activates the window: once more."""
        if windows("Sigmascope"):
            self.key("alt+F4")
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            return False
        return True

    def terminate(self) -> int:
        """Ask the program to end; its exit code."""
        self._disconnect()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """Whatever happened, leave nothing."""
        self._disconnect()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def _disconnect(self) -> None:
        if self._browser is not None:
            self._browser.close()
            self._browser = None


class Desk:
    """A user's home folder, with a browser that only notes what it was asked to open.

    A context manager: on exit every program that was started here is ended.
    """

    def __init__(self, folder: Path, command: list[str], playwright: Playwright):
        self.home, self.data = folder / "home", folder / "data"
        self._opened = folder / "opened"
        self._command, self._playwright = command, playwright
        self._running: list[Program] = []
        (self.home / "Downloads").mkdir(parents=True)
        opener = folder / "bin" / "xdg-open"
        opener.parent.mkdir()
        opener.write_text(XDG_OPEN)
        opener.chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{opener.parent}:{os.environ['PATH']}",
            "HOME": str(self.home),
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
            "SIGMASCOPE_TEST_OPENED": str(self._opened),
            "SIGMASCOPE_DATA_DIR": str(self.data),
        }

    def __enter__(self) -> Self:
        assert os.environ.get("DISPLAY"), "no display: run the tests by build_scripts/test.py"
        assert shutil.which("xdotool"), "xdotool is missing: install Debian's package xdotool"
        return self

    def __exit__(self, *_error: object) -> None:
        for program in self._running:
            program.kill()

    def start(self, *arguments: str) -> Program:
        """Start the program."""
        program = Program([*self._command, *arguments], self.environment, self._playwright)
        self._running.append(program)
        return program

    def opened(self) -> list[str]:
        """The addresses that were opened in the browser, and forgets them."""
        found = self._opened.read_text() if self._opened.exists() else ""
        if not found.endswith("\n"):
            return []  # nothing yet, or half a line
        self._opened.unlink()
        return found.split()


def processes_with(variable: str) -> list[str]:
    """The command lines of the processes that have ``variable`` in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if variable.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # it ended meanwhile
    return found


def type_into_dialog(title: str, text: str) -> None:
    """Answer a file dialog of Qt as a user does."""
    dialog = until(lambda: windows(title), f"the dialog {title}")[0]
    x("windowactivate", "--sync", dialog)
    x("key", "ctrl+a")
    x("type", "--delay", "1", text)
    x("key", "Return")
    until(lambda: dialog not in windows(title), "the dialog's end")
