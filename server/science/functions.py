"""Functions of two variables, each with its formula, to look at surfaces by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Function:
    """A function of x and y: its formula for people, and itself."""

    formula: str
    of: Callable[[Array, Array], Array]


def ripple(x: Array, y: Array) -> Array:
    """Circles that die away: cos(2r) exp(−r/3)."""
    r = np.hypot(x, y)
    value: Array = np.cos(2 * r) * np.exp(-r / 3)
    return value


def gaussian(x: Array, y: Array) -> Array:
    """The bell of unit height and unit sigma."""
    return np.exp(-(x**2 + y**2) / 2)


def saddle(x: Array, y: Array) -> Array:
    """The hyperbolic paraboloid."""
    return x**2 - y**2


def peaks(x: Array, y: Array) -> Array:
    """Three hills and three hollows, as in MATLAB's function of that name."""
    return (
        3 * (1 - x) ** 2 * np.exp(-(x**2) - (y + 1) ** 2)
        - 10 * (x / 5 - x**3 - y**5) * np.exp(-(x**2) - y**2)
        - np.exp(-((x + 1) ** 2) - y**2) / 3
    )


def sinc(x: Array, y: Array) -> Array:
    """sin(r)/r, and 1 in the middle."""
    return np.sinc(np.hypot(x, y) / np.pi)


def waves(x: Array, y: Array) -> Array:
    """An egg box."""
    return np.sin(x) * np.cos(y)


FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "ripple": Function("cos(2r) · exp(−r/3), r = √(x² + y²)", ripple),
        "gaussian": Function("exp(−(x² + y²)/2)", gaussian),
        "saddle": Function("x² − y²", saddle),
        "peaks": Function(
            "3(1 − x)² exp(−x² − (y + 1)²) − 10(x/5 − x³ − y⁵) exp(−x² − y²)"
            " − ⅓ exp(−(x + 1)² − y²)",
            peaks,
        ),
        "sinc": Function("sin(r)/r, r = √(x² + y²)", sinc),
        "waves": Function("sin(x) · cos(y)", waves),
    }
)
