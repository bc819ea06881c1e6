"""Any file of data: which format it is, what it holds, its arrays. Start here."""

from pathlib import Path
from typing import Protocol

from server.datafiles import delimited, hdf5, image, mat, npy, npz, tiff, wav, xlsx
from server.datafiles.errors import refusing, unreadable
from server.datafiles.model import Contents, Description
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.streams import GZIP_MAGIC, read_head
from server.datafiles.summary import summarised
from server.datafiles.watch import UNWATCHED, Watch

HEAD = 64 * 2**10


class Format(Protocol):
    """What every format's module has."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of the module
        """What the format is called."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:  # noqa: N802
        """The endings that its files usually have."""

    def sniff(self, head: bytes, path: Path) -> float:
        """How surely a file that begins with ``head`` is of this format, from 0 to 1."""

    def describe(self, path: Path, options: Options = ..., member: str = ...) -> Description:
        """What headers (of text: the beginning) tell, without reading the values."""

    def read(
        self, path: Path, selection: Selection = ..., options: Options = ..., watch: Watch = ...
    ) -> Contents:
        """The selected part as arrays."""


FORMATS: tuple[Format, ...] = (npy, npz, hdf5, mat, wav, image, tiff, xlsx, delimited)

# Formats that are met in laboratories and not read, with what to do.
UNREAD = {
    b"PAR1": "Parquet is not read; save it as CSV or NPY",
    b"ARROW1": "Arrow is not read; save it as CSV or NPY",
    b"\xd0\xcf\x11\xe0": "the old Excel format (.xls) is not read; save it as .xlsx or CSV",
    b"CDF\x01": "classic NetCDF is not read; turn it into NetCDF-4 (nccopy -k nc4)",
    b"CDF\x02": "classic NetCDF is not read; turn it into NetCDF-4 (nccopy -k nc4)",
    b"SIMPLE  =": "FITS is not read; save the image as TIFF, the table as CSV",
    b"%PDF": "this is a PDF document, not data",
    b"SQLite format 3": "this is a database; export a table of it as CSV",
    b"PK": "this is a ZIP archive; unpack it first",
    b"7z\xbc\xaf": "this is an archive; unpack it first",
    b"Rar!": "this is an archive; unpack it first",
    b"\x1f\x8b": "only text is read out of gzip; unpack it first",
    b"\x80\x04\x95": "this is a pickle; it could run programs and is never opened",
}


def format_of(path: Path) -> Format:
    """The format that fits the file best. Raises Unreadable where none does."""
    with refusing(path, "a file"):
        if path.is_dir():
            raise unreadable(path, "this is a folder, not a file")
        with path.open("rb") as file:
            raw = file.read(HEAD)
    if not raw:
        raise unreadable(path, "is empty", "at least one value")
    packed = raw.startswith(GZIP_MAGIC)
    head = read_head(path, HEAD) if packed else raw
    tried: tuple[Format, ...] = (delimited,) if packed else FORMATS
    best = max(tried, key=lambda format_: format_.sniff(head, path))
    why = next((text for magic, text in UNREAD.items() if raw.startswith(magic)), "")
    if best.sniff(head, path) <= 0 or (why and best is delimited and not packed):
        raise unreadable(path, why or "it is of no format that is known", ", ".join(known()))
    return best


def known() -> list[str]:
    """The endings of files that can be read."""
    return [suffix for format_ in FORMATS for suffix in format_.SUFFIXES]


def describe(
    path: Path,
    options: Options = AS_GUESSED,
    member: str = "",
    complete: bool = False,
    watch: Watch = UNWATCHED,
) -> Description:
    """What a file (or one member of a container) holds.

    Quick: from headers, of text from its beginning. With ``complete`` all values are read, so
    that counts, gaps, extremes, rows and sampling are of the whole.
    Raises Unreadable, TooLarge, NotFound (no such member), Cancelled.
    """
    format_ = format_of(path)
    with refusing(path, format_.NAME):
        description = format_.describe(path, options, member)
        if not complete or description.complete or description.layout == "container":
            return description
        contents = format_.read(path, Selection(member=member), options, watch)
        return summarised(description, contents, options)


def read(
    path: Path,
    selection: Selection = EVERYTHING,
    options: Options = AS_GUESSED,
    watch: Watch = UNWATCHED,
) -> Contents:
    """The selected part of a file as arrays; the file itself is never written to.

    Raises Unreadable, TooLarge, NotFound (no such member), InputError (no such column), Cancelled.
    """
    format_ = format_of(path)
    with refusing(path, format_.NAME):
        return format_.read(path, selection, options, watch)
