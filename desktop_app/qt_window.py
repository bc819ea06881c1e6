"""What pywebview's Qt window lacks: downloads, printing, zoom, a menu, and a fence.

Imported only after pywebview has loaded its Qt backend.
"""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QObject,
    Qt,
    QtMsgType,
    QUrl,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QAction, QColor, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWidgets import QMenu
from webview.platforms.qt import BrowserView

from desktop_app.qt_files import Drops, Printing, save_download

log = logging.getLogger(__name__)

DARK_BACKGROUND = QColor("#0F141A")
ZOOM_STEPS = (0.5, 0.67, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
Attribute = QWebEngineSettings.WebAttribute


class QtWindow:
    """Furnishes the one window; ``focus`` and ``print_page`` may be called from any thread.

    ``own_url`` tells the server's address, ``open_outside`` opens an address in the browser.
    """

    def __init__(
        self,
        own_url: Callable[[], str],
        open_outside: Callable[[str], object],
        dropped: Callable[[list[str]], object],
    ) -> None:
        self._drops = Drops(dropped)
        qInstallMessageHandler(_to_log)
        Page.fence = Fence(own_url, open_outside)
        setattr(BrowserView, "WebPage", Page)  # noqa: B010 (mypy will not have a class replaced)
        self._calls = _Calls()
        self._close_once = _CloseOnce()
        self._browser: Any = None
        self._printing: Printing

    def furnish(self, browser: Any) -> None:
        """Add to pywebview's ``browser`` (a QMainWindow) what it lacks, before it is shown."""
        self._browser = browser
        view = browser.webview
        self._printing = Printing(view)
        browser.installEventFilter(self._close_once)
        view.installEventFilter(self._drops)
        view.page().titleChanged.connect(self._show_title)
        view.page().profile().downloadRequested.connect(lambda item: save_download(item, view))
        view.printRequested.connect(self._printing.ask)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.loadFinished.connect(self._forget_loading_page)
        for keys, action in self._shortcuts():
            QShortcut(QKeySequence(keys), browser).activated.connect(action)

    def focus(self) -> None:
        """Bring the window to the front."""
        self._calls.make.emit(self._raise)

    def print_page(self) -> None:
        """Show the print dialog."""
        self._calls.make.emit(self._printing.ask)

    def _shortcuts(self) -> list[tuple[str, Callable[[], object]]]:
        view = self._browser.webview
        return [
            ("Ctrl++", lambda: self._zoom(+1)),
            ("Ctrl+=", lambda: self._zoom(+1)),
            ("Ctrl+-", lambda: self._zoom(-1)),
            ("Ctrl+0", lambda: view.setZoomFactor(1.0)),
            ("F5", view.reload),
            ("Ctrl+R", view.reload),
            ("Alt+Left", view.back),
            ("Alt+Right", view.forward),
            ("F11", self._browser.toggle_fullscreen),
            ("Ctrl+Q", self._browser.close),
            ("Ctrl+W", self._browser.close),
        ]

    def _zoom(self, direction: int) -> None:
        view = self._browser.webview
        now = view.zoomFactor()
        beyond = [step for step in ZOOM_STEPS if (step - now) * direction > 0.01]
        if beyond:
            view.setZoomFactor(beyond[0] if direction > 0 else beyond[-1])

    def _raise(self) -> None:
        if self._browser.isMinimized():
            self._browser.showNormal()
        self._browser.show()
        self._browser.raise_()
        self._browser.activateWindow()

    def _show_title(self, title: str) -> None:
        self._browser.setWindowTitle(title or "Sigmascope")

    def _forget_loading_page(self) -> None:
        page = self._browser.webview.page()
        if page.url().scheme() == "http":
            page.history().clear()  # Back must not lead to "Starting"
            self._browser.webview.loadFinished.disconnect(self._forget_loading_page)

    def _show_menu(self, position: Any) -> None:
        view = self._browser.webview
        menu = QMenu(view)
        action = QWebEnginePage.WebAction
        for kind in (action.Back, action.Forward, action.Reload, None, action.Cut, action.Copy,
                     action.Paste, action.SelectAll):  # fmt: skip
            if kind is None:
                menu.addSeparator()
            else:
                menu.addAction(view.pageAction(kind))
        printing = QAction("Print\N{HORIZONTAL ELLIPSIS}", menu)
        printing.triggered.connect(self._printing.ask)
        menu.addSeparator()
        menu.addAction(printing)
        menu.exec(view.mapToGlobal(position))
        menu.deleteLater()


class _CloseOnce(QObject):
    """Lets one close event through: pywebview's window fails on a second, impatient one."""

    def __init__(self) -> None:
        super().__init__()
        self._closed = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Qt's question whether to keep ``event`` from the window."""
        if event.type() != QEvent.Type.Close:
            return False
        again, self._closed = self._closed, True
        return again


class _Calls(QObject):
    """Carries calls from other threads into the one that owns the window."""

    make = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.make.connect(self._run)

    @Slot(object)
    def _run(self, function: Callable[[], object]) -> None:
        function()


class Fence:
    """Decides where the window may go: this server; what lies outside opens in the browser."""

    def __init__(self, own_url: Callable[[], str], open_outside: Callable[[str], object]) -> None:
        self._own_url = own_url
        self._open_outside = open_outside

    def is_own(self, url: QUrl) -> bool:
        """Whether ``url`` is an address of this program's server."""
        return f"{url.scheme()}://{url.authority()}" == self._own_url()

    def allows(self, url: QUrl) -> bool:
        """Whether the window may show ``url``; sends an address of the web to the browser."""
        if self.is_own(url) or url.scheme() in {"data", "about", "blob"}:
            return True
        if url.scheme() in {"http", "https", "mailto"}:
            self._open_outside(url.toString())
        return False


class Page(QWebEnginePage):
    """The page of the one window, in place of pywebview's."""

    fence: Fence  # set before pywebview makes the page

    def __init__(self, browser: Any, profile: QWebEngineProfile) -> None:
        super().__init__(profile, browser.webview)
        _set_up(profile)
        self.permissionRequested.connect(lambda permission: permission.deny())
        if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark:
            self.setBackgroundColor(DARK_BACKGROUND)  # no white flash before the first paint

    def acceptNavigationRequest(self, url: QUrl | str, kind: Any, main: bool) -> bool:  # noqa: N802
        """Qt's question before every navigation."""
        return self.fence.allows(QUrl(url))

    def createWindow(self, kind: Any) -> QWebEnginePage:  # noqa: N802
        """Qt's question for a new window: there is one, so the link opens in it."""
        return _NewWindow(self, self.fence)


class _NewWindow(QWebEnginePage):
    """Stands in for a window that a link wants to open, until its address is known."""

    def __init__(self, opener: QWebEnginePage, fence: Fence) -> None:
        super().__init__(opener.profile(), opener)
        self._opener = opener
        self._fence = fence

    def acceptNavigationRequest(self, url: QUrl | str, kind: Any, main: bool) -> bool:  # noqa: N802
        url = QUrl(url)
        if self._fence.is_own(url):
            self._opener.setUrl(url)
        else:
            self._fence.allows(url)
        self.deleteLater()
        return False


def _to_log(kind: QtMsgType, _context: object, message: str) -> None:
    """What Qt would write to the terminal; pywebview's bridge alone says a line at each page."""
    serious = kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
    log.log(logging.ERROR if serious else logging.INFO, message)


def _set_up(profile: QWebEngineProfile) -> None:
    # Addresses hold the port, which differs at every start: a cache on disk would never be hit.
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.MemoryHttpCache)
    settings = profile.settings()
    settings.setAttribute(Attribute.JavascriptCanAccessClipboard, True)
    settings.setAttribute(Attribute.PluginsEnabled, False)  # a PDF is saved, not shown
    settings.setAttribute(Attribute.NavigateOnDropEnabled, False)
    settings.setAttribute(Attribute.DnsPrefetchEnabled, False)
