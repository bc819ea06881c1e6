import math

import pytest

from server.tools.words import counted, significant, with_unit


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (2.0, "2"),
        (-1234567.0, "−1,234,567"),
        (0.132456, "0.1325"),
        (-2.5e-7, "−2.5 × 10^−7"),
        (1.5e20, "1.5 × 10^20"),
        (math.nan, "–"),
        (-math.inf, "−∞"),
    ],
)
def test_significant(value, text):
    assert significant(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0055556, "s", "5.556 ms"),
        (23.85, "Hz", "23.85 Hz"),
        (1000, "Hz", "1 kHz"),
        (0, "s", "0 s"),
        (3e-15, "s", "0.003 ps"),
    ],
)
def test_si_prefixes(value, unit, text):
    assert with_unit(value, unit) == text


def test_counted():
    assert (counted(1, "value"), counted(1000, "value")) == ("1 value", "1,000 values")
