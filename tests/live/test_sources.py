"""Where samples come from: generators, growing files, sockets, serial ports, pushes."""

import os
import socket
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server import paths
from server.errors import InputError, InputErrors, NotFound, TooLarge
from server.live.hub import MOST_STREAMS
from server.live.sources.generator import (
    HEART,
    IDLE,
    IDLE_WORDS,
    GeneratorSource,
    Maker,
    channels_of,
)  # fmt: skip
from server.live.sources.pacing import Pace
from server.live.sources.recipes import Generator, Push, recipe_of
from server.live.sources.runner import Runner
from server.live.stream import Channels, Stream
from server.live.studio import Studio
from tests.waiting import until


class Hands:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def studio(tmp_path):
    studio = Studio(tmp_path / "recordings")
    yield studio
    studio.close()


def stream_of(studio, name):
    desk = studio.desk(name)
    return until(lambda: desk.cutter, "the stream has begun").stream


def values_of(stream):
    return stream.read(0, stream.end)[1]


def test_a_pace_counts_what_is_due_and_never_floods_after_a_sleep():
    clock = Hands()
    pace = Pace(1000, clock)
    clock.now += 0.1
    assert pace.due() == (0, 100)
    clock.now += 0.0004
    assert pace.due() == (0, 0)
    clock.now += 3600
    assert pace.due() == (3_599_500, 500)
    clock.now += 0.0996
    assert pace.due() == (0, 100)
    clock.now -= 50
    assert pace.due() == (0, 0)
    clock.now += 0.1
    assert pace.due() == (0, 100)


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=6), st.floats(0, 400))
def test_a_sine_has_no_jump_where_blocks_meet(sizes, frequency):
    recipe = Generator(frequency=frequency, noise=0, amplitude=2, channels=2)
    maker = Maker(recipe)
    made = np.concatenate([maker.block(size) for size in sizes])
    turns = frequency / 1000 * np.arange(sum(sizes))[:, np.newaxis] * np.array([1, 2])
    np.testing.assert_allclose(made, 2 * np.sin(2 * np.pi * turns), atol=1e-8)


def test_a_walk_spreads_by_its_noise_in_a_second():
    maker = Maker(Generator(signal="walk", noise=3, rate=100, channels=16), seed=1)
    steps = np.diff(np.concatenate([maker.block(n) for n in (1, 4999, 5000)]), axis=0)
    assert np.std(steps) * np.sqrt(100) == pytest.approx(3, rel=0.02)


def test_the_heart_is_the_recorded_one_at_its_own_rate():
    recipe = Generator(signal="heartbeat", noise=0, rate=5)
    assert channels_of(recipe) == Channels(("lead",), ("mV",), 360.0)
    heart = np.load(paths.SAMPLES / HEART).ravel()
    maker = Maker(recipe)
    made = np.concatenate([maker.block(100_000) for _ in range(2)]).ravel()
    np.testing.assert_array_equal(made, np.concatenate([heart, heart])[:200_000])


def test_a_generator_runs_at_its_rate_and_counts_what_a_sleeping_machine_missed(studio):
    clock = Hands()
    source = GeneratorSource(Generator(rate=1000, noise=0), clock)
    studio.start("slept", Generator(rate=1000))  # replaced by one whose clock stands still
    desk = studio.desk("slept")
    desk.runner.stop()
    stream = stream_of(studio, "slept")
    before = (stream.end, stream.gaps)
    runner = Runner("slept", source, lambda channels: stream)
    clock.now += 0.2
    until(lambda: stream.end == before[0] + 200, "200 samples")
    clock.now += 10
    until(lambda: stream.end == before[0] + 10_200, "what was missed is counted")
    runner.stop()
    assert stream.gaps == before[1] + 1
    assert stream.missing == 9500
    assert np.isnan(stream.read(before[0] + 5000, before[0] + 5001)[1]).all()
    assert np.isfinite(stream.read(stream.end - 500, stream.end)[1]).all()


def test_a_generator_that_nobody_watches_ends(studio):
    clock, wanted = Hands(), [True]
    source = GeneratorSource(Generator(), clock)
    stream = Stream("idle", channels_of(Generator()))
    runner = Runner("idle", source, lambda channels: stream, lambda: wanted[0])
    for _ in range(3):
        clock.now += 100
        until(lambda: runner.stream and stream.gaps, "it goes on while somebody watches")
    assert stream.standing.state == "running"
    wanted[0] = False
    time.sleep(0.05)
    clock.now += IDLE + 1
    until(lambda: stream.standing.state == "ended", "its end")
    assert stream.standing.words == IDLE_WORDS
    runner.stop()
    assert stream.standing.words == IDLE_WORDS


def test_there_are_no_more_streams_than_allowed(studio):
    for number in range(MOST_STREAMS):
        studio.expect(f"s{number}", Push(source="push"))
    with pytest.raises(TooLarge):
        studio.expect("one-more", Push(source="push"))
    studio.forget("s0")
    studio.expect("one-more", Push(source="push"))


def test_a_generator_is_steered_while_it_runs(studio):
    studio.start("a", Generator(noise=0, amplitude=1))
    stream = stream_of(studio, "a")
    until(lambda: stream.end > 100, "samples")
    studio.steer("a", {"amplitude": 50.0})
    until(lambda: np.abs(values_of(stream)).max() > 40, "the new amplitude")
    assert studio.desk("a").recipe.amplitude == 50
    with pytest.raises(InputErrors, match="frequency"):
        studio.steer("a", {"frequency": -1})
    with pytest.raises(InputErrors, match="wavelength"):
        studio.steer("a", {"wavelength": 1})
    studio.steer("a", {"channels": 3})
    until(lambda: studio.desk("a").cutter.stream is not stream, "another stream")
    assert stream.standing.state == "ended"
    assert len(studio.desk("a").cutter.stream.channels.names) == 3


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source": "magic"}, "source"),
        ({"rate": 0}, "rate"),
        ({"rate": float("nan")}, "rate"),
        ({"rate": 1e6, "channels": 16}, "rate"),
        ({"source": "tcp", "port": 0}, "port"),
        ({"source": "file"}, "path"),
        ({"signal": "square"}, "signal"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_recipe_is_refused_by_field(values, field):
    with pytest.raises(InputErrors) as refused:
        recipe_of(values)
    assert field in [error.field for error in refused.value.errors]


def test_a_growing_file_is_followed_through_half_lines_cuts_and_rotation(studio, tmp_path):
    path = tmp_path / "log.csv"
    studio.start("log", recipe_of({"source": "file", "path": str(path), "rate": 10}))
    until(lambda: "not there" in studio.standing(studio.desk("log")).words, "it is waited for")
    path.write_text("t_s,y\n0,1\n1,")
    stream = stream_of(studio, "log")
    until(lambda: stream.end == 1, "the whole line")
    with path.open("a") as file:
        file.write("2\n2,3\n")
    until(lambda: stream.end == 3, "the other half")
    assert values_of(stream).tolist() == [[0, 1], [1, 2], [2, 3]]
    assert stream.channels == Channels(("t", "y"), ("s", ""), 10.0)
    path.write_text("7,8\n")
    until(lambda: stream.end == 5, "the file that was cut")
    assert "anew" in stream.standing.words
    path.rename(tmp_path / "log.1")
    (tmp_path / "new").write_text("t_s,y\n9,9\n")
    (tmp_path / "new").rename(path)
    until(lambda: stream.end == 7, "the file that took its place")
    np.testing.assert_array_equal(
        values_of(stream)[3:], [[np.nan] * 2, [7, 8], [np.nan] * 2, [9, 9]]
    )
    path.unlink()
    until(lambda: stream.standing.state == "waiting", "it is gone")


def test_a_long_file_is_begun_near_its_end(studio, tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("n\n" + "".join(f"{n}\n" for n in range(200_000)))
    studio.start("long", recipe_of({"source": "file", "path": str(path)}))
    stream = stream_of(studio, "long")
    until(lambda: stream.end and stream.read(stream.end - 1, stream.end)[1][0, 0] == 199_999, "end")
    assert stream.end < 190_000
    assert stream.channels.names == ("n",)


def test_lines_come_over_tcp_and_the_connection_is_made_again(studio):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        studio.start("wire", recipe_of({"source": "tcp", "port": port}))
        first, _ = listener.accept()
        with first:
            first.sendall(b"a b\n1 2\n3 4\n5")
            stream = stream_of(studio, "wire")
            until(lambda: stream.end == 2, "two lines")
        until(lambda: "Trying again" in stream.standing.words, "the closed connection is told")
        second, _ = listener.accept()
        with second:
            second.sendall(b"6 7\n")
            until(lambda: stream.end == 3, "one more line")
    assert values_of(stream).tolist() == [[1, 2], [3, 4], [6, 7]]
    studio.stop("wire")
    assert stream.standing.state == "ended"


def test_a_port_where_nothing_listens_is_told(studio):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    desk = studio.start("none", recipe_of({"source": "tcp", "port": port}))
    until(lambda: "refused" in studio.standing(desk).words, "that nothing listens")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_lines_come_over_a_serial_port(studio):
    instrument, port = os.openpty()
    try:
        recipe = recipe_of({"source": "serial", "device": os.ttyname(port), "baud": 115200})
        studio.start("port", recipe)
        until(lambda: "Connected" in studio.standing(studio.desk("port")).words, "the port")
        os.write(instrument, b"1.5;2\n2.5;3\n")
        stream = stream_of(studio, "port")
        until(lambda: stream.end == 2, "two lines")
        assert values_of(stream).tolist() == [[1.5, 2], [2.5, 3]]
        studio.stop("port")
    finally:
        os.close(instrument)
        os.close(port)


def test_a_device_that_is_not_there_is_told(studio, tmp_path):
    recipe = recipe_of({"source": "serial", "device": str(tmp_path / "ttyNone")})
    desk = studio.start("gone", recipe)
    until(lambda: "Trying again" in studio.standing(desk).words, "that it is not there")


def test_what_is_pushed_makes_its_stream(studio):
    channels = Channels(("bar",), ("bar",), 10.0)
    stream = studio.push("pump", channels, np.ones((3, 1)))
    assert stream.end == 3
    with pytest.raises(InputError, match="are others"):
        studio.push("pump", Channels(("x", "y")), np.ones((3, 2)))
    with pytest.raises(InputError, match="no name"):
        studio.push("../pump", channels, np.ones((3, 1)))
    studio.start("made", Generator())
    with pytest.raises(InputError, match="has a source"):
        studio.push("made", channels, np.ones((3, 1)))
    studio.forget("pump")
    with pytest.raises(NotFound):
        studio.desk("pump")


def test_a_source_that_breaks_down_says_so(studio, monkeypatch):
    def broken(self, count):
        raise FloatingPointError("no more numbers")

    monkeypatch.setattr(Maker, "block", broken)
    desk = studio.start("broken", Generator())
    until(lambda: studio.standing(desk).state == "failed", "the failure")
    assert "no more numbers" in studio.standing(desk).words
    assert not [t for t in threading.enumerate() if t.name == "source broken" and t.is_alive()]


def test_the_same_recipe_is_not_started_twice(studio):
    one = studio.start("one", Generator())
    runner = one.runner
    assert studio.start("one", Generator()).runner is runner
    studio.start("one", Generator(rate=50.0))
    assert one.runner is not runner
    assert runner.stopped
