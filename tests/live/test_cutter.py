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


def test_all_of_one_rate_get_the_same_end_within_a_moment(monkeypatch):
    now = [5.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    stream = Stream("a", Channels(("x",)))
    cutter = Cutter(stream)
    stream.publish(np.zeros((10, 1)))
    assert cutter.end(30) == 10
    stream.publish(np.zeros((10, 1)))
    assert cutter.end(30) == 10
    now[0] += 1 / 29
    assert cutter.end(30) == 20
