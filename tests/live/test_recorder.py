"""A recording is whole whatever happens: notes, crashes, full disks."""

import os
import signal
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from server.live.recorder import HEADER, Recorder, Remark, forget_remarks, remarks_of
from server.live.session import Session
from server.live.stream import Channels, Stream
from server.live.studio import Studio
from tests.waiting import until


def column(*values):
    return np.array(values, dtype=float)[:, np.newaxis]


def test_a_recording_is_an_ordinary_array_with_times(tmp_path):
    stream, done = Stream("a", Channels(("lead", "lead"), ("mV", "mV"), 10.0)), []
    stream.publish(np.zeros((4, 2)))
    recorder = Recorder(stream, tmp_path / "deep" / "a.npy", done.append)
    stream.publish([[1, 2], [3, 4]])
    stream.skip(1)
    stream.publish([[5, 6]])
    recorder.stop()
    table = np.load(recorder.path)
    assert table.dtype.names == ("time (s)", "lead (mV)", "channel 2")
    np.testing.assert_allclose(table["time (s)"], [0, 0.1, 0.2, 0.3])
    np.testing.assert_array_equal(table["lead (mV)"], [1, 3, np.nan, 5])
    np.testing.assert_array_equal(table["channel 2"], [2, 4, np.nan, 6])
    assert done == [recorder]
    assert (recorder.rows, recorder.missed, recorder.problem) == (4, 0, "")


def test_names_that_no_header_can_hold_are_told_otherwise(tmp_path):
    names = ("Ω" * 99, "", "ok", "ok", *(f"{n:03}" * 16 for n in range(60)))
    stream = Stream("a", Channels(names))
    recorder = Recorder(stream, tmp_path / "a.npy", lambda _: None)
    stream.publish(np.ones((1, 64)))
    recorder.stop()
    table = np.load(recorder.path)
    assert table.shape == (1,)
    assert table.dtype.names[1:5] == ("?" * 48, "channel 2", "ok", "channel 4")


def test_a_recording_ends_with_its_stream(tmp_path):
    stream, done = Stream("a", Channels(("y",))), []
    recorder = Recorder(stream, tmp_path / "a.npy", done.append)
    stream.publish(column(1, 2, 3))
    stream.stand("ended")
    until(lambda: done, "its end")
    recorder.stop()
    assert len(np.load(recorder.path)) == 3


def test_remarks_are_kept_at_once_and_a_line_cut_short_is_left_out(tmp_path):
    stream = Stream("a", Channels(("y",), (), 100.0))
    recorder = Recorder(stream, tmp_path / "a.npy", lambda _: None)
    stream.publish(np.zeros((250, 1)))
    assert recorder.note("valve opened", 150) == Remark(1.5, "valve opened", 150)
    assert recorder.note("now").at == pytest.approx(2.49)
    recorder.stop()
    with (tmp_path / "a.npy.notes").open("a") as file:
        file.write('{"at": 3, "te')
    assert [remark.words for remark in remarks_of(recorder.path)] == [
        "At 1.500 s: valve opened",
        "At 2.490 s: now",
    ]
    assert Remark.read("At 1.500 s: valve opened") == Remark(1.5, "valve opened")
    assert Remark.read("At noon: valve opened") is None
    forget_remarks(recorder.path)
    assert list(remarks_of(recorder.path)) == []


def test_without_a_rate_the_times_are_of_a_clock_that_nobody_can_set(tmp_path, monkeypatch):
    hands = [100.0]
    stream = Stream("a", Channels(("y",)))
    recorder = Recorder(stream, tmp_path / "a.npy", lambda _: None, lambda: hands[0])
    monkeypatch.setattr("time.time", lambda: 0.0)  # the machine's clock was set back
    for moment in (1.0, 2.5):
        hands[0] = 100.0 + moment
        stream.publish(column(moment, moment))
        until(lambda: recorder.rows == stream.end, "the rows")
    hands[0] = 130.0
    assert recorder.note("about the second", 1) == Remark(1.0, "about the second", 1)
    assert recorder.note("about the third", 2).at == 2.5
    assert recorder.note("now").at == 30.0
    assert [remark.number for remark in recorder.remarks] == [1, 2, 3]
    recorder.stop()
    assert np.load(recorder.path)["time (s)"].tolist() == [1, 1, 2.5, 2.5]


def test_a_full_disk_ends_the_recording_and_says_so(tmp_path, monkeypatch):
    stream, done = Stream("a", Channels(("y",))), []
    recorder = Recorder(stream, tmp_path / "a.npy", done.append)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    stream.publish(column(1, 2, 3))
    recorder.stop()
    assert done == [recorder]
    assert "No space left" in recorder.problem


WRITER = """
import sys, time
from pathlib import Path
import numpy as np
from server.live.recorder import Recorder
from server.live.stream import Channels, Stream

stream = Stream("a", Channels(("y", "z"), (), 20_000.0))
recorder = Recorder(stream, Path(sys.argv[1]), lambda _: None)
began = time.monotonic()
while True:
    due = int((time.monotonic() - began) * 20_000)
    rows = np.arange(stream.end, max(due, stream.end), dtype=float)
    stream.publish(np.stack([rows, -rows], axis=1))
    print(stream.end, flush=True)
    time.sleep(0.01)
"""


@pytest.mark.parametrize("after", [1.3, pytest.param(3.7, marks=pytest.mark.slow)])
def test_a_program_that_is_killed_loses_the_last_second_at_most(tmp_path, after):
    path = tmp_path / "killed.npy"
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        for line in writer.stdout:
            if int(line) >= after * 20_000:
                break
        writer.send_signal(signal.SIGKILL)
        said = int((line + writer.stdout.read()).split("\n")[-2])
    table = np.load(path)
    np.testing.assert_array_equal(table["y"], np.arange(len(table)))
    np.testing.assert_array_equal(table["z"], -table["y"])
    assert len(table) >= said - 2 * 20_000  # a second, and one more for a machine that is busy
    written = (path.stat().st_size - HEADER) // table.dtype.itemsize
    assert written >= len(table)


def test_a_recording_that_broke_off_is_told_to_those_who_watch(tmp_path, monkeypatch):
    studio = Studio(tmp_path)
    studio.push("pump", Channels(("bar",)), column(1))
    session = Session(studio, "pump")
    recorder = studio.record("pump", True)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    studio.push("pump", Channels(("bar",)), column(2))
    recorder.stop()
    assert any("No space left" in text for text in session.due() if isinstance(text, str))
    studio.close()


def test_the_studio_records_and_notes(tmp_path):
    done = []
    studio = Studio(tmp_path / "recordings", recorded=done.append)
    stream = studio.push("pump", Channels(("bar",)), column(1))
    recorder = studio.record("pump", True)
    assert studio.record("pump", True) is recorder
    studio.push("pump", stream.channels, column(2, 3))
    assert studio.note("pump", "here").text == "here"
    assert studio.record("pump", False) is recorder
    assert done == [recorder]
    assert recorder.path.parent == tmp_path / "recordings"
    assert np.load(recorder.path)["bar"].tolist() == [2, 3]
    again = studio.record("pump", True)
    assert again.path != recorder.path
    studio.close()
    assert done == [recorder, again]
