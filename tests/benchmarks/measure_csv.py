"""Reading a long table of text: the compiled way, the way without a compiler, and pandas.

    python tests/benchmarks/measure_csv.py [ROWS [RUNS]]

Prints seconds of the processor's time, each the best of RUNS, and the ratio to pandas' C reader,
all in one run and alternating; and whether all read the same. Trust the ratios.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from server.datafiles import native
from server.datafiles.files import read
from server.datafiles.options import Options
from server.datafiles.parsed import PARSED

Columns = Mapping[str, NDArray[Any]]


def write_table(path: Path, rows: int) -> None:
    """Three columns: a time in steps, and two noises of nine significant digits."""
    rng = np.random.default_rng(1)
    with path.open("w", encoding="ascii") as file:
        file.write("time (s),U [mV],I\n")
        for start in range(0, rows, 100_000):
            count = min(100_000, rows - start)
            times = (np.arange(start, start + count) / 1000).tolist()
            noises = rng.normal(size=(2, count)).tolist()
            lines = zip(times, *noises, strict=True)
            file.writelines(f"{t:.3f},{u:.9g},{i * 1e-3:.9g}\n" for t, u, i in lines)


def compiled(path: Path) -> Columns:
    """Our reader, into memory."""
    os.environ.pop(native.SWITCH, None)
    return read(path, options=Options(layout="table")).columns  # type: ignore[union-attr]


def without_compiler(path: Path) -> Columns:
    """The same without compiled code."""
    os.environ[native.SWITCH] = "1"
    return read(path, options=Options(layout="table")).columns  # type: ignore[union-attr]


def kept(path: Path) -> Columns:
    """The compiled way into a folder of parsed columns, as the program does."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        PARSED.use(Path(folder))
        try:
            return compiled(path)
        finally:
            PARSED.use(None)


def pandas_c(path: Path) -> Columns:
    """pandas' C reader, whole file."""
    frame = pd.read_csv(path, engine="c")
    return {name: frame[name].to_numpy() for name in frame.columns}


READERS: Mapping[str, Callable[[Path], Columns]] = {
    "pandas": pandas_c,
    "compiled": compiled,
    "compiled, kept on disk": kept,
    "without compiler": without_compiler,
}


def main() -> None:
    """Measure, and print one line a reader."""
    rows, runs = (*map(int, sys.argv[1:]), *(2_000_000, 3)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "long.csv")
        write_table(path, rows)
        best: dict[str, float] = {}
        expected = pandas_c(path)
        for _ in range(runs):
            for name, reader in READERS.items():
                start = time.process_time()
                found = reader(path)
                taken = time.process_time() - start
                best[name] = min(best.get(name, taken), taken)
                for column, values in expected.items():
                    np.testing.assert_array_equal(found[column], values)
        load = f"load {os.getloadavg()[0]:.1f}"
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB, best of {runs}, {load}")
        for name, taken in best.items():
            print(f"{name:24} {taken:6.2f} s  {taken / best['pandas']:5.2f} × pandas")


if __name__ == "__main__":
    main()
