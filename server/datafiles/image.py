"""Pictures as fields of brightness: PNG, JPEG, BMP and GIF, read by Pillow."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles import limits
from server.datafiles.errors import refusing, unreadable
from server.datafiles.limits import check_pixels
from server.datafiles.model import Contents, Description, Field, Guess
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.selecting import only_member
from server.datafiles.watch import UNWATCHED, Watch
from server.errors import TooLarge

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

NAME = "picture"
SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif")
FORMATS = ("PNG", "JPEG", "BMP", "GIF")
MAGICS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"GIF87a", b"GIF89a")
GREY_MODES = frozenset({"L", "I;16", "I;16B", "I", "F"})
BYTES = {"I": 4, "F": 4, "I;16": 2, "I;16B": 2}
CHANNELS = ("red", "green", "blue", "alpha")


def sniff(head: bytes, path: Path) -> float:
    """How surely the file is of this format, from 0 to 1."""
    short = head.startswith(b"BM") and path.suffix.lower() != ".bmp"
    return 1.0 if head.startswith(MAGICS) and not short else 0.0


def describe(path: Path, options: Options = AS_GUESSED, member: str = "") -> Description:
    """Size and mode, from the header."""
    only_member(path, member)
    with opened(path, FORMATS) as picture:
        return describe_picture(path, picture, options, NAME)


def read(
    path: Path,
    selection: Selection = EVERYTHING,
    options: Options = AS_GUESSED,
    watch: Watch = UNWATCHED,
) -> Contents:
    """The brightness, or the channel asked for; shape (rows, columns), the top row first."""
    only_member(path, selection.member)
    watch.at(0.0)
    start, stop = selection.rows
    with opened(path, FORMATS) as picture:
        return Field(channel_of(path, picture, options.channel)[start:stop])


def read_image(path: Path) -> NDArray[Any]:
    """The brightness of a picture, shape (rows, columns), the top row first.

    Grey pictures come as they are stored (uint8, uint16, int32 or float32); of coloured ones the
    luma of ITU-R BT.601 as uint8. The size is checked before a pixel is unpacked. Raises
    Unreadable for what is no picture in one of ``FORMATS``, TooLarge beyond the limit.
    """
    with opened(path, FORMATS) as picture:
        return channel_of(path, picture, None)


@contextmanager
def opened(path: Path, formats: tuple[str, ...]) -> Iterator["Picture"]:
    """The picture, its header read and its size checked; what its metadata say is ignored."""
    from PIL import Image

    # For the whole program, and the same each time: other threads may be reading pictures too.
    Image.MAX_IMAGE_PIXELS = limits.MAX_PIXELS
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
    warnings.filterwarnings("ignore", category=UserWarning, module="PIL")  # broken metadata
    with refusing(path, f"a picture ({', '.join(formats)})"):
        try:
            with Image.open(path, formats=formats) as picture:
                check_pixels(path, *picture.size)
                yield picture
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise TooLarge(f"{path.name} has more than {limits.MAX_PIXELS:,} pixels.") from None


def describe_picture(
    path: Path, picture: "Picture", options: Options, format_name: str
) -> Description:
    """What the header of a picture tells."""
    width, height = picture.size
    channels = _channels(picture)
    guesses = () if len(channels) < 2 else (Guess("channel", options.channel or "luma", channels),)
    return Description(
        file=path.name,
        format=picture.format or format_name,
        size=path.stat().st_size,
        layout="field",
        shape=(height, width),
        rows=height,
        memory=width
        * height
        * (4 if picture.mode in {"I", "F"} else 2 if "16" in picture.mode else 1),
        guesses=guesses,
        attributes={"mode": picture.mode},
    )


def channel_of(path: Path, picture: "Picture", channel: str | None) -> NDArray[Any]:
    """One channel of a picture, or its brightness."""
    if channel in {None, "luma"}:
        return np.asarray(picture if picture.mode in GREY_MODES else picture.convert("L"))
    if channel not in _channels(picture):
        raise unreadable(path, f"has no channel “{channel}”", ", ".join(_channels(picture)))
    return np.asarray(picture.convert("RGBA"))[..., CHANNELS.index(str(channel))]


def _channels(picture: "Picture") -> tuple[str, ...]:
    if picture.mode in GREY_MODES or picture.mode == "1":
        return ("luma",)
    alpha = "A" in picture.getbands() or "transparency" in picture.info
    return ("luma", *CHANNELS[: 4 if alpha else 3])
