"""Paper and files from Qt's web view: the print dialog, and the downloads of every kind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QStandardPaths
from PySide6.QtGui import QDropEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWebEngineCore import QWebEngineDownloadRequest
from PySide6.QtWidgets import QFileDialog


class Drops(QObject):
    """Tells ``dropped`` the paths of files that are dropped on a view: pages do not learn them."""

    def __init__(self, dropped: Callable[[list[str]], object]) -> None:
        super().__init__()
        self._dropped = dropped

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Qt's question whether to keep ``event`` from the view: the page gets it all the same."""
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            urls = event.mimeData().urls()
            if paths := [url.toLocalFile() for url in urls if url.isLocalFile()]:
                self._dropped(paths)
        return False


class Printing:
    """The print dialog of one web view. QWebEngineView.print works on after it returns."""

    def __init__(self, view: Any) -> None:
        self._view = view
        self._printer: QPrinter | None = None
        view.printFinished.connect(self._finish)

    def ask(self) -> None:
        """Let the user choose a printer or a PDF file, and print."""
        if self._printer is not None:
            return  # one at a time: the page is still being sent
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._view)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:
            # Straight from Chromium: text stays text, where QPrinter would write pictures.
            self._view.page().printToPdf(printer.outputFileName(), printer.pageLayout())
        else:
            self._printer = printer
            self._view.print(printer)

    def _finish(self, _success: bool) -> None:
        self._printer = None


def save_download(item: QWebEngineDownloadRequest, parent: Any) -> None:
    """Ask where a download shall go, and let it; a download that is not accepted ends."""
    where = QStandardPaths.StandardLocation.DownloadLocation
    folder = Path(QStandardPaths.writableLocation(where))
    folder = folder if folder.is_dir() else Path.home()
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "Save", str(folder / (item.suggestedFileName() or "sigmascope"))
    )
    if chosen:
        target = Path(chosen)
        item.setDownloadDirectory(str(target.parent))
        item.setDownloadFileName(target.name)
        item.accept()
    else:
        item.cancel()
