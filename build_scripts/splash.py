"""A small window with a bar, shown by the launcher while it unpacks the program the first time.

Tcl/Tk travels in the payload, so that later starts do not pay for it; without it, or without a
display, the program is unpacked with nothing to see.
"""

import ctypes
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from payload import Payload

if TYPE_CHECKING:
    from tkinter import Canvas

WIDTH, HEIGHT, MARGIN = 420, 148, 28
BACKGROUND, TEXT, MUTED, TRACK, ACCENT = "#F7F8FA", "#16202C", "#566273", "#DDE2E8", "#2457D6"
RAW = "#8793A3"
POLL_MS = 50
TK = "program/splash"  # where sigmascope.spec puts Tcl/Tk


def unpack_with_splash(payload: Payload, folder: Path) -> None:
    """Unpack ``payload`` into ``folder`` behind a window that tells how far it is."""
    payload.unpack(folder, only=lambda name: name.startswith(TK))
    done = _Progress()

    def unpack() -> None:
        try:
            payload.unpack(folder, done.set, only=lambda name: not name.startswith(TK))
        except OSError as error:
            done.error = error
        finally:
            done.finished = True

    worker = threading.Thread(target=unpack)
    worker.start()
    try:
        _show(folder / TK, payload.unpacked_bytes, done)
    except Exception as error:  # noqa: BLE001 (Tk's errors exist only once it is imported)
        print(f"sigmascope: unpacking, without a picture of it ({error})", file=sys.stderr)
    worker.join()
    if done.error is not None:
        raise done.error


class _Progress:
    """What the unpacking thread tells the window."""

    def __init__(self) -> None:
        self.bytes = 0
        self.finished = False
        self.error: OSError | None = None

    def set(self, done: int) -> None:
        self.bytes = done


def _show(tk_home: Path, total: int, done: _Progress) -> None:
    _load_tk(tk_home)
    import tkinter as tk

    root = tk.Tk(className="Sigmascope")
    root.title("Sigmascope")
    root.overrideredirect(True)
    x = (root.winfo_screenwidth() - WIDTH) // 2
    y = (root.winfo_screenheight() - HEIGHT) // 2
    root.geometry(f"{WIDTH}x{HEIGHT}+{x}+{y}")
    canvas = tk.Canvas(
        root, width=WIDTH, height=HEIGHT, background=BACKGROUND, highlightthickness=0
    )
    canvas.pack()
    bar = _draw(canvas)

    def follow() -> None:
        if done.finished:
            root.destroy()
            return
        length = (WIDTH - 2 * MARGIN) * min(done.bytes / total, 1)
        canvas.coords(bar, MARGIN, HEIGHT - 30, MARGIN + length, HEIGHT - 26)
        root.after(POLL_MS, follow)

    follow()
    root.mainloop()


def _draw(canvas: "Canvas") -> int:
    from math import exp, sin

    canvas.create_rectangle(0, 0, WIDTH - 1, HEIGHT - 1, outline=TRACK)
    curve = [(t / 40, 36 * exp(-((t - 60) ** 2) / 900)) for t in range(0, 121, 2)]
    smooth = [(MARGIN + 40 * u * 0.66, 68 - h) for u, h in curve]
    raw = [(x, y + 5 * sin(7.3 * i) - 3 * sin(2.9 * i)) for i, (x, y) in enumerate(smooth)]
    canvas.create_line(raw, fill=RAW, width=1)
    canvas.create_line(smooth, fill=ACCENT, width=3, capstyle="round", joinstyle="round")
    left = MARGIN + 104
    font = "TkDefaultFont"
    canvas.create_text(left, 40, anchor="w", text="Sigmascope", fill=TEXT, font=(font, 16, "bold"))
    canvas.create_text(
        left, 66, anchor="w", fill=MUTED, font=(font, 10),
        text="Unpacking. This happens once.",
    )  # fmt: skip
    canvas.create_rectangle(
        MARGIN, HEIGHT - 30, WIDTH - MARGIN, HEIGHT - 26, fill=TRACK, outline=""
    )
    return canvas.create_rectangle(
        MARGIN, HEIGHT - 30, MARGIN, HEIGHT - 26, fill=ACCENT, outline=""
    )


def _load_tk(home: Path) -> None:
    """Let tkinter find Tcl/Tk in ``home``. Raises OSError when it cannot be loaded."""
    os.environ["TCL_LIBRARY"] = str(home / "_tcl_data")
    os.environ["TK_LIBRARY"] = str(home / "_tk_data")
    sys.path.insert(0, str(home))
    if sys.platform == "win32":
        os.add_dll_directory(str(home))
        return
    for name in ("libtcl8.6.so", "libtk8.6.so"):  # each needs the one before
        if (home / name).exists():
            ctypes.CDLL(str(home / name), ctypes.RTLD_GLOBAL)
