"""A note in a figure's metadata: what it was made from, kept inside the PNG, SVG or PDF."""

import html
import re
import struct
from collections.abc import Iterator, Mapping

KEY = "Sigmascope"
LONGEST = 2**17  # bytes of a note
PNG = b"\x89PNG\r\n\x1a\n"
PDF_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def metadata(form: str, note: str) -> Mapping[str, str | None]:
    """What matplotlib is to write into a figure of ``form``; ``note`` is ASCII, "" for none.

    No date is written, so that equal figures have equal bytes.
    """
    if form == "png":
        return {KEY: note} if note else {}
    if form == "svg":
        return {"Date": None} | ({"Description": note} if note else {})
    return {"CreationDate": None} | ({"Keywords": note} if note else {})


def read_note(content: bytes) -> str:
    """The note in the bytes of a figure, "" where there is none. Reads nothing but the note."""
    if content.startswith(PNG):
        found = next((text for key, text in _png_texts(content) if key == KEY.encode()), b"")
    elif content.startswith(b"%PDF"):
        found = _pdf_string(content, b"/Keywords (")
    else:
        found = _between(content, b"<dc:description>", b"</dc:description>")
        return html.unescape(found.decode("utf-8", "replace"))
    return found.decode("latin-1")


def _png_texts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values of the texts (tEXt) in a PNG (W3C, PNG specification, chapter 11.3.3)."""
    at = len(PNG)
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        whole = length <= LONGEST and at + 12 + length <= len(content)
        body = content[at + 8 : at + 8 + length] if kind == b"tEXt" and whole else b""
        key, _, text = body.partition(b"\0")
        yield key, text
        at += 12 + length


def _pdf_string(content: bytes, before: bytes) -> bytes:
    """The literal string after ``before`` (ISO 32000-1, 7.3.4.2), without its escapes."""
    start = content.find(before)
    if start < 0:
        return b""
    part = content[start + len(before) : start + len(before) + LONGEST]
    end = re.match(rb"(?:[^\\()]|\\.)*\)", part, re.DOTALL)
    if end is None:
        return b""

    def plain(escape: re.Match[bytes]) -> bytes:
        return PDF_ESCAPES.get(escape[1], escape[1])

    return re.sub(rb"\\(.)", plain, end[0][:-1], flags=re.DOTALL)


def _between(content: bytes, before: bytes, after: bytes) -> bytes:
    start = content.find(before)
    stop = content.find(after, start)
    if start < 0 or not 0 <= stop - start <= LONGEST:
        return b""
    return content[start + len(before) : stop]
