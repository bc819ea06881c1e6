"""A screen that nobody sees, with a window manager, for tests of the real window."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from steps import SetupError

SIZE = "1600x1000x24"
PATIENCE_S = 20.0


@contextmanager
def virtual_screen() -> Iterator[dict[str, str]]:
    """Run Xvfb and openbox; yields the environment that shows windows there."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", SIZE, "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        # Xvfb chooses a free number and says so once it answers; nothing when it fails.
        with os.fdopen(read) as said:
            number = said.readline().strip()
        if not number:
            raise SetupError("Xvfb did not start.")
        environment = {**os.environ, "DISPLAY": f":{number}"}
        environment.pop("WAYLAND_DISPLAY", None)
        with _window_manager(environment):
            yield environment
    finally:
        screen.terminate()
        screen.wait()


@contextmanager
def _window_manager(environment: dict[str, str]) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder, "ready")
        command = ["openbox", "--startup", f"touch '{ready}'"]
        manager = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + PATIENCE_S
            while not ready.exists():
                if manager.poll() is not None or time.monotonic() > deadline:
                    raise SetupError("openbox did not start.")
                time.sleep(0.05)
            yield
        finally:
            manager.terminate()
            manager.wait()
