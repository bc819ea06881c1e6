"""What is told of a view besides its curves: the header of the binary form."""

from collections.abc import Sequence
from typing import Any

from server.workbench.positions import date_of
from server.workbench.recipe import Recipe
from server.workbench.transport import Curve
from server.workbench.view import Scene


def header(scene: Scene, curves: Sequence[Curve], recipe: Recipe) -> dict[str, Any]:
    """What is told of the curves: where they lie, what they mean, how many samples they stand for.

    ``drawn`` are the values of the raw curve that were sent; ``tier`` is that of the smoothed
    ones (curves that are drawn sample by sample are always exact).
    """
    signal, window = scene.signal, scene.window
    raw = next((curve for curve in curves if curve.name == "raw"), None)
    ends = (window.start, window.stop)
    return {
        "tier": "exact" if window.sparse else scene.tier,
        "x": {
            "kind": signal.x_kind,
            "name": signal.x_label.name,
            "unit": signal.x_label.unit,
            "label": str(signal.x_label),
            "from": window.start,
            "to": window.stop,
            "dates": [date_of(end) for end in ends] if signal.x_kind == "date" else None,
            "extent": signal.positions.extent,
        },
        "y": {"name": signal.label.name, "unit": signal.label.unit, "label": str(signal.label)},
        "total": len(signal),
        "visible": window.visible,
        "drawn": drawn(raw) if raw else 0,
        "columns": window.pixels,
        "signal": {
            "spaced": signal.spaced,
            "step": signal.positions.step,
            "regular": signal.positions.values is None,
            "dtype": signal.y.dtype.name,
            "gaps": None if scene.pyramid is None else scene.pyramid.gaps,
        },
        "notes": list(signal.notes),
        "recipe": recipe.pairs(),
    }


def drawn(curve: Curve) -> int:
    """The values of a curve that are sent."""
    return sum(len(array) for role, array in curve.arrays.items() if role != "x")
