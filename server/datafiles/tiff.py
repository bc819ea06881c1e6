"""TIFF: pages of any number type, by tifffile; by Pillow where they are compressed otherwise."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.errors import refusing, unreadable
from server.datafiles.image import CHANNELS, channel_of, opened
from server.datafiles.limits import MAX_MEMBERS, check_array, check_expansion, check_pixels
from server.datafiles.model import Contents, Description, Field, Guess, Member
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.selecting import find_member
from server.datafiles.statistics import unread_column
from server.datafiles.watch import UNWATCHED, Watch

if TYPE_CHECKING:
    import tifffile

NAME = "TIFF"
SUFFIXES = (".tif", ".tiff")
MAGICS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
UNPACKED_HERE = (1, 8, 32946)  # none and two numbers of deflate; others need a heavy library
LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601


def sniff(head: bytes, path: Path) -> float:
    """How surely the file is of this format, from 0 to 1."""
    return 1.0 if head.startswith(MAGICS) else 0.0


def describe(path: Path, options: Options = AS_GUESSED, member: str = "") -> Description:
    """The pages with their sizes and types."""
    with _pages(path) as pages:
        names = list(pages)
        description = Description(file=path.name, format=NAME, size=path.stat().st_size)
        if len(pages) > 1 and not member:
            members = tuple(_member(name, page) for name, page in pages.items())
            return replace(description, layout="container", members=members)
        page = pages[find_member(path, names, member)]
        height, width = page.imagelength, page.imagewidth
        dtype = np.dtype(page.dtype or np.uint8)
        coloured = page.samplesperpixel > 2
        guesses = (Guess("channel", options.channel or "luma", ("luma", *CHANNELS)),)
        return replace(
            description,
            member=member,
            layout="field",
            shape=(height, width),
            rows=height,
            memory=height * width * dtype.itemsize,
            columns=(unread_column("value", dtype),),
            guesses=guesses if coloured else (),
        )


def read(
    path: Path,
    selection: Selection = EVERYTHING,
    options: Options = AS_GUESSED,
    watch: Watch = UNWATCHED,
) -> Contents:
    """One page: its values as stored, of coloured ones the luma or one channel."""
    watch.at(0.0)
    start, stop = selection.rows
    with _pages(path) as pages:
        names = list(pages)
        name = find_member(path, names, selection.member)
        page = pages[name]
        check_pixels(path, page.imagewidth, page.imagelength)
        if page.compression not in UNPACKED_HERE:
            return Field(_by_pillow(path, names.index(name), options)[start:stop])
        return Field(_plane(path, _values(path, page), page, options)[start:stop])


@contextmanager
def _pages(path: Path) -> Iterator[dict[str, "tifffile.TiffPage"]]:
    import tifffile

    logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # what is wrong is told by errors
    with refusing(path, NAME), tifffile.TiffFile(path) as file:
        pages: dict[str, Any] = {}
        for number in range(MAX_MEMBERS):
            try:
                page = file.pages[number]
            except IndexError:
                break
            pages[str(number + 1)] = page
        if not pages:
            raise unreadable(path, "holds no pages", "at least one")
        yield pages


def _member(name: str, page: "tifffile.TiffPage") -> Member:
    shape = (page.imagelength, page.imagewidth)
    return Member(name, "image", shape, np.dtype(page.dtype or np.uint8).name)


def _values(path: Path, page: "tifffile.TiffPage") -> NDArray[Any]:
    if page.dtype is None:
        raise unreadable(path, "its pixels are of no known type", "integers or floats")
    check_array(path, page.shape, np.dtype(page.dtype).itemsize)
    check_expansion(path, path.stat().st_size, int(np.prod(page.shape)) * page.dtype.itemsize)
    return np.asarray(page.asarray(maxworkers=1))


def _plane(
    path: Path, values: NDArray[Any], page: "tifffile.TiffPage", options: Options
) -> NDArray[Any]:
    """Shape (rows, columns) of a page that may have samples before or behind."""
    samples = page.samplesperpixel
    if samples == 1:
        return values.reshape(page.imagelength, page.imagewidth)
    if page.planarconfig == 2:  # one plane for each sample
        values = np.moveaxis(values.reshape(samples, page.imagelength, page.imagewidth), 0, -1)
    if options.channel in CHANNELS[:samples]:
        return values[..., CHANNELS.index(str(options.channel))]
    if options.channel not in {None, "luma"}:
        raise unreadable(path, f"has no channel “{options.channel}”", ", ".join(CHANNELS[:samples]))
    if samples == 2:
        return values[..., 0]
    luma: NDArray[Any] = values[..., :3] @ LUMA
    return np.rint(luma).astype(values.dtype) if values.dtype.kind in "iu" else luma


def _by_pillow(path: Path, number: int, options: Options) -> NDArray[Any]:
    with opened(path, ("TIFF",)) as picture:
        picture.seek(number)
        check_pixels(path, *picture.size)
        return channel_of(path, picture, options.channel)
