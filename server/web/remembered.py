"""How files of the same shape were understood before: what was chosen once is chosen again."""

import hashlib
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from server.datafiles.model import Description
from server.datafiles.options import Options
from server.store.library import Library

PREFIX = "understood "


def shape_of(guessed: Description) -> str:
    """What files of one instrument or program share: ending, layout and names of columns.

    ``guessed`` is the description without anybody's choice.
    """
    names = "\0".join(column.name for column in guessed.columns)
    parts = (PurePath(guessed.file).suffix.lower(), guessed.format, guessed.layout, names)
    return PREFIX + hashlib.sha256("\0\0".join(parts).encode()).hexdigest()[:32]


def remember(library: Library, guessed: Description, options: Options) -> None:
    """Understand files of this shape as ``options`` say from now on."""
    library.memory.put(shape_of(guessed), chosen(options) or None)


def recall(library: Library, guessed: Description) -> Options | None:
    """What was chosen for files of this shape; None if nothing was."""
    kept = library.memory.get(shape_of(guessed))
    return options_from(kept) if kept else None


def chosen(options: Options) -> dict[str, Any]:
    """The options that are not left to be guessed, as JSON has them."""
    told = asdict(options)
    told["missing"] = list(options.missing)
    return {name: value for name, value in told.items() if value not in (None, [], {})}


def options_from(kept: dict[str, Any]) -> Options:
    """The options that ``chosen`` has written down."""
    return Options(**{**kept, "missing": tuple(kept.get("missing", ()))})
