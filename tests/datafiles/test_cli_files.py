import json

import numpy as np
import pytest
from spreadsheets import workbook

from server.__main__ import main
from server.paths import SAMPLES

CO2 = str(SAMPLES / "mauna_loa_co2.csv")


def test_describe_tells_what_was_understood(capsys):
    assert main(["describe", CO2]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["format", "delimited", "text,", "utf-8"]
    row = "co2 number 2225 59 313.0 373.9"
    assert row in [" ".join(line.split()) for line in lines]
    assert "sampling  regular along date, step 604800 s" in lines
    assert any(line.startswith("guessed   delimiter = ','") for line in lines)


def test_describe_for_programs(capsys):
    assert main(["describe", CO2, "--json", "--quick"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["rows"]) == ("delimited text", 2284)
    assert told["columns"][1]["missing"] == 59
    assert told["sampling"]["kind"] == "regular"


def test_describe_shows_members_and_problems(tmp_path, capsys):
    np.savez(tmp_path / "a.npz", t=[1.0, 2.0], image=np.ones((3, 4)))
    assert main(["describe", str(tmp_path / "a.npz")]) == 0
    assert "image  array  3 × 4  float64" in capsys.readouterr().out
    (tmp_path / "b.csv").write_text("t,v\n1,1\n2,2\n3,3\n4,ERR\n5,5\n")
    assert main(["describe", str(tmp_path / "b.csv")]) == 0
    assert "line 5, column 2: “ERR” in “v” is no number" in capsys.readouterr().out


def test_convert_with_guesses_overridden(tmp_path):
    (tmp_path / "a.txt").write_text("x;y\n1,5;2\n2,5;3\n")
    out = tmp_path / "a.npy"
    assert main(["convert", str(tmp_path / "a.txt"), str(out), "--columns", "y", "x"]) == 0
    assert np.load(out).dtype.names == ("y", "x")
    told = ["--delimiter", ";", "--decimal", ".", "--type", "x=text", "--header", "1"]
    assert main(["convert", str(tmp_path / "a.txt"), str(out), *told]) == 0
    assert np.load(out)["x"].tolist() == ["1,5", "2,5"]


def test_of_a_container_one_member_is_converted(tmp_path, capsys):
    path, out = tmp_path / "a.npz", tmp_path / "a.csv"
    np.savez(path, t=[1.0, 2.0], image=np.ones((3, 4)))
    assert main(["convert", str(path), str(out)]) == 2
    told = capsys.readouterr().err
    assert "a.npz holds several things: choose one. Allowed: t, image" in told
    assert not out.exists()
    assert main(["convert", str(path), str(out), "--member", "t"]) == 0
    assert out.read_text().split() == ["t", "1.0", "2.0"]
    np.savez(path, t=[1.0, 2.0], y=[3.0, 4.0], date="2026")  # a table, and a word about it
    assert main(["convert", str(path), str(out)]) == 0
    assert out.read_text().split() == ["t,y", "1.0,3.0", "2.0,4.0"]


def test_of_a_workbook_one_sheet_is_converted(tmp_path, capsys):
    path, out = tmp_path / "a.xlsx", tmp_path / "a.csv"
    path.write_bytes(workbook({"First": [["t"], [1.0]], "Second": [["t"], [2.0]]}))
    assert main(["convert", str(path), str(out)]) == 2
    assert "choose one. Allowed: First, Second" in capsys.readouterr().err
    assert main(["convert", str(path), str(out), "--member", "Second"]) == 0
    assert out.read_text().split() == ["t", "2.0"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["describe", "nothing.csv"], "no such file"),
        (["convert", CO2, CO2], "never written over itself"),
        (["convert", CO2, "a.xyz"], "cannot be written"),
        (["convert", CO2, "a.csv", "--columns", "x"], "no column “x”"),
        (["describe", CO2, "--member", "x"], "nothing inside"),
        (["describe", CO2, "--encoding", "rot13"], "“rot13” is not known"),
    ],
)
def test_mistakes_are_told(arguments, words, capsys):
    assert main(arguments) == 2
    assert words in capsys.readouterr().err
