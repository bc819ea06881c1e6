"""The smoothings of a field that leave together: that which is turned, and those kept beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.errors import InputError
from server.tools.words import significant
from server.workbench.field import FieldData, FieldWindow
from server.workbench.field_smoothing import field_sigma
from server.workbench.layers import Layer, compared, layers_of
from server.workbench.recipe import Recipe

NAMES = {"smooth": "smoothed"}  # as the columns of signals are called


@dataclass(frozen=True)
class Leaving:
    """One of them: the ``layer`` that it is, and its sigma in cells, None of the field as it is."""

    layer: str
    sigma: float | None

    @property
    def name(self) -> str:
        """What its numbers are called."""
        return NAMES.get(self.layer, self.layer)

    @property
    def words(self) -> str:
        """What stands above its picture."""
        if self.sigma is None:
            return "As measured"
        return f"Gaussian, σ = {significant(self.sigma)} cells"


def leaving(data: FieldData, recipe: Recipe) -> list[Leaving]:
    """The smoothed field, or the field itself for the method ``none``; then those kept beside it.

    Raises InputError naming what is not known of fields.
    """
    if recipe.method == "none":
        found = [Leaving("raw", None)]
    else:
        found = [Leaving("smooth", field_sigma(data, recipe))]
    for layer, kept in compared(recipe).items():
        try:
            found.append(Leaving(layer, field_sigma(data, kept)))
        except InputError as error:
            words = f"names a smoothing whose {error.field} {error.message}"
            raise InputError("also", words, error.allowed) from error
    return found


def leaving_layers(
    data: FieldData, recipe: Recipe, window: FieldWindow, chosen: Sequence[Leaving]
) -> list[Layer]:
    """The values of each of ``chosen`` in the window, and where they begin. Raises InputError."""
    found = layers_of(data, recipe, window, [one.layer for one in chosen])
    return [found[one.layer] for one in chosen]
