"""What is drawn of a field: the colour of every pixel, and profiles through a point."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.bins import minmax_bins
from server.science.widths import widths
from server.workbench.curves import Cancelled, never
from server.workbench.field import (
    FieldData,
    FieldWindow,
    area_means,
    extremes_of,
    quantised,
)
from server.workbench.field_smoothing import field_sigma, preview_means
from server.workbench.layers import Layer, layers_of
from server.workbench.recipe import Recipe
from server.workbench.signal import Label
from server.workbench.transport import Block, Curve, assemble, entries_of

NAMED = 512  # rows or columns whose names are told
PROFILED = ("raw", "smooth", "also1", "also2")  # layers
SPARSE = 4096  # values up to which all of a profile are sent


def field_bytes(
    data: FieldData,
    recipe: Recipe,
    window: FieldWindow,
    parts: Sequence[str],
    depth: int = 8,
    at: tuple[float, float] | None = None,
    cancelled: Cancelled = never,
) -> bytes:
    """The visible part in the binary form: the layers (``layers_of``) that ``parts`` say.

    Pixels are area means of ``depth`` bits; ``minimum`` and ``maximum`` are those of the values
    themselves. ``at`` is the column and row that profiles of both are added of.
    Raises InputError, Cancelled.
    """
    started = time.perf_counter()
    wanted = {*parts, *PROFILED} if at else set(parts)
    layers = layers_of(data, recipe, window, wanted, cancelled)
    told: list[dict[str, Any]] = []
    blocks: list[Block] = []
    for name in parts:
        if name in layers:
            entry, block = _picture(name, layers[name], window, depth)
            told.append(entry)
            blocks.append(block)
    spot = None
    if at is not None:
        spot, profiles = _profiles(data, layers, window, at)
        for profile in profiles:
            entry, more = entries_of(profile)
            told.append(entry)
            blocks += more
    head = {**field_header(data, recipe, window), "at": spot, "ms": _since(started)}
    return assemble({**head, "curves": told}, blocks)


def preview_bytes(
    data: FieldData, recipe: Recipe, window: FieldWindow, depth: int = 8
) -> bytes | None:
    """The smoothed picture alone, about right, in no time; None where that is no gain.

    Its ``minimum`` and ``maximum`` are those of its pixels. Raises InputError.
    """
    started = time.perf_counter()
    means = None if recipe.method == "none" else preview_means(data, recipe, window)
    if means is None:
        return None
    known = means[np.isfinite(means)]
    ends = (float(known.min()), float(known.max())) if known.size else (math.nan, math.nan)
    told, block = _coloured("smooth", means, ends, depth)
    head = {
        **field_header(data, recipe, window),
        "tier": "preview",
        "at": None,
        "ms": _since(started),
    }
    return assemble({**head, "curves": [told]}, [block])


def field_header(data: FieldData, recipe: Recipe, window: FieldWindow) -> dict[str, Any]:
    """What is told of a picture. Columns and rows count from 0; ``to`` comes after the last."""
    sigma = field_sigma(data, recipe)
    return {
        "kind": "field",
        "tier": "exact",
        "rows": data.rows,
        "columns": data.columns,
        "x": _axis(data.column_label, data.column_names, window.columns),
        "y": _axis(data.row_label, data.row_labels, window.rows),
        "value": {"label": str(data.label), "name": data.label.name, "unit": data.label.unit},
        "total": int(data.values.size),
        "visible": window.visible,
        "widths": asdict(widths(sigma)),
        "notes": list(data.notes),
        "recipe": recipe.pairs(),
    }


def _since(started: float) -> float:
    """Milliseconds from then to now."""
    return round(1e3 * (time.perf_counter() - started), 2)


def _axis(label: Label, names: Sequence[str], part: slice) -> dict[str, Any]:
    few = part.stop - part.start <= NAMED
    return {
        "label": str(label),
        "from": part.start,
        "to": part.stop,
        "names": list(names[part]) if few and names else None,
    }


def _picture(
    name: str, layer: Layer, window: FieldWindow, depth: int
) -> tuple[dict[str, Any], Block]:
    inside = layer.window(window)
    ends = extremes_of(layer.values, inside)
    return _coloured(name, area_means(layer.values, inside), ends, depth)


def _coloured(
    name: str, means: NDArray[np.float64], ends: tuple[float, float], depth: int
) -> tuple[dict[str, Any], Block]:
    """The pixels as whole numbers, and what the header tells of them."""
    stored, offset, scale = quantised(means, depth)
    array = {"role": "value", "dtype": f"u{depth // 8}", "length": int(stored.size)}
    told = {
        "name": name,
        "form": "field",
        "width": stored.shape[1],
        "height": stored.shape[0],
        "offset": offset,
        "scale": scale,
        "gap": 2**depth - 1,
        "minimum": _known(ends[0]),
        "maximum": _known(ends[1]),
        "arrays": [array],
    }
    return told, (array, stored.reshape(-1))


def _profiles(
    data: FieldData, layers: Mapping[str, Layer], window: FieldWindow, at: tuple[float, float]
) -> tuple[dict[str, Any], list[Curve]]:
    """The values along the row and the column through a point, and at the point itself."""
    rows, columns = window.rows, window.columns
    column = min(max(math.floor(at[0]), columns.start), columns.stop - 1)
    row = min(max(math.floor(at[1]), rows.start), rows.stop - 1)
    spot: dict[str, Any] = {"column": column, "row": row}
    spot["column_name"] = data.column_names[column] if data.column_names else None
    spot["row_name"] = data.row_labels[row] if data.row_labels else None
    found = []
    for name in PROFILED:
        if name in layers:
            layer = layers[name]
            along, down = layer.row(row, columns), layer.column(column, rows)
            spot[name] = _known(float(along[column - columns.start]))
            found.append(_profile(f"row_{name}", along, window.column_edges))
            found.append(_profile(f"column_{name}", down, window.row_edges))
    return spot, found


def _profile(name: str, values: NDArray[np.float64], edges: NDArray[np.int64]) -> Curve:
    """A profile: its values in the middle of their cells, or of very long ones the extremes."""
    values = np.where(np.isfinite(values), values, np.nan)
    if len(values) <= SPARSE:
        x = np.asarray(np.arange(len(values)) + 0.5, dtype=np.float64)
        return Curve(name, "points", name, {"x": x, "y": values})
    low, high = minmax_bins(values, edges - edges[0])
    return Curve(name, "columns", name, {"min": low, "max": high})


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
