"""One smoothing: which method, how wide, in which unit."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic_core import PydanticCustomError

from server.tools.parameters import as_text

Method = Literal["gaussian", "savgol", "median", "mean", "none"]
Unit = Literal["samples", "x", "fwhm", "cutoff"]
METHODS: tuple[Method, ...] = get_args(Method)
UNITS: tuple[Unit, ...] = get_args(Unit)

MAX_ALSO = 2  # smoothings to compare with
MAX_WIDTH = 1e12
SHAPE = "method~width~unit or method~width~unit~order, such as median~9~samples"


@dataclass(frozen=True)
class Step:
    """One smoothing; ``order`` is the derivative that is taken with it."""

    method: Method
    width: float
    unit: Unit
    order: int = 0

    @property
    def text(self) -> str:
        """The step as it stands in an address."""
        order = f"~{self.order}" if self.order else ""
        return f"{self.method}~{as_text(self.width)}~{self.unit}{order}"


def step_of_text(text: str) -> Step:
    """The step that ``text`` writes down. Raises PydanticCustomError."""
    parts = text.split("~")
    method = next((name for name in METHODS if name == parts[0]), None)
    unit = next((name for name in UNITS if name == [*parts, "", ""][2]), None)
    try:
        width = float(parts[1])
        order = int(parts[3]) if len(parts) == 4 else 0
    except (IndexError, ValueError):
        raise _unreadable(text) from None
    inside = 0 <= width <= MAX_WIDTH and math.isfinite(width) and 0 <= order <= 2
    if method is None or unit is None or not inside or len(parts) > 4:
        raise _unreadable(text)
    return Step(method, width, unit, order)


def _unreadable(text: str) -> PydanticCustomError:
    shown = text[:40].replace("{", "(").replace("}", ")")
    return PydanticCustomError("step", f"“{shown}” is no smoothing", {"allowed": SHAPE})
