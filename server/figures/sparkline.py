"""A sequence as a small line without axes: for cards and lists."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.extremes import extremes

STRETCHES = 60  # each drawn by its smallest and largest value
HEIGHT = 100  # of the scaled values


def scaled(values: NDArray[Any]) -> list[int | None]:
    """``values`` by the extremes of stretches, scaled to 0…100; None for gaps and infinities."""
    numbers = np.asarray(values, dtype=np.float64)
    numbers = np.where(np.isinf(numbers), np.nan, numbers)
    drawn = numbers[extremes(numbers, STRETCHES)]
    if not np.isfinite(drawn).any():
        return []
    low, high = float(np.nanmin(drawn)), float(np.nanmax(drawn))
    half = (high / 2 - low / 2) or 0.5  # the whole may be beyond the largest number
    return [
        None if np.isnan(v) else round((v / 2 - low / 2) / half * HEIGHT) for v in drawn.tolist()
    ]


def path(values: Sequence[int | None], width: int = 240, height: int = 56) -> str:
    """The line through ``values`` (0…100) as the ``d`` of an SVG path, broken at gaps."""
    step = width / max(len(values) - 1, 1)
    parts: list[str] = []
    pen = "M"
    for position, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{position * step:.4g} {height - value / HEIGHT * height:.4g}")
        pen = "L"
    return "".join(parts)
