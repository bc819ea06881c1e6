"""What a watcher is sent, without any wire."""

import json

import numpy as np
import pytest

from server.live.frames import Frame, pack, unpack
from server.live.outlet import UNSEEN
from server.live.session import Session
from server.live.sources.recipes import Generator
from server.live.stream import Channels
from server.live.studio import Studio

CHANNELS = Channels(("x", "y"), ("V", ""), 1000.0)


@pytest.fixture
def studio(tmp_path):
    studio = Studio(tmp_path)
    studio.push("a", CHANNELS, ramp(0, 100))
    yield studio
    studio.close()


@pytest.fixture(autouse=True)
def frames_whenever_asked(monkeypatch):
    """Each look is another moment: no test waits for the clock."""
    monkeypatch.setattr("server.live.cutter.MOMENT", 0.0)


def ramp(start, stop):
    return np.arange(start, stop, dtype=float)[:, np.newaxis] * [1.0, -1.0]


def sent(session):
    """(texts by type, frames) that are due."""
    out = list(session.due())
    texts = [json.loads(text) for text in out if isinstance(text, str)]
    return {text["type"]: text for text in texts}, [unpack(d) for d in out if isinstance(d, bytes)]


def ask(session, **message):
    session.take(json.dumps(message))
    return sent(session)


def test_the_first_words_tell_what_there_is_and_the_past_follows(studio):
    session = Session(studio, "a")
    texts, frames = sent(session)
    stream = texts["hello"]["stream"]
    assert stream["channels"] == [{"name": "x", "unit": "V"}, {"name": "y", "unit": ""}]
    assert (stream["rate"], stream["end"], texts["hello"]["start"]) == (1000.0, 100, 0)
    assert texts["standing"]["state"] == "running"
    assert texts["people"]["members"][0]["id"] == texts["hello"]["you"]
    assert texts["smoothing"]["sigma"] == 0
    np.testing.assert_array_equal(frames[0].values, ramp(0, 100))
    assert sent(session) == ({}, [])
    studio.push("a", CHANNELS, ramp(100, 150))
    assert [(frame.first, len(frame.values)) for frame in sent(session)[1]] == [(100, 50)]


def test_who_was_here_before_goes_on_where_it_left_off(studio):
    stream = studio.desk("a").cutter.stream
    session = Session(studio, "a")
    session.resume(stream.id, 60)
    texts, frames = sent(session)
    assert texts["hello"]["start"] == frames[0].first == 60
    other = Session(studio, "a")
    other.resume("another one", 60)  # the server was started anew since
    assert sent(other)[1][0].first == 0


def test_smoothed_samples_come_beside_and_tell_their_delay(studio):
    session = Session(studio, "a")
    sent(session)
    texts, frames = ask(session, type="watch", sigma=2.5, kind="centred")
    assert texts["smoothing"] == {
        "type": "smoothing", "sigma": 2.5, "kind": "centred", "delay": 10, "lag": 0.0,
    }  # fmt: skip
    assert [(f.what, f.first, len(f.values)) for f in frames] == [("smoothed", 0, 90)]
    np.testing.assert_allclose(frames[0].values[30:60], ramp(30, 60), atol=1e-5)
    texts, frames = ask(session, type="watch", kind="causal")
    assert texts["smoothing"]["delay"] == 0
    assert texts["smoothing"]["lag"] > 1
    assert len(frames[0].values) == 100
    texts, frames = ask(session, type="watch", sigma=0)
    assert (texts["smoothing"]["sigma"], frames) == (0, [])


def test_channels_are_chosen(studio):
    session = Session(studio, "a")
    session.take('{"type": "watch", "channels": [1]}')
    np.testing.assert_array_equal(sent(session)[1][0].values, -np.arange(100.0)[:, np.newaxis])
    texts, _ = ask(session, type="watch", channels=[2])
    assert texts["refused"]["errors"][0]["field"] == "channels"


def test_pause_and_resume(studio):
    session = Session(studio, "a")
    sent(session)
    assert ask(session, type="pause") == ({}, [])
    studio.push("a", CHANNELS, ramp(100, 200))
    assert sent(session) == ({}, [])
    assert ask(session, type="resume", at=100)[1][0].first == 100
    ask(session, type="pause")
    studio.push("a", CHANNELS, ramp(200, 300))
    assert ask(session, type="resume") == ({}, [])
    studio.push("a", CHANNELS, ramp(300, 301))
    assert sent(session)[1][0].first == 300


def test_a_stretch_that_is_held_is_sent_once(studio):
    session = Session(studio, "a")
    sent(session)
    _, frames = ask(session, type="seek", start=20, stop=30)
    np.testing.assert_array_equal(frames[0].values, ramp(20, 30))
    assert (
        ask(session, type="seek", start=30, stop=30)[0]["refused"]["errors"][0]["field"] == "stop"
    )


def test_who_has_not_seen_gets_no_more_and_then_the_newest(studio):
    session = Session(studio, "a")
    sent(session)
    ask(session, type="seen", number=100)
    frames = []
    for start in range(100, 5100, 100):
        studio.push("a", CHANNELS, ramp(start, start + 100))
        frames += sent(session)[1]
    assert len(frames) == UNSEEN
    end = frames[-1].first + len(frames[-1].values)
    frames = ask(session, type="seen", number=end)[1]
    assert frames[0].skipped + end == frames[0].first
    assert frames[0].first + len(frames[0].values) == 5100


def test_each_wrong_message_is_answered_and_nothing_breaks(studio):
    session = Session(studio, "a")
    sent(session)
    for text in ["", "{", '{"type": "fly"}', '{"type": "note", "text": "x"}', b"", b"SGL2" * 20]:
        session.take(text)
        assert list(sent(session)[0]) == ["refused"]
    assert ask(session, type="follow", who="nobody")[0]["refused"]["errors"][0]["field"] == "who"
    assert ask(session, type="steer", values={"rate": 5})[0]["refused"]["errors"][0]["field"]


def test_samples_may_come_through_the_same_wire(studio):
    session = Session(studio, "a")
    sent(session)
    session.take(pack(Frame(0, ramp(100, 110)), exact=True))
    np.testing.assert_array_equal(sent(session)[1][0].values, ramp(100, 110))
    session.take(pack(Frame(0, np.ones((1, 3)))))
    assert sent(session)[0]["refused"]["errors"][0]["field"] == "channels"


def test_a_follower_sees_what_the_presenter_looks_at(studio):
    presenter, follower = Session(studio, "a"), Session(studio, "a")
    sent(presenter)
    sent(follower)
    ask(follower, type="follow", who=presenter.me.id)
    ask(presenter, type="present", view={"window": 5.0, "paused": True})
    assert sent(follower)[0]["view"]["view"] == {"window": 5.0, "paused": True}
    presenter.leave()
    texts, _ = sent(follower)
    assert texts["view"]["view"] == {}
    assert [member["follows"] for member in texts["people"]["members"]] == [None]


def test_recording_and_remarks(studio):
    one, two = Session(studio, "a"), Session(studio, "a")
    sent(one)
    sent(two)
    ask(one, type="record", on=True)
    assert sent(two)[0]["recording"]["on"] is True
    assert ask(two, type="note", text="here")[0]["noted"]["text"] == "here"
    ask(one, type="record", on=False)
    assert sent(two)[0]["recording"]["on"] is False


def test_another_stream_under_the_same_name_is_told_as_such(studio):
    session = Session(studio, "a")
    sent(session)
    studio.stop("a")
    assert sent(session)[0]["standing"]["state"] == "ended"
    studio.push("a", Channels(("z",)), np.ones((5, 1)))
    texts, frames = sent(session)
    assert texts["hello"]["stream"]["channels"] == [{"name": "z", "unit": ""}]
    assert texts["standing"]["state"] == "running"
    assert frames[0].values.shape == (5, 1)


def test_who_comes_before_the_first_sample_waits(studio, tmp_path):
    from server.live.sources.recipes import File

    studio.start("late", File(source="file", path=str(tmp_path / "late.csv")))
    session = Session(studio, "late")
    texts, frames = sent(session)
    assert texts["standing"]["state"] == "waiting"
    assert (texts["source"]["recipe"]["source"], frames) == ("file", [])


def test_steering_is_told_to_all(studio):
    studio.start("made", Generator())
    one, two = Session(studio, "made"), Session(studio, "made")
    sent(one)
    sent(two)
    ask(one, type="steer", values={"amplitude": 3.5})
    assert sent(two)[0]["source"]["recipe"]["amplitude"] == 3.5


def test_some_channels_of_the_past_are_sent_as_far_as_the_rest_went(studio):
    session = Session(studio, "a")
    session.take('{"type": "watch", "channels": [1, 0, 1]}')
    assert sent(session)[1][0].channels == (0, 1)
    ask(session, type="watch", channels=[1])
    studio.push("a", CHANNELS, ramp(100, 150))
    assert sent(session)[1][0].channels == (1,)
    studio.push("a", CHANNELS, ramp(150, 170))
    session.take('{"type": "watch", "channels": [0, 1]}')
    _, frames = ask(session, type="seek", start=40, stop=90_000, channels=[0])
    assert [(f.channels, f.first, len(f.values)) for f in frames] == [
        ((0,), 40, 110), ((0, 1), 150, 20),
    ]  # fmt: skip
    np.testing.assert_array_equal(frames[0].values, np.arange(40.0, 150)[:, np.newaxis])


def test_a_chosen_channel_that_the_next_stream_lacks_is_forgotten(studio):
    session = Session(studio, "a")
    session.take('{"type": "watch", "channels": [1]}')
    sent(session)
    studio.stop("a")
    studio.push("a", Channels(("z",)), np.ones((5, 1)))
    assert sent(session)[1][0].values.shape == (5, 1)


def test_the_time_is_told_with_the_moments_of_question_and_answer(studio):
    texts, _ = ask(Session(studio, "a"), type="clock", sent=12.5)
    assert texts["clock"]["sent"] == 12.5
    assert 1.6e9 < texts["clock"]["got"] <= texts["clock"]["now"]


def test_remarks_are_told_to_all_and_to_who_comes_later(studio):
    one, two = Session(studio, "a"), Session(studio, "a")
    ask(one, type="record", on=True)
    ask(one, type="note", text="first", at=50)
    ask(one, type="note", text="second")
    for session in (two, Session(studio, "a")):
        told = [json.loads(text) for text in session.due() if isinstance(text, str)]
        noted = [(text["number"], text["text"]) for text in told if text["type"] == "noted"]
        assert noted == [(50, "first"), (99, "second")]
    assert "noted" not in sent(two)[0]


def test_who_goes_on_has_no_gap_in_the_smoothed_samples(studio):
    session = Session(studio, "a")
    sent(session)
    _, frames = ask(session, type="watch", sigma=2.5)
    settled = frames[-1].first + len(frames[-1].values)
    ask(session, type="pause")
    studio.push("a", CHANNELS, ramp(100, 200))
    _, frames = ask(session, type="resume", at=100)
    smoothed = [frame for frame in frames if frame.what == "smoothed"]
    assert smoothed[0].first <= settled < 100
