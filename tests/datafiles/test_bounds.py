"""Memory, progress, Cancel, mapping."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from server.datafiles.errors import Cancelled
from server.datafiles.files import describe, read
from server.datafiles.options import Selection
from server.datafiles.watch import Watch

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
ROWS = 1_000_000

MEASURE = """
import json, resource, sys
from pathlib import Path
from server.datafiles.files import describe, read
from server.datafiles.options import Options
path = Path(sys.argv[1])
describe(path)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
contents = read(path, options=Options(layout="table"))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
arrays = contents.columns.values()
print(json.dumps({"grown": (after - before) * 1024, "data": sum(a.nbytes for a in arrays),
                  "rows": len(next(iter(arrays)))}))
"""


@pytest.fixture(scope="module")
def long_table(tmp_path_factory):
    """A million rows of three columns, 25 MB."""
    path = tmp_path_factory.mktemp("long") / "long.csv"
    block = "".join(f"{i / 1000:.3f},{i % 997 * 0.25},{-i}\n" for i in range(10_000)).encode()
    with path.open("wb") as file:
        file.write(b"t,a,b\n")
        for _ in range(ROWS // 10_000):
            file.write(block)
    return path


@pytest.fixture(scope="module")
def short_table(long_table):
    """Its first fifth."""
    path = long_table.parent.with_name("short") / "short.csv"
    path.parent.mkdir()
    path.write_bytes(b"".join(long_table.read_bytes().splitlines(keepends=True)[: ROWS // 5]))
    return path


def test_text_takes_little_more_memory_than_its_arrays(long_table):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, long_table],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert (told["rows"], told["data"]) == (ROWS, 24 * ROWS)
    assert told["grown"] < 1.5 * told["data"]  # the bound is twice; a copy of a column shows


EXPORT = """
import json, sys
from pathlib import Path
from server.datafiles import parsed, writing
from server.datafiles.files import read
from server.datafiles.writing import PIECES

def own_memory():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))

parsed.LARGE = 1000
writing.CELLS_AT_ONCE = 20_000  # so that a piece is small beside the whole
parsed.PARSED.use(Path(sys.argv[2]))
for piece in PIECES[".csv"](read(Path(sys.argv[3]))):  # so that all is imported and warm
    pass
before = most = own_memory()
written = 0
for piece in PIECES[".csv"](read(Path(sys.argv[1]))):
    written += len(piece)
    most = max(most, own_memory())
print(json.dumps({"grown": most - before, "written": written}))
"""


PARSE = """
import json, sys
from pathlib import Path
from server.datafiles import parsed
from server.datafiles.files import read
from server.datafiles.watch import Watch

def own_memory(share=0):
    lines = Path("/proc/self/status").read_text().splitlines()
    own = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))
    global most
    most = max(most, own)

most = 0
parsed.LARGE = 1000
parsed.PARSED.use(Path(sys.argv[2]))
read(Path(sys.argv[3]))  # so that all is imported and warm
most = 0
own_memory()
before = most
contents = read(Path(sys.argv[1]), watch=Watch(progress=own_memory))
own_memory()
print(json.dumps({"grown": most - before, "rows": len(contents.columns["t"])}))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells of own memory")
def test_a_large_text_is_parsed_in_constant_memory(long_table, short_table, tmp_path):
    command = [sys.executable, "-c", PARSE, long_table, tmp_path / "parsed", short_table]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["rows"] == ROWS
    assert told["grown"] < 24 * ROWS / 3  # of the arrays, which are mapped


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells of own memory")
def test_a_large_text_leaves_in_constant_memory(long_table, short_table, tmp_path):
    command = [sys.executable, "-c", EXPORT, long_table, tmp_path / "parsed", short_table]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["written"] > 15 * ROWS
    assert told["grown"] < 24 * ROWS / 3  # of the arrays, which are mapped


def test_progress_grows_to_the_end(long_table):
    shares = []
    read(long_table, watch=Watch(progress=shares.append))
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(shares) > 50


def test_cancel_stops_at_once(long_table):
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        read(long_table, watch=Watch(cancelled=cancelled))
    assert len(asked) == 4


def test_rows_are_reckoned_before_they_are_counted(long_table):
    quick = describe(long_table)
    assert quick.rows_exact is False
    assert quick.rows == pytest.approx(ROWS, rel=0.1)
    assert (quick.complete, quick.columns[0].name) == (False, "t")
    full = describe(long_table, complete=True)
    assert (full.rows, full.rows_exact, full.columns[2].minimum) == (ROWS, True, -9999)


def test_few_rows_are_read_from_the_beginning_only(long_table):
    shares = []
    columns = read(long_table, Selection(rows=(5, 8)), watch=Watch(progress=shares.append)).columns
    assert columns["b"].tolist() == [-5, -6, -7]
    assert len(shares) < 3


def test_two_gigabytes_open_at_once_by_mapping(tmp_path):
    path = tmp_path / "large.npy"
    length = 2 * 2**30 // 8
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(
            file, {"descr": "<f8", "fortran_order": False, "shape": (length,)}
        )
        file.seek(8 * length - 8, 1)  # a hole in the file: it takes no room on the disk
        file.write(np.float64(7).tobytes())
    assert describe(path).memory == 0
    values = read(path).columns["value"]
    assert isinstance(values, np.memmap)
    assert (len(values), values[-1]) == (length, 7)


def test_files_are_never_written_to(long_table):
    before = long_table.stat()
    describe(long_table, complete=True)
    after = long_table.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert [path.name for path in long_table.parent.iterdir()] == [long_table.name]
