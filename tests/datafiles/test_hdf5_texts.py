"""Texts and attributes are read without the library; they must be what it says."""

from pathlib import Path

import h5py
import numpy as np
import pytest

from server.datafiles.files import read
from server.datafiles.hdf5_attributes import attributes
from server.datafiles.hdf5_texts import texts
from server.datafiles.options import Selection

WORDS = np.array([["a", "", "µ"], ["long " * 50, "x\ny", "end"]], dtype=object)


@pytest.fixture(params=["earliest", "v110", "latest"])
def file(request, tmp_path):
    with h5py.File(tmp_path / "a.h5", "w", libver=request.param, userblock_size=512) as new:
        yield new


def reopened(file):
    name = file.filename
    file.close()
    return h5py.File(name, "r")


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"chunks": (1, 2)},
        {"chunks": (2, 2), "compression": "gzip"},
        {"chunks": (2, 2), "compression": "gzip", "shuffle": True},
    ],
)
def test_texts(file, how):
    file.create_dataset("s", data=WORDS, dtype=h5py.string_dtype(), **how)
    with reopened(file) as again:
        assert texts(again, again["s"]).tolist() == WORDS.tolist()


def test_texts_never_written(file):
    file.create_dataset("s", (2,), h5py.string_dtype())
    file.create_dataset("c", (5,), h5py.string_dtype(), chunks=(2,))
    with reopened(file) as again:
        assert texts(again, again["s"]).tolist() == ["", ""]
        assert texts(again, again["c"]).tolist() == [""] * 5


def test_attributes(file):
    given = {
        "units": "µV",
        "fixed": np.bytes_("mV"),
        "empty": "",
        "byte": np.int8(-5),
        "word": np.uint16(65535),
        "large": np.int64(-(2**60)),
        "single": np.float32(0.1),
        "double": 0.1,
        "big": np.array(258, dtype=">i4"),
    }
    file["x"] = np.zeros(3)
    file["x"].attrs.update(given)
    file["x"].attrs["list"] = [1, 2]
    file["x"].attrs["lists"] = np.array([np.arange(2), np.arange(3)], dtype=h5py.vlen_dtype("i4"))
    with reopened(file) as again:
        found = attributes(again, again["x"])
    texts_found = {k: v.decode() if isinstance(v, bytes) else v for k, v in found.items()}
    small = {name: value for name, value in texts_found.items() if name in given}
    wanted = {k: v.decode() if isinstance(v, bytes) else v for k, v in given.items()}
    # Where there are many, the newer headers keep them where only the library looks.
    assert set(wanted) - set(small) <= {"units", "empty"}
    assert small == {name: wanted[name] for name in small}


def test_units_and_gaps_come_through(file):
    file["x"] = np.array([1, -1, 3], dtype="i2")
    file["x"].attrs.update({"units": "mV", "_FillValue": np.int16(-1), "scale_factor": 0.5})
    path = Path(file.filename)
    file.close()
    table = read(path, Selection("x"))
    np.testing.assert_array_equal(table.columns["x"], [0.5, np.nan, 1.5])
    assert table.units == {"x": "mV"}
