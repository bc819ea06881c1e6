"""Which characters the bytes of a text file stand for."""

import codecs

from server.datafiles.model import Guess

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16's mark, so it stands before it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that no text has: control characters other than tab, the ends of lines, form feed, escape.
CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
UNUSED_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"
WESTERN = ("latin-1", "mac_roman", "cp437", "utf-8")


def guess_encoding(head: bytes) -> Guess | None:
    """The encoding of a text that begins with ``head``; None if it is no text at all."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return Guess("encoding", name, (), "the file begins with a byte-order mark")
    if wide := _without_mark(head):
        return Guess("encoding", wide, (), "every second byte is zero")
    if head.translate(None, CONTROL) != head:
        return None
    if head.isascii():
        return Guess("encoding", "utf-8", ("cp1252",), "the beginning is plain ASCII")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the last character may be cut
    except UnicodeDecodeError:
        unused = head.translate(None, UNUSED_IN_CP1252) != head
        name = "latin-1" if unused else "cp1252"
        others = tuple(other for other in WESTERN if other != name)
        return Guess("encoding", name, others, "it is not valid UTF-8")
    return Guess("encoding", "utf-8", ("cp1252", "latin-1"), "it is valid UTF-8")


def _without_mark(head: bytes) -> str:
    """UTF-16 of mostly Latin letters and digits, told by its zero bytes; "" if it is not."""
    even, odd = head[0::2], head[1::2]
    zeros_even, zeros_odd = even.count(0), odd.count(0)
    if zeros_odd > 0.7 * len(odd) and zeros_even < 0.05 * len(even):
        return "utf-16-le"
    if zeros_even > 0.7 * len(even) and zeros_odd < 0.05 * len(odd):
        return "utf-16-be"
    return ""
