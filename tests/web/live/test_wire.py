"""The WebSocket of live streams, over the program's own server."""

import gc
import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import simple_websocket
from wsproto.connection import ConnectionState

from desktop_app.local_server import LocalServer
from server.config import Settings
from server.live.frames import Frame, pack
from server.live.outlet import UNSEEN
from server.live.sources.recipes import Generator
from server.live.stream import Channels
from server.web.live.program import program
from server.web.live.shelf import studio_of
from server.web.live.wire import send
from tests.ramps import CHANNELS, PATH, ramp
from tests.waiting import until
from tests.wires import Wire


def test_samples_come_through_and_are_resumed(server, studio, bearer, wire):
    stream = wire.said("hello")["stream"]
    np.testing.assert_array_equal(next(wire.frames()).values, ramp(0, 100))
    wire.close()
    studio.push("a", CHANNELS, ramp(100, 160))
    path = f"{PATH}?stream={stream['id']}&from=100"
    with Wire(server.url, path, [bearer]) as again:
        frame = next(again.frames())
        assert (frame.first, frame.skipped) == (100, 0)
        np.testing.assert_array_equal(frame.values, ramp(100, 160))


def test_a_restarted_server_is_noticed(tmp_path):
    settings = Settings(data_dir=tmp_path)
    known = ""
    for turn in range(2):
        with LocalServer(settings) as server:
            studio_of(server.app).push("a", CHANNELS, ramp(0, 50))
            bearer = ("Authorization", f"Bearer {server.token}")
            path = f"{PATH}?stream={known}&from={turn * 40}"
            with Wire(server.url, path, [bearer]) as wire:
                stream = wire.said("hello")["stream"]
                assert stream["id"] != known
                assert next(wire.frames()).first == 0
                known = stream["id"]


@pytest.mark.parametrize(
    "message",
    ["", "{", '{"type": "fly"}', '{"type": "watch", "rate": 0}', b"", b"SGL2", b"\0" * 99],
)
def test_a_malformed_message_is_answered_and_the_stream_goes_on(studio, wire, message):
    wire.said("hello")
    wire.send(message)
    assert wire.said("refused")["errors"]
    studio.push("a", CHANNELS, ramp(100, 110))
    assert any(frame.first <= 100 < frame.first + len(frame.values) for frame in wire.frames())


def test_a_slow_reader_gets_whole_frames_and_the_others_are_not_held_up(server, studio, bearer):
    slow = Wire(server.url, PATH, [bearer], receive_buffer=4096)
    quick = Wire(server.url, PATH, [bearer])
    with slow, quick:
        slow.send({"type": "watch", "rate": 120})
        seen = iter(quick.frames())
        end = 100
        for _ in range(40):  # 19 MB: far more than any buffer on the way takes
            studio.push("a", CHANNELS, ramp(end, end + 30_000))
            end += 30_000
            while (frame := next(seen)).first + len(frame.values) < end:
                pass
        assert quick.closed is None
        position, missed, frames = slow.said("hello")["start"], 0, 0
        studio.stop("a")
        for frame in slow.frames():  # each is as long as its header says, or unpack would refuse
            assert frame.first == position + frame.skipped
            np.testing.assert_array_equal(
                frame.values, ramp(frame.first, frame.first + len(frame.values))
            )
            position = frame.first + len(frame.values)
            missed, frames = missed + frame.skipped, frames + 1
            if position == end:
                break
        assert missed > 0
        assert frames > 1


def test_who_tells_what_it_saw_is_not_sent_old_frames(studio, wire):
    wire.said("hello")
    wire.send({"type": "seen", "number": 0})
    wire.send({"type": "fly"})
    wire.said("refused")  # now it is known that this watcher tells what it has seen
    end = 100
    for _ in range(60):
        studio.push("a", CHANNELS, ramp(end, end + 100))
        end += 100
        time.sleep(0.017)
    wire.send({"type": "pause"})
    wire.send({"type": "note", "text": "where am I"})  # refused: how the end of the frames is found
    frames = 0
    for message in wire.messages():
        if isinstance(message, dict) and message["type"] == "refused":
            break
        frames += not isinstance(message, dict)
    assert 0 < frames <= UNSEEN


@pytest.mark.parametrize(
    "bursts", [5, pytest.param(100, marks=[pytest.mark.slow, pytest.mark.timeout(600)])]
)
def test_a_burst_of_messages_is_bounded(server, studio, wire, bursts):
    """Up to 10^6 messages: all are taken, few wait at a time, and the next one is answered."""
    wire.said("hello")
    message = {"type": "seen", "number": 1}
    one = len(json.dumps(message))
    header = bytes([0x81, 0x80 | one, 0, 0, 0, 0])  # masked by nothing: all the same bytes
    burst = (header + json.dumps(message).encode()) * 10_000
    ends = [thing for thing in gc.get_objects() if type(thing) is simple_websocket.Server]
    assert ends
    largest = []
    for _ in range(bursts):
        wire.socket.sendall(burst)
        largest += [len(end.input_buffer) for end in ends]
    wire.send({"type": "fly"})
    assert wire.said("refused")
    assert max(largest) < 5_000


def test_a_message_that_is_too_long_closes_the_wire(studio, wire):
    wire.said("hello")
    wire.send(b"\0" * (2**20 + 1))
    assert list(wire.frames()) is not None
    # The rest of the message is never read: the system may reset the wire before its last word.
    assert wire.closed in {1009, 1006}
    until(lambda: not studio.desk("a").audience.members(), "the sender to be gone")


def test_a_wire_that_is_cut_mid_frame_leaves_nothing(server, studio, bearer):
    for cut in (b"\x82", b"\x82\xff\0\0\0\0\0\1\0\0", b"\x82\xfe\x10\0\0\0\0\0half"):
        wire = Wire(server.url, PATH, [bearer])
        wire.said("hello")
        wire.socket.sendall(cut)
        wire.socket.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
        )  # a reset, not an end
        wire.socket.close()
    until(lambda: not studio.desk("a").audience.members(), "everybody to be gone")


def test_bytes_that_are_no_websocket_close_the_wire(studio, wire):
    wire.said("hello")
    wire.socket.sendall(b"\xff" * 100)
    assert list(wire.frames()) is not None
    assert wire.closed in {1002, 1006}


def test_an_instrument_feeds_a_stream_over_a_wire(server, studio, bearer):
    path = "/api/live/scope?names=one,two&units=V,A&rate=500"
    with Wire(server.url, path, [bearer]) as wire:
        wire.send(pack(Frame(0, ramp(0, 20)), exact=True))
        stream = wire.said("hello")["stream"]
        assert stream["channels"] == [{"name": "one", "unit": "V"}, {"name": "two", "unit": "A"}]
        assert stream["rate"] == 500
        np.testing.assert_array_equal(next(wire.frames()).values, ramp(0, 20))


def test_everybody_sees_the_same_and_who_is_there(server, studio, bearer, wire):
    studio.start("made", Generator(rate=2000.0))
    with Wire(server.url, "/live/made/socket", [bearer]) as one:
        one.said("hello")
        with Wire(server.url, "/live/made/socket", [bearer]) as two:
            assert (
                len(one.said("people")["members"]) == 2 or len(one.said("people")["members"]) == 2
            )
            collected = []
            for watcher in (one, two):
                got = {}
                for frame in watcher.frames():
                    got |= dict(enumerate(frame.values[:, 0].tolist(), frame.first))
                    if frame.first > 500:
                        break
                collected.append(got)
            both = sorted(set(collected[0]) & set(collected[1]))
            assert len(both) > 400
            for number in both:
                assert collected[0][number] == pytest.approx(collected[1][number], abs=1e-6)


def test_a_source_that_ends_is_told(studio, wire):
    assert wire.said("standing")["state"] == "running"
    studio.stop("a")
    assert wire.said("standing")["state"] == "ended"


def test_a_recording_comes_into_the_library_with_its_notes(server, studio, wire):
    from server.web.shelf import library_of

    wire.said("hello")
    wire.send({"type": "record", "on": True})
    assert wire.said("recording", on=True)["file"].startswith("a-")
    studio.push("a", CHANNELS, ramp(100, 300))
    wire.send({"type": "note", "text": "valve opened", "at": 150})
    assert wire.said("noted")["at"] == pytest.approx(0.05)
    wire.send({"type": "record", "on": False})
    kept = wire.said("recording", on=False)["kept"]
    library = library_of(server.app)
    number = int(kept.rstrip("/").rpartition("/")[2])
    file = library.files.get(number)
    assert [column.name for column in file.columns] or file.shape
    assert [note.text for note in library.notes.of(file=number)] == ["At 0.050 s: valve opened"]
    np.testing.assert_array_equal(np.load(file.path)["x"], np.arange(100, 300))


def test_the_program_on_the_page_feeds_a_stream(server, studio, tmp_path):
    folder = server.app.extensions["sigmascope.settings"].data_dir
    script = Path(tmp_path / "feed.py")
    script.write_text(program(str(folder), "fed"))
    feeder = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE, text=True)
    try:
        until(lambda: feeder.poll() or (studio.channels("fed") and fed(studio) >= 30), "samples")
    finally:
        feeder.kill()
        _, said = feeder.communicate()
    assert said == ""
    assert studio.channels("fed") == Channels(("level",), ("V",), 100.0)
    assert len(program("/x").splitlines()) <= 12


def fed(studio):
    return studio.desk("fed").cutter.stream.end


def test_no_frame_is_written_behind_the_word_that_ends_a_wire():
    """What knows the state of the wire refuses it."""
    asked = []
    ending = SimpleNamespace(state=ConnectionState.LOCAL_CLOSING)
    send(SimpleNamespace(ws=ending, connected=True, send=asked.append, sock=None), b"frame")
    assert asked == [b"frame"]
