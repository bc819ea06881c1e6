"""What is written by others is read back equal."""

import csv
import io
import tempfile
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image
from scipy.io import savemat, wavfile
from spreadsheets import workbook

from server.datafiles.files import read
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection

pytestmark = pytest.mark.slow

REAL = st.one_of(
    hnp.integer_dtypes(endianness="="),
    hnp.unsigned_integer_dtypes(endianness="="),
    hnp.floating_dtypes(sizes=(32, 64), endianness="="),
)
FLAT = hnp.array_shapes(min_dims=1, max_dims=1, min_side=2, max_side=30)
PLANE = hnp.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=12)
LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
FIELD = Options(layout="field")
FEW = settings(max_examples=40, deadline=None)
NAMES = st.lists(st.text("abcXYZ_", min_size=2, max_size=6), min_size=2, max_size=4, unique=True)


def back(write, name, selection=EVERYTHING, options=AS_GUESSED):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        write(path)
        contents = read(path, selection, options)
        values = getattr(contents, "values", None)
        if values is not None:
            return np.array(values)
        return {key: np.array(array) for key, array in contents.columns.items()}


def floats(size):
    finite = st.floats(allow_nan=True, allow_infinity=True)
    return hnp.arrays(np.float64, size, elements=finite)


@FEW
@given(st.data(), NAMES, st.integers(1, 20), st.sampled_from([(",", "."), (";", ","), ("\t", ".")]))
def test_delimited(data, names, rows, style):
    delimiter, decimal = style
    columns = [data.draw(floats(rows)) for _ in names]

    def cell(value):
        return "" if np.isnan(value) else repr(float(value)).replace(".", decimal)

    def write(path):
        with path.open("w", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerow(names)
            writer.writerows([cell(c[i]) for c in columns] for i in range(rows))

    told = Options(delimiter=delimiter, decimal=decimal, header=1, layout="table")
    told = Options(**{**vars(told), "types": dict.fromkeys(names, "number")})
    found = back(write, "a.csv", options=told)
    assert list(found) == names
    for name, column in zip(names, columns, strict=True):
        np.testing.assert_array_equal(found[name], column)


EARLY, LATE = (int(np.datetime64(year, "us").astype(int)) for year in ("1980", "2100"))
WORDS = st.text("abcdeé x", min_size=1, max_size=8).map(str.strip).filter(lambda w: len(w) > 2)
COLUMNS = {
    "float": st.floats(allow_infinity=False),
    "int": st.integers(-(2**53), 2**53),
    "date": st.integers(EARLY, LATE).map(lambda tick: np.datetime64(tick, "us").item()),
    "word": WORDS,
}


@FEW
@given(
    st.data(),
    st.lists(st.sampled_from(sorted(COLUMNS)), min_size=2, max_size=5),
    st.integers(3, 20),
    st.sampled_from([{}, {"sep": ";", "decimal": ","}, {"sep": "\t"}, {"encoding": "utf-16"}]),
    st.sampled_from([",.csv", "gzip,.csv.gz"]),
)
def test_frames_as_pandas_writes_them(data, kinds, rows, style, packing):
    compression, ending = packing.split(",")
    drawn = {
        f"{kind} {i}": data.draw(st.lists(COLUMNS[kind], min_size=rows, max_size=rows))
        for i, kind in enumerate(kinds)
    }
    frame = pd.DataFrame(drawn)
    kept = {"float": "number", "int": "number", "date": "date", "word": "text"}
    types = {name: kept[name.split()[0]] for name in drawn}
    told = Options(header=1, types=types, layout="table", join=False)

    def write(path):
        frame.to_csv(path, index=False, compression=compression or None, **style)

    found = back(write, f"a{ending}", options=told)
    assert list(found) == list(drawn)
    for name, values in drawn.items():
        if name.startswith("date"):
            values = np.array(values, dtype="datetime64[us]")  # noqa: PLW2901
        np.testing.assert_array_equal(found[name], values)


@FEW
@given(st.lists(st.datetimes(), min_size=2, max_size=20))
def test_dates(dates):
    text = "".join(f"{date.isoformat(timespec='microseconds')},1\n" for date in dates)
    found = back(lambda path: path.write_text("t,v\n" + text), "a.csv")
    wanted = np.array(dates, dtype="datetime64[us]")
    np.testing.assert_array_equal(found["t"], wanted)


@FEW
@given(hnp.arrays(REAL, FLAT) | hnp.arrays(REAL, PLANE))
def test_npy(array):
    found = back(lambda path: np.save(path, array), "a.npy", options=FIELD)
    np.testing.assert_array_equal(found["value"] if array.ndim == 1 else found, array)


@FEW
@given(hnp.arrays(REAL, FLAT), hnp.arrays(REAL, PLANE), st.booleans())
def test_npz(flat, plane, packed):
    save = np.savez_compressed if packed else np.savez

    def write(path):
        save(path, flat=flat, plane=plane)

    np.testing.assert_array_equal(back(write, "a.npz", Selection("flat"))["flat"], flat)
    np.testing.assert_array_equal(back(write, "a.npz", Selection("plane"), FIELD), plane)


@FEW
@given(hnp.arrays(REAL, FLAT), hnp.arrays(REAL, PLANE), st.booleans())
def test_hdf5(flat, plane, packed):
    def write(path):
        with h5py.File(path, "w") as file:
            kwargs = {"compression": "gzip", "shuffle": True} if packed else {}
            file.create_dataset("a/flat", data=flat, **kwargs)
            file.create_dataset("plane", data=plane, **kwargs)

    np.testing.assert_array_equal(back(write, "a.h5", Selection("a/flat"))["flat"], flat)
    np.testing.assert_array_equal(back(write, "a.h5", Selection("plane"), FIELD), plane)


@FEW
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9), min_size=1)
)
def test_hdf5_texts(texts):
    def write(path):
        with h5py.File(path, "w") as file:
            file["s"] = texts

    assert back(write, "a.h5", Selection("s"))["s"].tolist() == texts


@FEW
@given(hnp.arrays(REAL, FLAT), hnp.arrays(REAL, PLANE), st.booleans())
def test_mat(flat, plane, packed):
    def write(path):
        savemat(path, {"flat": flat, "plane": plane, "s": {"x": plane}}, do_compression=packed)

    np.testing.assert_array_equal(back(write, "a.mat", Selection("flat"))["flat"], flat)
    np.testing.assert_array_equal(back(write, "a.mat", Selection("plane"), FIELD), plane)
    np.testing.assert_array_equal(back(write, "a.mat", Selection("s/x"), FIELD), plane)


@FEW
@given(hnp.arrays(hnp.complex_number_dtypes(sizes=128, endianness="="), FLAT))
def test_mat_of_complex_numbers(array):
    found = back(lambda path: savemat(path, {"z": array}), "a.mat", Selection("z"))
    np.testing.assert_array_equal(found["z, real"], array.real)
    np.testing.assert_array_equal(found["z, imaginary"], array.imag)


@FEW
@given(
    hnp.arrays(st.sampled_from([np.uint8, np.int16, np.int32, np.float32, np.float64]), PLANE),
    st.integers(1, 192_000),
)
def test_wav(frames, rate):
    found = back(lambda path: wavfile.write(path, rate, frames), "a.wav")
    np.testing.assert_array_equal(np.column_stack(list(found.values())), frames)


@FEW
@given(hnp.arrays(REAL, PLANE), st.sampled_from([None, "zlib"]), st.booleans())
def test_tiff(plane, compression, big):
    def write(path):
        tifffile.imwrite(
            path, plane, compression=compression, bigtiff=big, photometric="minisblack"
        )

    np.testing.assert_array_equal(back(write, "a.tif"), plane)


@FEW
@given(hnp.arrays(st.sampled_from([np.uint8, np.uint16]), PLANE), st.sampled_from(["png", "tif"]))
def test_pictures(plane, ending):
    found = back(lambda path: Image.fromarray(plane).save(path), f"a.{ending}")
    np.testing.assert_array_equal(found, plane)


@FEW
@given(NAMES, st.integers(2, 12), st.data())
def test_workbooks(names, rows, data):
    finite = st.floats(allow_nan=False, allow_infinity=False)
    columns = [data.draw(st.lists(finite, min_size=rows, max_size=rows)) for _ in names]
    content = workbook({"S": [names, *[list(row) for row in zip(*columns, strict=True)]]})
    options = Options(layout="table", header=1, types=dict.fromkeys(names, "number"))
    found = back(lambda path: path.write_bytes(content), "a.xlsx", options=options)
    for name, column in zip(names, columns, strict=True):
        assert found[name].tolist() == column


def test_gzip_of_a_long_text():
    import gzip

    values = np.random.default_rng(1).normal(size=50_000)
    buffer = io.BytesIO()
    np.savetxt(buffer, values, fmt="%.17g")
    found = back(lambda path: path.write_bytes(gzip.compress(buffer.getvalue())), "a.txt.gz")
    np.testing.assert_array_equal(found["column 1"], values)
