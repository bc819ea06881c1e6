"""What the visible part of a signal comes to, as it is and smoothed."""

import math
from dataclasses import asdict
from typing import Any

import numpy as np

from server.datafiles.errors import Cancelled
from server.science.widths import widths
from server.workbench.curves import Smoother, smoothers
from server.workbench.extremes import raw_extremes
from server.workbench.recipe import Recipe
from server.workbench.statistics import Tally, scale_for
from server.workbench.view import Scene

PIECE = 2**20  # samples looked at together


def facts(scene: Scene, recipe: Recipe) -> dict[str, Any]:
    """Statistics of the visible range for the signal and each smoothing, and their widths.

    Raises Cancelled, InputError.
    """
    signal, window = scene.signal, scene.window
    ends = np.array([window.first, window.last])
    low, high = raw_extremes(signal, ends, scene.pyramid)
    scale = scale_for(float(low[0]), float(high[0])) if window.visible else 1.0
    chosen = smoothers(signal, recipe)
    raw, tallies = _tallied(scene, chosen, scale)
    return {
        "total": len(signal),
        "visible": window.visible,
        "from": window.start,
        "to": window.stop,
        "unit": signal.label.unit,
        "x_unit": signal.x_label.unit,
        "x_kind": signal.x_kind,
        "raw": {**raw.told(), **_places(scene, raw)},
        "curves": [
            {
                **_of_smoother(smoother),
                **smooth.told(),
                **_places(scene, smooth),
                "residual": rest.told(),
                "removed_db": _decibels(rest, raw),
            }
            for smoother, (smooth, rest) in zip(chosen, tallies, strict=True)
        ],
        "notes": list(signal.notes),
    }


def _tallied(
    scene: Scene, chosen: list[Smoother], scale: float
) -> tuple[Tally, list[tuple[Tally, Tally]]]:
    """The visible values; for each smoothing what it gives, and what it takes away."""
    raw, window = Tally(scale), scene.window
    tallies = [(Tally(scale), Tally(scale)) for _ in chosen]
    piece = min([PIECE, *(smoother.piece for smoother in chosen)])
    for first in range(window.first, window.last, piece):
        if scene.cancelled():
            raise Cancelled("The view was overtaken by a newer one.")
        last = min(first + piece, window.last)
        part = np.asarray(scene.signal.y[first:last], dtype=np.float64)
        raw.add(part, first)
        for smoother, (smooth, rest) in zip(chosen, tallies, strict=True):
            values = smoother.part(first, last)
            smooth.add(values, first)
            with np.errstate(invalid="ignore"):
                rest.add(part - values, first)
    return raw, tallies


def _of_smoother(smoother: Smoother) -> dict[str, Any]:
    """Its width in every unit, and what it does to white noise."""
    response = smoother.response
    gain = None if response is None else response.noise_gain
    step = smoother.signal.positions.step
    cutoff = None if response is None or response.cutoff is None else response.cutoff / step
    plain = smoother.step.order == 0 and gain is not None and gain > 0
    return {
        "name": smoother.name,
        "words": smoother.words,
        "method": smoother.step.method,
        "widths": asdict(widths(smoother.sigma, step)),
        "window": None if smoother.window is None else smoother.window.window,
        "sampled_cutoff": cutoff,
        "noise_gain": gain,
        "noise_reduction_db": -20 * math.log10(gain) if plain and gain else None,
    }


def _places(scene: Scene, tally: Tally) -> dict[str, float | None]:
    """Where the extremes lie, in x."""
    if not tally.count:
        return {"at_minimum": None, "at_maximum": None}
    at = scene.signal.positions.at
    return {"at_minimum": at(tally.low[1]), "at_maximum": at(tally.high[1])}


def _decibels(rest: Tally, raw: Tally) -> float | None:
    """The residual's strength over the signal's, both about their means."""
    if not rest.squares or not raw.squares:
        return None
    return 10 * math.log10((rest.squares / rest.count) / (raw.squares / raw.count))
