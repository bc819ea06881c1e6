"""Where the window stood, kept in the user's data folder and restored only where it can be seen."""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

log = logging.getLogger(__name__)

FILE_NAME = "window.json"
MIN_WIDTH, MIN_HEIGHT = 960, 640
GRIP = 120  # pixels of the window's top edge that must lie on a screen, so that it can be dragged


@dataclass(frozen=True)
class Rectangle:
    """A screen's area in the desktop's coordinates, in device-independent pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Geometry:
    """Size of the window's content and position of its frame; a position of None is centred."""

    width: int = 1280
    height: int = 800
    x: int | None = None
    y: int | None = None
    maximized: bool = False

    def fitted(self, screens: Sequence[Rectangle]) -> "Geometry":
        """This geometry as it can be shown on ``screens``, none smaller than the minimum."""
        if not screens:
            return replace(self, x=None, y=None)
        width = max(MIN_WIDTH, min(self.width, max(screen.width for screen in screens)))
        height = max(MIN_HEIGHT, min(self.height, max(screen.height for screen in screens)))
        fitted = replace(self, width=width, height=height)
        if any(_holds_top_edge(screen, fitted) for screen in screens):
            return fitted
        return replace(fitted, x=None, y=None)


def load(data_dir: Path) -> Geometry:
    """The geometry kept in ``data_dir``; the default when there is none that makes sense."""
    try:
        return _checked(json.loads((data_dir / FILE_NAME).read_text("utf-8")))
    except FileNotFoundError:
        return Geometry()
    except (OSError, ValueError, TypeError) as error:
        log.warning("the window's geometry is not used: %s", error)
        return Geometry()


def save(data_dir: Path, geometry: Geometry) -> None:
    """Keep ``geometry``, whole or not at all."""
    path = data_dir / FILE_NAME
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(geometry)), "utf-8")
    partial.replace(path)


def _checked(kept: object) -> Geometry:
    if not isinstance(kept, dict):
        raise TypeError(f"{FILE_NAME} holds no object")
    numbers = {name: kept[name] for name in ("width", "height", "x", "y") if name in kept}
    for name, value in numbers.items():
        absent = value is None and name in {"x", "y"}
        if not absent and (type(value) is not int or abs(value) > 100_000):
            raise ValueError(f"{name} is {value!r}")
    return Geometry(**numbers, maximized=kept.get("maximized") is True)


def _holds_top_edge(screen: Rectangle, window: Geometry) -> bool:
    if window.x is None or window.y is None:
        return False
    left = max(window.x, screen.x)
    right = min(window.x + window.width, screen.x + screen.width)
    return right - left >= GRIP and screen.y <= window.y <= screen.y + screen.height - GRIP
