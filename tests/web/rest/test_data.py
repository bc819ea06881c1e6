"""Data leave as they came: whole, or by columns and rows, in every form alike."""

import io
import json

import numpy as np
import pytest

from server.datafiles import writing
from server.paths import SAMPLES


def table(text: str) -> np.ndarray:
    return np.genfromtxt(io.StringIO(text), delimiter=",", names=True, dtype=None, encoding="utf-8")


def npy(answer) -> np.ndarray:
    assert answer.status_code == 200
    return np.load(io.BytesIO(answer.data), allow_pickle=False)


def test_csv_npy_and_json_hold_the_same(ask):
    from_npy = npy(ask("GET", "/file/2.npy"))
    from_csv = table(ask("GET", "/file/2.csv").text)
    columns = ask("GET", "/file/2.json?rows=:").json["columns"]
    original = table((SAMPLES / "ecg_360hz.csv").read_text())
    for name in original.dtype.names:
        assert np.array_equal(from_npy[name], original[name])
        assert np.array_equal(from_csv[name], original[name])
        assert np.array_equal(columns[name], original[name])


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ("5:9", slice(5, 9)),
        (":3", slice(3)),
        ("2280:", slice(2280, None)),
        ("2283:9999", slice(2283, None)),
        ("9999:", slice(9999, None)),
        ("7:7", slice(7, 7)),
    ],
)
def test_rows_are_counted_as_slices_are(ask, rows, part):
    whole = npy(ask("GET", "/file/1.npy"))[part]
    some = npy(ask("GET", f"/file/1.npy?rows={rows}"))
    assert np.array_equal(some["co2"], whole["co2"], equal_nan=True)
    assert len(ask("GET", f"/file/1.csv?rows={rows}").text.splitlines()) == len(whole) + 1
    assert len(ask("GET", f"/file/1.json?rows={rows}").json["columns"]["co2"]) == len(whole)


def test_columns_come_as_they_are_asked_for(ask):
    assert npy(ask("GET", "/file/5.npy?columns=FEB,JAN")).dtype.names == ("FEB", "JAN")
    one = npy(ask("GET", "/file/5.npy?columns=JAN"))
    assert one.dtype.names is None
    assert np.array_equal(one, npy(ask("GET", "/file/5/inside/JAN.npy")))
    assert ask("GET", "/file/5.csv?columns=%22JAN%22&rows=:1").text == "JAN\n23.11\n"


@pytest.mark.parametrize("number", [3, 6])
def test_plain_arrays_stay_what_they_are(ask, number):
    values = npy(ask("GET", f"/file/{number}.npy"))
    part = npy(ask("GET", f"/file/{number}.npy?rows=10:20"))
    assert values.dtype.names is None
    assert np.array_equal(part, values[10:20])
    if number == 3:
        assert np.array_equal(values, np.load(SAMPLES / "ecg_360hz.npy"))


def test_a_missing_value_of_a_single_column_keeps_its_line(ask):
    lines = ask("GET", "/file/1/inside/co2.csv").text.splitlines()
    assert len(lines) == 2285
    assert "" not in lines
    assert lines.count('""') == 59


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("rows=x", "rows"),
        ("rows=5", "rows"),
        ("rows=-1:3", "rows"),
        ("rows=5:2", "rows"),
        ("rows=1:2:3", "rows"),
        ("rows=" + "9" * 400 + ":", "rows"),
        ("rows=²:3", "rows"),
        ("columns=nothing", "columns"),
        ("columns=%22JAN", "columns"),
        ("row=5", "row"),
    ],
)
def test_a_part_that_cannot_be_is_refused_by_name(ask, fields, query, field):
    answer = ask("GET", f"/file/5.csv?{query}")
    assert answer.status_code == 422
    assert fields(answer) == [field]


def test_a_container_says_which_data_it_has(ask, tmp_path):
    path = tmp_path / "two.npz"
    np.savez(path, first=np.arange(3.0), second=np.eye(2))
    url = ask("POST", "/api/files", json={"path": str(path)}).json["links"]["page"]
    answer = ask("GET", f"{url}.csv")
    assert answer.status_code == 404
    assert [found["label"] for found in answer.json["suggestions"]] == ["first", "second"]
    assert np.array_equal(npy(ask("GET", f"{url}/inside/second.npy")), np.eye(2))


def test_long_data_are_never_whole_in_memory(ask, tmp_path, monkeypatch):
    """In windows of 100 cells, a file of 10,000 rows comes in more than a hundred pieces."""
    path = tmp_path / "long.npy"
    values = np.arange(10_000.0)
    np.save(path, values)
    url = ask("POST", "/api/files", json={"path": str(path)}).json["links"]["page"]
    monkeypatch.setattr(writing, "CELLS_AT_ONCE", 100)
    for form in ("csv", "npy", "json"):
        answer = ask("GET", f"{url}.{form}?rows=:")
        assert answer.is_streamed
        pieces = list(answer.response)
        assert len(pieces) > 100
        assert max(map(len, pieces)) < 3000
        content = b"".join(pieces)
        if form == "npy":
            assert np.array_equal(np.load(io.BytesIO(content)), values)
        elif form == "json":
            assert json.loads(content)["columns"] == {"value": values.tolist()}
        else:
            assert content.decode().split() == ["value", *map(str, values.tolist())]
