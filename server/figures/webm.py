"""A film without a video library: lossy WebP pictures put into a WebM container.

The payload of a lossy WebP file is one VP8 key frame (RFC 9649, section 2.5), and a WebM film is
a list of VP8 frames in Matroska elements (RFC 9559). Every frame here is a key frame, so a film
can be shown while it is still being made, and entered anywhere.
"""

import io
import struct
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

UNKNOWN_SIZE = b"\x01\xff\xff\xff\xff\xff\xff\xff"  # of a segment that is still being written


def vp8_frame(picture: "Image", quality: int = 84) -> bytes:
    """An opaque RGB picture as one VP8 key frame."""
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=quality, method=2)
    packed = buffer.getvalue()
    # RIFF, size, WEBP; then the only chunk: its name, its length, its payload.
    if packed[12:16] != b"VP8 ":
        raise ValueError(f"expected a plain lossy picture, not {packed[12:16]!r}")
    (length,) = struct.unpack_from("<I", packed, 16)
    return packed[20 : 20 + length]


def webm(
    frames: Iterable[bytes], *, width: int, height: int, count: int, rate: int
) -> Iterator[bytes]:
    """The film of ``count`` VP8 key frames, ``rate`` a second, in pieces as they become ready.

    Each element at the top has an identifier of 4 bytes and a size of 8, so that a reader finds
    its way from one to the next without knowing Matroska; each frame is one cluster.
    """
    yield _header(width, height, count, rate)
    for index, frame in enumerate(frames):
        time = round(1000 * index / rate)
        # Track 1, no time of its own within the cluster, a key frame.
        block = b"\x81" + struct.pack(">h", 0) + b"\x80" + frame
        yield _element("1F43B675", _element("E7", _number(time)) + _element("A3", block))


def _header(width: int, height: int, count: int, rate: int) -> bytes:
    kind = b"".join(
        (
            _element("4286", _number(1)),
            _element("42F7", _number(1)),
            _element("42F2", _number(4)),
            _element("42F3", _number(8)),
            _element("4282", b"webm"),
            _element("4287", _number(2)),
            _element("4285", _number(2)),
        )
    )
    info = b"".join(
        (
            _element("2AD7B1", _number(1_000_000)),  # times are in milliseconds
            _element("4489", struct.pack(">d", 1000 * count / rate)),
            _element("4D80", b"Sigmascope"),
            _element("5741", b"Sigmascope"),
        )
    )
    track = b"".join(
        (
            _element("D7", _number(1)),
            _element("73C5", _number(1)),
            _element("83", _number(1)),  # a picture track
            _element("9C", _number(0)),
            _element("86", b"V_VP8"),
            _element("23E383", _number(round(1e9 / rate))),
            _element("E0", _element("B0", _number(width)) + _element("BA", _number(height))),
        )
    )
    segment = bytes.fromhex("18538067") + UNKNOWN_SIZE
    tracks = _element("1654AE6B", _element("AE", track))
    return _element("1A45DFA3", kind) + segment + _element("1549A966", info) + tracks


def _element(identifier: str, body: bytes) -> bytes:
    return bytes.fromhex(identifier) + struct.pack(">Q", len(body) | 1 << 56) + body


def _number(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")
