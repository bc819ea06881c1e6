import csv
import json

import numpy as np
import pytest

from server.datafiles.files import read
from server.datafiles.model import Axis, Field, Table
from server.datafiles.writing import write
from server.errors import InputError

TABLE = Table(
    {
        "t": np.array(["2020-01-31", "NaT"], dtype="M8[D]"),
        "x": np.array([0.1 + 0.2, np.nan]),
        'a "b"': np.array(["x, y", "z\nz"]),
    }
)
FIELD = Field(np.array([[1.5, np.nan], [3, 4]]), np.array([10, 20]), np.array(["a", "b"]))


def test_csv(tmp_path):
    write(TABLE, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [
            ["t", "x", 'a "b"'],
            ["2020-01-31", "0.30000000000000004", "x, y"],
            ["", "", "z\nz"],
        ]
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".npy", ".npz"])
def test_what_is_written_is_read_back(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    write(Table({"t": np.arange(9) / 7, "v": np.sin(np.arange(9))}), path)
    columns = read(path).columns
    np.testing.assert_array_equal(columns["t"], np.arange(9) / 7)
    np.testing.assert_array_equal(columns["v"], np.sin(np.arange(9)))


def test_npy_of_dates_and_texts(tmp_path):
    write(TABLE, tmp_path / "a.npy")
    table = np.load(tmp_path / "a.npy")
    assert table["t"][0] == np.datetime64("2020-01-31")
    assert table['a "b"'].tolist() == ["x, y", "z\nz"]


def test_json_has_no_values_that_json_lacks(tmp_path):
    write(Table({"x": np.array([1.5, np.nan, np.inf])}), tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text()) == {"columns": {"x": [1.5, None, "inf"]}}
    write(FIELD, tmp_path / "b.json")
    told = json.loads((tmp_path / "b.json").read_text())
    assert told == {"values": [[1.5, None], [3, 4]], "rows": [10, 20], "columns": ["a", "b"]}


def test_fields(tmp_path):
    write(FIELD, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == "row,a,b\n10,1.5,\n20,3.0,4.0\n"
    write(FIELD, tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as archive:
        np.testing.assert_array_equal(archive["values"], FIELD.values)
        assert archive["columns"].tolist() == ["a", "b"]


def test_an_implied_axis_becomes_a_column(tmp_path):
    sound = Table({"channel 1": np.array([1, 2])}, axis=Axis("time", "s", 0.5, 0.25))
    write(sound, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == "time (s),channel 1\n0.5,1\n0.75,2\n"


def test_a_failure_leaves_what_was_there(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("kept")
    with pytest.raises(ValueError, match="unpack"):
        write(Field(np.ones((2, 2, 2))), tmp_path / "a.csv")
    with pytest.raises(InputError, match="cannot be written"):
        write(TABLE, tmp_path / "a.parquet")
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    assert path.read_text() == "kept"
