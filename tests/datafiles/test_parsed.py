"""Large text files are parsed once; what is kept of them is whole, bounded, and never wrong."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from server.datafiles import delimited, parsed
from server.datafiles.errors import Cancelled
from server.datafiles.files import read
from server.datafiles.options import Options, Selection
from server.datafiles.watch import Watch

ROOT = Path(__file__).resolve().parents[2]
TEXT = "day,clock,level,remark\n" + "".join(
    f"{i % 28 + 1:02}.01.2020,00:00:{i % 60:02},{'' if i == 3 else i / 7},word {i % 5}\n"
    for i in range(300)
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(parsed, "LARGE", 1000)
    parsed.PARSED.use(tmp_path / "parsed")
    yield tmp_path / "parsed"
    parsed.PARSED.use(None)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "run.csv"
    path.write_text(TEXT)
    return path


@pytest.fixture
def parses(monkeypatch):
    """How often a text was parsed, as the length of a list."""
    done = []

    def counted(*arguments):
        done.append(arguments[0])
        return original(*arguments)

    original = delimited.read_columns
    monkeypatch.setattr(delimited, "read_columns", counted)
    return done


def in_memory(path, selection=None, options=None):
    """What reading gives where nothing is kept."""
    kept = parsed.PARSED._folder
    parsed.PARSED.use(None)
    try:
        return read(path, selection or Selection(), options or Options())
    finally:
        parsed.PARSED.use(kept)


def same(one, other):
    assert list(one.columns) == list(other.columns)
    assert one.units == other.units
    assert one.problems == other.problems
    for name, array in one.columns.items():
        assert array.dtype == other.columns[name].dtype, name
        np.testing.assert_array_equal(array, other.columns[name])


def entries(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_text_is_parsed_once_and_then_mapped(path, folder, parses):
    expected = in_memory(path)
    first, again = read(path), read(path)
    same(first, expected)
    same(again, expected)
    assert len(parses) == 2  # once in memory, once into the folder
    assert all(isinstance(array, np.memmap) for array in again.columns.values())
    assert not any(array.flags.writeable for array in again.columns.values())
    assert again.columns["day"][5] == np.datetime64("2020-01-06T00:00:05")
    assert len(entries(folder)) == 1


@pytest.mark.parametrize(
    "selection",
    [
        Selection(columns=("level",)),
        Selection(columns=("remark", "day")),
        Selection(columns=("clock",), rows=(250, 260)),
        Selection(rows=(290, None)),
        Selection(rows=(290, 1000)),
        Selection(rows=(400, 500)),
    ],
)
def test_a_part_of_what_is_kept_is_the_part(path, folder, parses, selection):
    read(path)
    same(read(path, selection), in_memory(path, selection))
    assert len(parses) == 2


def test_problems_are_kept_too(tmp_path, folder, parses):
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n" + "1,2\n" * 200 + "3,x\n4\n" + "5,6\n" * 200)
    expected = in_memory(path).problems
    assert expected.count == 2
    assert read(path).problems == read(path).problems == expected


def test_whoever_understands_it_in_another_way_parses_it_anew(path, folder, parses):
    read(path)
    apart = Options(join=False)
    same(read(path, options=apart), in_memory(path, options=apart))
    read(path, options=Options(layout="table"))
    read(path, options=Options(x="level"))
    assert len(entries(folder)) == 2


def test_a_file_that_was_changed_is_parsed_anew(path, folder, parses):
    read(path)
    path.write_text(TEXT.replace("word 4", "WORD 4"))
    assert "WORD 4" in read(path).columns["remark"].tolist()
    os.utime(path, ns=(1, 1))
    read(path)
    assert len(parses) == 3


def damage_the_end(entry):
    file = entry / "2.npy"
    file.write_bytes(file.read_bytes()[:-8])


def damage_the_head(entry):
    file = entry / "2.npy"
    file.write_bytes(b"\0" * 10 + file.read_bytes()[10:])


def damage_the_list(entry):
    (entry / parsed.TOLD).write_text('{"columns": [["a"')


def forget_the_list(entry):
    (entry / parsed.TOLD).unlink()


def exchange_two(entry):
    (entry / "2.npy").write_bytes((entry / "3.npy").read_bytes())


@pytest.mark.parametrize(
    "damage",
    [damage_the_end, damage_the_head, damage_the_list, forget_the_list, exchange_two],
)
def test_what_is_damaged_is_parsed_anew(path, folder, parses, damage):
    read(path)
    damage(folder / entries(folder)[0])
    same(read(path), in_memory(path))
    assert len(parses) == 3
    read(path)
    assert len(parses) == 3


def test_what_a_crash_left_is_swept_away_later(path, folder, parses):
    old, fresh = folder / f"old{parsed.PART}", folder / f"fresh{parsed.PART}"
    for left in (old, fresh):
        left.mkdir(parents=True)
        (left / "0.npy").write_bytes(b"half")
    os.utime(old, (1, 1))
    read(path)
    assert not old.exists()
    assert fresh.exists()  # it may be another process's


def test_a_full_disk_only_costs_time(path, folder, parses, monkeypatch):
    monkeypatch.setattr(parsed.shutil, "disk_usage", lambda _: SimpleNamespace(free=parsed.SPARE))
    same(read(path), in_memory(path))
    assert entries(folder) == []


def test_a_disk_that_fills_up_on_the_way_only_costs_time(path, folder, monkeypatch):
    def refuse(self, part):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parsed.StoredColumn, "_write", refuse)
    same(read(path), in_memory(path))
    assert entries(folder) == []


def test_cancel_leaves_nothing(path, folder):
    asked = []

    def cancelled():
        asked.append(1)
        return True

    with pytest.raises(Cancelled):
        read(path, watch=Watch(cancelled=cancelled))
    assert entries(folder) == []


def test_texts_too_long_to_be_kept_are_read_all_the_same(path, folder, monkeypatch):
    monkeypatch.setattr("server.datafiles.text.stored.MOST_TEXT", 10)
    monkeypatch.setattr("server.datafiles.text.growing.SMALL_TEXT", 10)
    same(read(path), in_memory(path))
    assert entries(folder) == []


def test_what_was_not_used_for_longest_goes_first(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(parsed.PARSED, "_most", 25_000)
    paths = [tmp_path / f"{i}.csv" for i in range(4)]
    for i, path in enumerate(paths):
        path.write_text("a,b\n" + f"{i},2\n" * 500)  # 8 kB as arrays
    for i, path in enumerate(paths[:3]):
        read(path)
        for told in folder.glob(f"*/{parsed.TOLD}"):
            if told.stat().st_mtime > 10:
                os.utime(told, (i + 1, i + 1))
    read(paths[0])
    read(paths[3])
    assert sorted(int(np.load(entry / "0.npy")[0]) for entry in folder.iterdir()) == [0, 3]


def test_what_no_file_stands_behind_any_more_goes(tmp_path, folder):
    paths = [tmp_path / f"{i}.csv" for i in range(4)]
    for i, path in enumerate(paths):
        path.write_text("a,b\n" + f"{i},2\n" * 500)
    for path in paths[:3]:
        read(path)
    paths[0].unlink()
    paths[1].write_text("a,b\n1,2\n")
    read(paths[3])
    assert sorted(int(np.load(entry / "0.npy")[0]) for entry in folder.iterdir()) == [2, 3]


KILLED = """
import os, sys
from pathlib import Path
from types import SimpleNamespace
from server.datafiles import parsed
from server.datafiles.files import read
from server.datafiles.watch import Watch
parsed.LARGE = 1000
parsed.PARSED.use(Path(sys.argv[2]))
read(Path(sys.argv[1]), watch=Watch(progress=lambda share: os.kill(os.getpid(), 9)))
"""


def test_a_process_killed_while_it_parses_leaves_no_half_of_it(path, folder):
    command = [sys.executable, "-c", KILLED, path, folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    assert [name.endswith(parsed.PART) for name in entries(folder)] == [True]
    same(read(path), in_memory(path))


def test_small_files_are_not_kept(path, folder, monkeypatch):
    monkeypatch.setattr(parsed, "LARGE", 10**6)
    read(path)
    assert not folder.exists()
