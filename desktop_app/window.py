"""The native window: shown at once, then given the server's address. The one place for webview."""

import contextlib
import logging
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import webview

from desktop_app import display, geometry
from desktop_app.environment import open_in_browser
from desktop_app.local_server import LocalServer
from desktop_app.pages import failure_page, loading_page
from desktop_app.saving import fetch_to_file
from desktop_app.serve import first_page
from desktop_app.single_instance import SingleInstance
from server import paths
from server.config import Settings

log = logging.getLogger(__name__)

TITLE = "Sigmascope"
BACKGROUND = "#F7F8FA"
ICON = paths.ASSETS / "icons" / "app.png"


class NoWindow(Exception):
    """The toolkit refused to show a window; the message says why, in one line."""


class MainWindow:
    """The window and its server. It is the NativeShell of the pages that it shows."""

    def __init__(
        self,
        settings: Settings,
        port: int,
        log_path: Path,
        instance: SingleInstance,
        files: Sequence[str] = (),
    ) -> None:
        self._files = files
        self._settings = settings
        self._log_path = log_path
        self._instance = instance
        self._server = LocalServer(settings, port=port, shell=self)
        self._serving = contextlib.ExitStack()
        self._failed = False
        self._closed = threading.Event()
        self._dialog = threading.Lock()  # pywebview keeps the answer of one dialog at a time
        self._geometry = geometry.load(settings.data_dir)
        self._qt: Any = None
        self._window: Any = None

    def run(self) -> int:
        """Show the window until the user closes it; returns the exit code. Main thread only."""
        toolkit = display.gui()
        webview.settings["ALLOW_FILE_URLS"] = False
        webview.settings["ALLOW_DOWNLOADS"] = toolkit != "qt"  # pywebview's own fail on Qt 6
        storage = self._settings.data_dir / "webview"
        storage.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds the session's cookie
        self._window = self._make_window()
        starter = threading.Thread(target=self._start_server, name="start")
        starter.start()
        signal.signal(signal.SIGTERM, self._terminate)
        try:
            webview.start(
                gui=toolkit,
                private_mode=False,
                storage_path=str(storage),
                icon=str(ICON),
            )
            if self._window.events.initialized.is_set() and not self._window.events.shown.is_set():
                raise NoWindow("The WebView2 runtime of Windows is missing.")
        except webview.WebViewException as error:
            raise NoWindow(f"{error}") from error
        finally:
            self._closed.set()
            starter.join()
            self._serving.close()
            geometry.save(self._settings.data_dir, self._geometry)
        return 1 if self._failed else 0

    def save(self, path_and_query: str, suggested_name: str) -> str | None:
        """Ask where to, then write the server's answer there (see NativeShell)."""
        with self._dialog:
            answer = self._window.create_file_dialog(
                webview.FileDialog.SAVE,
                directory=str(_downloads_folder()),
                save_filename=suggested_name,
            )
        if not answer:
            return None
        target = Path(answer if isinstance(answer, str) else answer[0])
        fetch_to_file(self._server.port, self._server.token, path_and_query, target)
        return str(target)

    def open_files(self) -> list[str]:
        """Ask which files to open (see NativeShell)."""
        with self._dialog:
            answer = self._window.create_file_dialog(webview.FileDialog.OPEN, allow_multiple=True)
        return [str(path) for path in answer or ()]

    def show_files(self, paths: Sequence[str]) -> None:
        """Open the files at ``paths`` and show them."""
        address = first_page(self._server.app, paths)
        self.focus()
        self._window.load_url(self._server.url + address)

    def open_external(self, url: str) -> None:
        """Open ``url`` in the system's browser."""
        open_in_browser(url)

    def print_page(self) -> None:
        """Show the system's print dialog for the page."""
        if self._qt is not None:
            self._qt.print_page()
        else:
            self._window.run_js("window.print()")

    def focus(self) -> None:
        """Bring the window to the front."""
        if self._qt is not None:
            self._qt.focus()
        else:
            self._window.restore()
            self._window.show()

    def _make_window(self) -> Any:
        kept = self._geometry
        window = webview.create_window(
            TITLE,
            html=loading_page(),
            width=kept.width,
            height=kept.height,
            min_size=(geometry.MIN_WIDTH, geometry.MIN_HEIGHT),
            maximized=kept.maximized,
            background_color=BACKGROUND,
            text_select=True,
            zoomable=True,
        )
        if window is None:
            raise NoWindow("The window toolkit refused to make a window.")
        window.events.initialized += self._on_initialized
        window.events.before_show += self._on_before_show
        window.events.resized += self._on_resized
        window.events.moved += self._on_moved
        window.events.maximized += lambda: self._keep(maximized=True)
        window.events.restored += lambda: self._keep(maximized=False)
        window.events.closed += self._closed.set
        return window

    def _start_server(self) -> None:
        """Start the server beside the toolkit, which leaves the interpreter free for long."""
        try:
            server = self._serving.enter_context(self._server)
            self._instance.publish(server.port, server.token)
        except Exception as error:
            log.exception("the server could not be started")
            self._failed = True
            page = failure_page(error, self._log_path)
            self._when_shown(lambda: self._window.load_html(page))
        else:
            page = first_page(server.app, self._files)
            self._when_shown(lambda: self._window.load_url(server.entry_url(page)))

    def _when_shown(self, load: Callable[[], None]) -> None:
        while not self._window.events.shown.wait(0.1):
            if self._closed.is_set():
                return
        if not self._closed.is_set():
            load()

    def _on_initialized(self, renderer: str) -> bool:
        if renderer == "mshtml":  # Internet Explorer, which shows nothing of these pages
            return False
        if renderer == "qtwebengine":
            from desktop_app import qt_window

            self._qt = qt_window.QtWindow(
                lambda: self._server.url, open_in_browser, self._on_dropped
            )
        screens = [geometry.Rectangle(s.x, s.y, s.width, s.height) for s in webview.screens]
        fitted = self._geometry.fitted(screens)
        window = self._window
        window.initial_width, window.initial_height = fitted.width, fitted.height
        window.initial_x, window.initial_y = fitted.x, fitted.y
        return True

    def _on_before_show(self) -> None:
        if self._qt is not None:
            self._qt.furnish(self._window.native)

    def _on_dropped(self, paths: Sequence[str]) -> None:
        """Open what was dropped on the window; not in its thread, which has to go on painting."""
        threading.Thread(target=self.show_files, args=(paths,), name="open", daemon=True).start()

    def _on_resized(self, width: int, height: int) -> None:
        self._keep(width=width, height=height)

    def _on_moved(self, x: int, y: int) -> None:
        self._keep(x=x, y=y)

    def _keep(self, **changes: Any) -> None:
        """Keep the geometry as it changes; a maximized window keeps the size it goes back to."""
        if self._geometry.maximized and "maximized" not in changes:
            return
        self._geometry = replace(self._geometry, **changes)

    def _terminate(self, number: int, frame: FrameType | None) -> None:
        self._window.destroy()


def _downloads_folder() -> Path:
    from platformdirs import user_downloads_path

    folder = user_downloads_path()
    return folder if folder.is_dir() else Path.home()
