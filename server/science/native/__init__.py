"""The compiled part: what is worth writing in C, and whether it is there.

``build_scripts/native_code.py`` compiles it at set-up; without it everything works, only slower.
"""

import functools
import os
import sys
from pathlib import Path

from server.science.native.library import Library

SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
PATH = Path(__file__).with_name(f"smoothing{SUFFIX}")
SWITCH = "SIGMASCOPE_NO_NATIVE"  # set to anything: do without


def available() -> bool:
    """Whether the compiled code can be used."""
    return library() is not None


def reason() -> str:
    """Why it cannot; nothing where it can."""
    return _found()[1]


def library() -> Library | None:
    """The compiled functions, or None."""
    return None if os.environ.get(SWITCH) else _found()[0]


@functools.cache
def _found() -> tuple[Library | None, str]:
    if not PATH.exists():
        return None, f"{PATH.name} was not compiled: set-up found no C compiler"
    try:
        return Library(PATH), ""
    except (OSError, AttributeError) as error:
        return None, f"{PATH.name} cannot be loaded: {error}"
