"""NumPy's own files: one array each, mapped from the disk, never unpickled."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError, TooLarge

MAX_ELEMENTS = 200_000_000
MAX_BYTES = 1_600_000_000
KINDS = "biuf"  # booleans, integers, floating numbers


def read_npy(path: Path) -> NDArray[Any]:
    """The array of real numbers in an NPY file, read-only and mapped: pages come as used.

    Raises InputError for what is no such file or holds anything but real numbers, and TooLarge
    beyond ``MAX_ELEMENTS`` or ``MAX_BYTES``.
    """
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise InputError("file", f"{path.name} cannot be read as NPY: {error}") from None
    if not isinstance(array, np.ndarray):  # an archive of several (NPZ)
        array.close()
        raise InputError("file", f"{path.name} holds several arrays", "an NPY file of one")
    if array.dtype.kind not in KINDS:
        raise InputError("file", f"{path.name} holds {array.dtype}", "real numbers")
    if array.size > MAX_ELEMENTS or array.nbytes > MAX_BYTES:
        raise TooLarge(f"{path.name} holds {array.size:,} values; the limit is {MAX_ELEMENTS:,}.")
    return array
