"""The scripts run by themselves, as programs of their own, and give the same numbers."""

import contextlib
import io
import runpy
import subprocess
import sys
import wave

import numpy as np
import pytest

from server.datafiles import files
from server.workbench.exports import script_data
from server.workbench.exports.in_form import exported
from server.workbench.exports.options import NumberOptions
from server.workbench.exports.provenance import Data, made
from server.workbench.exports.script import signal_script
from server.workbench.exports.table import table
from server.workbench.from_path import data_at
from server.workbench.generated import generate
from server.workbench.recipe import read_recipe
from server.workbench.signal import Label, on_rows

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(12)
N = 400
NOISE = np.cumsum(RNG.standard_normal(N))
HOLES = np.where(RNG.random(N) < 0.1, np.nan, NOISE)
HOLES[100:130] = np.nan
UNEVEN = np.cumsum(RNG.exponential(0.5, N))


def run(script, folder, *more):
    """In this process, which spares the imports; one test below starts a program of its own."""
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    before = sys.argv
    sys.argv = [str(path), str(folder / "smoothed.npy"), *more]
    try:
        with contextlib.chdir(folder):
            runpy.run_path(str(path))
    finally:
        sys.argv = before
    return np.load(folder / "smoothed.npy")


def expected_of(signal, recipe):
    whole = table(signal, recipe, (0, len(signal)), ("smoothed",))
    return np.concatenate([piece["smoothed"] for piece in whole.pieces()])


def agree(found, expected):
    np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
    known = expected[np.isfinite(expected)]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9 * max(np.ptp(known), 1e-30))


def check(path, pairs, folder, *more):
    recipe = read_recipe(pairs)
    signal, origin = data_at(path, recipe)
    agree(run(signal_script(recipe, signal, origin), folder, *more), expected_of(signal, recipe))


STEPS = [
    [("width", "3.3")],
    [("width", "0.05")],
    [("width", "30"), ("edges", "constant"), ("cval", "2"), ("truncate", "2.5")],
    [("width", "7"), ("edges", "wrap"), ("order", "1")],
    [("width", "7"), ("edges", "mirror"), ("order", "2"), ("fill", "true")],
    [("width", "4"), ("edges", "nearest"), ("min_weight", "0.6"), ("fill", "true")],
    [("method", "savgol"), ("width", "4")],
    [("method", "savgol"), ("width", "6"), ("degree", "4"), ("order", "1"), ("edges", "mirror")],
    [("method", "savgol"), ("width", "40"), ("degree", "2"), ("order", "2"), ("fill", "true")],
    [("method", "median"), ("width", "3")],
    [("method", "median"), ("width", "5"), ("edges", "constant"), ("fill", "true")],
    [("method", "mean"), ("width", "3")],
    [("method", "mean"), ("width", "50"), ("edges", "wrap"), ("min_weight", "0.3")],
    [("method", "none")],
]


@pytest.mark.parametrize("values", [NOISE, HOLES], ids=["whole", "holes"])
@pytest.mark.parametrize("pairs", STEPS, ids=lambda pairs: "-".join(text for _, text in pairs))
def test_every_method(pairs, values, tmp_path):
    np.save(tmp_path / "a.npy", values)
    if pairs == [("method", "none")]:
        signal, origin = data_at(tmp_path / "a.npy", read_recipe(pairs))
        found = run(signal_script(read_recipe(pairs), signal, origin), tmp_path)
        np.testing.assert_array_equal(found, values)
    else:
        check(tmp_path / "a.npy", pairs, tmp_path)


COMPARED = [
    [("also", "savgol~6~samples~1"), ("also", "median~3~samples")],
    [("also", "mean~5~samples"), ("also", "gaussian~40~samples"), ("edges", "wrap")],
    [("method", "median"), ("also", "gaussian~4~samples~2"), ("fill", "true")],
    [("method", "none"), ("also", "gaussian~2~samples"), ("edges", "constant"), ("cval", "3")],
]


@pytest.mark.parametrize("values", [NOISE, HOLES], ids=["whole", "holes"])
@pytest.mark.parametrize("pairs", COMPARED, ids=["slope", "wrap", "bend", "none"])
def test_all_smoothings_that_are_compared(pairs, values, tmp_path):
    np.save(tmp_path / "a.npy", values)
    recipe = read_recipe([("width", "3.3"), *pairs])
    signal, origin = data_at(tmp_path / "a.npy", recipe)
    figure = tmp_path / "figure.svg"
    found = run(signal_script(recipe, signal, origin), tmp_path, str(figure))
    names = table(signal, recipe, (0, N)).kinds.keys() - {"row", "value"}
    assert set(found.dtype.names) - {"smoothed"} == names - {"smoothed"}
    for name in names:
        whole = table(signal, recipe, (0, N), (name,))
        agree(found[name], np.concatenate([piece[name] for piece in whole.pieces()]))
    if recipe.method == "none":
        np.testing.assert_array_equal(found["smoothed"], values)
    assert figure.stat().st_size > 0


FIELDS = [
    ([("width", "1.5")], ()),
    ([("width", "0")], ()),
    ([("method", "none")], ()),
    ([("also", "gaussian~3~samples"), ("also", "gaussian~4~fwhm")], ("smoothed", "also1", "also2")),
    (
        [("also", "none~1~samples"), ("also", "gaussian~9~samples"), ("edges", "wrap")],
        ("smoothed", "also2"),
    ),
    ([("method", "none"), ("also", "gaussian~2~samples"), ("fill", "true")], ("raw", "also1")),
]


@pytest.mark.parametrize("values", [NOISE, HOLES], ids=["whole", "holes"])
@pytest.mark.parametrize(("pairs", "names"), FIELDS, ids=["one", "0", "none", "all", "wrap", "raw"])
def test_all_smoothings_of_a_field(pairs, names, values, tmp_path):
    np.save(tmp_path / "a.npy", values.reshape(16, 25))
    recipe = read_recipe([("width", "2.5"), *pairs] if len(pairs) > 1 else pairs)
    data, origin = data_at(tmp_path / "a.npy", recipe)
    one = made(recipe, Data())
    script = b"".join(exported(data, one, "py", NumberOptions(), origin)).decode()
    found = run(script, tmp_path, str(tmp_path / "a.png"))
    expected = np.load(io.BytesIO(b"".join(exported(data, one, "npy", NumberOptions(), origin))))
    assert found.shape == expected.shape == (16, 25)
    assert (found.dtype.names or ()) == (expected.dtype.names or ()) == names
    for name in names or [...]:
        agree(found[name], expected[name])
    assert len({found[name].tobytes() for name in names}) == len(names)
    assert (tmp_path / "a.png").stat().st_size > 0


def test_it_is_a_program_of_its_own(tmp_path):
    np.save(tmp_path / "a.npy", HOLES)
    recipe = read_recipe([("width", "4"), ("method", "savgol")])
    signal, origin = data_at(tmp_path / "a.npy", recipe)
    path = tmp_path / "script.py"
    path.write_text(signal_script(recipe, signal, origin), encoding="utf-8")
    command = [sys.executable, "-I", "-W", "error", str(path), "smoothed.npy", "figure.svg"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    agree(np.load(tmp_path / "smoothed.npy"), expected_of(signal, recipe))
    assert b"<svg" in (tmp_path / "figure.svg").read_bytes()


def test_units_of_x(tmp_path):
    columns = np.column_stack([np.arange(N) / 50, NOISE])
    np.savetxt(tmp_path / "a.csv", columns, fmt="%.17g", delimiter=",")
    for unit, width in (("x", "0.1"), ("fwhm", "0.3"), ("cutoff", "2")):
        check(tmp_path / "a.csv", [("unit", unit), ("width", width)], tmp_path)


@pytest.mark.parametrize("values", [NOISE, HOLES], ids=["whole", "holes"])
def test_uneven_spacing(values, tmp_path):
    np.save(tmp_path / "a.npy", np.rec.fromarrays([UNEVEN, values], names="t,v"))
    pairs = [("x", "t"), ("y", "v"), ("spacing", "x"), ("unit", "x")]
    check(tmp_path / "a.npy", [*pairs, ("width", "1.5"), ("fill", "true")], tmp_path)
    check(tmp_path / "a.npy", [*pairs, ("width", "0.7"), ("min_weight", "0.8")], tmp_path)


def texts():
    """Text files of several kinds, each with a column v."""
    values = [repr(value) for value in NOISE.tolist()]
    rows = [f"{t!r},{v}" for t, v in zip(UNEVEN.tolist(), values, strict=True)]
    yield "plain.csv", ["t,v", *rows]
    holes = [row if i % 7 else row.split(",")[0] + ",NA" for i, row in enumerate(rows)]
    yield "holes.csv", ["# measured", "t,v", *holes]
    yield "german.csv", ["t;v", *(row.replace(",", ";").replace(".", ",") for row in rows)]
    yield "blanks.dat", ["t  v", *(row.replace(",", "   ") for row in rows)]
    yield "mixed.csv", ["t,v", *rows[200:], *rows[:200]]
    yield "quoted.csv", ["what,t,v", *(f'"a, b",{row}' for row in rows)]
    days = (np.datetime64("1999-12-25") + np.arange(N)).tolist()
    yield "dates.csv", ["day,v", *(f"{d},{v}" for d, v in zip(days, values, strict=True))]
    clock = (np.datetime64("1999-12-31T23:50:00") + np.arange(N)).tolist()
    yield "times.csv", ["time;v", *(f"{t};{v}" for t, v in zip(clock, values, strict=True))]
    american = [f"{d:%m/%d/%Y},{v}" for d, v in zip(days, values, strict=True)]
    yield "american.csv", ["day,v", *american]
    compact = [f"{d:%Y%m%d},{v}" for d, v in zip(days, values, strict=True)]
    yield "compact.csv", ["day,v", *compact]
    named = [f"{d:%d %b %Y},{v}" for d, v in zip(days, values, strict=True)]
    yield "named.csv", ["day,v", *named]


TEXTS = {name: "\n".join(lines) + "\n" for name, lines in texts()}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("name", TEXTS)
def test_texts(name, end, tmp_path):
    (tmp_path / name).write_text(TEXTS[name], encoding="utf-8", newline=end)
    check(tmp_path / name, [("y", "v"), ("width", "3")], tmp_path)
    script = (tmp_path / "script.py").read_text(encoding="utf-8")
    assert ("base64" in script) == (name == "named.csv")  # where reading is no simple thing


def data_names(path):
    return [column.name for column in files.describe(path).columns]


def test_arrays(tmp_path):
    np.save(tmp_path / "plane.npy", np.column_stack([NOISE, HOLES, -NOISE]))
    np.save(
        tmp_path / "record.npy",
        np.rec.fromarrays([UNEVEN, NOISE], dtype=[("t", "f8"), ("v", "f4")]),
    )
    np.save(tmp_path / "whole.npy", (NOISE * 10).astype(">i2"))
    np.savez(tmp_path / "a.npz", v=NOISE, w=HOLES)
    check(tmp_path / "plane.npy", [("y", data_names(tmp_path / "plane.npy")[1])], tmp_path)
    check(tmp_path / "record.npy", [("x", "t"), ("y", "v")], tmp_path)
    check(tmp_path / "whole.npy", [], tmp_path)
    check(tmp_path / "a.npz", [("inside", "w")], tmp_path)
    assert "base64" not in (tmp_path / "script.py").read_text(encoding="utf-8")


def test_hdf5(tmp_path):
    import h5py

    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["run/t"], file["run/v"], file["alone"] = UNEVEN, NOISE, NOISE
    check(tmp_path / "a.h5", [("inside", "run"), ("x", "t"), ("y", "v")], tmp_path)
    assert "h5py" in (tmp_path / "script.py").read_text(encoding="utf-8")
    check(tmp_path / "a.h5", [("inside", "alone")], tmp_path)
    with h5py.File(tmp_path / "b.h5", "w") as file:
        file["scaled"] = (NOISE * 10).astype(np.int16)
        file["scaled"].attrs["scale_factor"] = 0.1
    check(tmp_path / "b.h5", [("inside", "scaled")], tmp_path)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_sounds(width, tmp_path):
    frames = (NOISE / np.ptp(NOISE) * 100).astype(np.int64) << 8 * (width - 1)
    frames = frames + 128 if width == 1 else frames
    stereo = np.stack([frames, frames[::-1]], axis=1).astype("<i8")
    packed = np.ascontiguousarray(stereo).view("u1").reshape(-1, 8)[:, :width].tobytes()
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setparams((2, width, 8000, 0, "NONE", ""))
        sound.writeframes(packed)
    name = data_names(tmp_path / "a.wav")[1]
    check(tmp_path / "a.wav", [("y", name), ("unit", "x"), ("width", "0.001")], tmp_path)


@pytest.mark.parametrize("source", ["random", "walk", "sine", "chirp", "steps"])
def test_generated_data(source, tmp_path):
    recipe = read_recipe([("source", source), ("n", "3000"), ("seed", "9"), ("noise", "0.1")])
    signal = on_rows(generate(source, 3000, 9, 0.1), Label(source))
    agree(run(signal_script(recipe, signal, None), tmp_path), expected_of(signal, recipe))


def test_long_columns_that_are_hard_to_read_come_from_the_exported_file(tmp_path, monkeypatch):
    monkeypatch.setattr(script_data, "SHORT", 100)
    (tmp_path / "named.csv").write_text(TEXTS["named.csv"], encoding="utf-8")
    recipe = read_recipe([("y", "v")])
    signal, origin = data_at(tmp_path / "named.csv", recipe)
    rows = table(signal, recipe, (0, len(signal)), ("day", "v"))
    (tmp_path / "sigmascope.npy").write_bytes(b"".join(rows.npy()))
    agree(run(signal_script(recipe, signal, origin), tmp_path), expected_of(signal, recipe))


def test_names_cannot_break_out_of_the_script(tmp_path):
    folder = tmp_path / "x'); raise SystemExit(5) #"
    folder.mkdir()
    path = folder / 'a """\\ {v} """ + exit(5) + """.csv'
    path.write_text("t,v''' {x} '); exit(5) #\n" + "".join(f"{i},{i % 7}\n" for i in range(50)))
    check(path, [], folder, str(folder / "a.pdf"))
    assert (folder / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_file_that_has_changed_is_noticed(tmp_path):
    np.save(tmp_path / "a.npy", NOISE)
    recipe = read_recipe([])
    script = signal_script(recipe, *data_at(tmp_path / "a.npy", recipe))
    np.save(tmp_path / "a.npy", NOISE[1:])
    with pytest.raises(AssertionError, match="the file has changed"):
        run(script, tmp_path)
