"""The usual start: a window where one can be shown, else the browser; one program for each user."""

import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_app import display, environment
from desktop_app.single_instance import SingleInstance
from server.config import Settings


def start(settings: Settings, port: int, log_path: Path, files: Sequence[str] = ()) -> int:
    """Show the window, or bring forward the one that is there, with ``files`` (whole paths).

    Returns the exit code.
    """
    instance = SingleInstance(settings.data_dir)
    if not instance.claim():
        if instance.ask_first(files):
            return 0
        print("sigmascope: it is running already, but does not answer.", file=sys.stderr)
        return 1
    try:
        environment.prepare_qt()
        reason = display.obstacle()
        if reason is None:
            from desktop_app.window import MainWindow, NoWindow

            try:
                return MainWindow(settings, port, log_path, instance, files).run()
            except NoWindow as error:
                reason = str(error)
        from desktop_app.serve import in_browser

        return in_browser(settings, port, reason, files)
    finally:
        instance.release()
