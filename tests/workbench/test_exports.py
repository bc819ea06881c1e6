import io
import json

import numpy as np
import pytest

from server.errors import InputError
from server.workbench.exports import field_figure
from server.workbench.exports import table as table_module
from server.workbench.exports.figure import signal_figure
from server.workbench.exports.in_form import exported
from server.workbench.exports.options import FigureOptions, NumberOptions
from server.workbench.exports.provenance import Data, Made, made, read_made
from server.workbench.exports.table import table
from server.workbench.field import FieldData
from server.workbench.from_path import data_at
from server.workbench.recipe import read_recipe
from server.workbench.signal import Label, on_column, on_rows

RNG = np.random.default_rng(6)
NOISE = RNG.standard_normal(1000)
SMALL = FigureOptions(figure_width=70, dpi=40, font=6)

AWKWARD = {
    "one": np.ones(1),
    "two": np.array([3.0, -1.0]),
    "constant": np.full(300, 7.5),
    "nan": np.full(300, np.nan),
    "inf": np.where(np.arange(300) % 50, NOISE[:300], np.inf),
    "1e300": NOISE[:300] * 1e300,
    "denormal": NOISE[:300] * 1e-310,
    "bytes": np.arange(300, dtype=np.uint8) % 9,
    "false": np.zeros(300, dtype=bool),
    "many": np.tile(NOISE, 5),
}


def signal_of(values):
    return on_rows(values, Label("v", "Voltage", "mV"))


def rows_of(signal, query="", columns=()):
    recipe = read_recipe([tuple(pair.split("=")) for pair in query.split("&") if pair])
    return table(signal, recipe, (0, len(signal)), columns)


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(table_module, "PIECE", 64)
    monkeypatch.setattr(table_module, "LINES", 10)


@pytest.mark.usefixtures("small_pieces")
def test_rows_are_the_same_however_they_are_cut():
    rows = rows_of(signal_of(NOISE), "width=3&also=median~4~samples")
    whole = np.load(io.BytesIO(b"".join(rows.npy())))
    assert whole.dtype.names == ("row", "v", "smoothed", "also1")
    np.testing.assert_array_equal(whole["row"], np.arange(1000))
    np.testing.assert_array_equal(whole["v"], NOISE)
    part = table(rows.signal, read_recipe([("width", "3")]), (100, 333), ("smoothed",))
    np.testing.assert_array_equal(
        np.load(io.BytesIO(b"".join(part.npy()))), whole["smoothed"][100:333]
    )
    lines = b"".join(rows.csv()).decode().splitlines()
    assert lines[0] == "row,v,smoothed,also1"
    read = np.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])
    for i, name in enumerate(whole.dtype.names):
        np.testing.assert_array_equal(read[:, i], whole[name])
    told = json.loads(b"".join(rows.json({"a": 1})))
    assert told["a"] == 1
    assert told["columns"]["smoothed"] == whole["smoothed"].tolist()


def test_types_of_columns_stay_and_gaps_are_empty():
    values = np.array([1.5, np.nan, np.inf, -2.0], dtype=">f4")
    rows = rows_of(signal_of(values), "method=none")
    assert b"".join(rows.csv()) == b"row,v\n0,1.5\n1,\n2,\n3,-2.0\n"
    assert json.loads(b"".join(rows.json({})))["columns"]["v"] == [1.5, None, None, -2.0]
    flags = rows_of(signal_of(np.array([True, False])), "method=none")
    assert b"".join(flags.csv()) == b"row,v\n0,1\n1,0\n"


def test_dates_and_names_that_need_quotation_marks():
    dates = np.array(["1999-12-31T23:59:59.5", "2000-01-01T00:00:01"], dtype="datetime64[us]")
    signal = on_column(np.array([1, 2]), dates, Label('a "b", c'), Label("when"))
    rows = rows_of(signal, "method=none")
    text = b"".join(rows.csv()).decode()
    assert text.splitlines() == [
        'when,"a ""b"", c"',
        "1999-12-31T23:59:59.500000,1",
        "2000-01-01T00:00:01,2",
    ]
    np.testing.assert_array_equal(np.load(io.BytesIO(b"".join(rows.npy())))["when"], dates)


def test_a_column_along_itself_has_two_names():
    signal = on_column(NOISE, np.arange(1000.0), Label("v"), Label("v"))
    assert list(rows_of(signal, "method=none").kinds) == ["v_x", "v"]


@pytest.mark.parametrize("form", ["png", "csv", "npy", "json"])
@pytest.mark.parametrize("name", AWKWARD)
def test_every_form_survives(name, form):
    signal = signal_of(AWKWARD[name])
    recipe = read_recipe([("panes", "residual,spectrum,distribution"), ("width", "3")])
    options = SMALL if form == "png" else NumberOptions()
    assert b"".join(exported(signal, made(recipe, Data()), form, options, None))


def test_a_figure_keeps_every_spike():
    values = np.zeros(500_000)
    values[123_456], values[400_000] = 50, -70
    figure = signal_figure(
        signal_of(values), read_recipe([("width", "2"), ("panes", "residual")]), SMALL
    )
    main, residual = figure.axes
    raw, smooth = (line.get_ydata() for line in main.lines)
    assert (raw.min(), raw.max()) == (-70, 50)
    assert smooth.max() == pytest.approx(50 / (2 * np.sqrt(2 * np.pi)), rel=1e-3)
    assert main.get_xlim() == (0, 499_999)
    assert residual.lines[-1].get_ydata().min() < -50
    assert len(raw) <= 2 * SMALL.pixels(1)[0]


def test_a_figure_shows_what_the_recipe_shows():
    query = [("from", "100"), ("to", "200"), ("ymin", "-9"), ("ymax", "9"), ("width", "3")]
    recipe = read_recipe([*query, ("also", "median~4~samples"), ("also", "savgol~9~samples")])
    figure = signal_figure(signal_of(NOISE), recipe, FigureOptions())
    (main,) = figure.axes
    assert main.get_xlim() == (100, 200)
    assert main.get_ylim() == (-9, 9)
    assert main.get_ylabel() == "Voltage, mV"
    names = [text.get_text() for text in main.get_legend().get_texts()]
    assert names[0] == "Voltage, mV"
    assert [name.partition(",")[0] for name in names[1:]] == [
        "Median",
        "Savitzky–Golay",
        "Gaussian",
    ]
    assert figure.get_size_inches() == pytest.approx((180 / 25.4, 90 / 25.4))


def test_derivatives_have_a_scale_of_their_own():
    values = 1e4 + 100 * np.sin(np.arange(1000) / 30)
    query = [("width", "4"), ("order", "1"), ("also", "gaussian~8~samples")]
    recipe = read_recipe([*query, ("panes", "residual,distribution")])
    figure = signal_figure(signal_of(values), recipe, FigureOptions(dpi=60))
    main, beside, distribution = figure.axes  # what is derived leaves no residual
    assert (len(distribution.lines), distribution.get_xlim()[0] > 9000) == (1, True)
    assert main.get_ylim()[0] > 9000
    assert beside.get_ylim()[1] < 10
    assert beside.get_ylabel() == "Slope per sample, mV"
    assert beside.get_xlim() == main.get_xlim()
    assert (len(main.lines), len(beside.lines)) == (2, 1)
    names = [text.get_text() for text in main.get_legend().get_texts()]
    assert names == ["Voltage, mV", "Gaussian, σ = 8 samples", "Gaussian, σ = 4 samples, slope"]


def test_the_names_of_all_curves_find_room_in_a_column():
    query = [("width", "4"), ("order", "2"), ("also", "savgol~9~samples~1"), ("also", "mean~7~x")]
    figure = signal_figure(signal_of(NOISE), read_recipe(query), FigureOptions(figure_width=85))
    figure.draw_without_rendering()
    main, beside = figure.axes
    assert beside.get_ylabel() == "Derivatives by samples, mV"
    space = main.get_legend().get_window_extent()
    assert space.x0 >= 0
    assert space.y1 <= figure.bbox.height
    assert main.get_position().height > 0.4


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"figure_width": 30}, "figure_width"), ({"figure_height": 20}, "figure_height")],
)
def test_a_figure_without_room_for_its_numbers_is_refused(asked, field):
    recipe = read_recipe([("panes", "residual,spectrum,distribution")])
    with pytest.raises(InputError, match="or a smaller font") as caught:
        signal_figure(signal_of(NOISE), recipe, FigureOptions(**asked))
    assert caught.value.field == field


def test_dates_stand_at_x_as_dates():
    days = np.datetime64("1990-01-01") + np.arange(1000)
    signal = on_column(NOISE, days, Label("v"), Label("day"))
    figure = signal_figure(
        signal, read_recipe([("from", "1991-01-01"), ("to", "1991-12-31")]), SMALL
    )
    figure.draw_without_rendering()
    labels = [text.get_text() for text in figure.axes[0].get_xticklabels()]
    assert "1991" in " ".join([*labels, figure.axes[0].xaxis.get_offset_text().get_text()])


@pytest.mark.parametrize("form", ["png", "csv", "npy", "json"])
@pytest.mark.parametrize(
    "values",
    [np.ones((1, 1)), NOISE.reshape(20, 50), np.full((4, 3), np.nan), np.eye(3, dtype=np.uint8)],
    ids=["one", "noise", "nan", "bytes"],
)
def test_fields_survive(values, form):
    options = SMALL if form == "png" else NumberOptions()
    recipe = read_recipe([("width", "1"), ("map", "RdBu_r"), ("source", "field")])
    data = FieldData(values, Label("field"))
    assert b"".join(exported(data, made(recipe, Data()), form, options, None))


COMPARED = [("width", "1"), ("also", "gaussian~3~samples"), ("x0", "4"), ("x1", "9"), ("y1", "2")]


def told_of_field(form, columns="", pairs=COMPARED):
    data = FieldData(NOISE.reshape(20, 50), Label("field"))
    options = NumberOptions(columns=columns)
    return b"".join(exported(data, made(read_recipe(pairs), Data()), form, options, None))


def test_all_smoothings_of_a_field_leave():
    rows = np.load(io.BytesIO(told_of_field("npy")))
    assert rows.dtype.names == ("smoothed", "also1")
    alone = told_of_field("npy", pairs=[COMPARED[0], *COMPARED[2:]])
    wide = told_of_field("npy", pairs=[("width", "3"), *COMPARED[2:]])
    np.testing.assert_array_equal(rows["smoothed"], np.load(io.BytesIO(alone)))
    np.testing.assert_array_equal(rows["also1"], np.load(io.BytesIO(wide)))
    np.testing.assert_array_equal(np.load(io.BytesIO(told_of_field("npy", "also1"))), rows["also1"])
    told = json.loads(told_of_field("json"))
    assert (told["x"], told["y"]) == ([4, 5, 6, 7, 8], [0, 1])
    assert told["values"] == {name: rows[name].tolist() for name in rows.dtype.names}
    lines = told_of_field("csv").decode().splitlines()
    assert lines[0] == "layer,y\\x,4,5,6,7,8"
    cells = [line.split(",") for line in lines[1:]]
    assert [row[:2] for row in cells] == [[n, y] for n in rows.dtype.names for y in "01"]
    numbers = np.array([[float(cell) for cell in row[2:]] for row in cells])
    np.testing.assert_array_equal(numbers, np.concatenate([rows["smoothed"], rows["also1"]]))


@pytest.mark.parametrize(
    ("columns", "also", "field", "allowed"),
    [
        ("also2", "gaussian~3~samples", "columns", "smoothed, also1"),
        ("", "median~3~samples", "also", "gaussian, none"),
        ("", "gaussian~3~samples~1", "also", "0"),
    ],
)
def test_what_a_field_does_not_have_is_refused(columns, also, field, allowed):
    with pytest.raises(InputError) as caught:
        told_of_field("npy", columns, [("also", also)])
    assert (caught.value.field, caught.value.allowed) == (field, allowed)


@pytest.mark.parametrize(("shape", "across"), [((20, 50), 1), ((50, 20), 3), ((25, 40), 3)])
def test_a_field_is_drawn_once_for_each_smoothing(shape, across, monkeypatch):
    drawn = []
    monkeypatch.setattr(field_figure, "render", lambda figure, *_: drawn.append(figure) or b"")
    recipe = read_recipe([*COMPARED[:2], ("also", "gaussian~9~samples")])
    data = FieldData(NOISE.reshape(shape), Label("field"))
    for width, expected in ((180, across), (85, 1)):
        looks = FigureOptions(figure_width=width, dpi=40)
        b"".join(exported(data, made(recipe, Data()), "png", looks, None))
        *maps, bar = drawn.pop().axes
        assert [axes.get_title("left") for axes in maps] == [
            f"Gaussian, σ = {n} cells" for n in (1, 3, 9)
        ]
        assert maps[0].get_subplotspec().get_geometry()[1] == expected
        ends = [axes.images[0].get_clim() for axes in maps]
        assert ends[0] == ends[1] == ends[2]
        assert np.ptp(maps[0].images[0].get_array()) == pytest.approx(np.ptp(ends[0]))
        assert bar.get_ylabel() == "field"


def test_what_was_made_comes_back():
    one = made(
        read_recipe([("source", "walk"), ("width", "2.5"), ("inside", "é “x”")]), Data("ü", "ab")
    )
    assert one.note.isascii()
    assert read_made(one.note) == one
    assert isinstance(one, Made)
    assert {"sigmascope", "python", "numpy", "scipy", "matplotlib"} == set(one.versions)
    for wrong in (
        "",
        "[]",
        "null",
        "{}",
        '{"sigmascope":1}',
        one.note[:-3],
        one.note.replace("2.5", "x"),
    ):
        assert read_made(wrong) is None
    assert read_made(" " * 10**6 + one.note) is None


def test_a_file_is_read_as_the_page_reads_it(tmp_path):
    (tmp_path / "a.csv").write_text(
        "t,u,v\n" + "".join(f"{i / 2},{i % 3},{i}\n" for i in range(50))
    )
    signal, origin = data_at(tmp_path / "a.csv", read_recipe([]))
    assert (signal.label.name, signal.x_label.name, origin.x, origin.y) == ("u", "t", "t", "u")
    signal, _ = data_at(tmp_path / "a.csv", read_recipe([("y", "v"), ("x", "u")]))
    assert (signal.label.name, signal.x_label.name) == ("v", "u")
    np.save(tmp_path / "f.npy", NOISE.reshape(20, 50))
    field, _ = data_at(tmp_path / "f.npy", read_recipe([]))
    assert field.values.shape == (20, 50)
