"""Frames survive the way there and back; messages that are wrong are named field by field."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from server.errors import InputError, InputErrors
from server.live.audience import Audience
from server.live.frames import HEADER, Frame, layout, pack, unpack
from server.live.messages import Pause, Resume, Watch, parsed

VALUES = arrays(np.float64, st.tuples(st.integers(0, 9), st.integers(1, 4)))


@settings(deadline=None)
@given(VALUES, st.integers(0, 2**63), st.integers(0, 2**40))
def test_an_exact_frame_comes_back_bit_for_bit(values, first, skipped):
    frame = unpack(pack(Frame(first, values, 1.7e9, skipped, "smoothed"), exact=True))
    np.testing.assert_array_equal(frame.values, values)
    assert (frame.first, frame.skipped, frame.made) == (first, skipped, 1.7e9)
    assert frame.what == "smoothed"


def test_a_float32_frame_keeps_small_changes_on_a_high_level():
    values = 1e6 + np.array([[0.0, 1e-3], [2e-3, 3e-3]])
    frame = unpack(pack(Frame(7, values)))
    np.testing.assert_allclose(frame.values, values, rtol=0, atol=1e-9)


def test_each_channel_keeps_its_digits_beside_one_on_another_level():
    values = np.array([[101_325.0, 1e-6, np.nan], [101_325.001, 3e-6, np.nan]])
    for rows in (values, np.concatenate([np.full((1, 3), np.nan), values])):
        frame = unpack(pack(Frame(0, rows)))
        np.testing.assert_allclose(frame.values[-2:], values, rtol=1e-9, atol=1e-12)


def test_the_header_is_as_documented():
    data = pack(Frame(5, np.array([[1.5, 2.5]]), 12.0, 3, channels=(1, 4)))
    assert len(data) == HEADER.size + 2 * 8 + 2 * 4 == 72
    places = {field.meaning.split(":")[0].split(",")[0]: place for place, field in layout()}
    assert data[: places["what"]] == b"SGL2"
    (channels, samples) = struct.unpack_from(
        "<HI", data, places["how many channels are in this frame"]
    )
    assert (channels, samples) == (2, 1)
    assert struct.unpack_from("<QQdQ", data, places["number of the first sample"]) == (
        5,
        3,
        12,
        0b10010,
    )
    assert struct.unpack_from("<dd", data, 48) == (1.5, 2.5)
    assert struct.unpack_from("<ff", data, 64) == (0, 0)
    assert unpack(data).channels == (1, 4)


def test_a_frame_that_names_other_channels_than_it_has_is_refused():
    data = bytearray(pack(Frame(0, np.ones((1, 2)), channels=(0, 1))))
    data[40] = 0b111
    with pytest.raises(InputError, match="another number"):
        unpack(bytes(data))


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_bytes_that_are_no_frame_are_refused(data):
    with pytest.raises(InputError):
        unpack(data)


def test_a_frame_cut_short_is_refused():
    data = pack(Frame(0, np.ones((3, 2))))
    with pytest.raises(InputError, match="not as long"):
        unpack(data[:-1])


def test_messages_are_understood():
    assert parsed('{"type": "pause"}') == Pause(type="pause")
    assert parsed('{"type": "resume", "at": 12}') == Resume(type="resume", at=12)
    assert parsed('{"type": "watch", "sigma": 2.5, "channels": [0, 2]}') == Watch(
        sigma=2.5, channels=(0, 2)
    )


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "message"),
        ("[]", "message"),
        ('{"type": "fly"}', "message"),
        ('{"type": "watch", "sigma": -1}', "sigma"),
        ('{"type": "watch", "sigma": NaN}', "sigma"),
        ('{"type": "watch", "sigma": 1e999}', "sigma"),
        ('{"type": "watch", "width": 3}', "width"),
        ('{"type": "seek", "start": 1}', "stop"),
        ('{"type": "note", "text": ""}', "text"),
        ("{" * 10_000, "message"),
    ],
)
def test_a_wrong_message_is_named_field_by_field(text, field):
    with pytest.raises(InputErrors) as refused:
        parsed(text)
    assert field in [error.field for error in refused.value.errors]


def test_an_audience_knows_who_is_there_and_who_follows_whom():
    audience = Audience()
    one, two = audience.join(), audience.join()
    assert (one.name, two.name) == ("Blue", "Orange")
    audience.look(one.id, {"from": 2.0})
    assert audience.follow(two.id, one.id)
    assert audience.shown_to(two.id) == {"from": 2.0}
    assert audience.shown_to(one.id) == {}
    assert not audience.follow(one.id, one.id)
    assert not audience.follow(one.id, "nobody")
    before = audience.revision
    audience.leave(one.id)
    assert audience.revision > before
    assert [(member.name, member.follows) for member in audience.members()] == [("Orange", None)]
    assert audience.join().name == "Blue"
