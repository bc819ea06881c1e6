"""Frames are packed once for all who are in step."""

import numpy as np

from server.live import cutter as module
from server.live.cutter import Cutter
from server.live.frames import unpack
from server.live.stream import Channels, Stream


def test_the_same_frame_is_packed_once_and_one_that_tells_of_a_gap_for_one_alone(monkeypatch):
    stream = Stream("a", Channels(("x", "y"), rate=1000.0))
    stream.publish(np.arange(200.0).reshape(100, 2))
    cutter = Cutter(stream)
    frame = cutter.samples(10, 30)
    assert cutter.samples(10, 30) is frame
    assert unpack(frame).skipped == 0
    assert unpack(cutter.samples(10, 30, skipped=7)).skipped == 7
    assert unpack(cutter.samples(10, 30, (1,))).values.shape == (20, 1)


def test_frames_of_one_moment_end_at_the_same_sample(monkeypatch):
    now = [5.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    stream = Stream("a", Channels(("x",)))
    cutter = Cutter(stream)
    stream.publish(np.zeros((10, 1)))
    assert cutter.end == 10
    stream.publish(np.zeros((10, 1)))
    assert cutter.end == 10
    now[0] += 1.01 * module.MOMENT
    assert cutter.end == 20


def test_packed_frames_take_bounded_memory(monkeypatch):
    monkeypatch.setattr(module, "KEPT", 2000)
    stream = Stream("a", Channels(("x",)))
    stream.publish(np.zeros((1000, 1)))
    cutter = Cutter(stream)
    for first in range(0, 1000, 100):
        cutter.samples(first, first + 100)
        assert sum(map(len, cutter._packed.values())) == cutter._size <= 2000
    assert len(cutter.samples(0, 1000)) > 2000  # one may be larger than what is kept
