import datetime
import wave

import h5py
import numpy as np
import pytest
import tifffile
from PIL import Image
from scipy.io import savemat
from spreadsheets import workbook

from server.datafiles.files import describe, read
from server.datafiles.options import Options, Selection
from server.errors import InputError, NotFound


def paths(members):
    return [path for m in members for path in (m.path, *paths(m.members))]


def test_npy_of_records(tmp_path):
    np.save(tmp_path / "a.npy", np.array([(1, 2.5), (3, 4.5)], dtype=[("n", "i4"), ("x", "f8")]))
    columns = read(tmp_path / "a.npy").columns
    assert {name: array.tolist() for name, array in columns.items()} == {
        "n": [1, 3],
        "x": [2.5, 4.5],
    }


def test_npy_of_complex_numbers_and_of_many_dimensions(tmp_path):
    np.save(tmp_path / "c.npy", np.array([1 + 2j, 3 - 4j]))
    columns = read(tmp_path / "c.npy").columns
    assert columns["value, imaginary"].tolist() == [2, -4]
    stack = np.arange(60.0).reshape(3, 4, 5)
    np.save(tmp_path / "s.npy", stack)
    np.testing.assert_array_equal(read(tmp_path / "s.npy").values, stack[0])
    plane = read(tmp_path / "s.npy", Selection(plane=(2,), rows=(1, 3))).values
    np.testing.assert_array_equal(plane, stack[2, 1:3])
    with pytest.raises(InputError, match="no plane 3"):
        read(tmp_path / "s.npy", Selection(plane=(3,)))


def test_long_and_narrow_arrays_are_tables_unless_told(tmp_path):
    np.save(tmp_path / "a.npy", np.arange(200.0).reshape(100, 2))
    assert list(read(tmp_path / "a.npy").columns) == ["column 1", "column 2"]
    assert read(tmp_path / "a.npy", options=Options(layout="field")).values.shape == (100, 2)


def test_npz_opens_as_a_tree_and_its_equal_arrays_as_a_table(tmp_path):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, t=[1.0, 2.0], v=[3.0, 4.0], image=np.ones((5, 6)))
    found = describe(path)
    assert (found.layout, paths(found.members)) == ("container", ["t", "v", "image"])
    assert list(read(path).columns) == ["t", "v"]
    assert read(path, Selection(member="image")).values.shape == (5, 6)
    assert describe(path, member="image").shape == (5, 6)
    with pytest.raises(NotFound, match="It holds: t, v, image"):
        read(path, Selection(member="nothing"))


def test_npz_never_unpickles(tmp_path):
    np.savez(tmp_path / "a.npz", allow_pickle=True, a=np.array([{}], dtype=object))
    with pytest.raises(InputError, match="type object"):
        read(tmp_path / "a.npz", Selection(member="a"))


@pytest.fixture
def lab(tmp_path):
    path = tmp_path / "lab.h5"
    with h5py.File(path, "w") as file:
        run = file.create_group("run 1")
        run.create_dataset("time", data=np.arange(50) / 10, compression="gzip", shuffle=True)
        run["voltage"] = np.sin(np.arange(50))
        run["voltage"].attrs["units"] = "mV"
        file["picture"] = np.ones((4, 5), dtype="u1")
        file["names"] = ["a", "b"]
        file["log"] = np.array([(1, 2.0)], dtype=[("n", "i4"), ("x", "f8")])
        file["again"] = run
        run["loop"] = file["/"]
        file["soft"] = h5py.SoftLink("/picture")
        file["out"] = h5py.ExternalLink("/etc/passwd", "/x")
        file["lists"] = np.array([np.arange(2), np.arange(3)], dtype=h5py.vlen_dtype("i4"))
        file["empty"] = h5py.Empty("f8")
        file.create_dataset("far", (3,), "f8", external=[("/etc/passwd", 0, 24)])
        layout = h5py.VirtualLayout((3,), "f8")
        layout[:] = h5py.VirtualSource("other.h5", "x", (3,))
        file.create_virtual_dataset("virtual", layout)
    return path


def test_hdf5_opens_as_a_tree(lab):
    found = describe(lab)
    assert "again/time" in paths(found.members) or "run 1/time" in paths(found.members)
    notes = {m.path: m.note for m in found.members if m.kind == "unreadable"}
    assert set(notes) == {"soft", "out", "lists", "empty", "far", "virtual"}
    assert notes["out"] == "it is a link to /etc/passwd:/x"


def test_hdf5_groups_are_tables(lab):
    group = next(m.path for m in describe(lab).members if m.kind == "group")
    table = read(lab, Selection(member=group))
    assert list(table.columns) == ["time", "voltage"]
    assert table.units == {"voltage": "mV"}
    found = describe(lab, member=group, complete=True)
    assert (found.sampling.x, found.sampling.kind) == ("time", "regular")
    assert read(lab, Selection(member="picture")).values.shape == (4, 5)
    assert read(lab, Selection(member="names")).columns["names"].tolist() == ["a", "b"]
    assert list(read(lab, Selection(member="log")).columns) == ["n", "x"]


@pytest.mark.parametrize("member", ["soft", "out", "lists", "empty", "far", "virtual"])
def test_hdf5_never_leaves_its_file(lab, member):
    with pytest.raises((NotFound, InputError)):
        read(lab, Selection(member=member))


def test_netcdf_gaps_scales_and_dates(tmp_path):
    path = tmp_path / "a.nc"
    with h5py.File(path, "w") as file:
        file.attrs["_NCProperties"] = "version=2"
        file["time"] = np.array([0.0, 0.5, 31.0])
        file["time"].attrs["units"] = np.bytes_("days since 2000-01-01 12:00:00")
        file["t2m"] = np.array([100, -32767, 300], dtype="i2")
        file["t2m"].attrs.update({"_FillValue": np.int16(-32767), "scale_factor": 0.5})
        file["t2m"].attrs.update({"add_offset": 200.0, "units": "K"})
    assert describe(path).format == "NetCDF-4"
    table = read(path)
    assert table.columns["time"].astype("M8[s]").astype(str).tolist() == [
        "2000-01-01T12:00:00",
        "2000-01-02T00:00:00",
        "2000-02-01T12:00:00",
    ]
    np.testing.assert_array_equal(table.columns["t2m"], [250, np.nan, 350])
    assert table.units["t2m"] == "K"


def test_mat_5(tmp_path):
    path = tmp_path / "a.mat"
    inner = {"k": np.eye(3), "name": "hello", "deep": {"x": np.arange(4.0)}}
    savemat(path, {"t": np.arange(6.0), "v": np.arange(6.0) ** 2, "s": inner}, do_compression=True)
    assert paths(describe(path).members) == ["t", "v", "s", "s/k", "s/name", "s/deep", "s/deep/x"]
    assert read(path).columns["v"].tolist() == [0, 1, 4, 9, 16, 25]
    assert read(path, Selection(member="s/k")).values.tolist() == np.eye(3).tolist()
    assert read(path, Selection(member="s/name")).columns["name"].tolist() == ["hello"]
    assert read(path, Selection(member="s/deep/x")).columns["x"].tolist() == [0, 1, 2, 3]


def test_mat_73_is_turned(tmp_path):
    path = tmp_path / "a.mat"
    with h5py.File(path, "w", userblock_size=512) as file:
        file["a"] = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).T  # a 2 × 3 matrix in MATLAB
        file["v"] = np.array([[1.0, 2.0, 3.0]])  # a column
        file["word"] = np.array([[104], [105]], dtype="u2")
        file["word"].attrs["MATLAB_class"] = np.bytes_("char")
        file["#refs#/x"] = np.ones(3)
    content = path.read_bytes()
    path.write_bytes(b"MATLAB 7.3 MAT-file, made by hand".ljust(512) + content[512:])
    found = describe(path)
    assert (found.format, paths(found.members)) == ("MATLAB", ["a", "v", "word"])
    values = read(path, Selection(member="a"), Options(layout="field")).values
    assert values.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert read(path, Selection(member="v")).columns["v"].tolist() == [1, 2, 3]
    assert read(path, Selection(member="word")).columns["word"].tolist() == ["hi"]


def test_wav_of_24_bits_and_two_channels(tmp_path):
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 3, 8000, 0, "NONE", ""))
        file.writeframes(b"\x01\x00\x00\xff\xff\xff" * 100)
    table = read(path, Selection(rows=(40, 42)))
    assert {name: array.tolist() for name, array in table.columns.items()} == {
        "channel 1": [1, 1],
        "channel 2": [-1, -1],
    }
    assert (table.axis.start, table.axis.step, table.axis.unit) == (40 / 8000, 1 / 8000, "s")
    found = describe(path)
    assert (found.rows, found.sampling.kind, found.sampling.step) == (100, "regular", 1 / 8000)


def test_wav_that_was_cut_short(tmp_path):
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(200))
    path.write_bytes(path.read_bytes()[:-50])
    assert len(read(path).columns["channel 1"]) == 75


def test_tiff_of_floats_in_pages(tmp_path):
    path = tmp_path / "a.tif"
    stack = np.arange(600, dtype=np.float32).reshape(2, 20, 15)
    tifffile.imwrite(path, stack, compression="zlib")
    assert [m.shape for m in describe(path).members] == [(20, 15), (20, 15)]
    np.testing.assert_array_equal(read(path, Selection(member="2")).values, stack[1])
    assert describe(path, member="2").shape == (20, 15)


@pytest.mark.parametrize("compression", ["tiff_lzw", "packbits", "tiff_adobe_deflate", None])
def test_tiff_of_16_bits_however_compressed(tmp_path, compression):
    values = np.arange(300, dtype=np.uint16).reshape(20, 15) * 200
    Image.fromarray(values).save(tmp_path / "a.tif", compression=compression)
    np.testing.assert_array_equal(read(tmp_path / "a.tif").values, values)


def test_tiff_of_coloured_16_bits(tmp_path):
    values = np.zeros((20, 30, 3), dtype=np.uint16)
    values[..., 0] = 50_000
    tifffile.imwrite(tmp_path / "a.tif", values, photometric="rgb")
    assert (read(tmp_path / "a.tif").values == 14_950).all()  # 0.299 · 50,000
    red = read(tmp_path / "a.tif", options=Options(channel="red")).values
    assert (red == 50_000).all()


def test_channels_of_a_picture(tmp_path):
    Image.new("RGB", (3, 2), (10, 20, 30)).save(tmp_path / "a.png")
    assert describe(tmp_path / "a.png").guesses[0].alternatives == ("luma", "red", "green", "blue")
    assert (read(tmp_path / "a.png", options=Options(channel="blue")).values == 30).all()
    with pytest.raises(InputError, match="no channel"):
        read(tmp_path / "a.png", options=Options(channel="alpha"))


def test_broken_exif_does_not_matter(tmp_path):
    picture = Image.new("L", (8, 8), 77)
    picture.save(tmp_path / "a.jpg", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\xff\xff", quality=95)
    assert (read(tmp_path / "a.jpg").values == 77).all()


def test_workbook(put):
    start = datetime.datetime(2020, 1, 31, 12)  # noqa: DTZ001 - workbooks know no zones
    hour = datetime.timedelta(hours=1)
    rows = [
        ["made by hand", None, None],
        ["when", "T (°C)", "note"],
        [start, 1.5, "a"],
        [start + hour, None, "b"],
        [start + 2 * hour, 0.1 + 0.2, ""],
    ]
    path = put(workbook({"Runs": rows, "Empty": [], "Other": [["x"], [1]]}), "a.xlsx")
    assert paths(describe(path).members) == ["Runs", "Empty", "Other"]
    found = describe(path, member="Runs")
    kinds = [(c.name, c.unit, c.kind, c.missing) for c in found.columns]
    assert kinds == [
        ("when", "", "date", 0),
        ("T (°C)", "°C", "number", 1),
        ("note", "", "text", 1),
    ]
    columns = read(path).columns
    assert columns["when"][1] == np.datetime64("2020-01-31T13:00")
    assert columns["T (°C)"][2] == 0.1 + 0.2
    with pytest.raises(InputError, match="empty"):
        read(path, Selection(member="Empty"))
