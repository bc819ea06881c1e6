import math

import numpy as np
import pytest

from server.science.functions import FUNCTIONS

E = math.e


@pytest.mark.parametrize(
    ("name", "x", "y", "expected"),
    [
        ("ripple", 0, 0, 1),
        ("ripple", 3, 4, math.cos(10) * math.exp(-5 / 3)),
        ("gaussian", 0, 0, 1),
        ("gaussian", 1, 1, 1 / E),
        ("saddle", 3, 2, 5),
        ("peaks", 0, 0, 3 / E - 1 / (3 * E)),
        ("peaks", 1, 0, -10 * (1 / 5 - 1) / E - math.exp(-4) / 3),
        ("sinc", 0, 0, 1),
        ("sinc", 0, math.pi, 0),
        ("sinc", math.pi / 2, 0, 2 / math.pi),
        ("waves", math.pi / 2, 0, 1),
        ("waves", 0, 1, 0),
    ],
)
def test_values_by_hand(name, x, y, expected):
    value = FUNCTIONS[name].of(np.array(float(x)), np.array(float(y)))
    assert value == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_finite_everywhere_allowed(name):
    far = np.array([-1e6, 0.0, 1e6])
    assert np.isfinite(FUNCTIONS[name].of(far[None, :], far[:, None])).all()
