"""A film of VP8 key frames, read back element by element."""

import struct

import numpy as np
import pytest
from PIL import Image

from server.figures.webm import vp8_frame, webm


def elements(data: bytes):
    """(identifier, body) of the elements at the top; the segment is entered."""
    at = 0
    while at < len(data):
        name = data[at : at + 4].hex()
        (size,) = struct.unpack(">Q", data[at + 4 : at + 12])
        assert size >> 56 == 1
        size &= 2**56 - 1
        at += 12
        if name == "18538067":
            assert size == 2**56 - 1  # open: the film is still being written
            continue
        yield name, data[at : at + size]
        at += size
    assert at == len(data)


@pytest.fixture
def picture() -> Image.Image:
    pixels = np.zeros((30, 40, 3), dtype=np.uint8)
    pixels[:, 20:] = (200, 30, 30)
    return Image.fromarray(pixels)


def test_a_frame_is_a_key_frame_of_the_picture_size(picture):
    frame = vp8_frame(picture)
    assert frame[0] & 1 == 0  # RFC 6386, 9.1: a key frame
    assert frame[3:6] == b"\x9d\x01\x2a"
    width, height = struct.unpack("<HH", frame[6:10])
    assert (width & 0x3FFF, height & 0x3FFF) == (40, 30)


def test_a_picture_with_transparency_is_refused(picture):
    picture.putalpha(100)
    with pytest.raises(ValueError, match="lossy"):
        vp8_frame(picture)


def test_a_film_holds_each_frame_at_its_time(picture):
    frames = [vp8_frame(picture, quality) for quality in (20, 60, 90)]
    pieces = list(webm(iter(frames), width=40, height=30, count=3, rate=25))
    assert len(pieces) == 4  # the head, then one piece as soon as each frame is there
    found = list(elements(b"".join(pieces)))
    assert [name for name, _ in found] == ["1a45dfa3", "1549a966", "1654ae6b"] + 3 * ["1f43b675"]
    assert b"webm" in found[0][1]
    assert struct.pack(">d", 120.0) in found[1][1]  # milliseconds
    assert b"V_VP8" in found[2][1]
    for index, (_, cluster) in enumerate(found[3:]):
        assert cluster.startswith(b"\xe7\x01\0\0\0\0\0\0\x01" + bytes([40 * index]))
        assert cluster.endswith(frames[index])
