import numpy as np
import pytest

from server.datafiles.npy import read_npy
from server.errors import InputError, TooLarge
from server.paths import SAMPLES


def save(path, array, **kwargs):
    np.save(path, array, **kwargs)
    return path


def test_ecg():
    array = read_npy(SAMPLES / "ecg_360hz.npy")
    assert array.shape == (5 * 60 * 360,)
    assert array[:2].tolist() == [-0.245, -0.215]
    assert not array.flags.writeable


def test_pickled_objects_are_never_loaded(tmp_path):
    path = save(tmp_path / "a.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match="cannot be read"):
        read_npy(path)


def test_what_is_no_array_of_numbers(tmp_path):
    (tmp_path / "b.npy").write_bytes(b"not an array")
    (tmp_path / "c.npy").write_bytes(b"")
    np.savez(tmp_path / "d.npz", a=[1.0])
    save(tmp_path / "e.npy", np.array(["x"]))
    for name in ("b.npy", "c.npy", "d.npz", "e.npy"):
        with pytest.raises(InputError, match=name):
            read_npy(tmp_path / name)


def test_a_header_that_promises_more_than_the_file_holds(tmp_path):
    path = save(tmp_path / "f.npy", np.zeros(10))
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(InputError):
        read_npy(path)


def test_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("server.datafiles.limits.MAX_ELEMENTS", 9)
    with pytest.raises(TooLarge, match="10 values"):
        read_npy(save(tmp_path / "g.npy", np.zeros(10)))
