"""Generated signals."""

import numpy as np
import pytest

from server.datafiles.errors import Cancelled
from server.datafiles.watch import Watch
from server.science.sequences import random_walk, white_noise
from server.workbench import generated
from server.workbench.generated import generate, generate_field


def test_noise_and_walk_are_those_of_the_tools(monkeypatch):
    monkeypatch.setattr(generated, "PIECE", 64)
    assert np.array_equal(generate("random", 1000, 7, 0.3), white_noise(1000, 7))
    assert np.array_equal(generate("walk", 1000, 7, 0.3), random_walk(1000, 7))


@pytest.mark.parametrize("source", ["sine", "chirp", "steps"])
def test_noise_lies_on_a_known_curve(source):
    clean, noisy = generate(source, 5000, 3, 0.0), generate(source, 5000, 3, 0.5)
    assert np.abs(clean).max() <= 1
    assert (noisy - clean).std() == pytest.approx(0.5, rel=0.05)
    assert not np.array_equal(noisy, generate(source, 5000, 4, 0.5))


def test_a_sine_has_five_cycles():
    clean = generate("sine", 1000, 1, 0.0)
    assert np.argmax(np.abs(np.fft.rfft(clean))) == 5


def test_a_field_is_the_same_for_the_same_seed():
    assert np.array_equal(generate_field(32, 5, 0.1), generate_field(32, 5, 0.1))
    assert generate_field(32, 5, 0.0).std() == pytest.approx(1.0)


def test_making_many_can_be_stopped(monkeypatch):
    monkeypatch.setattr(generated, "PIECE", 64)
    told = []
    with pytest.raises(Cancelled):
        generate("random", 1000, 1, 0.0, Watch(told.append, lambda: len(told) == 3))
    assert told == [0.0, 0.064, 0.128]
