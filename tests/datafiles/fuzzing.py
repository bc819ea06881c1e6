"""Mutants of good files, read in a process of their own so that a crash is seen.

Run as ``python tests/datafiles/fuzzing.py NAME SEED COUNT FOLDER``: reads COUNT mutants of the file
NAME and prints one line of JSON with what happened. The last mutant lies in FOLDER, should the
process die.
"""

import faulthandler
import gzip
import io
import json
import random
import resource
import signal
import sys
import time
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from server.datafiles import files
from server.errors import SigmascopeError

SECONDS = 1.0  # of processor time that one mutant may take
INSIDE = 0.7  # share of the mutants of packed files that are changed before they are packed
HANGING = 20.0  # seconds of it after which the process is ended, and tells where it was
ROWS = 40
TIME = np.arange(ROWS) / 10
VALUE = np.sin(TIME)


def text() -> bytes:
    rows = "".join(
        f"{t},{v},x{i},2020-01-{i % 28 + 1:02}\n"
        for i, (t, v) in enumerate(zip(TIME, VALUE, strict=True))
    )
    return ("# by hand\ntime (s),U [mV],name,date\n" + rows).encode()


def packed_text() -> bytes:
    return gzip.compress(text())


def npy() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.column_stack([TIME, VALUE]))
    return buffer.getvalue()


def npz() -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, t=TIME, v=VALUE, image=np.ones((5, 6)))
    return buffer.getvalue()


def hdf5(version: str = "earliest") -> bytes:
    import h5py

    buffer = io.BytesIO()
    with h5py.File(buffer, "w", libver=version) as file:
        file.create_dataset("run/t", data=TIME, compression="gzip", shuffle=True)
        file["run/v"] = VALUE
        file["run/v"].attrs["units"] = "mV"
        file["names"] = ["a", "b"]
        file["run/days"] = np.arange(ROWS)
        file["run/days"].attrs["units"] = "days since 2020-01-01"
    return buffer.getvalue()


def late_hdf5() -> bytes:
    return hdf5("latest")


def mat() -> bytes:
    from scipy.io import savemat

    buffer = io.BytesIO()
    savemat(buffer, {"t": TIME, "v": VALUE, "s": {"k": np.eye(3), "name": "hello"}})
    return buffer.getvalue()


def packed_mat() -> bytes:
    from scipy.io import savemat

    buffer = io.BytesIO()
    savemat(buffer, {"t": TIME, "v": VALUE}, do_compression=True)
    return buffer.getvalue()


def wav() -> bytes:
    from scipy.io import wavfile

    buffer = io.BytesIO()
    wavfile.write(buffer, 8000, (VALUE * 1000).astype(np.int16))
    return buffer.getvalue()


def _picture(format_name: str) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray((np.arange(600) % 256).astype(np.uint8).reshape(20, 30)).save(
        buffer, format_name
    )
    return buffer.getvalue()


def png() -> bytes:
    return _picture("PNG")


def jpeg() -> bytes:
    return _picture("JPEG")


def tiff() -> bytes:
    import tifffile

    buffer = io.BytesIO()
    tifffile.imwrite(buffer, np.arange(600, dtype=np.float32).reshape(2, 20, 15))
    return buffer.getvalue()


def xlsx() -> bytes:
    from spreadsheets import workbook

    return workbook({"Sheet": [["t", "v"], *zip(TIME.tolist(), VALUE.tolist(), strict=True)]})


FILES: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "text": (text, ".csv"),
    "packed text": (packed_text, ".csv.gz"),
    "npy": (npy, ".npy"),
    "npz": (npz, ".npz"),
    "hdf5": (hdf5, ".h5"),
    "late hdf5": (late_hdf5, ".h5"),
    "mat": (mat, ".mat"),
    "packed mat": (packed_mat, ".mat"),
    "wav": (wav, ".wav"),
    "png": (png, ".png"),
    "jpeg": (jpeg, ".jpg"),
    "tiff": (tiff, ".tif"),
    "xlsx": (xlsx, ".xlsx"),
}


def mutant(good: bytes, rng: random.Random) -> bytes:
    """A copy with something changed: of packed files mostly inside, so that check sums hold."""
    if good.startswith((b"\x1f\x8b", b"PK")) and rng.random() < INSIDE:
        return _changed_inside(good, rng)
    return _changed(good, rng)


def _changed_inside(good: bytes, rng: random.Random) -> bytes:
    if good.startswith(b"\x1f\x8b"):
        return gzip.compress(_changed(gzip.decompress(good), rng), 1)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(buffer, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _changed(content, rng) if name == chosen else content)
    return buffer.getvalue()


def _changed(good: bytes, rng: random.Random) -> bytes:
    """A copy with a few bytes changed, cut out, doubled or put in."""
    data = bytearray(good)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(data)) if data else 0
        length = rng.choice((1, 1, 2, 4, 8, 64))
        kind = rng.randrange(6)
        if kind == 0:
            data[at : at + 1] = bytes([rng.randrange(256)])
        elif kind == 1:
            data[at : at + length] = rng.choice((b"\0", b"\xff", b"\x7f")) * length
        elif kind == 2:
            del data[at : at + length]
        elif kind == 3:
            data[at:at] = data[at : at + length]
        elif kind == 4:
            data[at:at] = rng.randbytes(length)
        else:
            del data[at + length * 16 :]
    return bytes(data)


def try_one(path: Path) -> str:
    """What reading a file comes to: ``read`` or ``refused``; anything else is raised."""
    try:
        description = files.describe(path, complete=True)
        for member in [found.path for found in description.members[:3]]:
            files.describe(path, member=member)
        files.read(path)
    except SigmascopeError:
        return "refused"
    return "read"


def run(name: str, seed: int, count: int, folder: Path) -> dict[str, float]:
    """Read ``count`` mutants; counts of what happened, the slowest, and the memory in MiB."""
    make, suffix = FILES[name]
    good = make()
    path = folder / f"mutant{suffix}"
    path.write_bytes(good)
    told: dict[str, float] = {"read": 0, "refused": 0, "slowest": 0.0}
    if try_one(path) != "read":
        raise RuntimeError(f"the good file of {name} cannot be read")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for i in range(count):
        path.write_bytes(mutant(good, random.Random(f"{seed}, {i}")))
        signal.setitimer(signal.ITIMER_VIRTUAL, HANGING)
        start = time.process_time()
        told[try_one(path)] += 1
        told["slowest"] = max(told["slowest"], time.process_time() - start)
        if told["slowest"] > SECONDS:
            raise RuntimeError(f"mutant {i} took {told['slowest']:.1f} s")
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    told["memory"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return told


if __name__ == "__main__":
    faulthandler.enable()
    faulthandler.register(signal.SIGVTALRM, chain=True)
    warnings.simplefilter("ignore")  # libraries warn of what is then refused
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))))
