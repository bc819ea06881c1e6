"""Can a window be shown here? Asked before a toolkit is started.

Qt aborts and GTK exits the whole program when there is no display, and neither can be caught.
"""

import ctypes
import os
import re
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

Gui = Literal["qt", "gtk", "edgechromium", "cocoa"]

SCREENLESS = frozenset({"offscreen", "minimal", "vnc"})
DEBIAN_EXCEPTIONS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libnssutil3.so": "libnss3",
    "libsmime3.so": "libnss3",
    "libz.so.1": "zlib1g",
}
_SONAME = re.compile(r"(lib[\w.+-]+?\.so(?:\.\d+)*)")


def gui() -> Gui | None:
    """The name in pywebview for the toolkit to use here; None where there is none."""
    if sys.platform == "win32":
        return "edgechromium"
    if sys.platform == "darwin":
        return "cocoa"
    if find_spec("PySide6") is not None:
        return "qt"
    return "gtk" if find_spec("gi") is not None else None


def obstacle() -> str | None:
    """Why no window can be shown, in one line for the user; None when one can."""
    if not sys.platform.startswith("linux"):
        return None
    toolkit = gui()
    if toolkit is None:
        return "No window toolkit is installed (on Debian: gir1.2-webkit2-4.1 and python3-gi)."
    needs_display = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] not in SCREENLESS
    if needs_display and (reason := _no_display()):
        return reason
    return _qt_lacks() if toolkit == "qt" else _gtk_lacks()


def debian_package(soname: str) -> str:
    """The Debian package that holds a shared library, by Debian's naming rule.

    The name in lower case, then the version, with a hyphen when the name ends in a digit.
    """
    if soname in DEBIAN_EXCEPTIONS:
        return DEBIAN_EXCEPTIONS[soname]
    name, _, version = soname.lower().partition(".so")
    version = version.removeprefix(".").replace(".", "-")
    return f"{name}-{version}" if version and name[-1].isdigit() else name + version


def _no_display() -> str | None:
    if wayland := os.environ.get("WAYLAND_DISPLAY"):
        path = Path(os.environ.get("XDG_RUNTIME_DIR", ""), wayland)  # an absolute name stands alone
        if _listens(path):
            return None
    name = os.environ.get("DISPLAY")
    if not name:
        return "There is no display (neither DISPLAY nor a Wayland session)."
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return _missing(error)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)  # reads DISPLAY and the authority file as Qt will
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"The display {name} does not answer, or does not let this user in." if refused else None


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def _qt_lacks() -> str | None:
    try:
        import PySide6.QtWebEngineWidgets

        plugins = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
        if os.environ.get("DISPLAY") and (plugins / "libqxcb.so").exists():
            ctypes.CDLL(str(plugins / "libqxcb.so"))
    except (ImportError, OSError) as error:
        return _missing(error)
    return None


def _gtk_lacks() -> str | None:
    try:
        import gi

        gi.require_version("Gtk", "3.0")
        try:
            gi.require_version("WebKit2", "4.1")
        except ValueError:
            gi.require_version("WebKit2", "4.0")
    except ValueError:
        return "WebKitGTK is missing (on Debian: the package gir1.2-webkit2-4.1)."
    except (ImportError, OSError) as error:
        return _missing(error)
    return None


def _missing(error: Exception) -> str:
    if found := _SONAME.search(str(error)):
        library = found[1]
        return (
            f"The library {library} is missing (on Debian: the package {debian_package(library)})."
        )
    return f"The window toolkit cannot be loaded: {error}"
