"""Auto for a field: the sigma that predicts its visible part best."""

from dataclasses import asdict
from typing import Any

from server.science.choosing_field import choose_field_sigma
from server.science.widths import in_unit, widths
from server.workbench.field import FieldData, FieldWindow
from server.workbench.recipe import Recipe


def field_auto(data: FieldData, recipe: Recipe, window: FieldWindow) -> dict[str, Any]:
    """The sigma in all units, with the scores of those tried and the reason in words."""
    choice = choose_field_sigma(data.values[window.rows, window.columns])
    if choice is None:
        words = "The visible values are too few, or all the same: nothing tells noise from signal."
        return {"width": None, "reason": words}
    return {
        "width": in_unit(choice.sigma, recipe.unit),
        "unit": recipe.unit,
        "widths": asdict(widths(choice.sigma)),
        "block": choice.block,
        "sigmas": choice.sigmas,
        "scores": choice.scores,
        "reason": choice.reason,
    }
