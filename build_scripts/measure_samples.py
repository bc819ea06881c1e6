"""Write into assets/samples/catalogue.json what can be measured of the samples.

Titles, sources and licences stand there by hand; size, hash, shape and sparkline are computed
from the files. Run by the Python of .venv: python -m build_scripts.measure_samples
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from server.datafiles.contents import Members, read_members
from server.figures.sparkline import scaled
from server.paths import SAMPLES

CATALOGUE = SAMPLES / "catalogue.json"


def measured(file: Path, view: str, rows: int) -> dict[str, Any]:
    """What is computed of one file; ``rows`` of it make the sparkline."""
    content = file.read_bytes()
    members = read_members(file)
    first = next(iter(members.values()))
    shape = first.shape if first.ndim == 2 else (len(first), len(members))
    return {
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "shape": list(shape),
        "sparkline": _sparkline(members, view, rows),
    }


def _sparkline(members: Members, view: str, rows: int) -> list[int | None]:
    arrays = list(members.values())
    if not rows:
        return []
    if view == "field":  # a table with labels: its numbers one after the other
        return scaled(np.column_stack(arrays[1:])[:rows].reshape(-1))
    return scaled(arrays[-1][:rows])


def main() -> None:
    """Measure every file of the catalogue."""
    catalogue = json.loads(CATALOGUE.read_text("utf-8"))
    for entry in catalogue["files"]:
        rows = entry["sparkline_rows"]
        entry.update(measured(SAMPLES / entry["name"], entry["view"], rows))
    text = json.dumps(catalogue, indent=1, ensure_ascii=False)
    CATALOGUE.write_text(_compact(text) + "\n", "utf-8")


def _compact(text: str) -> str:
    """Lists of numbers and objects of words on one line each."""
    text = re.sub(r"\[\s+([-\d][^\[\]{}]*?|null[^\[\]{}]*?)\s+\]", _one_line, text)
    return re.sub(r"\{\s+([^{}\[\]]*?)\s+\}", _one_line, text)


def _one_line(match: re.Match[str]) -> str:
    return " ".join(match[0].split())


if __name__ == "__main__":
    main()
