"""What the library keeps of a reader's description of a file."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from server.datafiles import files as datafiles
from server.datafiles.model import Description, Table
from server.datafiles.options import Options, Selection
from server.store.things import Column, File

INDEXED = 8 * 2**20  # bytes; of larger files the texts are not read to be found by
MAX_WORDS = 100_000  # characters of a column of texts
UNNAMED = "value"  # what readers call an array that has no name
FACTS = ("count", "missing", "minimum", "maximum")


def options_of(file: File) -> Options:
    """How its owner wants the file to be understood."""
    kept = dict(file.described.get("options", {}))
    kept["missing"] = tuple(kept.get("missing", ()))
    return Options(**kept)


def told(found: Description, options: Options) -> dict[str, Any]:
    """What the library keeps of a description, as JSON has it."""
    column = found.columns[0] if found.columns else None
    named = column is not None and found.layout == "field" and column.label != UNNAMED
    quantity = column.label if column and named else ""
    rows, width = (*found.shape, 1, 1)[:2] if found.shape else (0, 0)
    chosen = {name: value for name, value in asdict(options).items() if value not in (None, (), {})}
    return {
        "view": "field" if found.layout == "field" else "series",
        "quantity": quantity,
        "shape": [rows, width],
        "options": chosen,
        "reader": _as_json(found),
    }


def without_lines(described: Mapping[str, Any]) -> dict[str, Any]:
    """The same without the small lines, which are drawn anew for another content."""
    return {key: value for key, value in described.items() if not key.startswith("sparkline")}


def columns_of(path: Path, found: Description, options: Options) -> list[Column]:
    """The columns of a description, with the words in columns of text."""
    words = _words(path, found, options)
    return [
        Column(
            name=column.name,
            title=column.label,
            unit=column.unit,
            type=column.kind,
            words=words.get(column.name, ""),
            facts=_as_json({name: getattr(column, name) for name in FACTS}),
        )
        for column in found.columns
    ]


def _words(path: Path, found: Description, options: Options) -> dict[str, str]:
    """The different texts in each column of text, each once."""
    texts = tuple(column.name for column in found.columns if column.kind == "text")
    if not texts or found.size > INDEXED or found.layout != "table":
        return {}
    contents = datafiles.read(path, Selection(columns=texts), options)
    if not isinstance(contents, Table):
        return {}
    return {
        name: "\n".join(np.unique(array.astype(str)).tolist())[:MAX_WORDS]
        for name, array in contents.columns.items()
    }


def _as_json(value: Any) -> Any:
    """``value`` as JSON has it: no NaN, no infinity."""
    return orjson.loads(orjson.dumps(value))
