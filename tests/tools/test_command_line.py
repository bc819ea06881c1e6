"""``python -m server``: the tools in a terminal, with the checks of the web."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from server.__main__ import main
from server.tools.catalogue import TOOLS


@pytest.fixture
def call(capfdbinary):
    """Runs the command line; its exit code, what it printed, what it complained."""

    def run(*arguments):
        code = main(arguments)
        out, error = capfdbinary.readouterr()
        return code, out, error.decode()

    return run


def test_alone_it_lists_the_tools(call):
    code, out, _ = call()
    assert code == 0
    names = [line.split()[0] for line in out.decode().splitlines()]
    assert names[: len(TOOLS)] == [tool.name for tool in TOOLS]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_prints_what_the_web_gives(call, client, tool):
    seed = ["--seed", "5"] if "seed" in tool.parameters.model_fields else []
    query = "?seed=5" if seed else ""
    assert call(tool.name, *seed)[1] == client.get(f"/{tool.name}.csv{query}").data
    printed = json.loads(call(tool.name, *seed, "--form", "json")[1])
    assert printed == client.get(f"/{tool.name}.json{query}").json
    assert call(tool.name, *seed, "--form", "py")[1] == client.get(f"/{tool.name}.py{query}").data


def test_parameters(call):
    assert call("power", "--base", "-3", "--exponent=5") == (
        0,
        b"base,exponent,result\n-3,5,-243\n",
        "",
    )


def test_the_files_ending_decides(call, tmp_path):
    picture, array = tmp_path / "a.png", tmp_path / "b.npy"
    assert call("plot", "--width=300", "--height=200", "--theme=dark", f"--out={picture}")[0] == 0
    with Image.open(picture) as image:
        assert image.size == (300, 200)
        assert image.getpixel((0, 0))[:3] == (0x17, 0x1D, 0x25)
    assert (
        call("random", "--width=4", "--height=3", "--correlation_length=1", f"--out={array}")[0]
        == 0
    )
    assert np.load(array).shape == (3, 4)


def test_a_figure_goes_to_a_pipe_as_it_is(call):
    code, out, _ = call("plot", "--form", "png", "--width=300", "--height=200")
    assert code == 0
    with Image.open(io.BytesIO(out)) as image:
        assert image.size == (300, 200)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["smooth", "--sigma=-1", "--seed", "x"], ["sigma: “-1” is out of range", "seed: “x”"]),
        (["smooth", "--seed", "1", "--seed", "2"], ["seed: is given more than once"]),
        (["smooth", "--start=10", "--stop=10"], ["stop: ends before it starts"]),
        (["power", "--base=0", "--exponent=-1"], ["exponent: 0 has no negative powers"]),
        (["plot", "--theme=pink", "--form=png"], ["theme: “pink” is not one of the choices"]),
        (["plot", "--theme=dark"], ["theme: is not a parameter"]),
        (["plot", "--out", "plot.jpg"], ["“.jpg” is no form of plot", ".png"]),
        (["plot", "--out", "no/such/folder/plot.csv"], ["plot: ", "no/such/folder/plot.csv"]),
    ],
)
def test_mistakes_are_named_and_nothing_is_written(call, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    code, out, error = call(*arguments)
    assert (code, out) == (2, b"")
    assert all(word in error for word in words), error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["nothing"], ["smooth", "--foo=1"], ["smooth", "--sig=1"]])
def test_unknown_words(arguments, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_help_explains_every_parameter(tool, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([tool.name, "--help"])
    words = capsys.readouterr().out
    assert all(f"--{field.name} " in words for field in tool.fields)
