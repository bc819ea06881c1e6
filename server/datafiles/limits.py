"""How much a file may ask for. Looked at before anything is allocated."""

import math
from collections.abc import Sequence
from pathlib import Path

from server.datafiles.errors import unreadable
from server.errors import TooLarge

MAX_ELEMENTS = 200_000_000
MAX_BYTES = 1_600_000_000
MAX_PIXELS = 100_000_000
MAX_COLUMNS = 20_000
MAX_MEMBERS = 10_000
MAX_DEPTH = 32

# A compressed file may grow to FREE_EXPANSION bytes, and beyond it MAX_RATIO-fold. Measurements
# compress up to about twentyfold; deflate's most is a thousandfold, which only bombs come near.
FREE_EXPANSION = 64 * 2**20
MAX_RATIO = 200


def check_array(path: Path, shape: Sequence[int], itemsize: int, name: str = "") -> None:
    """Refuse an array of ``shape`` (each dimension ≥ 0) with elements of ``itemsize`` bytes.

    Raises TooLarge beyond ``MAX_ELEMENTS`` or ``MAX_BYTES``, Unreadable for a negative dimension.
    """
    where = f"{path.name}, {name}" if name else path.name
    if any(dimension < 0 for dimension in shape):
        raise unreadable(path, f"a negative dimension in the shape {tuple(shape)}")
    elements = math.prod(shape)
    if elements > MAX_ELEMENTS or elements * itemsize > MAX_BYTES:
        raise TooLarge(
            f"{where} holds {elements:,} values in {elements * itemsize:,} bytes; up to "
            f"{MAX_ELEMENTS:,} values and {MAX_BYTES:,} bytes can be read at once."
        )


def check_pixels(path: Path, width: int, height: int) -> None:
    """Refuse a picture of more than ``MAX_PIXELS``."""
    if width * height > MAX_PIXELS:
        raise TooLarge(f"{path.name} is {width:,} × {height:,}; up to {MAX_PIXELS:,} pixels.")


def check_expansion(path: Path, packed: int, unpacked: int) -> None:
    """Refuse what unpacks to far more than measurements do: a bomb."""
    if unpacked > FREE_EXPANSION and unpacked > MAX_RATIO * packed:
        raise TooLarge(
            f"{path.name} unpacks to more than {MAX_RATIO} times its size; "
            "it is taken for a compression bomb."
        )
