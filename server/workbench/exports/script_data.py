"""The part of a script that gets the data: from the file as it is, or as it was exported.

Simple files are read by numpy, the csv module, h5py, scipy or Pillow. Where a reader would have to
know more than fits into a few lines, short columns stand in the script itself, and long ones are
read from the NPY file that the workbench exports.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles import delimited, files, hdf5, npy, npz, wav
from server.datafiles.options import AS_GUESSED, Options
from server.errors import SigmascopeError
from server.tools.scripts import embedded
from server.workbench.exports.script_text import text_code
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal

SHORT = 20_000  # values that stand in a script
EXPORTED = "sigmascope.npy"
STANDARD = frozenset(
    {"import base64", "import csv", "import zlib", "from datetime import datetime"}
)
SCALING = {"scale_factor", "add_offset", "_FillValue", "missing_value"}

CLEAN = {
    "random": "",
    "walk": "raw = np.cumsum(raw)\n",
    "sine": "raw = noise * raw + np.sin(2 * np.pi * 5 * np.arange(n) / n)\n",
    "chirp": "raw = noise * raw + np.sin(2 * np.pi * 25 * (np.arange(n) / n) ** 2)\n",
    "steps": "levels = np.random.default_rng([seed, 20]).uniform(-1, 1, 20)\n"
    "raw = noise * raw + levels[(np.arange(n) / n * 20).astype(int)]\n",
}


@dataclass(frozen=True)
class Origin:
    """Where a signal was read: a file, its member ("" for all of it), columns in their order."""

    path: Path
    member: str
    columns: tuple[str, ...]
    x: str  # "" where no column tells the positions
    y: str
    options: Options = AS_GUESSED


@dataclass(frozen=True)
class Code:
    """Statements that leave ``raw`` (and ``x``, where a column tells it), and what they import."""

    statements: str
    imports: tuple[str, ...] = ()


def generated_code(recipe: Recipe) -> Code:
    """The same random numbers as the workbench makes."""
    return Code(
        f"n, seed, noise = {recipe.n}, {recipe.seed}, {recipe.noise!r}\n"
        "raw = np.random.default_rng(seed).standard_normal(n)\n" + CLEAN[recipe.source]
    )


def file_code(origin: Origin, signal: Signal) -> Code:
    """The columns of ``signal``, read anew: in order, with NaN for what is not finite."""
    try:
        name = files.format_of(origin.path).NAME
        code = READERS[name](origin) if name in READERS else None
    except (SigmascopeError, OSError, ValueError, KeyError):
        code = None
    if code is None:
        return _kept(signal)
    tidy = "raw = np.where(np.isfinite(raw), raw, np.nan).astype(float)\n"
    if origin.x:
        tidy = IN_ORDER + tidy
    count = f'assert len(raw) == {len(signal)}, "the file has changed"\n'
    return Code(
        f"FILE = {str(origin.path.absolute())!r}\n{code.statements}{tidy}{count}", code.imports
    )


def import_lines(wanted: Sequence[str]) -> str:
    """The imports of a script: Python's own modules, then numpy and the others."""
    own = {"import sys", *(line for line in wanted if line in STANDARD)}
    others = [line for line in dict.fromkeys(wanted) if line not in STANDARD]
    return "\n".join([*sorted(own), "", "import numpy as np", *others])


def fields_of_names(names: Sequence[str]) -> str:
    """An expression for the arrays of these names as one array with fields."""
    rows = ", ".join(names)
    return f'np.rec.fromarrays([{rows}], names="{rows}")'


IN_ORDER = """\
if x.dtype.kind == "M":
    gone = np.isnat(x)
    x = (x.astype("datetime64[us]") - np.datetime64(0, "us")) / np.timedelta64(1, "s")
    x[gone] = np.nan
x, raw = x[np.isfinite(x)], raw[np.isfinite(x)]
order = np.argsort(x, kind="stable")
x, raw = x[order], raw[order]
"""


def _kept(signal: Signal) -> Code:
    """The values themselves."""
    from_x = signal.positions.values is not None
    n = len(signal)
    if n > SHORT:
        names = 'x, raw = table["x"], table["y"]' if from_x else "raw = table"
        columns = "x and y" if from_x else "y"
        return Code(
            f"# Save the column {columns} of all rows as NPY in the workbench first.\n"
            f'table = np.load("{EXPORTED}")\n'
            + _by_position(names, from_x)
            + "raw = np.where(np.isfinite(raw), raw, np.nan).astype(float)\n"
        )
    raw = embedded(np.asarray(signal.y[:n], dtype=np.float64))
    text = f"raw = {raw}\nraw = np.where(np.isfinite(raw), raw, np.nan)\n"
    if from_x:
        text = f"x = {embedded(signal.positions.part(0, n))}\n{text}"
    return Code(text, ("import base64", "import zlib"))


def _by_position(names: str, from_x: bool) -> str:
    """Fields of the exported table by their place, whatever they are called."""
    if not from_x:
        return "raw = table[table.dtype.names[-1]] if table.dtype.names else table\n"
    return (
        "x, raw = (table[name] for name in table.dtype.names[:2])\n"
        'if x.dtype.kind == "M":\n'
        '    x = (x - np.datetime64(0, "us")) / np.timedelta64(1, "s")\n'
    )


def _npy(origin: Origin) -> Code | None:
    array = np.load(origin.path, mmap_mode="r", allow_pickle=False)
    return _of_array("np.load(FILE)", array, origin)


def _npz(origin: Origin) -> Code | None:
    with np.load(origin.path, allow_pickle=False) as archive:
        return _of_members(origin, set(archive.files), "np.load(FILE)[{!r}]", archive.__getitem__)


def _hdf5(origin: Origin) -> Code | None:
    import h5py

    with h5py.File(origin.path, "r", locking=False) as file:
        found: set[str] = set()
        file.visititems(lambda name, item: found.add(name) if hasattr(item, "shape") else None)
        told = [file[name].attrs for name in found]
        if any(SCALING & set(attrs) or " since " in str(attrs.get("units", "")) for attrs in told):
            return None
        read = _of_members(origin, found, "h5py.File(FILE)[{!r}][()]", lambda name: file[name][()])
    return read and Code(read.statements, ("import h5py",))


def _of_members(
    origin: Origin, names: set[str], read: str, load: Callable[[str], NDArray[Any]]
) -> Code | None:
    """One array, or the arrays of a group that are its columns."""
    if origin.member in names:
        return _of_array(read.format(origin.member), load(origin.member), origin)
    prefix = f"{origin.member}/" if origin.member else ""
    wanted = {"raw": prefix + origin.y} | ({"x": prefix + origin.x} if origin.x else {})
    if not set(wanted.values()) <= names:
        return None
    return Code("".join(f"{name} = {read.format(path)}\n" for name, path in wanted.items()))


def _of_array(read: str, array: NDArray[Any], origin: Origin) -> Code | None:
    """The columns of one array: named fields, those of a plane, or its only one."""
    if array.dtype.kind == "c":
        return None
    cut: Mapping[str, str]
    if array.dtype.names:
        cut = {name: f"[{name!r}]" for name in array.dtype.names}
    elif array.ndim == 2 and len(origin.columns) == array.shape[1]:
        cut = {name: f"[:, {i}]" for i, name in enumerate(origin.columns)}
    elif array.ndim == 1:
        cut = dict.fromkeys(origin.columns, "")
    else:
        return None
    text = f"table = {read}\nraw = table{cut[origin.y]}\n"
    return Code(text + (f"x = table{cut[origin.x]}\n" if origin.x else ""))


def _wav(origin: Origin) -> Code | None:
    import wave

    with wave.open(str(origin.path)) as sound:
        wide = sound.getsampwidth() == 3
    channel = origin.columns.index(origin.y)
    shift = " >> 8  # 24 bits" if wide else ""
    statements = (
        "frames = wavfile.read(FILE)[1]\n"
        f"raw = frames.reshape(len(frames), -1)[:, {channel}]{shift}\n"
    )
    return Code(statements, ("from scipy.io import wavfile",))


def _text(origin: Origin) -> Code | None:
    statements = text_code(origin.path, origin.options, origin.x, origin.y)
    if not statements:
        return None
    dated = ("from datetime import datetime",) if "strptime" in statements else ()
    return Code(statements, (*(("import csv",) if "csv." in statements else ()), *dated))


READERS: Mapping[str, Callable[[Origin], Code | None]] = {
    npy.NAME: _npy,
    npz.NAME: _npz,
    hdf5.NAME: _hdf5,
    wav.NAME: _wav,
    delimited.NAME: _text,
}
