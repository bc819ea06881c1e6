"""Rings, streams, watchers, smoothed streams, the hub."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter1d

from server.errors import InputError, NotFound
from server.live.derived import Derived
from server.live.hub import MOST_WIDTHS, LocalHub
from server.live.ring import Ring
from server.live.stream import Channels, Stream
from server.live.watcher import Watcher


def column(*values):
    return np.array(values, dtype=float)[:, np.newaxis]


@settings(deadline=None)
@given(st.lists(st.integers(0, 25), max_size=12), st.integers(1, 12), st.data())
def test_a_ring_holds_the_last_samples_under_their_numbers(sizes, capacity, data):
    ring, everything = Ring(2, capacity), np.empty((0, 2))
    for size in sizes:
        block = len(everything) + np.arange(2.0 * size).reshape(size, 2) / 100
        everything = np.concatenate([everything, block])
        ring.append(block)
    assert (ring.first, ring.end) == (max(0, len(everything) - capacity), len(everything))
    start = data.draw(st.integers(0, len(everything) + 5))
    stop = data.draw(st.integers(0, len(everything) + 5))
    expected = everything[max(start, ring.first) : max(stop, 0)]
    np.testing.assert_array_equal(ring.read(start, stop), expected)


def test_a_watcher_gets_everything_in_order():
    stream = Stream("a", Channels(("y",)))
    watcher = Watcher(stream, 0)
    stream.publish(column(1, 2, 3))
    assert watcher.take(2).values.ravel().tolist() == [1, 2]
    stream.publish(column(4))
    delivery = watcher.take(10)
    assert (delivery.first, delivery.values.ravel().tolist(), delivery.skipped) == (2, [3, 4], 0)
    assert len(watcher.take(10).values) == 0
    assert not watcher.wait(0.01)


def test_a_slow_watcher_jumps_to_the_newest_and_is_told():
    stream = Stream("a", Channels(("y",), rate=1000))
    slow, quick = Watcher(stream, 0), Watcher(stream, 0)
    for start in range(0, 5000, 500):
        stream.publish(np.arange(start, start + 500.0)[:, np.newaxis])
        assert quick.take(500).skipped == 0
    delivery = slow.take(200)
    assert (delivery.first, delivery.skipped) == (4800, 4800)
    assert delivery.values[-1, 0] == 4999
    assert slow.skipped == 4800
    assert quick.skipped == 0


def test_samples_that_gave_way_are_counted_even_without_catching_up():
    stream = Stream("a", Channels(("y",)))
    watcher = Watcher(stream, 0)
    stream.publish(np.zeros((stream.channels.capacity + 10, 1)))
    delivery = watcher.take(5, catch_up=False)
    assert (delivery.first, delivery.skipped) == (10, 10)


def test_publishing_wakes_those_who_wait():
    stream = Stream("a", Channels(("y",)))
    watcher, woken = Watcher(stream), []
    waiting = threading.Thread(target=lambda: woken.append(watcher.wait(10)))
    waiting.start()
    stream.publish(column(1))
    waiting.join(10)
    assert woken == [True]
    standing = stream.standing
    assert standing.state == "running"
    waiting = threading.Thread(target=lambda: woken.append(stream.wait(99, 10, standing)))
    waiting.start()
    stream.stand("ended", "The source is done.")
    waiting.join(10)
    assert woken == [True, True]


def test_a_smoothed_stream_equals_the_whole_smoothed():
    stream = Stream("a", Channels(("x", "y"), rate=100))
    rng = np.random.default_rng(3)
    values = rng.standard_normal((4000, 2))
    derived = Derived(stream, 12.0, "centred")
    taken = []
    for start in range(0, 4000, 130):
        stream.publish(values[start : start + 130])
        if start % 3 == 0:
            taken.append(derived.take(sum(map(len, taken)), 10_000).values)
    taken.append(derived.take(sum(map(len, taken)), 10_000).values)
    settled = np.concatenate(taken)
    assert len(settled) == 4000 - derived.delay == 4000 - 48
    expected = gaussian_filter1d(values, 12, axis=0)[: len(settled)]
    np.testing.assert_allclose(settled, expected, atol=1e-12)


def test_a_smoothed_stream_that_nobody_asked_for_long_begins_anew():
    stream = Stream("a", Channels(("y",)))
    derived = Derived(stream, 2.0, "causal")
    stream.publish(np.ones((stream.channels.capacity * 2, 1)))
    delivery = derived.take(0, 5)
    assert delivery.first == delivery.skipped == stream.first
    np.testing.assert_allclose(delivery.values, 1, atol=1e-12)


def test_the_hub_knows_streams_by_name():
    hub = LocalHub()
    stream = hub.open("pump", Channels(("bar",)))
    assert hub.open("pump", Channels(("bar",))) is stream is hub.get("pump")
    with pytest.raises(InputError, match="are others"):
        hub.open("pump", Channels(("bar", "degC")))
    with pytest.raises(NotFound, match="no stream “pomp”"):
        hub.get("pomp")
    assert hub.derived("pump", 3.0, "causal") is hub.derived("pump", 3.0, "causal")
    first = hub.derived("pump", 0.5, "causal")
    for sigma in range(MOST_WIDTHS):
        hub.derived("pump", 10.0 + sigma, "causal")
    assert hub.derived("pump", 0.5, "causal") is not first  # the oldest widths are let go
    hub.close("pump")
    assert stream.standing.state == "ended"
    assert hub.names() == []


def test_what_was_published_when_is_remembered():
    stream = Stream("a", Channels(("y",)))
    stream.publish(column(1, 2))
    early = stream.take(0, 2).made
    stream.publish(column(3))
    assert stream.take(0, 2).made == early > 1.6e9
    assert stream.take(0, 3).made >= early
