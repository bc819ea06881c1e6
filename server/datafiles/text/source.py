"""A text file as UTF-8 with plain line ends, whole lines at a time."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from server.datafiles.errors import unreadable
from server.datafiles.streams import ByteStream
from server.datafiles.watch import Watch

BLOCK = 256 * 2**10  # small enough to stay in the cache and to answer Cancel at once
MAX_LINE = 4 * 2**20
MAX_QUOTED = 64 * 2**10  # a cell of several lines is shorter; a stray quotation mark is not

NEWLINE = ord("\n")


@dataclass(frozen=True)
class Chunk:
    """Whole lines, the last one ended too; ``unclosed`` if a quotation mark in it never closes."""

    line: int  # the number of the first one, from 1
    data: bytes
    unclosed: bool = False


def chunks(stream: ByteStream, encoding: str, quote: str, watch: Watch) -> Iterator[Chunk]:
    """The text in pieces that end with a line, never within a quoted cell.

    Raises Unreadable for a line of more than ``MAX_LINE`` bytes.
    """
    line = 1
    rest = b""
    for block in _plain_line_ends(_utf8(stream, encoding)):
        data = rest + block
        cut = _last_line_end(data, quote)
        unclosed = not cut and len(data) > MAX_QUOTED
        if unclosed:
            cut = data.rfind(b"\n") + 1
        if cut:
            whole = data[:cut]
            yield Chunk(line, whole, unclosed)
            line += count_lines(whole)
        rest = data[cut:]
        if len(rest) > MAX_LINE:
            raise unreadable(stream.path, f"longer than {MAX_LINE:,} bytes", "a table", line)
        watch.at(stream.share)
    if rest:
        rest += b"" if rest.endswith(b"\n") else b"\n"
        yield Chunk(line, rest, not _last_line_end(rest, quote))


def count_lines(data: bytes) -> int:
    """How many lines end in ``data``; several times as fast as to count bytes in Python."""
    return int(np.count_nonzero(np.frombuffer(data, dtype=np.uint8) == NEWLINE))


def _utf8(stream: ByteStream, encoding: str) -> Iterator[bytes]:
    first = stream.read(BLOCK)
    if encoding == "utf-8":
        yield first.removeprefix(codecs.BOM_UTF8)
        while block := stream.read(BLOCK):
            yield block
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    block = first
    while block:
        yield decoder.decode(block).encode("utf-8", "replace")
        block = stream.read(BLOCK)
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _plain_line_ends(blocks: Iterator[bytes]) -> Iterator[bytes]:
    held = b""
    for block in blocks:
        data = held + block
        held = b""
        if b"\r" in data:
            if data.endswith(b"\r"):  # its line feed may come with the next block
                data, held = data[:-1], b"\r"
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield data
    if held:
        yield b"\n"


def _last_line_end(data: bytes, quote: str) -> int:
    """Just after the last line end outside quotation marks; 0 if there is none."""
    if not quote or quote.encode() not in data:
        return data.rfind(b"\n") + 1
    codes = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(codes == NEWLINE)
    quotes_before = np.searchsorted(np.flatnonzero(codes == ord(quote)), ends)
    outside = ends[quotes_before % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0
