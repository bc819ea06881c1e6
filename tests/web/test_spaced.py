"""Positions without an array, and pages of long files that make none."""

import tracemalloc

import numpy as np
import pytest
from scipy.io import wavfile

from server.web.spaced import Spaced

ORIGIN = {"Origin": "http://localhost"}


@pytest.mark.parametrize(("start", "step"), [(0, 1), (2.5, 0.125)])
def test_some_of_them_are_those_of_the_whole_array(start, step):
    spaced, whole = Spaced(start, step, 20), start + step * np.arange(20)
    assert len(spaced) == 20
    assert spaced.dtype == whole.dtype
    assert (spaced[0], spaced[-1]) == (whole[0], whole[-1])
    for rows in (slice(None), slice(3, 7), slice(-2, None), np.array([1, 5, 19])):
        np.testing.assert_array_equal(spaced[rows], whole[rows])


def test_a_long_file_makes_no_array_of_positions(client, app, tmp_path):
    path = tmp_path / "long.npy"
    np.save(path, np.zeros(3_000_000, dtype=np.uint8))  # as int64 its rows would take 24 MB
    bearer = {"Authorization": f"Bearer {app.extensions['sigmascope.access'].token}"}
    client.post("/api/files", json={"path": str(path)}, headers={**ORIGIN, **bearer})
    client.get("/file/7.png")  # so that all is imported
    client.get("/file/7")
    tracemalloc.start()
    try:
        assert "3,000,000 values" in client.get("/file/7").text
        assert client.get("/file/7.png?place=narrow").status_code == 200
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()


def test_a_recording_is_regular_in_time(client, app, tmp_path):
    wavfile.write(tmp_path / "a.wav", 8000, np.arange(4000, dtype=np.int16))
    with (tmp_path / "a.wav").open("rb") as file:
        client.post("/api/uploads", data={"file": (file, "a.wav")}, headers=ORIGIN)
    body = client.get("/file/7.json").get_json()
    assert body["sampling"] == {
        "kind": "even",
        "step": 0.000125,
        "smallest": 0.000125,
        "largest": 0.000125,
    }
    page = client.get("/file/7").text
    assert "from 0 to 0.499875, between 0 and 3999" in page
    assert "every 125 µs" in page
    assert "time, s" in client.get("/file/7.svg").text
