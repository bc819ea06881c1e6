"""Pictures as fields of brightness."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError, TooLarge

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
MAX_PIXELS = 100_000_000
GREY_MODES = frozenset({"L", "I;16", "I;16B", "I", "F"})


def read_image(path: Path) -> NDArray[Any]:
    """The brightness of a picture, shape (rows, columns), the top row first.

    Grey pictures come as they are stored (uint8, uint16, int32 or float32); of coloured ones the
    luma of ITU-R BT.601 as uint8. The size is checked before a pixel is unpacked. Raises
    InputError for what is no picture in one of ``FORMATS``, TooLarge beyond ``MAX_PIXELS``.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=FORMATS) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise TooLarge(f"{path.name} is {width} × {height}; up to {MAX_PIXELS:,} pixels.")
            return np.asarray(picture if picture.mode in GREY_MODES else picture.convert("L"))
    except Image.DecompressionBombError:
        raise TooLarge(f"{path.name} has more than {MAX_PIXELS:,} pixels.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        known = ", ".join(FORMATS)
        raise InputError(
            "file", f"{path.name} cannot be read as a picture: {error}", known
        ) from None
