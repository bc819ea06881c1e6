"""The binary form, byte by byte and there and back."""

import json

import numpy as np
import pytest

from server.workbench.transport import Curve, pack, scaling, unpack


def test_the_layout_is_the_one_that_is_written_down():
    curve = Curve("raw", "points", "m", {"x": np.array([0.0, 2.0]), "y": np.array([1.0, 3.0])})
    data = pack({"total": 2}, [curve])
    assert data[:4] == b"SGV1"
    length = int.from_bytes(data[4:8], "little")
    assert (8 + length) % 8 == 0
    header = json.loads(data[8 : 8 + length])
    told = header["curves"][0]
    assert (header["total"], told["offset"], told["scale"], told["count"]) == (2, 2.0, 1.0, 2)
    x, y = told["arrays"]
    assert (x["role"], x["dtype"], y["role"], y["dtype"]) == ("x", "f8", "y", "f4")
    assert x["at"] % 8 == y["at"] % 8 == 0
    assert np.frombuffer(data, "<f8", 2, x["at"]).tolist() == [0.0, 2.0]
    assert np.frombuffer(data, "<f4", 2, y["at"]).tolist() == [-1.0, 1.0]
    assert len(data) % 8 == 0


@pytest.mark.parametrize("level", [0.0, 1e6, -1e300, 1e-300])
@pytest.mark.parametrize("span", [1.0, 1e-3])
def test_values_are_told_to_a_ten_millionth_of_their_range(level, span):
    rng = np.random.default_rng(1)
    low = level + span * (abs(level) or 1) * rng.standard_normal(500)
    high = low + span * (abs(level) or 1)
    header, curves = unpack(pack({}, [Curve("a", "columns", "", {"min": low, "max": high})]))
    spread = high.max() - low.min()
    assert np.max(np.abs(curves["a"]["min"] - low)) <= 1.2e-7 * spread
    assert np.max(np.abs(curves["a"]["max"] - high)) <= 1.2e-7 * spread
    assert header["curves"][0]["form"] == "columns"


def test_gaps_stay_gaps_and_nothing_is_allowed():
    gap = np.array([np.nan, 1.0])
    nothing = np.full(2, np.nan)
    _, curves = unpack(
        pack({}, [Curve("a", "points", "", {"y": gap}), Curve("b", "points", "", {"y": nothing})])
    )
    assert np.isnan(curves["a"]["y"]).tolist() == [True, False]
    assert np.isnan(curves["b"]["y"]).all()


def test_the_widest_range_does_not_overflow():
    ends = np.array([-1.7e308, 1.7e308])
    assert scaling([ends]) == (0.0, 1.7e308)
    _, curves = unpack(pack({}, [Curve("a", "points", "", {"y": ends})]))
    assert curves["a"]["y"].tolist() == ends.tolist()


def test_anything_else_is_refused():
    with pytest.raises(ValueError, match="SGV1"):
        unpack(b"PNG!0000")
